"""The ends of an object that its mask lacks: a hand, a cap, the tip of a tail.

They differ from what the frames around show there. So does much else, which is why only the ends of the mask are looked
at, and only what hangs together with them, is small and thin, does not go on beyond, stands out from what is round it
and is somewhere else a few frames before and after. A few pixels of background that are taken along are filled like the
rest; a hand that is left out floats in the air.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Mask
from peanut_studio.ops.mask_geometry import bounds_of, depth_of, inner_points
from peanut_studio.ops.motion import dilated

Picture = npt.NDArray[np.uint8]
Point = tuple[float, float]

DETAIL = 64
"""Ends are looked for in masks with sides of at most so many pixels."""

APART = 0.1
"""Two ends are apart by this part of the longer side of the mask's box, and so far from its middle."""

MOST = 12
"""Ends of one part of a mask."""

PARTS = 4
"""So many parts of a mask, the largest first, have ends."""

REACH = 0.4
"""How far round an end is looked, in parts of the object's size (the geometric mean of its sides)."""

RIM = 2
"""Pixels beside the mask that are replaced anyway; what differs there would join everything to everything."""

GAP = 0.03
"""What lies no further than this, in parts of the size, from the object or from what was found of it hangs together."""

DIFFERENT, STRONG = 14, 26
"""Grey levels by which a pixel, and the heart of a find, must differ from the background..."""

NOISE = 1.6
"""... and so many times the upper quartile of what differs round the end: ripples, leaves."""

CALM, RESTLESS = 16, 3.0
"""Where that quartile is higher, in grey levels, it is so many times the quartile, and a find counts only if the frames
around agree."""

BEGINNINGS = 4
"""A find has at least so many strong pixels."""

LARGEST = 0.12
"""The largest find, in parts of the object's area; what is larger is another thing..."""

THICKEST = 0.1
"""... and so is one that has a pixel farther from its edge than this part of the object's size..."""

WITHIN = 0.6
"""... or less than this part of it near an end..."""

STANDS = 0.5
"""... or of which this part is at the same place, to `PARALLAX` pixels, in the pictures from before and after."""

PARALLAX = 2


def limbs(
    here: Picture, background: Picture, known: Mask, mask: Mask, others: Sequence[tuple[Picture, Mask]]
) -> tuple[Mask, Mask]:
    """What belongs to the object at the ends of its `mask`, and what may do so, both bool (H, W), beside the mask.

    `here` and `background` are uint8 (H, W, 3); the background is `known` where enough frames show it. `others` are
    pictures from some frames before and after, laid over this one, and where they show something, bool (H, W).
    """
    found = np.zeros_like(mask)
    bounds = bounds_of(mask)
    if bounds is None:
        return found, found
    size = float(np.sqrt((bounds[2] - bounds[0] + 1) * (bounds[3] - bounds[1] + 1)))
    known = known & ~dilated(mask, RIM)
    difference = apart(here, background, 1)
    near, noise = _noise(difference, known, ends(mask), REACH * size)
    least = np.maximum(DIFFERENT, np.where(noise > CALM, RESTLESS, NOISE) * noise)
    different = known & (difference > least)
    strong = near & (difference > STRONG / DIFFERENT * least)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(different.astype(np.uint8), connectivity=8)
    flat, areas = np.asarray(labels, np.intp).ravel(), stats[:, cv2.CC_STAT_AREA]
    standing = _standing(here, others)
    within, hearts, stood = (np.bincount(flat, which.ravel(), count) for which in (near, strong & different, standing))
    thickness = np.zeros(count)
    np.maximum.at(thickness, flat, depth_of(different).ravel())
    fits = (within >= WITHIN * areas) & (hearts >= BEGINNINGS) & (stood < STANDS * areas)
    fits &= (areas <= LARGEST * np.count_nonzero(mask)) & (thickness <= max(2.0, THICKEST * size))
    fits[0] = False
    while True:
        beside = dilated(mask | found, max(RIM + 1, round(GAP * size)))
        hit = np.zeros(count, np.bool_)
        hit[labels[beside]] = True
        more = np.asarray((fits & hit)[labels], np.bool_)
        if np.array_equal(more, found):
            return found & (noise <= CALM), found & (noise > CALM)
        found = more


