"""An order in steps: what comes after what, and what is told of it in the end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from peanut_studio.batch.order import Order, Outcome, State
from peanut_studio.batch.parted import LEAST, NOT_SHARED, Parted, grouped

ORDER = Order(1, "remove", Path("in.mp4"), Path("out.mkv"), ("--mask", "masks"), Path())
TWO = [[0, 100], [80, 180]]


def outcome(order: Order, state: State = "done", said: str = "", **facts: Any) -> Outcome:
    return Outcome(order, state, said, 1.0, facts)


def follows(parted: Parted, of: Outcome) -> list[Order]:
    found = parted.after(of)
    assert not isinstance(found, Outcome)
    return list(found)


def ends(parted: Parted, of: Outcome) -> Outcome:
    found = parted.after(of)
    assert isinstance(found, Outcome)
    return found


def only(order: Order) -> str:
    assert order.words[:-1] == (*ORDER.words, "--only-fill")
    return order.words[-1]


def test_an_order_looks_then_fills_in_groups_then_writes() -> None:
    parted = Parted(ORDER, 2)
    first = parted.first()
    assert only(first) == "0:0"
    groups = follows(parted, outcome(first, parts=TWO))
    assert [only(group) for group in groups] == ["0:80", "80:81"]
    assert follows(parted, outcome(groups[1], worker="there 2", windows=1, windows_computed=1)) == []
    # One that fails is left to the last step.
    assert follows(parted, outcome(groups[0], "failed")) == [ORDER]
    end = ends(parted, outcome(ORDER, windows=2, windows_computed=1))
    assert (end.order, end.state, end.said) == (ORDER, "done", "")
    assert [one["state"] for one in end.facts["filled_by"]] == ["done", "failed"]
    assert end.facts["filled_by"][0]["worker"] == "there 2"
    assert end.seconds >= 1.0


@pytest.mark.parametrize(("again", "said"), [(0, "Lost."), (2, f"Lost. {NOT_SHARED}")])
def test_work_done_twice_is_told_of(again: int, said: str) -> None:
    parted = Parted(ORDER, 2)
    groups = follows(parted, outcome(parted.first(), parts=TWO))
    for group in groups:
        parted.after(outcome(group))
    assert ends(parted, outcome(ORDER, said="Lost.", windows=2, windows_computed=again)).said == said


def test_what_cannot_be_divided_stays_one_task() -> None:
    parted = Parted(ORDER, 4)
    assert follows(parted, outcome(parted.first(), parts=[[0, 500]])) == [ORDER]
    assert "filled_by" not in ends(parted, outcome(ORDER, windows=2)).facts
    other = replace(ORDER, command="upscale")
    parted = Parted(other, 4)
    assert parted.first() == other
    assert ends(parted, outcome(other)) == outcome(other)


def test_what_is_wrong_with_an_order_is_told_after_the_first_look() -> None:
    parted = Parted(ORDER, 4)
    end = ends(parted, outcome(parted.first(), "failed", "in.mp4 does not exist."))
    assert (end.order, end.state, end.said) == (ORDER, "failed", "in.mp4 does not exist.")


def test_groups_hold_every_window_once_and_about_as_many_frames_each() -> None:
    windows = [[first, first + 80] for first in range(0, 1200, 60)]
    groups = grouped(windows, 2)
    assert groups == [(0, 300), (300, 600), (600, 900), (900, 1141)]
    assert [start for first, stop in groups for start, _ in windows if first <= start < stop] == [
        start for start, _ in windows
    ]
    frames = [[frame, frame + 1] for frame in range(3 * LEAST)]
    assert grouped(frames, 3) == [(0, LEAST), (LEAST, 2 * LEAST), (2 * LEAST, 3 * LEAST)]
    # A third group would have one of two workers wait.
    assert grouped(frames, 2) == [(0, 3 * LEAST // 2), (3 * LEAST // 2, 3 * LEAST)]


@pytest.mark.parametrize("windows", [[], [[0, 900]], [[0, LEAST - 1], [LEAST, 2 * LEAST]]])
def test_too_little_is_not_divided(windows: list[list[int]]) -> None:
    assert grouped(windows, 8) == []


def test_a_window_much_longer_than_the_others_does_not_scatter_them() -> None:
    assert grouped([[0, 1000], [1100, 1150], [1300, 1350]], 3) == [(0, 1100), (1100, 1301)]
