from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest

from peanut_studio.trial.charts import Line, line_chart, nice_ticks, stretches


def test_ticks_are_round_and_hold_all() -> None:
    assert nice_ticks(0.3, 9.2) == [0, 5, 10]
    assert nice_ticks(17.1, 17.9) == [17, 17.2, 17.4, 17.6, 17.8, 18]
    flat = nice_ticks(2, 2)
    assert flat[0] < 2 < flat[-1]
    assert len(nice_ticks(0, 0)) >= 2


@pytest.mark.parametrize(("low", "high"), [(-3.7, 4e5), (1e-7, 2e-7), (-5, -4.999)])
def test_any_range_has_a_few(low: float, high: float) -> None:
    ticks = nice_ticks(low, high)
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert 2 <= len(ticks) <= 8


def test_gaps_part_a_curve() -> None:
    assert stretches([1, 2, math.nan, 3, math.inf]) == [[0, 1], [3]]


def test_a_chart_is_xml_with_a_curve_for_each_line() -> None:
    text = line_chart('a "b" <c>', 10, [Line("x", [1, 2, 3]), Line("y", [3, math.nan, 1])])
    root = ElementTree.fromstring(text)
    kinds = [child.tag.rpartition("}")[2] for child in root]
    assert kinds.count("polyline") == 1
    assert kinds.count("circle") == 2, "single points on either side of a gap"
    assert "12" in [child.text for child in root]
    assert "nothing was measured" in line_chart("t", 0, [Line("x", [math.nan])])


def test_a_page_can_say_which_frame_is_shown() -> None:
    root = ElementTree.fromstring(line_chart("t", 0, [Line("x", [1, 2, 3])]))
    left, length = (float(root.get(name, "nan")) for name in ("data-left", "data-width"))
    (now,) = (child for child in root if child.get("class") == "now")
    (curve,) = (child for child in root if child.tag.endswith("polyline"))
    ends = [float(point.split(",")[0]) for point in curve.get("points", "").split()]
    assert float(now.get("x1", "nan")) == left == ends[0]
    assert ends[-1] == left + length
