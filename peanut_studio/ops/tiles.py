"""Pictures in tiles and clips in windows, each seen with some more round it than is used of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame
from peanut_studio.ops.regions import Region


@dataclass(frozen=True)
class Window:
    """Frames of `kept` are wanted, those of `seen` are looked at."""

    seen: Span
    kept: Span


def lookahead_windows(count: int, length: int, context: int) -> list[Window]:
    """Windows that keep each of `count` frames once, `length` of them at a time, seen with `context` on both sides."""
    if length <= 0 or length >= count:
        return [Window(Span(0, count), Span(0, count))]
    windows = []
    for start in range(0, count, length):
        stop = min(count, start + length)
        windows.append(Window(Span(max(0, start - context), min(count, stop + context)), Span(start, stop)))
    return windows


def tiles(size: tuple[int, int], side: int, overlap: int) -> list[Region]:
    """Boxes of at most `side` that cover a picture of width and height `size`, row by row, all of one size.

    Neighbours share at least `overlap`. A picture that fits is one tile.
    """
    columns, rows = (_cuts(length, side, overlap) for length in size)
    return [Region(x0, y0, x1, y1) for y0, y1 in rows for x0, x1 in columns]


def lay(canvas: Frame, tile: Frame, place: Region, overlap: int) -> None:
    """Put a tile on `canvas` where all tiles above and to the left lie already; it fades in over `overlap`.

    Tiles are least true at their very edge, so the outer quarter of what is shared does not count and the fading
    takes the half between.
    """
    weight = np.minimum(
        _ramp(place.height, overlap if place.y0 else 0)[:, None], _ramp(place.width, overlap if place.x0 else 0)
    )[..., None]
    under = canvas[place.slices]
    mixed = under + (tile.astype(np.float32) - under) * weight
    canvas[place.slices] = np.rint(mixed).astype(canvas.dtype)


def _ramp(length: int, overlap: int) -> npt.NDArray[np.float32]:
    weight = np.ones(length, np.float32)
    if overlap:
        at = (np.arange(overlap, dtype=np.float32) + 0.5) / overlap
        weight[:overlap] = np.clip(2 * at - 0.5, 0, 1)
    return weight


def _cuts(length: int, side: int, overlap: int) -> list[tuple[int, int]]:
    if side >= length:
        return [(0, length)]
    if overlap >= side:
        raise ValueError(f"tiles of {side} cannot overlap by {overlap}")
    count = -(-(length - overlap) // (side - overlap))
    starts = [round(at) for at in np.linspace(0, length - side, count)]
    return [(start, start + side) for start in starts]
