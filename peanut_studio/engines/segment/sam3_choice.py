"""Which of the things that SAM 3 finds a phrase means, when they come and go."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from peanut_studio.engines.segment.gathering import Found
from peanut_studio.engines.segment.sam3_net import Thing
from peanut_studio.model.errors import InputError
from peanut_studio.model.phrase import EVERY, Phrase
from peanut_studio.model.picture import Frame, Mask
from peanut_studio.ops.attribute_rank import attribute_scores
from peanut_studio.ops.mask_geometry import overlap
from peanut_studio.ops.region_facts import facts_of

ALIKE = 0.5
"""Things with this part of the best one's score are among "all"."""

SAME = 0.3
"""A thing with this IoU with what a person gave is that thing."""


def check_said(phrase: Phrase) -> None:
    """Raises InputError where a phrase says what the network neither reads nor can be weighed on one frame."""
    motion = next((one.value for one in phrase.attributes if one.kind == "motion"), None)
    if motion is not None:
        raise InputError(f"SAM 3 looks at single frames, so '{motion}' means nothing to it; leave it out.")
    for words in (phrase.unlike, phrase.relations):
        if words:
            raise InputError(f"SAM 3 reads what a thing is, not '{' '.join(words)}'; leave it out.")


class Meant:
    """The things that a phrase means, chosen as they appear: the best of those, or all."""

    def __init__(self, phrase: Phrase) -> None:
        self._phrase = phrase
        self._chosen: list[int] = []
        self._judged: set[int] = set()

    def follow(self, things: Mapping[int, Thing], frame: Frame) -> Found:
        """What is meant on a frame, as one mask; its confidence is that of the surest part."""
        size = (frame.shape[1], frame.shape[0])
        masks = {number: thing.mask(size) for number, thing in things.items()}
        self._judge(things, masks, frame)
        there = [number for number in self._chosen if number in masks and masks[number].any()]
        whole = np.zeros(size[::-1], np.bool_)
        for number in there:
            whole |= masks[number]
        return Found(whole, max((things[number].score for number in there), default=0.0))

    def settle(self, things: Mapping[int, Thing], mask: Mask) -> None:
        """A person gave the mask; of the things it is the one that overlaps it, if any does."""
        size = (mask.shape[1], mask.shape[0])
        shares = {number: overlap(thing.mask(size), mask) for number, thing in things.items()}
        best = max(shares, key=lambda number: shares[number], default=None)
        if best is not None and shares[best] >= SAME:
            self._chosen, self._judged = [best], set(things)

    def _judge(self, things: Mapping[int, Thing], masks: Mapping[int, Mask], frame: Frame) -> None:
        """Take those that are new here and meant. What was judged once stays so."""
        count = self._phrase.count
        room = len(things) if count == EVERY else count - len(self._chosen)
        fresh = [number for number in things if number not in self._judged]
        if not fresh or room <= 0:
            return
        facts = {number: told for number in things if (told := facts_of(frame, masks[number])) is not None}
        before = [things[number].score for number in facts]
        scores = dict(zip(facts, attribute_scores(self._phrase, list(facts.values()), before), strict=True))
        best = max(scores.values(), default=0.0)
        order = sorted((number for number in fresh if number in scores), key=lambda number: -scores[number])
        self._chosen += [number for number in order if count != EVERY or scores[number] >= ALIKE * best][:room]
        self._judged.update(number for number in fresh if number in scores)


def pointed_at(things: Mapping[int, Thing], size: tuple[int, int], points: list[tuple[float, float, int]]) -> Found:
    """The thing that points mean, on a frame of `size` (width, height): those with label 1 lie on it, those with 0 do
    not, 2 and 3 are the corners of a box round it. Where there is none its mask is empty."""
    corners = [(x, y) for x, y, label in points if label > 1]
    best, most = Found(np.zeros(size[::-1], np.bool_), 0.0), 0.0
    for thing in things.values():
        mask = thing.mask(size)
        fit = thing.score
        for x, y, label in points:
            if label < 2:
                row, column = min(max(round(y), 0), size[1] - 1), min(max(round(x), 0), size[0] - 1)
                fit *= float(mask[row, column]) == float(label)
        if corners:
            (x0, y0), (x1, y1) = corners
            box = np.zeros_like(mask)
            box[max(0, round(y0)) : round(y1) + 1, max(0, round(x0)) : round(x1) + 1] = True
            fit *= overlap(mask, box)
        if fit > most:
            best, most = Found(mask, thing.score), fit
    return best
