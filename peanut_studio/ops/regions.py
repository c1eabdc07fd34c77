"""Working only where it must be: boxes round masks, crops with padding, windows in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Mask

Picture = TypeVar("Picture", bound=npt.NDArray[Any])


@dataclass(frozen=True)
class Region:
    """Columns x0 .. x1 - 1 and rows y0 .. y1 - 1."""

    x0: int
    y0: int
    x1: int
    y1: int

    def __post_init__(self) -> None:
        if not (0 <= self.x0 < self.x1 and 0 <= self.y0 < self.y1):
            raise ValueError(f"no such region: {self}")

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns, to index an array (H, W, ...)."""
        return slice(self.y0, self.y1), slice(self.x0, self.x1)


def region_of(mask: Mask) -> Region | None:
    """The tight box round a bool (H, W) mask, None when it is empty."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return None
    return Region(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def join_regions(regions: Iterable[Region | None]) -> Region | None:
    """The smallest region that holds all; None when there is none."""
    found = [region for region in regions if region is not None]
    if not found:
        return None
    return Region(
        min(r.x0 for r in found), min(r.y0 for r in found), max(r.x1 for r in found), max(r.y1 for r in found)
    )


def widen(region: Region, size: tuple[int, int], margin: int, multiple: int | tuple[int, int] = 1) -> Region:
    """The region with `margin` more on each side, its sides rounded up to `multiple`, inside a picture of `size`.

    A pair of multiples is that of the width and that of the height.

    Where the picture ends the region is shifted inwards; a side stays short of its multiple only when the picture
    is: the crop is then padded (`pad_to`).
    """
    across, down = multiple if isinstance(multiple, tuple) else (multiple, multiple)
    x0, x1 = _widen_side(region.x0, region.x1, size[0], margin, across)
    y0, y1 = _widen_side(region.y0, region.y1, size[1], margin, down)
    return Region(x0, y0, x1, y1)


def _widen_side(low: int, high: int, length: int, margin: int, multiple: int) -> tuple[int, int]:
    low, high = max(0, low - margin), min(length, high + margin)
    wanted = min(length, -(-(high - low) // multiple) * multiple)
    low = max(0, min(low - (wanted - (high - low)) // 2, length - wanted))
    return low, low + wanted


def pad_to(picture: Picture, multiple: int | tuple[int, int]) -> Picture:
    """The picture (H, W, ...) mirrored past its right and lower edge until its sides are multiples of `multiple`.

    A pair of multiples is that of the width and that of the height.
    """
    height, width = picture.shape[:2]
    across, down = multiple if isinstance(multiple, tuple) else (multiple, multiple)
    below, right = -height % down, -width % across
    if below == right == 0:
        return picture
    rest = ((0, 0),) * (picture.ndim - 2)
    # "symmetric" repeats as often as it must, also where the picture is smaller than the padding.
    padded: Picture = np.pad(picture, ((0, below), (0, right), *rest), mode="symmetric")  # type: ignore[assignment]
    return padded


def windows(length: int, window: int, overlap: int) -> list[Span]:
    """Stretches of at most `window` frames that cover 0 .. length - 1, each sharing `overlap` with the one before.

    `window` 0 means one stretch. The last one is as long as the others, and shares more, where there are enough frames.
    """
    if window <= 0 or window >= length:
        return [Span(0, length)]
    if not 0 <= overlap < window:
        raise ValueError(f"windows of {window} frames cannot overlap by {overlap}")
    starts = [*range(0, length - window, window - overlap), length - window]
    return [Span(start, start + window) for start in starts]
