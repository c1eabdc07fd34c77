"""E2FGVI and E2FGVI-HQ (Li et al., CVPR 2022): holes filled by a network that follows flow and looks far in time.

What is known of a frame and of a pair of frames is worked out once and kept as long as a look needs it, so memory does
not grow with the clip. Frames that several looks fill are blended as the authors do.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from peanut_studio.engines import memory_limit
from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.flow.network import load_checkpoint, load_weights
from peanut_studio.engines.inpaint.canvas import Canvas, Picture
from peanut_studio.engines.inpaint.looking import filled_by_looks
from peanut_studio.engines.inpaint.schedule import Look, Schedule
from peanut_studio.engines.memory import free_ram, free_vram
from peanut_studio.engines.precision import prepare
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import FlowField, Frame, Frames, Mask, Masks
from peanut_studio.nets.e2fgvi import MULTIPLE, SIZE, E2fgvi, reduced
from peanut_studio.ops.motion import resized_flow

LEAST = Schedule(1, 20)
"""Looks are not made smaller than these."""

SHARE = 0.7
"""Of the free memory, what may be planned for."""

BYTES_A_PIXEL = 1700
"""What a look takes for a pixel, in float32, whatever its length: the transformer's keys, the propagation's offsets."""

BYTES_A_PIXEL_AND_FRAME = 300
"""What it takes for a pixel of each of its frames."""


class E2fgviInpainter:
    """The network for 432 x 240. Larger pictures are reduced to that, smaller ones mirrored on."""

    any_size = False
    stride = 5
    """Frames by which looks advance: 5 fills every frame two or three times over, 10 once."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        (path,) = weights.values()
        self._net = E2fgvi(any_size=self.any_size)
        content = load_checkpoint(path)
        load_weights(self._net, content.get("params", content), path)
        prepare(self._net, device)
        self._device = device
        self._schedule = Schedule(stride=self.stride)

    def smaller(self) -> bool:
        """Look at half as many frames at once, to save memory; False when there are as few as makes sense."""
        if self._schedule.far <= LEAST.far:
            return False
        self._schedule = self._schedule.halved()
        return True

    def fits(self, size: tuple[int, int], count: int) -> bool:
        """Whether `count` frames of that width and height can be filled in the memory that is free."""
        known = (free_vram(self._device) or free_ram(), memory_limit.left())
        free = min((amount for amount in known if amount is not None), default=None)
        return free is None or self.memory_needed(size, count) <= SHARE * free

    def memory_needed(self, size: tuple[int, int], count: int) -> int:
        """Bytes that the longest look at `count` frames of that width and height takes."""
        width, height = self._canvas(size).full
        frames = min(count, self._schedule.together)
        half = self._net.ss.embedding.weight.element_size() / 4
        return int(width * height * half * (BYTES_A_PIXEL + frames * BYTES_A_PIXEL_AND_FRAME))

    def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        known = Known(self._net, frames, masks, self._canvas(frames.size), self._device)
        schedule = self._schedule
        yield from filled_by_looks(
            frames, masks, wanted, schedule, known.fill, lambda before: known.forget(before, schedule)
        )

    def completed_flow(self, frames: Frames, masks: Masks, first: int) -> FlowField:
        """As `FlowCompleter` has it: what the network's SPyNet gives for the frames with their holes."""
        if not 0 <= first < len(frames) - 1:
            raise IndexError(first)
        canvas = self._canvas(frames.size)
        with torch.inference_mode():
            small = [reduced(laid(canvas, frames[index], masks[index], self._device)) for index in (first, first + 1)]
            flow = self._net.flow(*small)[0].float().permute(1, 2, 0).cpu().numpy()
        whole = resized_flow(np.ascontiguousarray(flow, np.float32), canvas.full)
        return resized_flow(np.ascontiguousarray(whole[: canvas.shown[1], : canvas.shown[0]]), canvas.size)

    def _canvas(self, size: tuple[int, int]) -> Canvas:
        if self.any_size:
            return Canvas.whole_blocks(size, MULTIPLE[::-1])
        return Canvas.one_block(size, SIZE[::-1])


class E2fgviHqInpainter(E2fgviInpainter):
    """The network for any size."""

    any_size = True


class E2fgviFast(E2fgviInpainter):
    """Every frame filled once: half the work, and nothing that blends one look into the next."""

    stride = 10


class E2fgviHqFast(E2fgviHqInpainter):
    """The same at any size."""

    stride = 10


class Known:
    """What the network knows of frames, and of pairs of them, until it is forgotten."""

    def __init__(self, net: E2fgvi, frames: Frames, masks: Masks, canvas: Canvas, device: str) -> None:
        self._net, self._frames, self._masks, self._canvas, self._device = net, frames, masks, canvas, device
        self._features: dict[int, Tensor] = {}
        self._small: dict[int, Tensor] = {}
        self._flows: dict[int, tuple[Tensor, Tensor]] = {}

    def fill(self, look: Look, wanted: list[int]) -> dict[int, Picture]:
        """The pictures of the `wanted` frames of a look, (H, W, 3) in [-1, 1] at the canvas's own size."""
        if not wanted:
            return {}
        local = range(look.local.start, look.local.stop)
        with torch.inference_mode():
            for index in (*local, *look.references):
                self._read(index)
            near = torch.cat([self._features[index] for index in local])
            far = torch.cat([near[:0], *(self._features[index] for index in look.references)])
            none = self._small[local[0]][:0, :2]
            flows = [self._flow(index) for index in local[:-1]]
            ahead, back = (torch.cat([none, *(pair[way] for pair in flows)]) for way in (0, 1))
            features = self._net.completed(near, far, ahead, back)
            return {index: self._picture(features[index - local.start]) for index in wanted}

    def forget(self, before: int, schedule: Schedule) -> None:
        """Of the frames before that one only those are kept that are still looked at as references."""
        self._flows = {index: flow for index, flow in self._flows.items() if index >= before}
        self._small = {index: small for index, small in self._small.items() if index >= before}
        self._features = {index: known for index, known in self._features.items() if schedule.needs(index, before)}

    def _read(self, index: int) -> None:
        if index in self._features:
            return
        frame = laid(self._canvas, self._frames[index], self._masks[index], self._device)
        frame = frame.contiguous(memory_format=torch.channels_last)
        self._features[index], self._small[index] = self._net.encode(frame), reduced(frame)

    def _flow(self, index: int) -> tuple[Tensor, Tensor]:
        """From a frame to the next one, and back."""
        if index not in self._flows:
            first, second = self._small[index], self._small[index + 1]
            both = self._net.flow(torch.cat((first, second)), torch.cat((second, first)))
            self._flows[index] = (both[:1], both[1:])
        return self._flows[index]

    def _picture(self, features: Tensor) -> Picture:
        picture = self._net.decode(features[None])[0].float().permute(1, 2, 0).cpu().numpy()
        return self._canvas.take(np.ascontiguousarray(picture, np.float32))


def laid(canvas: Canvas, frame: Frame, mask: Mask, device: str) -> Tensor:
    """A frame with its hole on the canvas, (1, 3, H, W) in [-1, 1], the hole 0."""
    return torch.from_numpy(canvas.lay(frame, mask)).permute(2, 0, 1)[None].to(device)
