"""Two at once gives what one after another gives, in order, and one step at most more than was asked for."""

from __future__ import annotations

import threading
from contextlib import closing

import pytest

from peanut_studio.ops.pairs import two_at_once


def test_answers_come_in_order_and_two_are_at_work() -> None:
    both = threading.Barrier(2, timeout=60)

    def work(item: int) -> int:
        if item < 2:
            both.wait()
        return item * item

    assert list(two_at_once(work, range(5))) == [0, 1, 4, 9, 16]


def test_given_up_early_little_more_is_begun() -> None:
    begun: list[int] = []
    with closing(two_at_once(lambda item: begun.append(item) or item, iter(range(100)))) as answers:
        assert [next(answers) for _ in range(3)] == [0, 1, 2]
    assert 3 <= len(begun) <= 4


def test_what_a_step_raises_comes_at_its_turn() -> None:
    def work(item: int) -> float:
        return 1 / (2 - item)

    answers = two_at_once(work, range(4))
    assert [next(answers), next(answers)] == [0.5, 1]
    with pytest.raises(ZeroDivisionError):
        next(answers)
