"""Which of the network's answers is the object."""

from __future__ import annotations

import numpy as np
import pytest

from peanut_studio.engines.segment.choice import largest_scope, without_faint_parts
from peanut_studio.engines.segment.encoding import Answer, whole

SIZE = (96, 64)


def _answer(*parts: tuple[slice, slice, float]) -> Answer:
    logits = np.full((SIZE[1], SIZE[0]), -8, np.float32)
    for rows, columns, value in parts:
        logits[rows, columns] = value
    return Answer(whole(SIZE, max(SIZE)), SIZE, logits, 0.9)


OBJECT = (slice(10, 40), slice(10, 40), 6.0)
WHEEL = (slice(45, 60), slice(20, 34), 4.0)
FENCE = (slice(5, 60), slice(60, 90), 0.4)


def test_a_part_that_is_hardly_meant_is_left_out() -> None:
    mask = without_faint_parts(_answer(OBJECT, WHEEL, FENCE), (20.0, 20.0))
    assert mask[20, 20]
    assert mask[50, 25], "a part that the network is sure of stays"
    assert not mask[30, 75]


def test_what_was_clicked_stays_however_faint_it_is() -> None:
    assert without_faint_parts(_answer(OBJECT, FENCE), (75.0, 30.0))[30, 75]


def test_a_single_part_and_a_click_beside_all_change_nothing() -> None:
    for answer, point in ((_answer(FENCE), (75.0, 30.0)), (_answer(OBJECT, FENCE), (0.0, 0.0))):
        np.testing.assert_array_equal(without_faint_parts(answer, point), answer.mask())


@pytest.mark.parametrize(("x", "is_whole"), [(20.0, True), (42.0, True), (48.0, False)])
def test_a_click_beside_its_edge_still_means_the_larger_scope(x: float, is_whole: bool) -> None:
    shirt, runner = _answer((slice(10, 25), slice(10, 52), 6.0)), _answer(OBJECT)
    taken = largest_scope([shirt, shirt, shirt, runner], (x, 20.0))
    assert (taken is runner) == is_whole
