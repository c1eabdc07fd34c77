"""Lanes of the timeline as small pictures of levels, a column of pixels at a time: the same work at any length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from peanut_studio.ops.pyramid import Pyramid
from peanut_studio.ops.track_levels import TrackLevels

Levels = npt.NDArray[np.uint8]

NOTHING, BODY, BAR, TOP, GAP, HATCH = range(6)
"""What a pixel of a lane is: outside, tracked, under the confidence, its upper edge, lost, the strokes over that."""

EVERY = 8
"""Pixels from one stroke over what is lost to the next."""


@dataclass(frozen=True)
class Columns:
    """Which frames are seen: column i of `count` begins at frame `first` + i `step`."""

    first: float
    step: float
    count: int

    def of(self, row: Pyramid, per_frame: int = 1) -> npt.NDArray[Any]:
        """(count,) the least (or greatest) of what each column shows of a row that has `per_frame` values a frame.

        Columns that are narrower than a value show the one at their middle.
        """
        first, step = self.first * per_frame, self.step * per_frame
        if step > 1:
            return row.bins(first, step, self.count)
        middles = np.floor(first + step * (np.arange(self.count) + 0.5)).astype(np.int64)
        found: npt.NDArray[Any] = row.levels[0][np.clip(middles, 0, len(row) - 1)]
        return found


def track_picture(levels: TrackLevels, columns: Columns, height: int, stroke: int = 1) -> Levels:
    """uint8 (height, columns.count): NOTHING to HATCH. The confidence is a bar from below, of all that a column shows
    the lowest; edges and strokes are `stroke` pixels thick.
    """
    tracked, lost = columns.of(levels.tracked) > 0, columns.of(levels.lost) > 0
    reach = np.rint(columns.of(levels.sure).astype(np.float32) * height).astype(np.int64)
    above = np.arange(height, 0, -1)[:, None]
    made = (above <= reach).astype(np.uint8)
    made += above <= reach - stroke
    seen: Levels = np.array([BODY, TOP, BAR], np.uint8)[made] * tracked
    if lost.any():
        across = (np.arange(height)[:, None] + np.arange(columns.count)) // stroke % EVERY == 0
        seen = np.where(lost, np.where(across, np.uint8(HATCH), np.uint8(GAP)), seen)
    return seen


def sound_picture(peaks: Pyramid, per_frame: int, columns: Columns, height: int) -> Levels:
    """uint8 (height, columns.count): 1 as far above and below the middle as the loudest (0..255) of the column is."""
    away = np.abs(2 * np.arange(height) + 1 - height)[:, None]
    loud = columns.of(peaks, per_frame).astype(np.int64) * height
    return (away * 255 < loud).astype(np.uint8)
