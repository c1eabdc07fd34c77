"""A patch laid over stored samples so that all samples outside it stay what they were."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.media.colour import planes_from_rgb
from peanut_studio.media.planes import Plane, Planes
from peanut_studio.model.clip import ColourTags
from peanut_studio.model.picture import Frame, SoftMask


def compose(planes: Planes, fill: Frame, alpha: SoftMask, tags: ColourTags) -> Planes:
    """Stored samples with `fill` (RGB, as stored, not upright) laid over where `alpha` float32 (H, W) is above 0.

    A sample at alpha 0 keeps its value. A subsampled chroma sample changes only where every pixel that it colours,
    also when chroma is interpolated on playing (one chroma sample further around), has alpha above 0, so that the
    decoded RGB too is the source's wherever alpha is 0. The source's own alpha plane stays.
    """
    region = _region(alpha, planes)
    if region is None:
        return planes
    columns, rows = region
    part_alpha = alpha[rows, columns]
    filled = planes_from_rgb(_deepened(fill[rows, columns], planes.layout.bits), planes.layout, tags, planes.size[1])
    shift_x, shift_y = planes.layout.shift
    arrays = list(planes.arrays)
    for n in range(min(3, len(arrays))):
        is_chroma = n > 0 and planes.layout.family == "yuv"
        where = (rows, columns)
        weight = part_alpha
        if is_chroma:
            where = (_scaled(rows, shift_y, arrays[n].shape[0]), _scaled(columns, shift_x, arrays[n].shape[1]))
            weight = chroma_alpha(part_alpha, planes.layout.shift)
        arrays[n] = arrays[n].copy()
        arrays[n][where] = _blended(arrays[n][where], filled.arrays[n], weight)
    return Planes(planes.layout, tuple(arrays))


def chroma_alpha(alpha: SoftMask, shift: tuple[int, int]) -> SoftMask:
    """Coverage at the chroma samples, float32 (h, w): the mean of a sample's own pixels, or 0 where it must stay.

    The array's border counts as the picture's: what lies beyond it holds nothing back.
    """
    if shift == (0, 0):
        return alpha
    across, down = 1 << shift[0], 1 << shift[1]
    height, width = alpha.shape
    padded = np.pad(alpha, ((0, -height % down), (0, -width % across)), mode="edge")
    parts = [padded[y::down, x::across] for y in range(down) for x in range(across)]
    covered = np.logical_and.reduce([part > 0 for part in parts])
    around = np.ones((3 if down > 1 else 1, 3 if across > 1 else 1), np.uint8)
    free = cv2.erode(covered.astype(np.uint8), around)
    mean = sum(parts[1:], start=parts[0]) / np.float32(len(parts))
    return np.where(free > 0, mean, np.float32(0))


def _region(alpha: SoftMask, planes: Planes) -> tuple[slice, slice] | None:
    """Columns and rows that hold all of the patch, in whole chroma samples with two of them to spare."""
    touched = alpha > 0
    rows, columns = np.flatnonzero(touched.any(axis=1)), np.flatnonzero(touched.any(axis=0))
    if not rows.size:
        return None
    width, height = planes.size
    shift_x, shift_y = planes.layout.shift
    return _widened(columns, shift_x, width), _widened(rows, shift_y, height)


def _widened(places: npt.NDArray[np.intp], shift: int, length: int) -> slice:
    first, last = (int(places[0]) >> shift) - 2, (int(places[-1]) >> shift) + 3
    return slice(max(0, first << shift), min(length, last << shift))


def _scaled(pixels: slice, shift: int, length: int) -> slice:
    return slice(pixels.start >> shift, min(length, -(-pixels.stop >> shift)))


def _blended(under: Plane, over: Plane, weight: SoftMask) -> Plane:
    change = cv2.subtract(over, under, dtype=cv2.CV_32F)
    cv2.multiply(change, weight, dst=change)
    return cast(Plane, cv2.add(under, change, dtype=cv2.CV_8U if under.dtype == np.uint8 else cv2.CV_16U))


def _deepened(fill: Frame, bits: int) -> Frame:
    return fill.astype(np.uint16) * np.uint16(257) if bits > 8 and fill.dtype == np.uint8 else fill
