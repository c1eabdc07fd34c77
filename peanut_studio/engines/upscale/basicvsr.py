"""BasicVSR: video four times as large, each frame with the detail of those before and after it."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from peanut_studio.engines.contract import Carried, WeightPaths
from peanut_studio.engines.flow.network import load_checkpoint, load_weights
from peanut_studio.engines.precision import prepare
from peanut_studio.engines.upscale.network import SequenceUpscaler
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Frames
from peanut_studio.nets.basicvsr import PASSED_BACK, SCALE, BasicVsr


class BasicVsrUpscaler(SequenceUpscaler):
    """Four times as large; the weights are BasicSR's."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        (path,) = weights.values()
        content = load_checkpoint(path)
        net = BasicVsr()
        load_weights(net, content.get("params", content), path)
        prepare(net, device)
        super().__init__(net, SCALE, device)
        self._carrying = net

    def upscale_from(self, frames: Frames, wanted: Span, memory: Carried) -> Iterator[Frame]:
        """As `CarryingUpscaler` has it: features (1, H, W, C)."""
        known = self._taken(memory)
        sequence = self._sequence(frames)
        yield from self._pictures(frames, self._carrying.stream(sequence, wanted.start, wanted.stop, known))
        memory.clear()
        memory.update(_left(known))

    def look_back(self, frames: Frames, memory: Carried) -> None:
        """As `CarryingUpscaler` has it."""
        with torch.inference_mode():
            back = self._taken(memory).get(PASSED_BACK)
            found = self._carrying.backward_features(self._sequence(frames), 0, 1, back)
        memory.update(_left({PASSED_BACK: found[0]}))

    def _taken(self, memory: Carried) -> dict[str, Tensor]:
        return {name: torch.from_numpy(value).to(self._device).permute(0, 3, 1, 2) for name, value in memory.items()}


def _left(known: dict[str, Tensor]) -> Carried:
    """Channels last, as they come back: another order would add up otherwise."""
    return {name: value.permute(0, 2, 3, 1).contiguous().cpu().numpy() for name, value in known.items()}
