"""What is written after the commands."""

from __future__ import annotations

from fractions import Fraction

import pytest

from peanut_studio.cli.options import parse_box, parse_frames, parse_point, parse_rate
from peanut_studio.model.errors import InputError


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("430,250", (430, 250, None)),
        (" 430 , 250.5 @ 12 ", (430, 250.5, 12)),
        ("-3,0@0", (-3, 0, 0)),
    ],
)
def test_points(text: str, point: tuple[float, float, int | None]) -> None:
    assert parse_point(text) == point


@pytest.mark.parametrize("text", ["", "430", "430;250", "430,250@", "430,250@-1", "430,250@1.5", "a,b", "1,2,3"])
def test_no_points(text: str) -> None:
    with pytest.raises(InputError, match="is not a point; write X,Y in pixels"):
        parse_point(text)


def test_boxes() -> None:
    assert parse_box("300,120,620,430@12") == (300, 120, 620, 430, 12)
    assert parse_box("0,0,1.5,2") == (0, 0, 1.5, 2, None)
    with pytest.raises(InputError, match="is not a box"):
        parse_box("1,2,3")


def test_rates() -> None:
    assert parse_rate(None) is None
    assert parse_rate("24") == 24
    assert parse_rate("23.976") == Fraction(23976, 1000)
    assert parse_rate("30000/1001") == Fraction(30000, 1001)
    for text in ("0", "-5", "fast", "1/0", "2000"):
        with pytest.raises(InputError, match="is not a frame rate"):
            parse_rate(text)


def test_frames() -> None:
    assert parse_frames(None) is None
    assert parse_frames("20:80") == range(20, 80)
    assert parse_frames("0:0") == range(0)
    for text in ("", "5", "5:", ":5", "-1:5", "8:5", "0:5:9", "0:1e3", "0:99999999999"):
        with pytest.raises(InputError, match="is no range of frames"):
            parse_frames(text)
