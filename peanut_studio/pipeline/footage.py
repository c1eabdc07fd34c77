"""The clip that is worked on, opened and cut to its range."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from peanut_studio.media.reader import ClipReader, open_clip
from peanut_studio.model.clip import Span, span_between
from peanut_studio.model.errors import InputError
from peanut_studio.model.progress import Job, Progress

CACHE_BYTES = 64 << 20
"""What a reader keeps, so that a few steps back cost nothing. All stages go through a clip in order, tracking backwards
as well."""


@dataclass(frozen=True)
class Footage:
    """A video file or a folder of pictures, from time `begin` up to time `end`; None means its own begin or end.

    `frame_rate` is that of a folder of pictures.
    """

    source: Path
    begin: str | None = None
    end: str | None = None
    frame_rate: Fraction | None = None

    @contextmanager
    def open(self) -> Iterator[tuple[ClipReader, Span]]:
        """The opened clip and the frames to work on. Raises MediaError or InputError."""
        with open_clip(self.source, frame_rate=self.frame_rate, cache_bytes=CACHE_BYTES, sweeping=True) as reader:
            yield reader, span_between(reader.clip, self.begin, self.end)


def look_again(reader: ClipReader) -> ClipReader:
    """The same clip through a reader of its own: one reader for two places would jump to and fro."""
    return ClipReader(reader.source.reopen(), CACHE_BYTES)


def notes_on_reading(reader: ClipReader, source: Path) -> Job[None]:
    """Say what was not as it should be in the frames that were read of a clip: damaged ones, ones of another size."""
    if reader.concealed:
        note = f"{reader.concealed} damaged frames of {source} were concealed as well as could be."
        yield Progress("", 0, 0, note=note)
    resized = reader.resized
    if resized:
        own = " and ".join(f"{width}x{height}" for width, height in sorted(set(resized.values())))
        width, height = reader.size
        note = f"{len(resized)} frames of {source} are {own}, not {width}x{height} as its first one; they were scaled."
        yield Progress("", 0, 0, note=note)


def check_free(target: Path, overwrite: bool) -> None:
    """Raises InputError when something would be overwritten that should not be."""
    if overwrite or not target.exists():
        return
    if target.is_dir():
        if any(target.iterdir()):
            raise InputError(f"The folder {target} is not empty; add --overwrite to write into it all the same.")
        return
    raise InputError(f"{target} exists already; add --overwrite to replace it.")
