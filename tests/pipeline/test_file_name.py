"""File names from patterns."""

from __future__ import annotations

from datetime import date

import pytest

from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.pipeline.file_name import file_name


def _named(pattern: str, name: str = "dog") -> str:
    return file_name(pattern, name=name, preset="h264", span=Span(3, 20), day=date(2026, 1, 31))


def test_tags_are_filled_in() -> None:
    assert _named("{name} {date}_{preset}-{range}") == "dog 2026-01-31_h264-3-19"


@pytest.mark.parametrize(("name", "expected"), [("a/b\\c:d", "a-b-c-d-h264"), ("..", "-h264"), ("狗", "狗-h264")])
def test_what_file_systems_refuse_is_replaced(name: str, expected: str) -> None:
    assert _named("{name}-{preset}", name) == expected


@pytest.mark.parametrize("pattern", ["", " . ", "{nmae}"])
def test_nonsense_is_refused(pattern: str) -> None:
    with pytest.raises(InputError):
        _named(pattern)
