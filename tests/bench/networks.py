"""What trained networks say of fills, where their weights are here: VFID and LPIPS (`quality.vfid`, `quality.lpips`).

A Fréchet distance is one of whole sets: that of each inpainter is over the windows of all cases together, each window
of a fill among the true ones of the same frames.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Frame
from peanut_studio.quality import lpips, vfid

ALL = "all cases"
"""What the rows that are about every case at once have for a case."""

NEEDS = {
    "vfid": f"needs the weights {vfid.WEIGHTS} (`peanut-studio models fetch {vfid.WEIGHTS}`)",
    "lpips": f"needs the package torchmetrics and the weights {lpips.WEIGHTS} "
    f"(`peanut-studio models fetch {lpips.WEIGHTS}`)",
}
"""What each measure cannot do without."""


class Networks:
    """Keeps the features of what it is shown; what it has no weights for it says nothing of."""

    def __init__(self, store: WeightStore | None = None) -> None:
        places = store or WeightStore()
        motion, looks = places.path(vfid.WEIGHTS), places.path(lpips.WEIGHTS)
        self._motion = None if motion is None else vfid.VideoFeatures(motion)
        self._looks = None if looks is None or not _has_torchmetrics() else lpips.Lpips(looks)
        self._truth: dict[str, vfid.Values] = {}
        self._fills: dict[str, dict[str, vfid.Values]] = {}
        self._clips: dict[str, str] = {}

    @property
    def missing(self) -> tuple[str, ...]:
        """The measures that cannot be taken."""
        return tuple(name for name, net in (("vfid", self._motion), ("lpips", self._looks)) if net is None)

    def look(
        self, case: str, clip: str, inpainter: str, result: Sequence[Frame], truth: Sequence[Frame]
    ) -> float | None:
        """Take the frames of a fill and of its truth into VFID; gives the mean LPIPS of them, None where unknown."""
        if self._motion is not None:
            if case not in self._truth:
                self._truth[case] = _features(self._motion, truth)
            self._fills.setdefault(inpainter, {})[case] = _features(self._motion, result)
            self._clips[case] = clip
        if self._looks is None:
            return None
        return float(np.mean([self._looks(one, other) for one, other in zip(result, truth, strict=True)]))

    def together(self) -> Iterator[dict[str, Any]]:
        """A row for each inpainter: its VFID over all that was looked at, of how many windows and different clips."""
        for inpainter, fills in self._fills.items():
            found, true = (np.concatenate([of[case] for case in fills]) for of in (fills, self._truth))
            yield {
                "case": ALL,
                "inpainter": inpainter,
                "vfid": vfid.frechet_distance(found, true),
                "windows": len(found),
                "clips": len({self._clips[case] for case in fills}),
            }


def _features(network: vfid.VideoFeatures, frames: Sequence[Frame]) -> vfid.Values:
    clip = vfid.ClipFeatures(network)
    for frame in frames:
        clip.take(frame)
    return clip.features()


def _has_torchmetrics() -> bool:
    try:
        lpips.check_package()
    except InputError:
        return False
    return True
