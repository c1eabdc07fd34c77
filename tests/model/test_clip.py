"""Ranges of a clip."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peanut_studio.model.clip import Clip, Span, format_time, parse_time, span_between
from peanut_studio.model.errors import InputError

CLIP = Clip(Path("x.mp4"), 64, 48, tuple(range(100, 160)), Fraction(1, 24), Fraction(24))


@pytest.mark.parametrize(
    ("path", "title", "name"),
    [
        ("/films/Ball 2.mp4", "Ball 2", "Ball 2.mp4"),
        ("/films/camel/frames", "camel", "camel"),
        ("/films/camel/JPEGImages/%05d.jpg", "camel", "camel"),
        ("/films/shot 7/shot_%04d.png", "shot 7", "shot 7"),
        ("/films/frames.mp4", "films", "films"),
        ("/frames", "frames", "frames"),
    ],
)
def test_a_clip_is_called_what_says_something(path: str, title: str, name: str) -> None:
    clip = replace(CLIP, path=Path(path))
    assert (clip.title, clip.name) == (title, name)


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
    assert parse_time("0.0422", CLIP) == 2


def test_times_in_minutes_and_hours_have_no_more_than_sixty() -> None:
    for text in ("1:75", "1:60:00", "0:0:60"):
        with pytest.raises(InputError, match="is not a time"):
            parse_time(text, CLIP)


@given(
    st.lists(st.integers(min_value=1, max_value=9000), min_size=1, max_size=60),
    st.integers(min_value=-5000, max_value=5_000_000),
    st.sampled_from([600, 1000, 1, 24]),
)
def test_a_time_rounded_to_milliseconds_names_the_frame_that_it_was_taken_from(
    gaps: list[int], first: int, scale: int
) -> None:
    stamps = [first]
    for gap in gaps:
        stamps.append(stamps[-1] + gap)
    clip = Clip(Path("x.mp4"), 64, 48, tuple(stamps), Fraction(1, scale), Fraction(24))
    for frame in range(clip.frame_count):
        assert parse_time(format_time(clip, frame), clip) == frame
