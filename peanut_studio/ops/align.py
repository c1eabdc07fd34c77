"""One frame laid over another although part of it is hidden: homography first, then dense flow, then the hole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import FlowField, Mask
from peanut_studio.ops.motion import (
    Homography,
    PixelMap,
    corner_motion,
    diffuse,
    fit_homography,
    is_still,
    lengths,
    only_where,
    pixel_grid,
    project,
    project_grid,
    sample,
    touches,
    within,
)
from peanut_studio.ops.regions import Region

Grey = npt.NDArray[np.uint8]
MeasureFlow = Callable[[Grey, Grey], FlowField]

LEAST_OVERLAP = 0.05
FARTHEST = 12.0
"""Pixels (at width 432) that a residual may measure; what moves more was matched wrongly or moves by itself."""
NEAR_THE_PLANE = 2.0
HOLE_SIGMA = 12.0
STILL = 0.06
"""Mean residual, in pixels per axis, that flow measures where nothing moves but the camera."""
GREY_CAP = 40
NOISE = 3.0
"""Mean grey difference that sensor noise and compression make between two pictures of the same view."""


@dataclass(frozen=True, eq=False)
class View:
    """A frame as it is aligned: grey uint8 (H, W) with its hole filled in roughly, what is known, what moves."""

    grey: Grey
    known: Mask
    moving: Mask


def align(
    target: View, reference: View, homography: Homography, measure: MeasureFlow, part: Region | None = None
) -> PixelMap | None:
    """Where each pixel of `target` is found in `reference`: float32 (H, W, 2); None when they hardly overlap.

    `homography` is a first guess, target to reference. Dense flow is measured between the target and the warped
    reference; where the target is hidden, the camera's residual homography and the residual that diffuses in from
    around the hole stand in for it. With a `part` only that is looked at and answered for, (h, w, 2): it should hold
    the hole and enough of what is round it.
    """
    height, width = target.grey.shape
    scale = width / 432
    part = part or Region(0, 0, width, height)
    if is_still(homography) and _same_view(target, reference):
        return np.asarray(pixel_grid(height, width)[part.slices])
    # From here on the part's own pixels are counted, from its corner.
    homography = homography @ np.array([[1, 0, part.x0], [0, 1, part.y0], [0, 0, 1]], np.float64)
    grey = np.ascontiguousarray(target.grey[part.slices])
    known, moving = target.known[part.slices], target.moving[part.slices]
    grid = pixel_grid(height, width)[: part.height, : part.width]
    guess = project_grid(homography, part.height, part.width)
    overlap = within(guess, (width, height))
    if overlap.mean() < LEAST_OVERLAP:
        return None
    warped = np.asarray(sample(reference.grey, guess), np.uint8)
    residual = measure(grey, warped)
    landed = np.asarray(grid + residual, np.float32)
    hidden = touches(~reference.known, guess)
    joint = known & ~touches(hidden, landed) & overlap & ~moving
    plane = _residual_plane(grey, warped, grid, residual, joint, scale)
    on_plane = project_grid(plane, part.height, part.width)
    parallax = landed - on_plane
    length = lengths(parallax)
    near = joint & (length < NEAR_THE_PLANE * scale)
    trembling = cv2.mean(np.abs(parallax), near.view(np.uint8))
    if near.any() and (trembling[0] + trembling[1]) / 2 < STILL:
        parallax[:] = 0
    else:
        spread = diffuse(parallax, near, HOLE_SIGMA * scale)
        parallax = only_where(known & near, parallax, spread)
    return project(homography, np.asarray(on_plane + parallax, np.float32))


def _same_view(target: View, reference: View) -> bool:
    """Whether a camera on a tripod saw both: what is known and stands still differs by noise only."""
    joint = target.known & reference.known & ~target.moving & ~reference.moving
    return bool(joint.any()) and _difference(target.grey, reference.grey, joint) < NOISE


def _residual_plane(
    target: Grey, warped: Grey, grid: PixelMap, residual: FlowField, joint: Mask, scale: float
) -> Homography:
    """The homography that the residual flow obeys; identity unless it makes the two pictures agree no worse."""
    height, width = target.shape
    step = max(2, round(4 * scale))
    usable = (joint & (lengths(residual) < FARTHEST * scale))[::step, ::step]
    origins = grid[::step, ::step][usable]
    found = fit_homography(origins, origins + residual[::step, ::step][usable], scale)
    if found is None or corner_motion(found, (width, height)) > FARTHEST * scale:
        return np.eye(3)
    moved = np.asarray(sample(warped, project_grid(found, height, width)), np.uint8)
    worse = _difference(target, moved, joint) > _difference(target, warped, joint) + 0.05
    return np.eye(3) if worse else found


def _difference(first: Grey, second: Grey, where: Mask) -> float:
    """Mean grey difference, each pixel's capped at 40, over a mask."""
    return float(cv2.mean(np.minimum(cv2.absdiff(first, second), GREY_CAP), where.astype(np.uint8))[0])
