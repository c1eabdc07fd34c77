"""The profile of a removal: what is timed exists, the parts add up, and the picture shows them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from peanut_studio.engines.flow.dis import Dis
from tests.bench.profile import COLOURS, REST, STAGES, Clock, picture, timed, wrapped


def spin(seconds: float) -> None:
    """Use the processor; sleeping does not count."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_everything_that_is_timed_is_there_and_is_put_back() -> None:
    before = Dis.flow
    with timed(Clock(), STAGES):
        assert Dis.flow is not before
    assert Dis.flow is before
    with pytest.raises(AttributeError), timed(Clock(), {"x": ("peanut_studio.engines.flow.dis:Dis.gone",)}):
        pass


def test_of_what_is_inside_one_another_the_inner_counts() -> None:
    clock = Clock()
    inner = wrapped(lambda: spin(0.06), "inner", clock)

    def both() -> None:
        spin(0.02)
        inner()
        spin(0.02)

    wrapped(both, "outer", clock)()
    assert clock.seconds["inner"] == pytest.approx(0.06, abs=0.02)
    assert clock.seconds["outer"] == pytest.approx(0.04, abs=0.02)
    assert clock.calls == {"inner": 1, "outer": 1}


def test_of_a_generator_only_its_own_steps_count() -> None:
    clock = Clock()

    def steps() -> Iterator[int]:
        for number in range(3):
            spin(0.02)
            yield number

    found = []
    for number in wrapped(steps, "steps", clock)():
        spin(0.04)
        found.append(number)
    assert found == [0, 1, 2]
    assert clock.seconds["steps"] == pytest.approx(0.06, abs=0.03)


def test_the_picture_has_a_bar_for_each_stage() -> None:
    stages = dict.fromkeys([*STAGES, REST], 0.1)
    result = {"case": "a <b>", "frames": 4, "stages": stages, "seconds": 0.1 * len(stages)}
    root = ElementTree.fromstring(picture([result, result], "Commit x."))
    bars = [child for child in root if child.tag.endswith("rect") and len(child)]
    assert len(bars) == 2 * len(stages)
    assert len(COLOURS) == len(stages)
    assert sum(float(bar.get("width", 0)) for bar in bars[: len(stages)]) == pytest.approx(760, abs=1)
