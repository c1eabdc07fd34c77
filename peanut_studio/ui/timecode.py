"""Frames as editors write them: hours, minutes, seconds, and the frame within the second; and back."""

from __future__ import annotations

import re
from bisect import bisect_left
from fractions import Fraction

from PySide6.QtCore import QCoreApplication

from peanut_studio.model.clip import Clip, parse_time
from peanut_studio.model.errors import InputError

NOWHERE = "--:--:--:--"
"""What is written where there is no clip."""

_TIMECODE = re.compile(r"(?:(?:(\d+)[:;])?(\d+)[:;])?(\d+)[:;](\d+)", re.ASCII)


def timecode(clip: Clip, frame: int, with_frame: bool = True) -> str:
    """Hours, minutes, seconds of a frame's start, and its number within the second."""
    time = clip.time_of(frame)
    whole = int(time)
    hours, minutes, seconds = whole // 3600, whole // 60 % 60, whole % 60
    text = f"{hours:02}:{minutes:02}:{seconds:02}"
    if not with_frame:
        return text
    return f"{text}:{frame - _first_of(clip, whole):02}"


def frame_named(clip: Clip, text: str, now: int) -> int:
    """The frame that somebody means, which may lie outside the clip.

    `120` is a frame's number, `+10` and `-10` count from the frame `now`, `1:04:12` is a timecode of which the larger
    parts may be left out, `4.5` are seconds. Raises InputError when it is none of these.
    """
    text = text.strip()
    if re.fullmatch(r"[+-]\d+", text, re.ASCII):
        return now + int(text)
    if re.fullmatch(r"\d+", text, re.ASCII):
        return int(text)
    if match := _TIMECODE.fullmatch(text):
        hours, minutes, seconds, frames = (int(part or 0) for part in match.groups())
        return _first_of(clip, hours * 3600 + minutes * 60 + seconds) + frames
    try:
        return parse_time(text, clip)
    except InputError:
        sentence = QCoreApplication.translate(
            "Timecode", "'{text}' is no time; write a frame number, +10, or a timecode such as 1:04:12."
        )
        raise InputError(sentence.format(text=text)) from None


def _first_of(clip: Clip, second: int) -> int:
    return bisect_left(clip.timestamps, Fraction(second) / clip.time_base + clip.timestamps[0])
