"""Pictures: shape, range and dtype of every array that crosses a border, defined once.

========= =========================== ======================================================
Frame     uint8 or uint16 (H, W, 3)   RGB, full range; uint16 holds 10 bits and deeper, scaled to 0..65535
Mask      bool (H, W)                 True = inside the object
SoftMask  float32 (H, W)              coverage in [0, 1]
FlowField float32 (H, W, 2)           pixels (dx, dy), from frame t to t + 1 unless a pair is named
========= =========================== ======================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

Frame: TypeAlias = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
Mask: TypeAlias = npt.NDArray[np.bool_]
SoftMask: TypeAlias = npt.NDArray[np.float32]
FlowField: TypeAlias = npt.NDArray[np.float32]


class Frames(Protocol):
    """A clip's pictures, read lazily: a whole clip is never held in memory.

    Every frame has the same shape and dtype, upright (rotation metadata applied). Reading in order is cheap,
    stepping back a few frames is cheap, jumping is possible. Raises IndexError outside `range(len(self))`.
    """

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> Frame: ...

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of every frame, in pixels."""
        ...


class Masks(Protocol):
    """One mask per frame of a clip, read lazily; same length and size as the `Frames` that they belong to."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> Mask: ...


class FrameList:
    """Frames that are already in memory: short stretches, tests."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        if not frames:
            raise ValueError("no frames")
        self._frames = frames

    def __len__(self) -> int:
        return len(self._frames)

    def __getitem__(self, index: int, /) -> Frame:
        return self._frames[index]

    @property
    def size(self) -> tuple[int, int]:
        height, width = self._frames[0].shape[:2]
        return width, height


class FramesView:
    """Frames start, ..., stop - 1 of other frames, numbered from 0."""

    def __init__(self, frames: Frames, start: int, stop: int) -> None:
        if not 0 <= start < stop <= len(frames):
            raise ValueError(f"no such stretch: {start}..{stop} of {len(frames)} frames")
        self._frames, self._start, self._stop = frames, start, stop

    def __len__(self) -> int:
        return self._stop - self._start

    def __getitem__(self, index: int, /) -> Frame:
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self._frames[self._start + index]

    @property
    def size(self) -> tuple[int, int]:
        return self._frames.size
