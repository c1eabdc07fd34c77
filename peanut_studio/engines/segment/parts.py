"""An object that something in front of it cuts into parts: the parts that an answer leaves out are found and added."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from peanut_studio.engines.segment.appearance import Map, agreement
from peanut_studio.engines.segment.choice import Candidate
from peanut_studio.engines.segment.encoding import Encoded, Eye
from peanut_studio.engines.segment.field import grown
from peanut_studio.engines.segment.strangers import spread
from peanut_studio.model.picture import Mask
from peanut_studio.nets.tiny_vit import STRIDE
from peanut_studio.ops.mask_geometry import bounds_of, inner_points, overlap

MOST = 4
"""So many parts, the largest first, are looked for."""

SMALLEST = 2.0
"""Cells; smaller places that look like the object are left alone."""

UNLIKELY = 0.2
"""Below this likelihood a place where the object should be shows what hides it."""

SURE = 0.7
"""The network must trust the whole so much..."""

KEPT = 0.6
"""... and leave so much of what was found (IoU)."""

LEAST_LOST = 0.7
"""Cells of a part that was lost, its rim left aside, from which on it is asked for."""

SAME = 0.5
"""A click on a part that was lost must bring about so much the same part (IoU)."""

GAIN = 0.02
"""What the parts have to add to the agreement with the appearance model."""


def completed(eye: Eye, seen: Encoded, likely: Map, best: Candidate, whole: Mask, scenery: Mask | None) -> Candidate:
    """The candidate with those parts of the object beside it that it lacks; itself where there are none.

    `whole` is where the object would be if nothing were before it: what lies beyond is another thing, however alike.
    So is `scenery`, which does not move as the object does.
    """
    cell = STRIDE / seen.region.scale
    within = _grown(whole, cell)
    open_to = within if scenery is None else within & ~scenery
    likelihood = spread(seen, likely)
    parts = _largest((likelihood > 0.5) & open_to & ~_grown(best.mask, cell), cell)
    found = np.logical_or.reduce([best.mask, *parts])
    bounds = bounds_of(found)
    if not parts or bounds is None:
        return best
    on = [*inner_points(best.mask, 2), *(point for part in parts for point in inner_points(part, 1))]
    hiding = within & (likelihood < UNLIKELY) & ~_grown(found, cell)
    off = inner_points(hiding, 2) if hiding.any() else []
    answers = eye.ask(seen, on, off, grown(bounds, seen.size), found)
    answer, mask = max(
        ((answer, answer.mask()) for answer in answers), key=lambda candidate: overlap(candidate[1], found)
    )
    mask &= open_to | found
    here = np.asarray(likely * seen.coverage(open_to | best.mask), np.float32)
    likeness = agreement(here, seen.coverage(mask))
    gain = likeness - agreement(here, seen.coverage(best.mask))
    if answer.quality < SURE or overlap(mask, found) < KEPT or gain < GAIN:
        return best
    return Candidate(answer, mask, 1.0, likeness, pieced=True)


def restored(eye: Eye, seen: Encoded, best: Candidate, held: Mask) -> Candidate:
    """The candidate with those parts that it lacks of what has long been the object's, where they are still seen.

    `held` is where that should lie now. A part is still seen where a click on it brings about the same shape: a head
    that has turned away and no longer looks like the rest. One that something hides brings that thing instead.
    """
    cell = STRIDE / seen.region.scale
    # Shreds of a part are no part.
    solid = _grown(_shrunk(best.mask, cell / 2), cell / 2)
    mask = best.mask
    for part in _largest(_shrunk(held & ~solid, cell / 2), cell, LEAST_LOST):
        lacking = held & ~solid & _grown(part, cell)
        answers = [answer for answer in eye.ask(seen, inner_points(part, 1)) if answer.quality > SURE]
        shapes = [answer.mask() & ~solid for answer in answers]
        same = [shape for shape in shapes if overlap(shape, lacking) > SAME]
        if same:
            mask = mask | max(same, key=np.count_nonzero)
    return best if mask is best.mask else replace(best, mask=mask)


def _largest(places: Mask, cell: float, least: float = SMALLEST) -> list[Mask]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(places.astype(np.uint8))
    areas = stats[:, cv2.CC_STAT_AREA]
    parts = sorted(range(1, count), key=lambda part: -areas[part])[:MOST]
    return [np.asarray(labels == part, np.bool_) for part in parts if areas[part] >= least * cell**2]


def _shrunk(mask: Mask, cell: float) -> Mask:
    reach = max(1, round(cell))
    return np.asarray(cv2.erode(mask.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0)


def _grown(mask: Mask, cell: float) -> Mask:
    reach = max(1, round(cell))
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0)
