"""Networks that enlarge or restore a sequence of frames, driven frame by frame."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from peanut_studio.engines.flow.network import to_tensor
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Frames


class SequenceNetwork(Protocol):
    """A network that gives its pictures one after the other."""

    def stream(self, frames: Tensor, start: int = 0, stop: int | None = None) -> Iterator[Tensor]: ...


class SequenceUpscaler:
    """All frames it is given are one sequence: they learn from each other, and are in memory at once."""

    def __init__(self, net: SequenceNetwork, scale: int, device: str) -> None:
        self._net, self._scale, self._device = net, scale, device

    @property
    def scale(self) -> int:
        return self._scale

    def upscale(self, frames: Frames, wanted: Span | None = None) -> Iterator[Frame]:
        """The `wanted` frames at `scale` times the width and height, same dtype; the others are learned from."""
        wanted = wanted or Span(0, len(frames))
        yield from self._pictures(frames, self._net.stream(self._sequence(frames), wanted.start, wanted.stop))

    def _sequence(self, frames: Frames) -> Tensor:
        tensors = [to_tensor(frames[index], self._device) for index in range(len(frames))]
        return torch.cat(tensors).contiguous(memory_format=torch.channels_last)

    @staticmethod
    def _pictures(frames: Frames, steps: Iterator[Tensor]) -> Iterator[Frame]:
        dtype = frames[0].dtype
        while True:
            with torch.inference_mode():
                picture = next(steps, None)
            if picture is None:
                return
            yield to_frame(picture, dtype)


def to_frame(picture: Tensor, dtype: np.dtype[np.uint8] | np.dtype[np.uint16]) -> Frame:
    """A network's picture (1, 3, H, W) in [0, 1] as a frame, clipped and rounded."""
    peak = int(np.iinfo(dtype).max)
    scaled = picture[0].float().clamp(0, 1).mul(peak).round().permute(1, 2, 0)
    samples = scaled.to(torch.int32).cpu().numpy()
    return samples.astype(np.uint16) if peak > 255 else samples.astype(np.uint8)
