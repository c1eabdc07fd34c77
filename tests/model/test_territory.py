"""Which frames belong to which key frame, checked against the definition frame by frame."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from peanut_studio.model.clip import Span
from peanut_studio.model.territory import concerned, join_spans, territories, within, without

SPAN = Span(3, 40)
KEYS = st.dictionaries(st.integers(0, 45), st.sampled_from("ab"), max_size=6)


def _nearest(keys: dict[int, str], frame: int) -> int | None:
    return min(keys, key=lambda key: (abs(key - frame), key), default=None)


def _frames(spans: tuple[Span, ...]) -> set[int]:
    return {frame for span in spans for frame in range(span.start, span.stop)}


@given(KEYS)
def test_each_frame_has_its_nearest_key(keys: dict[int, str]) -> None:
    owners = {frame: part.key for part in territories(keys, SPAN) for frame in range(part.span.start, part.span.stop)}
    assert owners == ({frame: _nearest(keys, frame) for frame in range(3, 40)} if keys else {})


@given(KEYS, KEYS)
def test_a_change_concerns_what_is_reached_from_another_key(then: dict[int, str], now: dict[int, str]) -> None:
    def said(keys: dict[int, str], frame: int) -> object:
        key = _nearest(keys, frame)
        return key, keys.get(key) if key is not None else None

    changed = concerned(then, now, SPAN)
    assert _frames(changed) == {frame for frame in range(3, 40) if said(then, frame) != said(now, frame)}
    assert changed == join_spans(changed)


def test_stretches_are_cut_and_joined() -> None:
    assert join_spans([Span(5, 8), Span(0, 3), Span(3, 4)]) == (Span(0, 4), Span(5, 8))
    assert without([Span(0, 10)], [Span(2, 4), Span(8, 20)]) == (Span(0, 2), Span(4, 8))
    assert without([Span(4, 6)], [Span(0, 2)]) == (Span(4, 6),)
    assert within([Span(0, 5), Span(9, 12)], Span(3, 10)) == (Span(3, 5), Span(9, 10))
