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

FEWEST = 30
"""Pixels at width 480 of a shadow's heart that are enough to know its colour by."""
SHADED, LIT = 0.5, 0.6
"""Parts of the way from shade (0) to light (1): below the first a pixel is shaded, above the second lit."""
DARKER = -0.8
ASIDE = 0.3
"""How far beside that way, in parts of its length, a colour may lie."""
CLEAR = 0.8
"""This share of what lies round a still shadow must be lit."""
GAP = 0.5
"""Behind a leg a shadow goes on when its parts are no further apart than this part of the object's width."""
TOUCHING = 3
LOW = 75
"""A still shadow's middle lies lower than this percentage of the object."""


@dataclass(frozen=True)
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


def still_parts(here: Colours, there: Colours, hole: Mask, moved: Mask) -> Mask:
    """What else is shadow, bool (H, W), beside the part of it that `moved`.

    `here` and `there`, float32 (H, W, 3) on a 0..255 scale, are the frame and the background as other frames show it;
    `hole` is the object that casts the shadow.
    """
    found = np.zeros_like(moved)
    logarithms = np.log(here + 8)
    count, labels = cv2.connectedComponents(moved.astype(np.uint8), connectivity=4)
    for number in range(1, count):
        part = np.asarray(labels == number, np.bool_)
        heart = cv2.erode(part.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        if np.count_nonzero(heart) < FEWEST:
            continue
        shade = np.asarray(np.median(logarithms[heart], axis=0), np.float32)
        lit = np.asarray(np.median(np.log(there[heart] + 8), axis=0), np.float32)
        if (lit - shade).min() > 0:
            found |= _going_on(part, moved, hole, *Light(shade, lit - shade).share(logarithms))
    return found & ~moved & ~hole


def _going_on(part: Mask, moved: Mask, hole: Mask, along: npt.NDArray[np.float32], on_way: Mask) -> Mask:
    """The parts of the same shade that touch this part of the shadow, or the object near it, with light all round."""
    shaded = (on_way & (along < SHADED) & (along > DARKER) & ~hole) | part
    _count, labels, stats, centres = cv2.connectedComponentsWithStats(shaded.astype(np.uint8), connectivity=4)
    columns, low = np.flatnonzero(hole.any(axis=0)), np.percentile(np.nonzero(hole)[0], LOW)
    reach = GAP * (columns[-1] - columns[0])
    sizes = stats[:, cv2.CC_STAT_AREA]
    possible = (sizes >= FEWEST) & (sizes <= np.count_nonzero(hole)) & (centres[:, 1] >= low)
    possible[0] = False
    beside, edge = dilated(hole, TOUCHING), ~dilated(hole | moved, TOUCHING)
    found, latest = np.zeros_like(part), part
    while latest.any():
        far = cv2.distanceTransform((~latest).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        touching = np.union1d(labels[latest], labels[beside & (far < reach)])
        latest = np.zeros_like(part)
        for number in touching[possible[touching]]:
            possible[number] = False
            one = np.asarray(labels == number, np.bool_)
            rim = dilated(one, 3) & ~dilated(one, 1) & edge
            if rim.any() and float((along[rim] > LIT).mean()) >= CLEAR:
                latest |= one
        found |= latest
    return found
