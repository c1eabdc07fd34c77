"""Fills made at a smaller size, as sharp as what is round them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from peanut_studio.model.picture import Frame, Frames, Mask
from peanut_studio.ops.sharpness import Floats, lacking, sharpened
from peanut_studio.pipeline.fill import Patch
from peanut_studio.pipeline.hole import Hole

BEYOND = 9
"""Pixels from the hole under which the surroundings are not believed: a small picture mixes the two."""

SLOWLY = 0.8
"""Share of what was found on the frames before: sharpness does not change from frame to frame."""


def as_sharp(patches: Iterator[Patch], frames: Frames, hole: Hole) -> Iterator[Patch]:
    """The patches, each with the detail that its surroundings lost on the way there and back.

    A patch shows what is round the hole as well, as small as the hole was filled and large again; held against the
    frame itself that tells what was lost. Where nothing was, at full size, patches stay as they are.
    """
    gains: Floats | None = None
    for patch in patches:
        frame = frames[patch.frame]
        found = _lacking(patch, frame, hole)
        if found is None:
            yield patch
            continue
        gains = found if gains is None else np.float32(SLOWLY) * gains + np.float32(1 - SLOWLY) * found
        yield _sharpened(patch, gains)


def _lacking(patch: Patch, frame: Frame, hole: Hole) -> Floats | None:
    true = frame[patch.region.slices]
    if np.array_equal(true, patch.picture):
        return None
    hidden = hole[patch.frame][patch.region.slices].astype(np.uint8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * BEYOND + 1, 2 * BEYOND + 1))
    around: Mask = cv2.dilate(hidden, disc) == 0
    return lacking(_scaled(true), _scaled(patch.picture), around)


def _sharpened(patch: Patch, gains: Floats) -> Patch:
    peak = np.iinfo(patch.picture.dtype).max
    found = sharpened(_scaled(patch.picture), gains) * np.float32(peak / 255)
    picture = np.clip(np.rint(found), 0, peak)
    return replace(patch, picture=picture.astype(np.uint16) if peak > 255 else picture.astype(np.uint8))


def _scaled(picture: Frame) -> Floats:
    return picture.astype(np.float32) * np.float32(255 / np.iinfo(picture.dtype).max)
