"""Which of the network's answers is the object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from peanut_studio.engines.segment.appearance import Map, agreement
from peanut_studio.engines.segment.encoding import Answer, Encoded
from peanut_studio.model.picture import Mask
from peanut_studio.ops.mask_geometry import overlap

CLEAR = (0, 2, 3)
"""The answers that are averaged: the one for clear prompts and the two of larger scope."""

CLIPPED = 8.0
"""Logits beyond this count as this when answers are averaged."""

LEAST_QUALITY = 0.6
LARGEST_SHARE = 0.6
"""A single click does not mean an answer that the network itself trusts less, or that covers more of the frame."""

BESIDE = 3
"""Pixels that an answer may keep from a single click: one on a belt means the runner, not his shirt."""

CLEAR_BONUS = 0.05
"""A box says what is meant, so the answer for clear prompts and the blend are preferred to the others by this."""

WEAK_PART = 0.6
"""A separate part with less than this of the main part's mean value in the appearance model is not the object."""

SPECK = 0.005
"""Separate parts below this share of the main part are dropped."""


FAINT = 0.1
"""Of a part away from the click at least this share has to be clearly meant (logits over 1)."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """A possible mask of a tracked object. `carried` is its IoU with the last mask carried along (None without one);
    `likeness` its agreement with the appearance model (1 without one); `pieced` says that it was put together from
    parts that the network did not see as one: good to use, not to learn from."""

    answer: Answer
    mask: Mask
    carried: float | None
    likeness: float
    bonus: float = 0.0
    pieced: bool = False

    @property
    def score(self) -> float:
        """What the best candidate has most of."""
        return self.answer.quality + (self.carried or 0.0) + self.likeness + self.bonus


def blend(answers: Sequence[Answer]) -> Answer:
    """The mean of the answers for a prompt that leaves no doubt about the scope."""
    logits = np.mean([np.clip(answers[number].logits, -CLIPPED, CLIPPED) for number in CLEAR], axis=0)
    quality = float(np.mean([answers[number].quality for number in CLEAR]))
    return Answer(answers[0].region, answers[0].size, np.asarray(logits, np.float32), quality)


def largest_scope(answers: Sequence[Answer], point: tuple[float, float]) -> Answer:
    """The answer to a single click: the largest of the growing scopes that is still an object.

    It must hold the point, or nearly so, satisfy the network, and neither fill the frame nor touch all of its edges.
    """
    for number in (3, 2, 0):
        answer = answers[number]
        mask = answer.mask()
        row, column = round(point[1]), round(point[0])
        near = mask[max(0, row - BESIDE) : row + BESIDE + 1, max(0, column - BESIDE) : column + BESIDE + 1]
        surrounds = mask[0].any() and mask[-1].any() and mask[:, 0].any() and mask[:, -1].any()
        if near.any() and not surrounds and answer.quality >= LEAST_QUALITY and mask.mean() <= LARGEST_SHARE:
            return answer
    return max(answers, key=lambda answer: answer.quality)


def without_faint_parts(answer: Answer, point: tuple[float, float]) -> Mask:
    """An answer's mask without the parts, away from the clicked one, of which the network is hardly convinced.

    A click on a camel may bring a piece of the fence behind it along. Mean J of eight clicks anywhere on the object:
    davis_camel .843 -> .965, davis_bmx-trees .709 -> .704.
    """
    mask, clear = answer.mask(), answer.mask(1.0)
    count, labels = cv2.connectedComponents(mask.astype(np.uint8))
    height, width = mask.shape
    clicked = labels[min(max(round(point[1]), 0), height - 1), min(max(round(point[0]), 0), width - 1)]
    if count < 3 or not clicked:
        return mask
    areas, clearly = (np.bincount(labels.ravel(), weights, minlength=count) for weights in (None, clear.ravel()))
    kept = clearly >= FAINT * areas
    kept[0], kept[clicked] = False, True
    return np.asarray(kept[labels], np.bool_)


def judge(answer: Answer, seen: Encoded, value: Map | None, likely: Map | None, expected: Mask | None) -> Candidate:
    """An answer weighed against the appearance model's value and likelihood per cell and the carried mask."""
    mask = answer.mask() if value is None else drop_strangers(answer.mask(), seen, value)
    carried = overlap(mask, expected) if expected is not None else None
    return Candidate(answer, mask, carried, agreement(likely, seen.coverage(mask)) if likely is not None else 1.0)


def drop_strangers(mask: Mask, seen: Encoded, value: Map) -> Mask:
    """The mask without specks and without separate parts that look less like the object than its main part."""
    inside = seen.region.cut(mask)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside.astype(np.uint8), connectivity=8)
    if count < 3:
        return mask
    areas = stats[:, cv2.CC_STAT_AREA]
    main = 1 + int(areas[1:].argmax())
    kept = np.zeros(count, np.bool_)
    kept[main] = True
    if count <= 40:
        standard = _mean_value(labels == main, mask, seen, value)
        for part in range(1, count):
            if part != main and areas[part] >= SPECK * areas[main]:
                kept[part] = _mean_value(labels == part, mask, seen, value) >= WEAK_PART * standard
    cleaned = np.zeros_like(mask)
    seen.region.cut(cleaned)[:] = kept[labels]
    return cleaned


def _mean_value(part: Mask, mask: Mask, seen: Encoded, value: Map) -> float:
    whole = np.zeros_like(mask)
    seen.region.cut(whole)[:] = part
    coverage = seen.coverage(whole)
    return float((coverage * value).sum() / max(float(coverage.sum()), 1e-6))
