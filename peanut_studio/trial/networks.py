"""What networks say of a result and the clean clip, frame by frame as both are read."""

from __future__ import annotations

from peanut_studio.engines import device as devices
from peanut_studio.engines.weights import WeightStore
from peanut_studio.quality.frame_scores import Sample

# The measures are imported when they are asked for: they bring torch, which a score without them does not wait for.


class Networks:
    """VFID and LPIPS of what it is given, those that are wanted. Raises WeightsError and InputError."""

    def __init__(self, weights: WeightStore, device: str, vfid: bool, lpips: bool) -> None:
        place = devices.resolve(device)
        self.lpips: list[float] = []
        self._lpips = self._result = self._truth = None
        if vfid:
            from peanut_studio.quality import vfid as measure

            network = measure.VideoFeatures(weights.require(measure.WEIGHTS), place)
            self._result, self._truth = measure.ClipFeatures(network), measure.ClipFeatures(network)
        if lpips:
            from peanut_studio.quality import lpips as looks

            looks.check_package()
            self._lpips = looks.Lpips(weights.require(looks.WEIGHTS), place)

    def take(self, sample: Sample) -> None:
        """The next frame, with its truth."""
        assert sample.truth is not None
        if self._result is not None and self._truth is not None:
            self._result.take(sample.result)
            self._truth.take(sample.truth)
        if self._lpips is not None:
            self.lpips.append(self._lpips(sample.result, sample.truth))

    def vfid(self) -> float | None:
        """Of all frames so far; None where it was not wanted."""
        if self._result is None or self._truth is None:
            return None
        from peanut_studio.quality.vfid import frechet_distance

        return frechet_distance(self._result.features(), self._truth.features())
