"""Where a mask is, how big, how alike two are. Boxes are (x0, y0, x1, y1) in pixel centres, both ends inside."""

from __future__ import annotations

from typing import Any, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Mask

Bounds: TypeAlias = tuple[float, float, float, float]
"""x0, y0, x1, y1."""

ALIKE = 0.8
"""The factor by which the sides of boxes of the same thing may differ."""


def bounds_of(mask: Mask) -> Bounds | None:
    """The smallest box round a mask (H, W); None when it is empty."""
    columns = np.flatnonzero(mask.any(axis=0))
    if not columns.size:
        return None
    rows = np.flatnonzero(mask.any(axis=1))
    return float(columns[0]), float(rows[0]), float(columns[-1]), float(rows[-1])


def overlap(first: Mask, second: Mask) -> float:
    """Intersection over union of two masks (H, W); 1 when both are empty."""
    union = np.count_nonzero(first | second)
    return float(np.count_nonzero(first & second) / union) if union else 1.0


def inner_points(mask: Mask, count: int) -> list[tuple[float, float]]:
    """Up to `count` points (x, y) deep inside a mask (H, W), each the farthest from the edge and from those before.

    The first is the maximum of the Euclidean distance to the outside, where outside the frame counts as inside.
    """
    bounds = bounds_of(mask)
    if bounds is None:
        return []
    x0, y0, x1, y1 = (int(value) for value in bounds)
    cut = mask[y0 : y1 + 1, x0 : x1 + 1].astype(np.uint8)
    depth = cv2.distanceTransform(np.pad(cut, 1), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1]
    points: list[tuple[float, float]] = []
    rows, columns = np.mgrid[: cut.shape[0], : cut.shape[1]]
    reach = np.asarray(depth, np.float32)
    for _ in range(count):
        if reach.max() <= 0:
            break
        row, column = np.unravel_index(int(reach.argmax()), reach.shape)
        points.append((float(column + x0), float(row + y0)))
        away = np.hypot(rows - row, columns - column).astype(np.float32)
        reach = np.minimum(reach, np.maximum(away - depth[row, column], 0)) * (cut > 0)
    return points


def keep_touching(mask: Mask, reference: Mask, smallest: float = 0.02) -> Mask:
    """The connected parts of `mask` that meet `reference` (both (H, W)) and are above `smallest` of the largest.

    A mask of which no part meets the reference keeps its largest part.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    if count <= 2:
        return mask
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    met = np.zeros(count, np.bool_)
    met[np.unique(labels[reference])] = True
    met[0] = False
    if not met.any():
        met[int(areas.argmax())] = True
    met &= areas >= smallest * areas[met].max()
    return np.asarray(met[labels], np.bool_)


def largest_part(mask: Mask, connectivity: int = 8) -> Mask:
    """The largest connected part of a mask (H, W)."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=connectivity)
    if count <= 2:
        return mask
    return np.asarray(labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()), np.bool_)


def moved_onto(canvas: npt.NDArray[Any], picture: npt.NDArray[Any], by: tuple[float, float]) -> None:
    """Lay a picture (H, W) on a canvas of its size, moved right and down by so many pixels, rounded."""
    across, down = round(by[0]), round(by[1])
    height, width = picture.shape
    rows, columns = height - abs(down), width - abs(across)
    if rows > 0 and columns > 0:
        top, left = max(0, -down), max(0, -across)
        source = picture[top : top + rows, left : left + columns]
        canvas[max(0, down) : max(0, down) + rows, max(0, across) : max(0, across) + columns] = source


def outlines(mask: Mask) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Closed lines round the parts of a mask (H, W) and round their holes, through (x, y), (0, 0) a pixel's corner."""
    found, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_TC89_L1)
    return tuple(
        tuple((float(x) + 0.5, float(y) + 0.5) for x, y in line.reshape(-1, 2)) for line in found if len(line) > 2
    )


def depth_of(mask: Mask) -> npt.NDArray[np.float32]:
    """How far each pixel of a mask, bool (H, W), is from what is outside it: float32 (H, W), in pixels.

    The picture's own edge is no outside.
    """
    return np.asarray(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE), np.float32)


def laid_onto(there: Bounds, here: Bounds) -> npt.NDArray[np.float32] | None:
    """The map, float32 (2, 3) as OpenCV has it, that lays one box onto another; None where their sides differ by more
    than `ALIKE`."""
    across, down = (float(here[axis + 2] - here[axis] + 1) / (there[axis + 2] - there[axis] + 1) for axis in (0, 1))
    if not (ALIKE < across < 1 / ALIKE and ALIKE < down < 1 / ALIKE):
        return None
    return np.array([[across, 0, here[0] - across * there[0]], [0, down, here[3] - down * there[3]]], np.float32)
