"""What is made up beside things that move does not tremble."""

from __future__ import annotations

import numpy as np
import pytest

from peanut_studio.engines.flow.dis import Dis
from peanut_studio.engines.inpaint.calming import DEEP, KEPT, UNSURE, Calming
from peanut_studio.engines.inpaint.candidates import Hole, Opinion, hole_of
from peanut_studio.engines.inpaint.propagation import painted
from peanut_studio.engines.inpaint.reel import Reel
from peanut_studio.engines.inpaint.surroundings import depth_of
from peanut_studio.engines.inpaint.way import Way
from peanut_studio.model.picture import FrameList, Mask

from .scenes import discs, texture

SIZE = (432, 240)


def two() -> tuple[Reel, Hole, Hole]:
    """Two frames of a still camera, a disc hidden in both."""
    reel = Reel(FrameList([texture(SIZE[1], SIZE[0])] * 2), discs(2, SIZE, 40), Dis({}, "cpu"), SIZE)
    return reel, hole_of(reel.advance(0), SIZE), hole_of(reel.advance(1), SIZE)


def opinion(hole: Hole, weight: float = UNSURE, restless: Mask | None = None) -> Opinion:
    count = len(hole)
    everywhere = np.ones(count, np.bool_)
    return Opinion(
        np.full((count, 3), 140, np.float32),
        np.full(count, weight, np.float32),
        everywhere if restless is None else restless,
    )


def after_100(reel: Reel, first: Hole) -> Calming:
    calming = Calming(reel)
    calming.remember(first.exposure, painted(first, np.full((len(first), 3), 100, np.float32)))
    return calming


def test_what_is_made_up_goes_on_from_the_frame_before_deep_inside() -> None:
    reel, first, second = two()
    seen = opinion(second)
    found = after_100(reel, first).calmed(second, seen, seen.colours)
    depth = depth_of(second.exposure.hole)[second.rows, second.columns]
    assert found[depth > DEEP + 1] == pytest.approx(140 - KEPT * 40)
    assert np.all(found[depth < 1.5] > 133)


def test_what_was_seen_or_lies_still_stays() -> None:
    reel, first, second = two()
    calming = after_100(reel, first)
    for seen in (opinion(second, weight=0.1), opinion(second, restless=np.zeros(len(second), np.bool_))):
        assert np.array_equal(calming.calmed(second, seen, seen.colours), seen.colours)


def test_nothing_goes_on_over_a_cut_or_from_a_frame_without_a_hole() -> None:
    reel, first, second = two()
    seen = opinion(second)
    calming = after_100(reel, first)
    way, reel.way = reel.way, Way()
    reel.way.lead(second.exposure.index, None)
    assert np.array_equal(calming.calmed(second, seen, seen.colours), seen.colours)
    reel.way = way
    first.exposure.hole = np.zeros_like(first.exposure.hole)
    calming.remember(first.exposure, first.exposure.native)
    assert np.array_equal(calming.calmed(second, seen, seen.colours), seen.colours)


def test_what_is_kept_comes_back() -> None:
    reel, first, second = two()
    seen = opinion(second)
    calming, again = after_100(reel, first), Calming(reel)
    again.recall(first.exposure, calming.pixels())
    assert np.array_equal(again.calmed(second, seen, seen.colours), calming.calmed(second, seen, seen.colours))
    with pytest.raises(ValueError, match="shape"):
        again.recall(first.exposure, calming.pixels()[:-1])
