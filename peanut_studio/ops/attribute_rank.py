"""How well regions fit what a phrase says of colour, place, size and motion."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from peanut_studio.model.phrase import Attribute, Phrase
from peanut_studio.ops.region_facts import RegionFacts

ENOUGH = 0.35
"""The part of a thing that has to have a colour for it to be called so: a jersey is enough for a player in red."""

WALKING = 0.0015
"""Own motion, in parts of the diagonal a frame, of what moves as much as it stands still."""

LEAST = 0.03
"""What is left of the score of a region that does not fit at all."""

IN_QUESTION = 0.6
"""Regions whose score by all else is this part of the best are counted for "largest", "second from the left"."""


def attribute_scores(phrase: Phrase, facts: Sequence[RegionFacts], before: Sequence[float]) -> list[float]:
    """The score, in [0, 1], of each region: what it had before, times how well each attribute fits it.

    Superlatives come last, and are about the regions that are still in question then.
    """
    scores = np.asarray(before, np.float64)
    for plain in (True, False):
        for attribute in phrase.attributes:
            if (attribute.rank == 0) is plain and len(scores):
                counted = scores >= IN_QUESTION * scores.max()
                fits = np.array(attribute_fits(attribute, facts, counted.tolist()))
                scores = scores * (LEAST + (1 - LEAST) * fits)
    return [float(score) for score in scores]


def attribute_fits(attribute: Attribute, facts: Sequence[RegionFacts], counted: Sequence[bool]) -> list[float]:
    """How well an attribute fits each region, in [0, 1]; it is compared with those that are `counted`."""
    among = [one for one, is_one in zip(facts, counted, strict=True) if is_one]
    values = [_value(attribute, one, facts, among) for one in facts]
    if attribute.rank:
        order = [number for number in np.argsort([-value for value in values], kind="stable") if counted[number]]
        places = {int(number): place for place, number in enumerate(order)}
        fits = [
            1 / (1 + 1.5 * abs(places[number] - (attribute.rank - 1))) if number in places else 0.0
            for number in range(len(facts))
        ]
    else:
        fits = values
    return [1 - fit for fit in fits] if attribute.negated else fits


def moving(speed: float | None) -> float:
    """How much a region with that own speed moves, in [0, 1]; one of which it is not known stands still."""
    return (speed or 0.0) / ((speed or 0.0) + WALKING)


def _value(
    attribute: Attribute, one: RegionFacts, everything: Sequence[RegionFacts], among: Sequence[RegionFacts]
) -> float:
    """How much of the quality a region has, in [0, 1]."""
    if attribute.kind == "colour":
        most = max(other.colours[attribute.value] for other in everything)
        share = one.colours[attribute.value]
        return min(1.0, share / ENOUGH) * (0.5 + 0.5 * share / most if most else 0.0)
    if attribute.kind == "motion":
        return moving(one.speed) if attribute.value == "moving" else 1 - moving(one.speed)
    if attribute.kind == "size":
        areas = sorted(other.area for other in everything)
        smaller = areas.index(one.area)
        large = smaller / (len(areas) - 1) if len(areas) > 1 else 0.5
        return large if attribute.value == "large" else 1 - large
    return _placed(attribute.value, one, among, superlative=attribute.rank > 0)


def _placed(place: str, one: RegionFacts, among: Sequence[RegionFacts], *, superlative: bool) -> float:
    """Of two things in the left half, one is on the right: it is so in the picture, or among the others."""
    if place == "middle":
        return max(0.0, 1 - 1.6 * abs(one.x - 0.5) - 0.6 * abs(one.y - 0.5))
    if place in ("front", "back"):
        # What stands nearer reaches further down, and is larger.
        near = float(min(1.0, 0.7 * one.bottom + 0.3 * min(1.0, (one.area / 0.1) ** 0.5)))
        return near if place == "front" else 1 - near
    along = _along(place, one)
    if superlative:
        return along
    others = [_along(place, other) for other in among if other is not one]
    before = sum(other < along for other in others) / len(others) if others else 0.0
    return max(min(1.0, max(0.0, (along - 0.3) / 0.4)), 0.9 * before)


def _along(place: str, one: RegionFacts) -> float:
    """How far a region lies that way, in [0, 1]."""
    return {"left": 1 - one.x, "right": one.x, "top": 1 - one.y, "bottom": one.y}[place]
