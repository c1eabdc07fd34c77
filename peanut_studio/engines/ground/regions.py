"""Everything on a frame that looks like a thing, by MobileSAM, asked at points all over it and where something moves.

It knows no names of things: what a phrase says of colour, place, size and motion chooses among what it proposes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from peanut_studio.engines.contract import Proposal, WeightPaths
from peanut_studio.engines.ground.own_motion import moving_parts
from peanut_studio.engines.segment.choice import blend
from peanut_studio.engines.segment.encoding import Answer, Encoded, Eye, whole
from peanut_studio.engines.segment.mobilesam import WEIGHTS, load_eye
from peanut_studio.model.phrase import Phrase
from peanut_studio.model.picture import Frames, Mask
from peanut_studio.ops.mask_geometry import bounds_of, inner_points, largest_part, overlap

__all__ = ["WEIGHTS", "Regions"]

DETAIL = 640
"""The longer side of the frame as seen, in pixels."""

POINTS = 110
"""About so many points are asked at."""

LEAST_QUALITY, LEAST_STABILITY = 0.7, 0.75
SMALLEST, LARGEST = 0.0008, 0.5
"""Parts of the frame that a thing may cover."""

SAME = 0.75
"""Masks with this IoU are one thing."""

INSIDE = 0.9
"""A thing of which this part lies in another, larger one is a part of it."""

FOLLOWS = 0.4
"""The IoU with what moves, from which on an answer is taken for it."""

MOST = 50
"""Proposals for one frame."""


class Regions:
    """The built-in `Grounder`."""

    knows_nouns = False

    def __init__(self, weights: WeightPaths, device: str) -> None:
        self._eye: Eye = load_eye(weights, device)

    def propose(self, frames: Frames, index: int, phrase: Phrase) -> list[Proposal]:
        """Things on a frame, those first that stand out most."""
        frame = frames[index]
        width, height = frames.size
        seen = self._eye.encode(frame, whole((width, height), DETAIL))
        moving = self._moving(frames, index, seen)
        still = distinct(good_answers(self._eye.ask_each(seen, grid_points((width, height), POINTS))))
        masks = [mask for mask, _ in moving]
        qualities = [min(1.0, quality + 0.1) for _, quality in moving]
        for answer in still:
            mask = largest_part(answer.mask())
            if mask.any() and all(overlap(mask, known) < SAME for known in masks):
                masks.append(mask)
                qualities.append(answer.quality * answer.stability)
        found = [
            Proposal(bounds, salience(mask, quality, masks), mask)
            for mask, quality in zip(masks, qualities, strict=True)
            if (bounds := bounds_of(mask)) is not None
        ]
        return sorted(found, key=lambda one: -one.score)[:MOST]

    def _moving(self, frames: Frames, index: int, seen: Encoded) -> list[tuple[Mask, float]]:
        """Things that move by themselves, each with how good its mask is."""
        found: list[tuple[Mask, float]] = []
        for part in moving_parts(frames, index):
            bounds = bounds_of(part)
            assert bounds is not None
            points = inner_points(part, 2)
            answers = self._eye.ask(seen, points, box=bounds)
            best = max([blend(answers), *answers[1:]], key=lambda answer: overlap(answer.mask(), part))
            mask = largest_part(best.mask())
            if overlap(mask, part) >= FOLLOWS and all(overlap(mask, known) < SAME for known, _ in found):
                found.append((mask, best.quality))
        return found


def grid_points(size: tuple[int, int], count: int) -> list[tuple[float, float]]:
    """About `count` points (x, y) at even distances over a frame of width and height `size`."""
    width, height = size
    step = (width * height / count) ** 0.5
    columns, rows = max(1, round(width / step)), max(1, round(height / step))
    return [
        ((column + 0.5) * width / columns - 0.5, (row + 0.5) * height / rows - 0.5)
        for row in range(rows)
        for column in range(columns)
    ]


def good_answers(answers: Sequence[Answer]) -> list[Answer]:
    """The answers that can be things: stable, trusted by the network, neither specks nor most of the frame."""
    return [
        answer
        for answer in answers
        if answer.quality >= LEAST_QUALITY
        and answer.stability >= LEAST_STABILITY
        and SMALLEST <= float(np.mean(answer.logits > 0)) <= LARGEST
    ]


def distinct(answers: Sequence[Answer]) -> list[Answer]:
    """The best answer of each group that overlaps by `SAME`, best first. All must be of one region and size."""
    ordered = sorted(answers, key=lambda answer: -answer.quality * answer.stability)
    kept: list[Answer] = []
    shapes: list[npt.NDArray[np.bool_]] = []
    for answer in ordered:
        shape = answer.logits > 0
        if all(overlap(shape, other) < SAME for other in shapes):
            kept.append(answer)
            shapes.append(shape)
    return kept


def salience(mask: Mask, quality: float, others: Sequence[Mask]) -> float:
    """How likely somebody means this thing, before anything is said of it, in [0, 1].

    Tiny things, what the frame's edges cut on two sides or more, and parts of larger things count less.
    """
    share = float(mask.mean())
    size = float(np.clip((share / 0.01) ** 0.3, 0.3, 1.0)) * float(np.clip((0.35 / share) ** 0.7, 0.3, 1.0))
    sides = sum(bool(edge.mean() > 0.05) for edge in (mask[0], mask[-1], mask[:, 0], mask[:, -1]))
    cut = (1.0, 0.85, 0.45, 0.25, 0.2)[sides]
    area = np.count_nonzero(mask)
    part = any(
        other is not mask
        and 1.3 * area < np.count_nonzero(other) < LARGEST * 0.5 * mask.size
        and np.count_nonzero(mask & other) > INSIDE * area
        for other in others
    )
    return quality * size * cut * (0.6 if part else 1.0)
