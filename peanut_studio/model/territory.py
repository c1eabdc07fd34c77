"""Which key frame each frame is reached from, and which frames a change of keys concerns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from peanut_studio.model.clip import Span


@dataclass(frozen=True)
class Territory:
    """The frames that are reached from the key frame `key`."""

    key: int
    span: Span


def territories(keys: Iterable[int], span: Span) -> tuple[Territory, ...]:
    """The frames of `span`, each with its nearest key; of two as near the earlier one. Empty without keys."""
    ordered = sorted(keys)
    found = []
    for number, key in enumerate(ordered):
        before = ordered[number - 1] if number else None
        after = ordered[number + 1] if number + 1 < len(ordered) else None
        start = span.start if before is None else before + (key - before) // 2 + 1
        stop = span.stop if after is None else key + (after - key) // 2 + 1
        start, stop = max(start, span.start), min(stop, span.stop)
        if start < stop:
            found.append(Territory(key, Span(start, stop)))
    return tuple(found)


def concerned(then: Mapping[int, Hashable], now: Mapping[int, Hashable], span: Span) -> tuple[Span, ...]:
    """The frames of `span` whose key, or what is said on it, differs; `then` and `now` give what is said by frame."""
    old, new = territories(then, span), territories(now, span)
    cuts = sorted({span.start, span.stop, *(part.span.start for part in (*old, *new))})
    changed = []
    for start, stop in pairwise(cuts):
        before, after = _owner(old, start), _owner(new, start)
        if before != after or (before is not None and then[before] != now[before]):
            changed.append(Span(start, stop))
    return join_spans(changed)


def join_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Ascending stretches without gaps or overlaps between neighbours."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if joined and span.start <= joined[-1].stop:
            joined[-1] = Span(joined[-1].start, max(joined[-1].stop, span.stop))
        else:
            joined.append(span)
    return tuple(joined)


def without(spans: Iterable[Span], taken: Sequence[Span]) -> tuple[Span, ...]:
    """What is left of stretches when others are taken away."""
    left = list(join_spans(spans))
    for hole in taken:
        parts = []
        for span in left:
            if span.start < min(span.stop, hole.start):
                parts.append(Span(span.start, min(span.stop, hole.start)))
            if max(span.start, hole.stop) < span.stop:
                parts.append(Span(max(span.start, hole.stop), span.stop))
        left = parts
    return tuple(left)


def within(spans: Iterable[Span], span: Span) -> tuple[Span, ...]:
    """What of stretches lies inside of another."""
    return tuple(
        Span(max(part.start, span.start), min(part.stop, span.stop))
        for part in spans
        if part.start < span.stop and part.stop > span.start
    )


def _owner(parts: Sequence[Territory], frame: int) -> int | None:
    number = bisect_right(parts, frame, key=lambda part: part.span.start) - 1
    return parts[number].key if number >= 0 and frame in parts[number].span else None
