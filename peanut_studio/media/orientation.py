"""Which way up a stored picture is to be shown."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt

A = TypeVar("A", bound=npt.NDArray[Any])


@dataclass(frozen=True)
class Orientation:
    """How the stored picture becomes upright: first transposed, then mirrored left-right and top-bottom."""

    transposed: bool = False
    mirrored_across: bool = False
    mirrored_down: bool = False
    matrix: tuple[int, ...] | None = None

    @classmethod
    def from_matrix(cls, data: bytes) -> Orientation:
        """From FFmpeg's 36 bytes of display matrix: p' = a p + c q, q' = b p + d q for stored column p, row q.

        Turns other than by quarters are taken to the nearest quarter.
        """
        matrix = struct.unpack("=9i", data)
        a, b, _, c, d = matrix[:5]
        transposed = abs(b) + abs(c) > abs(a) + abs(d)
        across, down = (c, b) if transposed else (a, d)
        upright = cls(transposed, across < 0, down < 0, matrix)
        return upright if upright.changes else cls()

    @property
    def changes(self) -> bool:
        """Whether the stored picture is not upright."""
        return self.transposed or self.mirrored_across or self.mirrored_down

    @property
    def rotation(self) -> int:
        """Degrees counter-clockwise of the turn; of turn and mirror together, the turn's share."""
        turns = {(False, False, False): 0, (False, True, True): 180, (True, True, False): 270, (True, False, True): 90}
        return turns.get((self.transposed, self.mirrored_across, self.mirrored_down), 90 if self.transposed else 0)

    def upright_size(self, size: tuple[int, int]) -> tuple[int, int]:
        """Width and height of the upright picture."""
        return (size[1], size[0]) if self.transposed else size

    def upright(self, stored: A) -> A:
        """An upright array from a stored one, (H, W) or (H, W, channels)."""
        array = stored.swapaxes(0, 1) if self.transposed else stored
        return cast(A, np.ascontiguousarray(array[self._steps()])) if self.changes else stored

    def stored(self, upright: A) -> A:
        """The inverse of `upright`."""
        array = upright[self._steps()]
        array = array.swapaxes(0, 1) if self.transposed else array
        return cast(A, np.ascontiguousarray(array)) if self.changes else upright

    def _steps(self) -> tuple[slice, slice]:
        down, across = self.mirrored_down, self.mirrored_across
        return slice(None, None, -1 if down else None), slice(None, None, -1 if across else None)
