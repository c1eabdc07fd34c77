"""Where an object that words mean sets out from."""

from __future__ import annotations

from collections.abc import Mapping

from peanut_studio.engines.contract import Direction
from peanut_studio.engines.segment.sam2_session import origin_of
from peanut_studio.model.clip import Span


def word_origins(
    objects: Mapping[int, Mapping[int, object]], span: Span, direction: Direction, step: int
) -> dict[int, int]:
    """The frame from which each object walks through a span, forwards (`step` 1) or backwards (-1).

    `objects` are their prompted frames. One of which only words are known begins where the span does; one that was
    pointed at, there. Those that do not walk this way are left out, and of both ways the first frame is only in the
    first.
    """
    again = step > 0 or direction == "backward"
    begins: dict[int, int | None] = {}
    for number, keys in objects.items():
        if keys:
            begins[number] = origin_of(keys, span, "forward" if step > 0 else direction)
        else:
            begins[number] = span.start if step > 0 else span.stop - 1 if direction == "backward" else None
    return {
        number: begin
        for number, begin in begins.items()
        if begin is not None and (step > 0 or begin >= span.start + (not again))
    }
