"""The part of a shadow that stays where it is: never seen in the light, known by the part that moved.

Where a shadow's edge moves over the ground, the same ground is seen in the light and in the shade. Ground of the
shade's colour that goes on from there is shadow as well, if lit ground lies all around it. Light differs from shade by
one step in logarithmic colours, whatever the ground (Finlayson et al., "On the Removal of Shadows from Images", PAMI
2006).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Mask
from peanut_studio.ops.motion import dilated

Colours = npt.NDArray[np.float32]
Shares = npt.NDArray[np.float32]

FEWEST = 30
"""Pixels at width 480 of a shadow's heart that are enough to know its colour by."""
SHADED = (0.5, 0.6)
"""Parts of the way from shade (0) to light (1) below which a pixel is shaded; the far end of a shadow is lighter."""
CLEARER = 0.1
"""By so much more of that way what lies round a shadow must be lit..."""
CLEAR = 0.8
"""... on this share of its rim."""
DARKER = -0.8
ASIDE = 0.3
"""How far beside that way, in parts of its length, a colour may lie."""
FAINTEST = 0.08
"""By how much, in natural logarithms, light must differ from shade in every channel."""
ROUND = (5, 14)
"""How far from a shadow, at least and at most, the ground is that tells how it looks in the light."""
GAP = 0.5
"""Behind a leg a shadow goes on when its parts are no further apart than this part of the object's width."""
TOUCHING = 3
LOW = 75
"""A still shadow's middle lies lower than this percentage of the object."""
INSIDE = 0.5
"""Of what is taken for shadow by the colours of other frames, this share must lie about where they had theirs..."""
SURELY = 0.8
"""... or this share where half of them had it, if it touches nothing: somebody who jumps stands beside his shadow."""


@dataclass(frozen=True, eq=False)
class Light:
    """Logarithmic colours of one ground: in the shade, and how it differs in the light."""

    shade: Colours
    step: Colours

    def share(self, logarithms: Colours) -> tuple[npt.NDArray[np.float32], Mask]:
        """How much of the way into the light each pixel is, float32 (H, W), and whether it lies on that way."""
        apart = logarithms - self.shade
        square = float(self.step @ self.step)
        along = apart @ self.step / square
        aside = np.linalg.norm(apart - along[..., None] * self.step, axis=-1)
        return np.asarray(along, np.float32), np.asarray(aside < ASIDE * square**0.5, np.bool_)


def logarithmic(picture: Colours) -> Colours:
    """Colours float32 (H, W, 3) on a 0..255 scale, in natural logarithms; black is not endless."""
    return np.asarray(np.log(picture + 8), np.float32)


def light_round(shadow: Mask, hole: Mask, logarithms: Colours) -> Light | None:
    """What the ground of a shadow that `hole` casts looks like in it and beside it; None where too little is seen."""
    heart = _heart(shadow) & ~hole
    near, far = ROUND
    lit = dilated(shadow, far) & ~dilated(shadow | hole, near)
    if min(np.count_nonzero(heart), np.count_nonzero(lit)) < FEWEST:
        return None
    return _light(logarithms[heart], logarithms[lit], FAINTEST)


def still_parts(logarithms: Colours, there: Colours, hole: Mask, moved: Mask) -> Mask:
    """What else is shadow, bool (H, W), beside the part of it that `moved`.

    `logarithms` are the frame's colours; `there`, float32 (H, W, 3) on a 0..255 scale, is the background as other
    frames show it; `hole` is the object that casts the shadow.
    """
    found = np.zeros_like(moved)
    count, labels = cv2.connectedComponents(moved.astype(np.uint8), connectivity=4)
    for number in range(1, count):
        part = np.asarray(labels == number, np.bool_)
        heart = _heart(part)
        if np.count_nonzero(heart) < FEWEST:
            continue
        light = _light(logarithms[heart], logarithmic(there[heart]), 0)
        if light is not None:
            found |= going_on(part, hole, light, logarithms)
    return found & ~moved


def going_on(seed: Mask, hole: Mask, light: Light, logarithms: Colours, about: Shares | None = None) -> Mask:
    """What is shaded and goes on from `seed`, or from the object near it, with light all round: bool (H, W).

    With `about`, float32 (H, W), the share of other frames that had their shadow about there, a seed is not needed, and
    what goes on there need not do so along the object.
    """
    along, on_way = light.share(logarithms)
    columns, low = np.flatnonzero(hole.any(axis=0)), np.percentile(np.nonzero(hole)[0], LOW)
    reach = GAP * (columns[-1] - columns[0])
    beside, edge = dilated(hole, TOUCHING), ~dilated(hole | seed, TOUCHING)
    found = np.zeros_like(seed)
    for brightest in SHADED:
        shaded = on_way & (along < brightest) & (along > DARKER) & ~hole
        if brightest > SHADED[0]:
            # So light, grass and pebbles look shaded, too; but they hang together by threads.
            shaded = cv2.morphologyEx(shaded.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0
        _count, labels, stats, centres = cv2.connectedComponentsWithStats(
            (shaded | seed).astype(np.uint8), connectivity=4
        )
        sizes = stats[:, cv2.CC_STAT_AREA]
        possible = (sizes >= FEWEST) & (sizes <= np.count_nonzero(hole)) & (centres[:, 1] >= low)
        possible[0] = False
        near, touching = beside, np.zeros(0, np.intp)
        if about is not None:
            possible &= np.bincount(labels[about > 0], minlength=len(sizes)) >= INSIDE * sizes
            surely = np.bincount(labels[about >= 0.5], minlength=len(sizes)) >= SURELY * sizes
            touching = np.union1d(labels[beside], np.flatnonzero(surely))
            near = beside | (about > 0)
        reachable = np.unique(labels[near])
        latest = seed | found
        while latest.any() or touching.size:
            touching = np.union1d(touching, labels[latest])
            if latest.any() and possible[reachable].any():
                far = cv2.distanceTransform((~latest).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
                touching = np.union1d(touching, labels[near & (far < reach)])
            latest = np.zeros_like(seed)
            for number in touching[possible[touching]]:
                possible[number] = False
                one = np.asarray(labels == number, np.bool_)
                rim = dilated(one, 3) & ~dilated(one, 1) & edge
                if rim.any() and float((along[rim] > brightest + CLEARER).mean()) >= CLEAR:
                    latest |= one
            found |= latest
            touching = touching[:0]
    return found & ~hole


def _heart(part: Mask) -> Mask:
    return np.asarray(cv2.erode(part.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0, np.bool_)


def _light(shaded: Colours, lit: Colours, least: float) -> Light | None:
    """From samples (N, 3) of both; None where light is not brighter by more than `least` in every channel."""
    shade = np.asarray(np.median(shaded, axis=0), np.float32)
    step = np.asarray(np.median(lit, axis=0) - shade, np.float32)
    return Light(shade, step) if step.min() > least else None
