"""What the reader and the writer need of footage, be it a video file or a folder of pictures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from peanut_studio.media.orientation import Orientation
from peanut_studio.media.pixel_format import Layout
from peanut_studio.media.planes import Planes
from peanut_studio.model.clip import Clip


class Source(Protocol):
    """Footage in its stored samples, exact by index."""

    clip: Clip
    layout: Layout
    orientation: Orientation
    last_duration: int
    """Ticks for which the last frame is shown."""

    warnings_on_writing: tuple[str, ...]
    """What cannot be carried over to any copy of the footage."""

    tracks_from: Path | None
    """The file that holds sound and other tracks, None where there are none."""

    def name_of(self, index: int) -> str:
        """What a picture of the frame is called, without an ending."""
        ...

    def planes(self, index: int) -> Planes:
        """The stored samples of a frame. A frame that cannot be decoded repeats the last good one."""
        ...

    def decodes_from(self, index: int) -> int:
        """The first of the frames that would have to be decoded now to give frame `index`; itself where it is free."""
        ...

    @property
    def concealed(self) -> frozenset[int]:
        """The frames, of those asked for so far, that could not be decoded in full."""
        ...

    @property
    def resized(self) -> Mapping[int, tuple[int, int]]:
        """The frames, of those asked for so far, that were scaled to the clip's size: width and height of their own."""
        ...

    def reopen(self) -> Source:
        """The same footage through handles of its own."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


class DerivedSource:
    """What a `Source` made of another one's frames, from number `first` on, takes over from it."""

    def __init__(self, under: Source, first: int) -> None:
        self._under, self._first = under, first
        self.warnings_on_writing = under.warnings_on_writing
        self.tracks_from = under.tracks_from

    @property
    def concealed(self) -> frozenset[int]:
        """The damaged frames of the footage."""
        return frozenset(index - self._first for index in self._under.concealed if index >= self._first)

    @property
    def resized(self) -> Mapping[int, tuple[int, int]]:
        """The scaled frames of the footage."""
        known = self._under.resized.items()
        return {index - self._first: size for index, size in known if index >= self._first}

    def name_of(self, index: int) -> str:
        """The footage's own."""
        return self._under.name_of(index + self._first)

    def close(self) -> None:
        """Let go of the footage."""
        self._under.close()
