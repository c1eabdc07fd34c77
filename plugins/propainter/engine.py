"""ProPainter on a window of frames: flow measured and completed, pictures carried along it, then features."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from peanut_studio.engines.contract import FlowEstimator, WeightPaths
from peanut_studio.engines.kit import (
    Canvas,
    Look,
    Picture,
    Schedule,
    filled,
    filled_by_looks,
    load_checkpoint,
    load_weights,
)
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Frames, Masks

from . import raft
from .carrying import propagated
from .completion import FlowCompletion
from .generator import Generator
from .motion import Measure, Plain, by_engine, by_network, completed

RAFT, COMPLETION, GENERATOR = "raft-things.pth", "recurrent_flow_completion.pth", "ProPainter.pth"
MULTIPLE = 8
SMALLEST = 16
"""Sides under this are mirrored on."""

LEAST = Schedule(1, 20)
"""Looks are not made smaller than these."""


@dataclass(frozen=True, eq=False)
class Reel:
    """A window of frames, on the canvas: pictures (T, 3, H, W) in [-1, 1] with holes filled from other frames as far as
    these show them, holes (T, 1, H, W), what remains of them, flow to the next frames and back."""

    pictures: Tensor
    holes: Tensor
    remaining: Tensor
    ahead: Tensor
    back: Tensor


class Carried:
    """Pictures carried along completed flow; what no frame shows is closed from its edge (Telea).

    `flow` measures motion in place of RAFT. Without weights flow is measured by DIS and completed smoothly.
    """

    rounds = raft.ROUNDS

    def __init__(self, weights: WeightPaths, device: str, flow: FlowEstimator | None = None) -> None:
        self._device = device
        self._measure: Measure = by_engine(flow or Plain())
        if flow is None and RAFT in weights:
            net = raft.build()
            load_weights(net, raft.renamed(load_checkpoint(weights[RAFT])), weights[RAFT])
            self._measure = by_network(_readied(net, device), self.rounds)
        self._completion: FlowCompletion | None = None
        if COMPLETION in weights:
            completion = FlowCompletion()
            load_weights(completion, load_checkpoint(weights[COMPLETION]), weights[COMPLETION])
            _readied(completion, device)
            self._completion = completion

    def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        asked = wanted or Span(0, len(frames))
        canvas = canvas_of(frames.size)
        reel: Reel | None = None
        for index in range(asked.start, asked.stop):
            frame, mask = frames[index], masks[index]
            if not mask.any():
                yield frame
                continue
            reel = reel or self._reel(frames, masks, canvas)
            yield filled(frame, mask, _shown(canvas, self._closed(reel, index)))

    def _reel(self, frames: Frames, masks: Masks, canvas: Canvas) -> Reel:
        with torch.inference_mode():
            pictures, holes = zip(*(self._laid(frames[i], masks[i], canvas) for i in range(len(frames))), strict=True)
            pairs = [self._measure(a, b) for a, b in pairwise(pictures)]
            nothing = pictures[0][:0, :2]
            ahead, back = (torch.cat([nothing, *(pair[way] for pair in pairs)]) for way in (0, 1))
            seen, hidden = torch.cat(pictures), torch.cat(holes)
            ahead, back = completed(self._completion, ahead, back, hidden)
            carried, remaining = propagated(seen * (1 - hidden), hidden, ahead, back)
            return Reel(seen * (1 - hidden) + carried * hidden, hidden, remaining, ahead, back)

    def _laid(self, frame: Frame, mask: Any, canvas: Canvas) -> tuple[Tensor, Tensor]:
        """The whole picture, for motion is measured on what is there, and its hole."""
        whole = canvas.lay(frame, np.zeros_like(mask))
        hole = 1 - canvas.lay(np.full_like(frame, np.iinfo(frame.dtype).max), mask)[..., :1]
        laid = [torch.from_numpy(np.ascontiguousarray(part)).permute(2, 0, 1)[None] for part in (whole, hole)]
        return laid[0].to(self._device), laid[1].to(self._device)

    @staticmethod
    def _closed(reel: Reel, index: int) -> Tensor:
        remaining = (reel.remaining[index, 0] > 0).cpu().numpy().astype(np.uint8)
        picture = reel.pictures[index]
        if not remaining.any():
            return picture
        values = ((picture + 1) * 127.5).round().clamp(0, 255).permute(1, 2, 0).cpu().numpy().astype(np.uint8)
        plain = cv2.inpaint(np.ascontiguousarray(values), remaining, 3, cv2.INPAINT_TELEA)
        closed = torch.from_numpy(np.asarray(plain, np.float32) / 127.5 - 1).permute(2, 0, 1).to(picture.device)
        return torch.where(reel.remaining[index] > 0, closed, picture)


class ProPainter(Carried):
    """Then features of consecutive and of far frames together; frames that several looks fill are blended."""

    def __init__(self, weights: WeightPaths, device: str, flow: FlowEstimator | None = None) -> None:
        super().__init__(weights, device, flow)
        self._net = Generator()
        load_weights(self._net, load_checkpoint(weights[GENERATOR]), weights[GENERATOR])
        _readied(self._net, device)
        self._schedule = Schedule()

    @classmethod
    def untrained(cls, folder: Path) -> None:
        """Write weights that were never trained, to be checked with."""
        torch.manual_seed(0)
        nets: Mapping[str, nn.Module] = {COMPLETION: FlowCompletion(), GENERATOR: Generator()}
        for name, net in nets.items():
            torch.save(net.state_dict(), folder / name)
        torch.save(raft.published(raft.build().state_dict()), folder / RAFT)

    def smaller(self) -> bool:
        """Look at half as many frames at once, to save memory; False when there are as few as makes sense."""
        if self._schedule.far <= LEAST.far:
            return False
        self._schedule = self._schedule.halved()
        return True

    def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        canvas = canvas_of(frames.size)
        reel: Reel | None = None
        features: dict[int, Tensor] = {}

        def fill(look: Look, holed: list[int]) -> dict[int, Picture]:
            nonlocal reel
            if not holed:
                return {}
            reel = reel or self._reel(frames, masks, canvas)
            shown = self._look(reel, features, look, holed)
            return {index: _shown(canvas, picture) for index, picture in shown.items()}

        yield from filled_by_looks(frames, masks, wanted, self._schedule, fill)

    def _look(self, reel: Reel, features: dict[int, Tensor], look: Look, wanted: list[int]) -> dict[int, Tensor]:
        local = range(look.local.start, look.local.stop)
        with torch.inference_mode():
            for index in (*local, *look.references):
                if index not in features:
                    here = slice(index, index + 1)
                    features[index] = self._net.encode(reel.pictures[here], reel.holes[here], reel.remaining[here])
            near = torch.cat([features[index] for index in local])
            far = torch.cat([near[:0], *(features[index] for index in look.references)])
            flows = slice(local.start, local.stop - 1)
            here = slice(local.start, local.stop)
            known = self._net.completed(
                near, far, reel.ahead[flows], reel.back[flows], reel.holes[here], reel.remaining[here]
            )
            return {index: self._net.decode(known[index - local.start][None])[0] for index in wanted}


def canvas_of(size: tuple[int, int]) -> Canvas:
    """Pictures at full size, mirrored on to what the networks can take."""
    across, down = (MULTIPLE if side > SMALLEST else SMALLEST for side in size)
    return Canvas.whole_blocks(size, (across, down))


def _shown(canvas: Canvas, picture: Tensor) -> Picture:
    return canvas.take(np.ascontiguousarray(picture.permute(1, 2, 0).cpu().numpy(), np.float32))


def _readied(net: nn.Module, device: str) -> nn.Module:
    return net.eval().requires_grad_(False).to(device)