def apart(here: Picture, there: Picture, reach: int) -> Picture:
    """Grey levels, uint8 (H, W), by which the pixels of one picture (H, W, 3) lie outside of what another has within
    `reach` pixels, in the channel where they do so most: pictures lie over each other to about a pixel."""
    first, second = (cv2.GaussianBlur(picture, (0, 0), 0.7) for picture in (here, there))
    window = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    above = cv2.subtract(first, cv2.dilate(second, window))
    below = cv2.subtract(cv2.erode(second, window), first)
    return np.asarray(cv2.max(above, below).max(axis=-1), np.uint8)


def _standing(here: Picture, others: Sequence[tuple[Picture, Mask]]) -> Mask:
    """What is at the same place in every picture that shows it, bool (H, W); what none shows does not stand."""
    shown = np.zeros(here.shape[:2], np.bool_)
    standing = np.ones(here.shape[:2], np.bool_)
    for picture, shows in others:
        standing &= ~shows | (apart(here, picture, PARALLAX) < DIFFERENT)
        shown |= shows
    return standing & shown


def ends(mask: Mask) -> list[Point]:
    """The ends (x, y) of a mask (H, W): where the way through it from its middle is longer than to all around."""
    bounds = bounds_of(mask)
    if bounds is None:
        return []
    x0, y0, x1, y1 = (int(side) for side in bounds)
    scale = min(1.0, DETAIL / max(x1 - x0 + 1, y1 - y0 + 1))
    cut = mask[y0 : y1 + 1, x0 : x1 + 1].astype(np.float32)
    small = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) > 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(small.astype(np.uint8), connectivity=8)
    largest = sorted(range(1, count), key=lambda part: -int(stats[part, cv2.CC_STAT_AREA]))[:PARTS]
    least = APART * max(small.shape)
    found = [end for part in largest for end in _ends_of(np.asarray(labels == part, np.bool_), least)]
    return [((x + 0.5) / scale - 0.5 + x0, (y + 0.5) / scale - 0.5 + y0) for x, y in found]


def _ends_of(part: Mask, least: float) -> list[Point]:
    way = _way(part)
    reach = max(1, round(least / 2))
    highest = cv2.dilate(way, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    rows, columns = np.nonzero((way >= highest) & (way > least))
    found: list[Point] = []
    for number in np.argsort(-way[rows, columns], kind="stable"):
        x, y = float(columns[number]), float(rows[number])
        if len(found) < MOST and all(np.hypot(x - other[0], y - other[1]) > least for other in found):
            found.append((x, y))
    return found


def _way(part: Mask) -> npt.NDArray[np.float32]:
    """Steps through a connected part, bool (h, w), from its deepest point: float32 (h, w), -1 outside of it."""
    steps = np.full(part.shape, -1, np.float32)
    (x, y), *_ = inner_points(part, 1)
    front = np.zeros(part.shape, np.uint8)
    front[int(y), int(x)] = 1
    # Steps to the four neighbours and to all eight in turn come nearest to Euclidean ways.
    shapes = [cv2.getStructuringElement(shape, (3, 3)) for shape in (cv2.MORPH_CROSS, cv2.MORPH_RECT)]
    inside, step = part.astype(np.uint8), 0
    while True:
        fresh = (front > 0) & (steps < 0)
        # A diagonal bridge is crossed on every other step only.
        if not fresh.any() and step % 2:
            return steps
        steps[fresh] = step
        step += 1
        front = np.asarray(cv2.dilate(front, shapes[step % 2]), np.uint8) & inside


def _noise(difference: Picture, known: Mask, places: list[Point], reach: float) -> tuple[Mask, npt.NDArray[np.float32]]:
    """What lies near an end, bool (H, W), and the grey levels that differ there for no reason: float32 (H, W)."""
    near, noise = np.zeros_like(known), np.zeros(known.shape, np.float32)
    for x, y in places:
        disc = np.zeros(known.shape, np.uint8)
        cv2.circle(disc, (round(x), round(y)), round(reach), 1, -1)
        seen = difference[(disc > 0) & known]
        if seen.size:
            near |= disc > 0
            noise = np.where(disc > 0, np.maximum(noise, np.float32(np.percentile(seen, 75))), noise)
    return near, noise
