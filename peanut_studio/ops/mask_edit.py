"""Masks painted, filled and interpolated by hand. Masks are bool (H, W); every function gives a new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Mask
from peanut_studio.model.stroke import Dab, Flood, Lasso, MaskEdit, Stroke
from peanut_studio.ops.mask_geometry import bounds_of

SHIFT = 4
"""Fractional bits of coordinates given to OpenCV's drawing functions."""

Field = npt.NDArray[np.float32]


def edited(mask: Mask, edit: MaskEdit) -> Mask:
    """The mask after a stroke, a lasso or a flood. Raises InputError where a flood has nothing to fill."""
    if isinstance(edit, Flood):
        return _flooded(mask, edit)
    box = _reach(edit, mask.shape)
    changed = mask.copy()
    if box is None:
        return changed
    rows, columns = box
    drawn = np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.uint8)
    if isinstance(edit, Lasso):
        corners = [(x - columns.start, y - rows.start) for x, y in edit.corners]
        _fill(drawn, corners)
    else:
        _draw(drawn, [Dab(dab.x - columns.start, dab.y - rows.start, dab.radius) for dab in edit.dabs])
    part = changed[rows, columns]
    changed[rows, columns] = (part | (drawn > 0)) if edit.adds else (part & (drawn == 0))
    return changed


@dataclass(frozen=True, eq=False)
class _Centred:
    """A mask as signed distance (float32, pixels, positive inside), in a square whose middle is its centre of mass."""

    distance: Field
    centre: tuple[float, float]


def between(first: Mask, last: Mask, fractions: Iterable[float]) -> Iterator[Mask]:
    """Masks on the way from `first` (fraction 0) to `last` (1): the place moves evenly, the outline by distance.

    The outline at t is the zero of (1 - t) d0 + t d1, with the signed distances d0 and d1 taken round each mask's
    centre of mass (shape-based interpolation: Raya & Udupa, IEEE TMI 1990). Raises InputError for an empty mask.
    """
    if not first.any() or not last.any():
        raise InputError("There is nothing to interpolate: the object is not in the picture on one of the two frames.")
    half = 2 + max(_half_width(first), _half_width(last))
    start, end = _centred(first, half), _centred(last, half)
    for t in fractions:
        x = (1 - t) * start.centre[0] + t * end.centre[0]
        y = (1 - t) * start.centre[1] + t * end.centre[1]
        distance = (1 - t) * start.distance + t * end.distance
        shift = np.array([[1, 0, x - half], [0, 1, y - half]], np.float32)
        size = (first.shape[1], first.shape[0])
        laid = cv2.warpAffine(
            distance, shift, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=-1.0
        )
        yield np.asarray(laid > 0, np.bool_)


