"""What moves by itself near a hole, and whether the hole lies in front of it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import FlowField, Mask
from peanut_studio.ops.enclosure import enclosure
from peanut_studio.ops.motion import (
    Homography,
    channel_mean,
    diffuse,
    dilated,
    inverse,
    is_still,
    lengths,
    pixel_grid,
    project_grid,
    sample,
)

MOVING = 1.5
"""Pixels (at width 432) beside the camera's motion from which on something moves by itself."""
PARALLAX = 0.5
"""Share of the camera's own motion that near and far things may seem to move by."""
APART = 0.5
"""Share of its own motion by which something must part from the hole's, not to be a rest of what is removed."""
MUCH, LITTLE = 8.0, 2.0
"""Grey levels by which flow has to explain a pixel better than the camera's motion, close to the hole and elsewhere."""
RESTING = 3.0
CONTRAST = 30
STILL_CONTRAST = 10
SURROUNDED = 0.6
NEARBY = 8.0
PASSING = 0.03


@dataclass(frozen=True, eq=False)
class Sight:
    """A frame as it is looked at, at working size: picture uint8 (H, W, 3), grey, what is known, the hole grown."""

    picture: npt.NDArray[np.uint8]
    grey: npt.NDArray[np.uint8]
    known: Mask
    grown: Mask


@dataclass(frozen=True, eq=False)
class Judgement:
    """Of a frame's pixels, bool (H, W): `foreign` ones move by themselves, `rests` do not, of `told` it is known."""

    foreign: Mask
    rests: Mask
    told: Mask

    @staticmethod
    def none(shape: tuple[int, int]) -> Judgement:
        """Nothing is known yet."""
        empty = np.zeros(shape, np.bool_)
        return Judgement(empty, empty, empty)


def judged(
    before: Judgement,
    flow: FlowField,
    camera: Homography,
    hole: Homography,
    origin: Sight,
    target: Sight,
    scale: float,
) -> Judgement:
    """What flow to a neighbouring frame adds to what the other neighbour has told.

    `camera` and `hole` are the motions of the camera and of the hole from `origin` to `target`; what goes with the hole
    is a rest of what is removed, such as its shadow. Close to the hole flow is led astray by what was put there: only
    what the camera's motion explains badly and flow well is taken for moving, and what fits neither stays untold. What
    was just uncovered seems to move in one direction of time, and lies still in the other. `scale` is width / 432.
    """
    shape = origin.known.shape
    grid = pixel_grid(*shape)
    still, carried = project_grid(camera, *shape), project_grid(hole, *shape)
    landed = np.asarray(grid + flow, np.float32)
    length, apart = lengths(landed - still), lengths(landed - carried)
    least = np.maximum(MOVING * scale, PARALLAX * lengths(np.asarray(still - grid, np.float32)))
    strange = origin.known & (length > least) & (apart > APART * length)
    picture = origin.picture.astype(np.float32)
    by_camera, by_flow = (channel_mean(np.abs(picture - sample(target.picture, at))) for at in (still, landed))
    gain = cv2.blur(by_camera - by_flow, (5, 5))
    # Before a still camera what did not change did not move.
    certain = (gain > MUCH) | (~origin.grown & ((gain > LITTLE) | (not is_still(camera))))
    box = np.ones((5, 5), np.uint8)
    contrast = cv2.dilate(origin.grey, box) - cv2.erode(origin.grey, box)
    textured = contrast > (STILL_CONTRAST if is_still(camera) else CONTRAST)
    rests = before.rests | (origin.known & (cv2.blur(by_camera, (3, 3)) < RESTING) & textured)
    foreign = (before.foreign | (solid(strange & certain, scale) & origin.known)) & ~rests
    return Judgement(foreign, rests, before.told | (origin.known & (~origin.grown | ~strange | certain)))


def in_front(judgement: Judgement, scale: float) -> Mask:
    """Where most of what is seen around moves by itself: a hole in front of a moving thing, not beside one."""
    found = enclosure(judgement.foreign, judgement.told, max(1, round(2 * scale)))
    return np.asarray(found > SURROUNDED, np.bool_)


def nearby(judgement: Judgement, hole: Mask, known: Mask, scale: float) -> Mask:
    """The part of a hole, bool (H, W), near which something moves by itself: what fills it may not stay."""
    if not judgement.foreign.any():
        return np.zeros_like(hole)
    share = diffuse((judgement.foreign & known).astype(np.float32), known, NEARBY * scale)
    return np.asarray((share > PASSING) & hole, np.bool_)


def hole_motion(first: Mask, second: Mask) -> tuple[Homography, Homography]:
    """How a hole moves and grows from one frame to the next, and back, by its middle and area.

    Not at all where one of the frames has none.
    """
    areas = np.count_nonzero(first), np.count_nonzero(second)
    if not all(areas):
        return np.eye(3), np.eye(3)
    middles = [np.mean(np.nonzero(mask)[::-1], axis=1) for mask in (first, second)]
    growth = np.sqrt(areas[1] / areas[0])
    there = np.diag([growth, growth, 1.0])
    there[:2, 2] = middles[1] - growth * middles[0]
    return there, inverse(there)


def solid(moving: Mask, scale: float) -> Mask:
    """What moves, without the gaps that even surfaces leave: closed, its holes filled, grown a little."""
    radius = max(2, round(5 * scale))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    closed = cv2.morphologyEx(moving.astype(np.uint8), cv2.MORPH_CLOSE, disc)
    outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(closed, outlines, -1, 1, cv2.FILLED)
    return dilated(np.asarray(closed, np.bool_), max(2, round(3 * scale)))
