"""A long row of values, to be looked at from any distance at the same cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Pyramid:
    """A row of values and, level by level, the least (or the greatest, `greatest`) of each two neighbours below."""

    levels: tuple[Values, ...]
    greatest: bool

    @staticmethod
    def of(values: Values, greatest: bool = False) -> Pyramid:
        """Of values (N,); takes N steps once and twice their memory."""
        pick = np.maximum if greatest else np.minimum
        levels = [values]
        while len(levels[-1]) > 1:
            below = levels[-1]
            whole = len(below) // 2 * 2
            above = pick(below[:whole:2], below[1:whole:2])
            levels.append(np.append(above, below[whole:]))
        return Pyramid(tuple(levels), greatest)

    @staticmethod
    def of_spans(spans: Iterable[tuple[int, int]], count: int) -> Pyramid:
        """Of stretches (start, stop) in a row of `count`: 1 inside, 0 outside, and 1 wherever there is any."""
        covered = np.zeros(count, np.uint8)
        for start, stop in spans:
            covered[start:stop] = 1
        return Pyramid.of(covered, greatest=True)

    def __len__(self) -> int:
        return len(self.levels[0])

    def bins(self, first: float, step: float, count: int) -> Values:
        """The least (or greatest) of each bin, (count,); bin i holds the values from first + i step to first +
        (i + 1) step. Those that are cut belong to both. Bins beyond the ends repeat the last value there.

        Takes the same time whatever `step` is: at most four values of one level are compared for each bin.
        """
        edges = first + step * np.arange(count + 1)
        starts = np.clip(np.floor(edges[:-1]).astype(np.int64), 0, len(self) - 1)
        stops = np.clip(np.ceil(edges[1:]).astype(np.int64) - 1, starts, len(self) - 1)
        level = min(len(self.levels) - 1, max(0, int(np.log2(max(step, 1.0))) - 1))
        row = self.levels[level]
        low, high = starts >> level, stops >> level
        pick = np.maximum if self.greatest else np.minimum
        found: Values = row[np.minimum(low, len(row) - 1)]
        for further in range(1, 5):
            found = pick(found, row[np.minimum(np.minimum(low + further, high), len(row) - 1)])
        return found


def runs_of(flags: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where a row (N,) is true: (start, stop) of each stretch."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]
