"""A clip and the stretches of time inside it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from pathlib import Path

from peanut_studio.model.errors import InputError


@dataclass(frozen=True)
class Span:
    """Frames start, start + 1, ..., stop - 1."""

    start: int
    stop: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.stop:
            raise InputError(f"The range {self.start}..{self.stop} holds no frames; its end must lie after its start.")

    def __len__(self) -> int:
        return self.stop - self.start

    def __contains__(self, frame: object) -> bool:
        return isinstance(frame, int) and self.start <= frame < self.stop

    def covers(self, other: Span) -> bool:
        """Whether every frame of the other one is among these."""
        return self.start <= other.start and other.stop <= self.stop


@dataclass(frozen=True)
class ColourTags:
    """How samples are to be read as light (ITU-T H.273 code points, as FFmpeg numbers them; 2 = unspecified)."""

    matrix: int = 2
    primaries: int = 2
    transfer: int = 2
    full_range: bool | None = None


NAMELESS = frozenset({
    "color", "colour", "dpx", "exr", "frame", "frames", "image", "images", "img", "img1", "imgs", "input", "jpeg",
    "jpegimages", "jpg", "jpgs", "plate", "png", "pngs", "rgb", "seq", "sequence", "tif", "tiff",
})  # fmt: skip
"""What folders of pictures are called that say nothing about what is in them."""


def title_of(path: Path) -> str:
    """A film's or folder's name without its ending; where that says nothing (`frames`, `%05d.png`) its folder's."""
    if "%" not in path.name and path.stem.lower() not in NAMELESS:
        return path.stem
    above = path.absolute().parent
    return title_of(above) if above.name else path.stem


@dataclass(frozen=True)
class Clip:
    """What is known of a piece of footage before a frame is decoded.

    `width` and `height` are those of the upright picture; `rotation` is the counter-clockwise turn in degrees
    (0, 90, 180, 270) that makes the stored picture upright. `timestamps` are presentation times in units of
    `time_base`, one a frame, ascending; they differ unevenly when the frame rate varies.
    """

    path: Path
    width: int
    height: int
    timestamps: tuple[int, ...]
    time_base: Fraction
    frame_rate: Fraction
    codec: str = ""
    pixel_format: str = ""
    bit_depth: int = 8
    rotation: int = 0
    sample_aspect_ratio: Fraction = Fraction(1)
    colour: ColourTags = field(default_factory=ColourTags)
    has_audio: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the clip is called, without its file's ending; see `title_of`."""
        return title_of(self.path)

    @property
    def name(self) -> str:
        """What the clip is called, with its file's ending if that is its name."""
        title = self.title
        return self.path.name if title == self.path.stem else title

    @property
    def frame_count(self) -> int:
        return len(self.timestamps)

    @property
    def duration(self) -> Fraction:
        """Seconds from the first frame's start to the last frame's end."""
        return (self.timestamps[-1] - self.timestamps[0]) * self.time_base + 1 / self.frame_rate

    def time_of(self, frame: int) -> Fraction:
        """Seconds from the first frame's start to the start of `frame`."""
        return (self.timestamps[frame] - self.timestamps[0]) * self.time_base

    def frame_at(self, seconds: Fraction) -> int:
        """The first frame that starts at or after `seconds` (frame_count when there is none)."""
        # Whole ticks, for fractions are compared slowly.
        ticks = ceil(seconds / self.time_base) + self.timestamps[0]
        return bisect_left(self.timestamps, ticks)


_TIMECODE = re.compile(r"(?:(?:(?P<h>\d+):)?(?P<m>\d+):)?(?P<s>\d+(?:\.\d+)?)", re.ASCII)
_FRAME_NUMBER = re.compile(r"\d+f", re.ASCII)
_ROUNDING = Fraction(1, 2000)


def parse_time(text: str, clip: Clip) -> int:
    """The frame that a time names: `HH:MM:SS[.mmm]`, `MM:SS`, `SS.mmm`, or a frame number as `57f`.

    A time names the first frame that starts then or later; half a millisecond earlier is not yet earlier, so that a
    time rounded to milliseconds names the frame that it was taken from. Raises InputError when the text is no time.
    """
    seconds = _seconds(text)
    return clip.frame_at(seconds - _ROUNDING) if seconds is not None else int(text.strip()[:-1])


def format_time(clip: Clip, frame: int) -> str:
    """The start of a frame as `HH:MM:SS.mmm`; `parse_time` gives the frame back, up to 1000 frames a second."""
    minutes, milliseconds = divmod(round(clip.time_of(frame) * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"


def _seconds(text: str) -> Fraction | None:
    """The seconds that a time names, None when it is a frame number."""
    text = text.strip()
    if _FRAME_NUMBER.fullmatch(text):
        return None
    match = _TIMECODE.fullmatch(text)
    if match is None or (match["m"] and Fraction(match["s"]) >= 60) or (match["h"] and int(match["m"]) >= 60):
        raise InputError(f"'{text}' is not a time; write HH:MM:SS.mmm, seconds, or a frame number such as 57f.")
    return Fraction(match["s"]) + 60 * int(match["m"] or 0) + 3600 * int(match["h"] or 0)


def span_between(clip: Clip, begin: str | None, end: str | None) -> Span:
    """The frames from time `begin` up to, not including, time `end`; None means the clip's own end.

    Raises InputError when the range lies outside the clip or is empty.
    """
    start = parse_time(begin, clip) if begin is not None else 0
    stop = parse_time(end, clip) if end is not None else clip.frame_count
    seconds = _seconds(end) if end is not None else None
    # Rounded times of the clip's own end are meant as such.
    beyond = stop > clip.frame_count or (seconds is not None and seconds > clip.duration + 2 / clip.frame_rate)
    length = f"the clip has {clip.frame_count} frames, {float(clip.duration):.3f} s"
    if start >= clip.frame_count:
        raise InputError(f"The range begins at {begin}, outside the clip: {length}.")
    if beyond:
        raise InputError(f"The range ends at {end}, outside the clip: {length}.")
    if stop <= start:
        raise InputError(f"The range {begin or 'start'} to {end or 'end'} holds no frame; {length}.")
    return Span(start, stop)