def signed_distance(mask: Mask) -> Field:
    """Euclidean distance to the outline in pixels, float32 (H, W): positive inside, negative outside."""
    solid = np.pad(mask.astype(np.uint8), 1)
    inside = cv2.distanceTransform(solid, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    outside = cv2.distanceTransform(1 - solid, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    # Half a pixel off each: the outline runs between pixel centres.
    signed = np.where(solid > 0, inside - 0.5, 0.5 - outside)
    return np.asarray(signed[1:-1, 1:-1], np.float32)


def _centred(mask: Mask, half: int) -> _Centred:
    moments = cv2.moments(mask.astype(np.uint8), binaryImage=True)
    x, y = moments["m10"] / moments["m00"], moments["m01"] / moments["m00"]
    side = 2 * half + 1
    shift = np.array([[1, 0, half - x], [0, 1, half - y]], np.float32)
    laid = cv2.warpAffine(mask.astype(np.float32), shift, (side, side), flags=cv2.INTER_LINEAR)
    return _Centred(signed_distance(np.asarray(laid > 0.5, np.bool_)), (x, y))


def _half_width(mask: Mask) -> int:
    bounds = bounds_of(mask)
    assert bounds is not None
    return int(max(bounds[2] - bounds[0], bounds[3] - bounds[1])) + 1


def _flooded(mask: Mask, edit: Flood) -> Mask:
    column, row = round(edit.x), round(edit.y)
    if not (0 <= row < mask.shape[0] and 0 <= column < mask.shape[1]) or mask[row, column] == edit.adds:
        return mask.copy()
    patch = np.ascontiguousarray(mask != edit.adds, np.uint8)
    filled = np.zeros((mask.shape[0] + 2, mask.shape[1] + 2), np.uint8)
    # A hole is parted from what is outside of it also where the outline runs diagonally.
    flags = (4 if edit.adds else 8) | (1 << 8) | cv2.FLOODFILL_MASK_ONLY
    _, _, _, (left, top, width, height) = cv2.floodFill(patch, filled, (column, row), 1, 0, 0, flags)
    open_side = left == 0 or top == 0 or left + width == mask.shape[1] or top + height == mask.shape[0]
    if edit.adds and open_side:
        raise InputError("That place is not closed in by the mask: paint the outline shut first, then fill it.")
    found = filled[1:-1, 1:-1] > 0
    return np.asarray((mask | found) if edit.adds else (mask & ~found), np.bool_)


def _reach(edit: Stroke | Lasso, shape: tuple[int, ...]) -> tuple[slice, slice] | None:
    """The part of the frame that an edit can touch, None where it is empty."""
    if isinstance(edit, Lasso):
        places = [(x, y, 0.0) for x, y in edit.corners]
        if len(places) < 3:
            return None
    else:
        places = [(dab.x, dab.y, dab.radius) for dab in edit.dabs]
    if not places:
        return None
    top = max(0, int(np.floor(min(y - r for _, y, r in places))) - 1)
    bottom = min(shape[0], int(np.ceil(max(y + r for _, y, r in places))) + 2)
    left = max(0, int(np.floor(min(x - r for x, _, r in places))) - 1)
    right = min(shape[1], int(np.ceil(max(x + r for x, _, r in places))) + 2)
    return (slice(top, bottom), slice(left, right)) if top < bottom and left < right else None


def _draw(drawn: npt.NDArray[np.uint8], dabs: Sequence[Dab]) -> None:
    """The pixels whose centres a round brush passes over; between two dabs its radius changes evenly."""
    for one, two in pairwise((dabs[0], *dabs)):
        widest = max(one.radius, two.radius)
        left, right = _cells(min(one.x, two.x) - widest, max(one.x, two.x) + widest, drawn.shape[1])
        top, bottom = _cells(min(one.y, two.y) - widest, max(one.y, two.y) + widest, drawn.shape[0])
        along = (two.x - one.x, two.y - one.y)
        length = along[0] ** 2 + along[1] ** 2
        x = np.arange(left, right, dtype=np.float32)[None, :] - one.x
        y = np.arange(top, bottom, dtype=np.float32)[:, None] - one.y
        wider = np.full((1, 1), two.radius > one.radius, np.float32)
        t = np.clip((x * along[0] + y * along[1]) / length, 0, 1) if length else wider
        reach = one.radius + t * (two.radius - one.radius)
        drawn[top:bottom, left:right] |= (x - t * along[0]) ** 2 + (y - t * along[1]) ** 2 <= reach**2


def _cells(low: float, high: float, size: int) -> tuple[int, int]:
    return min(max(int(np.floor(low)), 0), size), min(max(int(np.ceil(high)) + 1, 0), size)


def _fill(drawn: npt.NDArray[np.uint8], corners: list[tuple[float, float]]) -> None:
    points = np.array([[_fixed(x), _fixed(y)] for x, y in corners], np.int32)
    cv2.fillPoly(drawn, [points], 1, shift=SHIFT)


def _fixed(value: float) -> int:
    return round(value * (1 << SHIFT))
