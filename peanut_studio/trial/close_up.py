"""Where to look closely: a part of the picture that goes along with the hole."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from peanut_studio.ops.regions import Region, region_of
from peanut_studio.pipeline.hole import Hole

MARGIN = 0.15
"""Seen on either side of the largest hole, as a share of its size."""

NEARER = 0.75
"""A part whose side is a larger share of the picture's shows nothing closer."""

STEADY = 5
"""Of so many neighbours the mean place is taken, so that the part does not tremble as a mask's box does."""

Values = npt.NDArray[np.float64]


def close_ups(hole: Hole, frames: Sequence[int]) -> Mapping[int, Region]:
    """The part to show of each frame: all of one size, in the picture's shape, with the hole in the middle.

    Where a frame has no hole it is on the way between the neighbours that have. Empty where there is no hole at all, or
    the part would be hardly smaller than the picture.
    """
    width, height = hole.size
    boxes = {frame: region_of(hole[frame]) for frame in frames}
    there = {frame: box for frame, box in boxes.items() if box is not None}
    if not there:
        return {}
    share = max(max(box.width / width, box.height / height) for box in there.values()) * (1 + 2 * MARGIN)
    if share > NEARER:
        return {}
    size = math.ceil(share * width), math.ceil(share * height)
    x = _steady(frames, there, [(box.x0 + box.x1) / 2 for box in there.values()])
    y = _steady(frames, there, [(box.y0 + box.y1) / 2 for box in there.values()])
    return {
        frame: _part(width, height, size, float(across), float(down))
        for frame, across, down in zip(frames, x, y, strict=True)
    }


def _steady(frames: Sequence[int], there: Mapping[int, Region], middles: Sequence[float]) -> Values:
    every = np.interp(frames, list(there), middles)
    padded = np.pad(every, STEADY // 2, mode="edge")
    return np.asarray(np.convolve(padded, np.full(STEADY, 1 / STEADY), mode="valid"), np.float64)


def _part(width: int, height: int, size: tuple[int, int], x: float, y: float) -> Region:
    left = min(max(0, round(x - size[0] / 2)), width - size[0])
    top = min(max(0, round(y - size[1] / 2)), height - size[1])
    return Region(left, top, left + size[0], top + size[1])
