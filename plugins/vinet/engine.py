"""VINet on a stream: each frame is filled when it is asked for, and only what the next ones need is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.kit import Canvas, Picture, filled, load_checkpoint, load_weights
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Frames, Masks

from .net import Features, Vinet

WEIGHTS = "save_agg_rec_512.pth"
LARGEST = 512
"""Pixels of a side: what it was trained on."""

MULTIPLE = 16
STEPS = (-6, -3, 3, 6)
"""Where, in frames, the four lie that are looked at."""

FADED = 0.5
"""How much of its hole is still told of the picture made before."""


class VinetInpainter:
    """Pictures with a side longer than 512 are reduced to that.

    Before the first frame it works its way in on `run_in` frames whose pictures nobody sees: those before it, or, where
    the clip begins, those after it backwards.
    """

    run_in = 30

    def __init__(self, weights: WeightPaths, device: str) -> None:
        path = weights[WEIGHTS]
        content = load_checkpoint(path)
        state = content.get("state_dict", content)
        self._net = Vinet()
        load_weights(self._net, {key.removeprefix("module."): value for key, value in state.items()}, path)
        self._net.eval().requires_grad_(False).to(device)
        self._device = device

    @classmethod
    def untrained(cls, folder: Path) -> None:
        """Write weights that were never trained, to be checked with."""
        torch.manual_seed(0)
        torch.save({"state_dict": Vinet().state_dict()}, folder / WEIGHTS)

    def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        asked = wanted or Span(0, len(frames))
        stream = Stream(self._net, frames, masks, self._device)
        count = min(self.run_in, len(frames) - 1)
        for back in range(count, 0, -1):
            stream.picture(mirrored(asked.start - back, len(frames)))
        for index in range(asked.start, asked.stop):
            picture = stream.picture(index)
            frame, mask = frames[index], masks[index]
            yield filled(frame, mask, picture) if mask.any() else frame


class Stream:
    """Frames filled one after the other."""

    def __init__(self, net: Vinet, frames: Frames, masks: Masks, device: str) -> None:
        self._net, self._frames, self._masks, self._device = net, frames, masks, device
        width, height = frames.size
        self._canvas = Canvas(frames.size, (min(width, LARGEST), min(height, LARGEST)), (MULTIPLE, MULTIPLE))
        across, down = self._canvas.full
        self._white = np.full((height, width, 3), 255, np.uint8)
        self._ones = torch.ones((1, 1, down, across), device=device)
        self._seen: dict[int, Features] = {}
        self._before: Tensor | None = None

    def picture(self, index: int) -> Picture:
        """The whole of a frame as the network shows it, float32 (H, W, 3) in [-1, 1], RGB."""
        with torch.inference_mode():
            current = self._laid(index)
            around = [mirrored(index + step, len(self._frames)) for step in STEPS]
            if self._masks[index].any():
                others = [self._look(other) for other in around]
                before = current if self._before is None else self._before
                outcome = self._net(current, others, before, first=self._before is None).picture
            else:
                outcome = current[:, :3]
            self._before = torch.cat((outcome, self._ones, FADED * current[:, 4:]), 1)
            reach = max(STEPS)
            self._seen = {other: known for other, known in self._seen.items() if abs(other - index) <= reach}
            # The network was trained on BGR.
            picture = outcome[0].flip(0).permute(1, 2, 0).cpu().numpy()
        return self._canvas.take(np.ascontiguousarray(picture, np.float32))

    def _look(self, index: int) -> Features:
        if index not in self._seen:
            self._seen[index] = self._net.seen(self._laid(index))
        return self._seen[index]

    def _laid(self, index: int) -> Tensor:
        """A frame, (1, 5, H, W): its picture in BGR with the hole 0, ones, the hole."""
        mask = self._masks[index]
        picture = self._canvas.lay(self._frames[index], mask)
        hole = 1 - self._canvas.lay(self._white, mask)[..., :1]
        laid = torch.from_numpy(np.concatenate((picture[..., ::-1], hole), 2)).permute(2, 0, 1)[None]
        laid = laid.to(self._device)
        return torch.cat((laid[:, :3], self._ones, laid[:, 3:]), 1)


def mirrored(index: int, count: int) -> int:
    """A place in a clip of `count` frames that is gone through forwards and backwards for ever."""
    if count == 1:
        return 0
    index %= 2 * (count - 1)
    return min(index, 2 * (count - 1) - index)
