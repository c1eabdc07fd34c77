"""Fills made as grainy as what is round them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from peanut_studio.model.picture import Frame, Frames
from peanut_studio.ops.grain import Floats, grain, measure_noise, missing_share, noisy
from peanut_studio.ops.regions import Region, widen
from peanut_studio.pipeline.fill import Patch
from peanut_studio.pipeline.hole import Hole

MARGIN = 400
"""Pixels round the hole, at least, in which the picture's own noise is looked for: somewhere there it is flat."""


def with_grain(patches: Iterator[Patch], frames: Frames, hole: Hole) -> Iterator[Patch]:
    """The patches, each with as much fresh noise as its surroundings have more than it. Frames come in order."""
    for patch in patches:
        yield grained(patch, frames[patch.frame], hole)


def grained(patch: Patch, frame: Frame, hole: Hole) -> Patch:
    """A patch with what it lacks of the noise round the hole; as it was where the surroundings tell too little."""
    tight = hole.region(patch.frame)
    if tight is None:
        return patch
    near = widen(tight, hole.size, max(MARGIN, tight.width, tight.height))
    support = hole[patch.frame][near.slices]
    whole = patch.laid_over(frame, hole)[near.slices]
    picture = _scaled(whole)
    around = measure_noise(picture, ~support)
    if around is None:
        return patch
    missing = missing_share(around, measure_noise(picture, support), np.asarray(picture[support], np.float32))
    if not missing.any():
        return patch
    added = grain(around, picture, missing, seed=patch.frame)
    changed = patch.picture.copy()
    place = _inside(tight, patch.region)
    changed[place] = noisy(changed[place], added[_inside(tight, near)])
    return replace(patch, picture=changed)


def _inside(part: Region, whole: Region) -> tuple[slice, slice]:
    """Where `part` lies in a picture of `whole`."""
    return Region(part.x0 - whole.x0, part.y0 - whole.y0, part.x1 - whole.x0, part.y1 - whole.y0).slices


def _scaled(picture: Frame) -> Floats:
    return picture.astype(np.float32) * np.float32(255 / np.iinfo(picture.dtype).max)
