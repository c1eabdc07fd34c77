"""Whether a cut lies between two frames of a clip."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Frame
from peanut_studio.ops.overlay import eight_bit

SIZE = (64, 36)
GRID = (4, 4)
"""Columns and rows of which colours are counted apart."""

COLOURS = 0.5
"""Between two frames of one shot at least this part of the colours stays, place by place, in the middle place."""

STEP = 14.0
"""Mean difference of small pictures, in 8-bit steps, below which there is no cut."""


@dataclass(frozen=True, eq=False)
class Gist:
    """A frame, small: uint8 (36, 64, 3), and what colours each place of a grid has: float32 (places, bins), sum 1."""

    small: npt.NDArray[np.uint8]
    colours: npt.NDArray[np.float32]


def gist_of(frame: Frame) -> Gist:
    """What is compared of a frame (H, W, 3)."""
    small = np.asarray(cv2.resize(eight_bit(frame), SIZE, interpolation=cv2.INTER_AREA), np.uint8)
    bins = (small >> 5).astype(np.int64)
    numbers = bins[..., 0] * 64 + bins[..., 1] * 8 + bins[..., 2]
    rows = []
    for band in np.array_split(numbers, GRID[1], axis=0):
        for part in np.array_split(band, GRID[0], axis=1):
            counted = np.bincount(part.ravel(), minlength=512).reshape(8, 8, 8).astype(np.float32)
            rows.append(cv2.blur(counted.reshape(64, 8), (1, 3)).ravel() / part.size)
    return Gist(small, np.stack(rows))


def is_cut(first: Gist, second: Gist) -> bool:
    """Whether two consecutive frames are of different shots: nearly everywhere other colours, and much of a change.

    Fast motion changes some places; a flash, all of them for a moment; a cut, all of them.
    """
    change = float(np.abs(first.small.astype(np.int16) - second.small).mean())
    if change < STEP:
        return False
    shared = np.minimum(first.colours, second.colours).sum(axis=1)
    return bool(np.median(shared) < COLOURS)
