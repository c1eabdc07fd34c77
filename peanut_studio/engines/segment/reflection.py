"""The mirror image of an object on water or a polished floor: what below it goes along with it, folded down.

Frames are laid over each other by the object itself. In their mean, ripples and background blur away; what goes along
with the object stays, and so does its reflection. It is one if below the object, where its mirrored mask lies, the mean
stands out from what is beside it in that shape, in its far half as much as in its near one: a shadow does not.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from peanut_studio.engines.inpaint.reel import Exposure, Reel
from peanut_studio.engines.segment.along import Levels, around, laid_over, moves, whole
from peanut_studio.model.picture import Mask
from peanut_studio.ops.motion import diffuse, dilated

SIDE = 240
"""Pixels of the longer side at which the mean is taken."""
AROUND, FEWEST = 12, 6
"""Frames before and after of which it is taken, and how many there must be."""
WATERLINES = np.arange(-0.2, 0.06, 0.02)
"""Where the mirror's edge may be: below the object's lowest point, in parts of its height."""
SMALLEST = 0.02
"""The part of the object that must be seen mirrored."""
LIKENESS, EVIDENCE = 0.4, 5.2
"""What the correlation of the mirrored mask with what stands out must reach, and its product with the grey levels by
which that stands out. A swan's reflection has 5.6 to 11 on 50 frames (davis_blackswan), what is none up to 4.7 on 280
(bmx-trees, camel, car-shadow, tennis, highway)."""
FAR = 0.7
"""How much of what the whole stands out by its far half must stand out by: a swan's .83 and more."""
EDGE = 3
"""Pixels round the object of which nothing is believed: they are mixed with it."""
MARGIN = 0.1
"""What stands out so near to the mirrored mask, in parts of the object's height, belongs to it..."""
CLEAR = 0.4
"""... if it does so by this part of the mean."""


def reflection(reel: Reel, exposure: Exposure) -> Mask:
    """The reflection of the object of one frame, bool (h, w) at the reel's working size; none where nothing tells of
    one, or where the object, or most of it, is not in one piece or does not move.
    """
    nothing = np.zeros_like(exposure.small_hole)
    here = whole(exposure.small_hole)
    near = around(reel, exposure, AROUND)
    if here is None or here[3] >= len(nothing) - 3 or not moves(reel, exposure, here, near):
        return nothing
    laid = laid_over(exposure, near, SIDE, FEWEST)
    if laid is None:
        return nothing
    best = max((_mirrored(laid.mean, laid.share, place) for place in WATERLINES), key=lambda mirrored: mirrored.weight)
    if best.likeness < LIKENESS or best.likeness * best.contrast < EVIDENCE:
        return nothing
    small = best.taken().astype(np.float32)
    size = nothing.shape[::-1]
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_LINEAR) > 0.5, np.bool_) & ~exposure.small_hole


@dataclass(frozen=True, eq=False)
class Mirrored:
    """An object's mask (h, w) mirrored at a line: how much it is `like` what stands out from the `object`'s
    surroundings, and by how many grey levels each pixel does, positive where it does as the reflection does.
    """

    likeness: float
    mask: Mask
    near: Mask
    standing_out: Levels
    contrast: float
    margin: int

    @property
    def weight(self) -> float:
        """How much speaks for it: the same likeness of more pixels is less by chance."""
        return self.likeness * float(np.sqrt(self.mask.sum()))

    def taken(self) -> Mask:
        """The reflection: the mirrored mask and what stands out beside it, up to the object."""
        beside = dilated(self.mask, self.margin) & (self.standing_out > CLEAR * self.contrast)
        whole = (self.mask | beside | self.near).astype(np.uint8)
        closed = cv2.morphologyEx(whole, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
        _count, labels = cv2.connectedComponents(closed)
        kept = np.unique(labels[self.near])
        joined = np.isin(labels, kept[kept > 0]) & dilated(self.mask, self.margin) & ~self.near
        # Between the object and its reflection nothing is left, on its other sides nothing is taken.
        upright = np.ones((2 * self.margin + 1, 1), np.uint8)
        down = cv2.morphologyEx((joined | self.near).astype(np.uint8), cv2.MORPH_CLOSE, upright)
        below = np.maximum.accumulate(self.near, axis=0) & np.maximum.accumulate(joined[::-1], axis=0)[::-1]
        return np.asarray(joined | (down.astype(np.bool_) & below & dilated(joined, self.margin)), np.bool_)


def _mirrored(mean: Levels, share: Levels, place: float) -> Mirrored:
    """The object mirrored at one place; likeness 0 where too little of it can be seen or its far half is not there."""
    height = len(mean)
    there, near = share > 0.5, dilated(share > 0.05, EDGE)
    rows = np.flatnonzero(there.any(axis=1))
    tall = rows[-1] - rows[0] + 1
    line = rows[-1] + place * tall
    down = np.arange(height)
    source = np.round(2 * line - down).astype(int)
    inside = (source >= 0) & (source < height) & (down > line)
    mask = np.zeros_like(there)
    mask[inside] = there[source[inside]]
    mask &= ~near
    margin = max(2, round(MARGIN * tall))
    none = Mirrored(0.0, mask, near, mean, 0.0, margin)
    region = dilated(mask, margin) & ~near & (down > line)[:, None]
    beside = region & ~dilated(mask, 2)
    if mask.sum() < SMALLEST * there.sum() or beside.sum() < SMALLEST * there.sum():
        return none
    levels = mean - diffuse(mean, ~(dilated(mask, 2) | near), margin)
    # A plane through what lies beside it: light that falls off is nothing that stands out.
    y, x = np.nonzero(beside)
    design = np.stack([np.ones_like(x), x, y], axis=-1).astype(np.float64)
    plane = np.linalg.lstsq(design, levels[beside].astype(np.float64), rcond=None)[0]
    flat = (levels - (plane[0] + plane[1] * np.arange(mean.shape[1]) + plane[2] * down[:, None])).astype(np.float32)
    inside_mask = mask[region]
    deviation, shape = flat[region] - flat[region].mean(), inside_mask - inside_mask.mean()
    scale = float(np.sqrt((deviation**2).sum() * (shape**2).sum()))
    likeness = float((deviation * shape).sum()) / scale if scale > 0 else 0.0
    flat = flat if likeness > 0 else -flat
    contrast = float(flat[mask].mean())
    seen = np.flatnonzero(mask.any(axis=1))
    far_half = mask & (down > (seen[0] + seen[-1]) / 2)[:, None]
    if contrast <= 0 or not far_half.any() or flat[far_half].mean() < FAR * contrast:
        return none
    return Mirrored(abs(likeness), mask, near, flat, contrast, margin)
