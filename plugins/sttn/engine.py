"""STTN on a stream: consecutive frames are filled together, and look at far ones.

What is known of a frame is worked out once and kept as long as a look needs it, so memory does not grow with the clip.
Frames that several looks fill are blended as the authors do.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.kit import (
    Canvas,
    Look,
    Picture,
    Schedule,
    filled_by_looks,
    load_checkpoint,
    load_weights,
    prepare,
    working_type,
)
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Frames, Masks

from .net import SIZE, Sttn

WEIGHTS = "sttn.pth"
LEAST = Schedule(1, 20)
"""Looks are not made smaller than these."""


class SttnInpainter:
    """Pictures larger than 432 x 240 are reduced to that, smaller ones mirrored on."""

    size = SIZE
    stride = 5
    """Frames by which looks advance: 5 fills every frame two or three times over, 10 once."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        path = weights[WEIGHTS]
        self._net = Sttn()
        content = load_checkpoint(path)
        load_weights(self._net, content.get("netG", content), path)
        prepare(self._net, device)
        self._device = device
        self._schedule = Schedule(stride=self.stride)

    @classmethod
    def untrained(cls, folder: Path) -> None:
        """Write weights that were never trained, to be checked with."""
        torch.manual_seed(0)
        torch.save({"netG": Sttn().state_dict()}, folder / WEIGHTS)

    def smaller(self) -> bool:
        """Look at half as many frames at once, to save memory; False when there are as few as makes sense."""
        if self._schedule.far <= LEAST.far:
            return False
        self._schedule = self._schedule.halved()
        return True

    def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        canvas = Canvas.one_block(frames.size, self.size[::-1])
        known = Known(self._net, frames, masks, canvas, self._device)
        schedule = self._schedule
        yield from filled_by_looks(
            frames, masks, wanted, schedule, known.fill, lambda before: known.forget(before, schedule)
        )


class SttnFast(SttnInpainter):
    """Every frame filled once: half the work, and nothing that blends one look into the next."""

    stride = 10


class Known:
    """What the network knows of frames until it is forgotten."""

    def __init__(self, net: Sttn, frames: Frames, masks: Masks, canvas: Canvas, device: str) -> None:
        self._net, self._frames, self._masks, self._canvas, self._device = net, frames, masks, canvas, device
        self._features: dict[int, Tensor] = {}

    def fill(self, look: Look, wanted: list[int]) -> dict[int, Picture]:
        """The pictures of the `wanted` frames of a look, (H, W, 3) in [-1, 1], each at the canvas's own size."""
        if not wanted:
            return {}
        others = [index for index in range(look.local.start, look.local.stop) if index not in wanted]
        with torch.inference_mode():
            together = torch.cat([self._of(index) for index in (*wanted, *others, *look.references)])
            completed = self._net.completed(together, len(wanted))
            return {index: self._picture(completed[number]) for number, index in enumerate(wanted)}

    def forget(self, before: int, schedule: Schedule) -> None:
        """Of the frames before that one only those are kept that are still looked at as references."""
        self._features = {index: known for index, known in self._features.items() if schedule.needs(index, before)}

    def _of(self, index: int) -> Tensor:
        if index not in self._features:
            picture = self._canvas.lay(self._frames[index], self._masks[index])
            frame = torch.from_numpy(picture).permute(2, 0, 1)[None].to(self._device, working_type(self._device))
            self._features[index] = self._net.encode(frame.contiguous(memory_format=torch.channels_last))
        return self._features[index]

    def _picture(self, features: Tensor) -> Picture:
        picture = self._net.decode(features[None])[0].float().permute(1, 2, 0).cpu().numpy()
        return self._canvas.take(np.ascontiguousarray(picture, np.float32))
