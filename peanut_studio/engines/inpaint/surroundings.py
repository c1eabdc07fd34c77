"""A hole's pixels from what lies around them in the same frame."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines.inpaint.candidates import Hole
from peanut_studio.model.picture import Mask
from peanut_studio.ops.aggregate import Colours
from peanut_studio.ops.mask_geometry import depth_of
from peanut_studio.ops.motion import diffuse
from peanut_studio.ops.overlay import eight_bit
from peanut_studio.ops.regions import region_of, widen

DEEP = 14.0
"""Pixels, at width 432, over which surroundings can be carried on into a hole."""

CALM, STREAKY = 5.0, 8.0
"""Sigma of the mean of what lies around, and how far from it the mean alone counts; pixels at width 432."""
SPECK = 3
STANDS_OUT = 15.0


def plain(hole: Hole, colours: Colours, missing: Mask) -> Colours:
    """Colours (N, 3) of which the missing ones, bool (N,), come from their surroundings alone.

    Beside what is known the way Telea (2004) carries it on; farther off, where that becomes streaks which change from
    frame to frame, its calm mean.
    """
    unseen = np.zeros(hole.exposure.hole.shape, np.bool_)
    unseen[hole.rows[missing], hole.columns[missing]] = True
    picture = _with(hole, colours)
    scale = picture.shape[1] / 432
    carried = np.asarray(cv2.inpaint(picture, unseen.astype(np.uint8), 3, cv2.INPAINT_TELEA), np.float32)
    mean = diffuse(picture.astype(np.float32), ~unseen, CALM * scale)
    share = np.clip(depth_of(unseen)[..., None] / (STREAKY * scale), 0, 1)
    filled = carried + share * (mean - carried)
    return np.asarray(filled[hole.rows, hole.columns], np.float32)


def near_edge(hole: Hole) -> Mask:
    """Which of a hole's pixels, bool (N,), lie so near to its edge that what is round them tells what they show."""
    reach = DEEP * hole.exposure.hole.shape[1] / 432
    return np.asarray(hole.depth < reach, np.bool_)


def despeckled(hole: Hole, colours: Colours, shaky: Mask) -> Colours:
    """Colours (N, 3) of which the `shaky` ones, bool (N,), give way to the median around where they stand out."""
    picture = _with(hole, colours)
    side = 2 * max(1, round(SPECK * picture.shape[1] / 432)) + 1
    tight = region_of(hole.exposure.hole)
    if tight is None:
        return colours
    # The hole and so much beside it as a median reaches: elsewhere nothing is asked.
    part = widen(tight, (picture.shape[1], picture.shape[0]), side)
    median = cv2.medianBlur(np.ascontiguousarray(picture[part.slices]), side)
    median = np.asarray(median[hole.rows - part.y0, hole.columns - part.x0], np.float32)
    specks = shaky & (np.abs(colours - median).mean(axis=-1) > STANDS_OUT)
    return np.asarray(np.where(specks[:, None], median, colours), np.float32)


def _with(hole: Hole, colours: Colours) -> npt.NDArray[np.uint8]:
    picture = eight_bit(hole.exposure.native).copy()
    picture[hole.rows, hole.columns] = np.clip(colours + 0.5, 0, 255).astype(np.uint8)
    return picture
