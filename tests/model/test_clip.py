"""Ranges of a clip."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from peanut_studio.model.clip import Clip, Span, parse_time, span_between
from peanut_studio.model.errors import InputError

CLIP = Clip(Path("x.mp4"), 64, 48, tuple(range(100, 160)), Fraction(1, 24), Fraction(24))


@pytest.mark.parametrize(
    ("begin", "end", "span"),
    [
        (None, None, Span(0, 60)),
        ("1", None, Span(24, 60)),
        ("00:00:01.5", "0:02", Span(36, 48)),
        ("7f", "9f", Span(7, 9)),
        (None, "2.5", Span(0, 60)),
        (None, "2.55", Span(0, 60)),
        ("0.01", "60f", Span(1, 60)),
    ],
)
def test_ranges(begin: str | None, end: str | None, span: Span) -> None:
    assert span_between(CLIP, begin, end) == span


@pytest.mark.parametrize(
    ("begin", "end", "sentence"),
    [
        ("3", None, "begins at 3, outside the clip: the clip has 60 frames, 2.500 s"),
        ("60f", None, "begins at 60f"),
        (None, "3", "ends at 3, outside the clip"),
        (None, "61f", "ends at 61f"),
        ("2", "1", "holds no frame"),
        ("one", None, "'one' is not a time"),
        (None, "1:2:3:4", "is not a time"),
    ],
)
def test_ranges_outside(begin: str | None, end: str | None, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        span_between(CLIP, begin, end)


def test_times_name_the_first_frame_that_starts_then_or_later() -> None:
    assert parse_time("0", CLIP) == 0
    assert parse_time("0.0416", CLIP) == 1
    assert parse_time("0.042", CLIP) == 2
