"""One object's mask on one frame as a person made it by hand."""

from __future__ import annotations

from dataclasses import dataclass

from peanut_studio.model.picture import Mask
from peanut_studio.model.run_length import area_of_runs, decode_runs, encode_runs, pack, unpack


@dataclass(frozen=True)
class Correction:
    """A mask of width and height `size`, as packed run lengths. It is a key frame: tracking starts from it.

    An empty one says that the object is not in the picture there.
    """

    frame: int
    size: tuple[int, int]
    runs: bytes

    @staticmethod
    def of(frame: int, mask: Mask) -> Correction:
        """From a bool (H, W) mask."""
        return Correction(frame, (mask.shape[1], mask.shape[0]), pack(encode_runs(mask)))

    @property
    def mask(self) -> Mask:
        """The bool (H, W) mask, a new array."""
        return decode_runs(unpack(self.runs), self.size)

    @property
    def is_empty(self) -> bool:
        """Whether the object is nowhere on the frame."""
        return area_of_runs(unpack(self.runs)) == 0
