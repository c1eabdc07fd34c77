"""Which marks of time a ruler shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from peanut_studio.model.clip import Clip
from peanut_studio.ui.timecode import timecode
from peanut_studio.ui.timeline_scale import TimelineScale

ROOM = 84.0
"""Pixels that a label needs."""

FRAME_STEPS = (1, 2, 5, 10, 20)
SECOND_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)


@dataclass(frozen=True)
class Tick:
    """A mark at the start of a frame; `text` is its time, empty for a small one."""

    frame: int
    text: str = ""


def ticks(clip: Clip, scale: TimelineScale) -> list[Tick]:
    """Small marks and labelled ones, as many as there is room for: every few frames, or every few seconds."""
    rate = float(clip.frame_rate)
    for step in FRAME_STEPS:
        if step * scale.per_frame >= ROOM and step < rate:
            return list(_by_frames(clip, scale, step))
    seconds = next((one for one in SECOND_STEPS if one * rate * scale.per_frame >= ROOM), SECOND_STEPS[-1])
    return list(_by_seconds(clip, scale, seconds))


def _by_frames(clip: Clip, scale: TimelineScale, step: int) -> Iterator[Tick]:
    seen = scale.seen
    small = 1 if scale.per_frame >= 5 else step
    for frame in range(max(0, seen.start - seen.start % step - step), seen.stop, small):
        yield Tick(frame, timecode(clip, frame) if frame % step == 0 else "")


def _by_seconds(clip: Clip, scale: TimelineScale, step: int) -> Iterator[Tick]:
    seen = scale.seen
    first = int(clip.time_of(min(seen.start, clip.frame_count - 1))) // step * step
    last = clip.time_of(min(seen.stop, clip.frame_count) - 1)
    parts = next((count for count in (10, 5, 4, 2) if step * float(clip.frame_rate) * scale.per_frame / count >= 7), 1)
    for number in range(int(float(last - first) / step * parts) + 2):
        time = first + Fraction(number * step, parts)
        frame = clip.frame_at(time)
        if frame >= clip.frame_count:
            return
        large = number % parts == 0
        yield Tick(frame, timecode(clip, frame, with_frame=False) if large else "")
