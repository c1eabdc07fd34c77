"""Footage as upright RGB frames, by index."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

from peanut_studio.media.colour import rgb_of
from peanut_studio.media.decoder import VideoFile
from peanut_studio.media.enlarged import EnlargedFolder, EnlargedSource
from peanut_studio.media.images import is_series, open_images
from peanut_studio.media.patches import PatchedSource, PatchFolder
from peanut_studio.media.source import Source
from peanut_studio.model.clip import Clip
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Frame

CACHE_BYTES = 256 * 1024**2


def open_clip(
    path: Path, *, frame_rate: Fraction | None = None, cache_bytes: int = CACHE_BYTES, sweeping: bool = False
) -> ClipReader:
    """Open a video file, a folder of pictures, pictures by a pattern such as img_%05d.png, or what this program made.

    `frame_rate` is that of pictures (25 when not given); `sweeping` is the reader's. Raises InputError when there is
    nothing of that name, or a rate for a video, which has its own times, MediaError when it cannot be read as footage.
    """
    if PatchFolder.is_at(path):
        return open_patched(path, cache_bytes=cache_bytes)
    if EnlargedFolder.is_at(path):
        enlarged = EnlargedFolder(path)
        under = open_clip(enlarged.footage, frame_rate=enlarged.frame_rate).source
        return ClipReader(EnlargedSource(under, enlarged), cache_bytes, sweeping)
    return ClipReader(_open(path, frame_rate), cache_bytes, sweeping)


def open_patched(path: Path, *, whole: bool = False, cache_bytes: int = CACHE_BYTES) -> ClipReader:
    """Open a folder of patches over its footage: the frames that were worked on, or all of the `whole` clip.

    Raises MediaError or InputError where the patches or the footage are gone.
    """
    patches = PatchFolder(path)
    under = _open(patches.footage, patches.frame_rate)
    return ClipReader(PatchedSource(under, patches, None if whole else patches.span), cache_bytes)


def _open(path: Path, frame_rate: Fraction | None) -> Source:
    if is_series(path):
        return open_images(path, frame_rate)
    if frame_rate is not None:
        raise InputError(f"{path.name} has frame times of its own; a rate (--fps) is for pictures only.")
    return VideoFile(path)


class ClipReader:
    """The frames of a clip, upright RGB, read lazily (`model.picture.Frames`).

    uint8, or uint16 over 0..65535 where the source is deeper than 8 bits. Memory is bounded by `cache_bytes` and
    does not grow with the clip's length. One that is `sweeping` keeps what has to be decoded in passing when it is
    gone through backwards, frame by frame: the first of them takes longer, all together a fraction. Not for use from
    two threads at once.
    """

    def __init__(self, source: Source, cache_bytes: int = CACHE_BYTES, sweeping: bool = False) -> None:
        self.source = source
        self.clip: Clip = source.clip
        self._cache: OrderedDict[int, Frame] = OrderedDict()
        self._cache_bytes = cache_bytes
        self._sweeping = sweeping
        self._last = -1

    def __len__(self) -> int:
        return self.clip.frame_count

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the upright picture."""
        return self.clip.width, self.clip.height

    @property
    def concealed(self) -> int:
        """How many of the frames read so far were damaged; each shows the last good frame or the decoder's mending."""
        return len(self.source.concealed)

    @property
    def resized(self) -> Mapping[int, tuple[int, int]]:
        """The frames read so far that were of another width and height, and had to be scaled to the clip's."""
        return self.source.resized

    def __getitem__(self, index: int, /) -> Frame:
        """Frame `index`, an array of the caller's own. Raises IndexError outside the clip, MediaError."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        frame = self._cache.get(index)
        if frame is None:
            for number in range(self._first_kept(index), index + 1):
                frame = self._read(number)
        else:
            self._cache.move_to_end(index)
        self._last = index
        assert frame is not None
        return frame.copy()

    def _first_kept(self, index: int) -> int:
        """The first of the frames to be kept of those that are decoded on the way to a frame."""
        if not self._sweeping or index != self._last - 1:
            return index
        frame = self._cache.get(self._last)
        room = 1 if frame is None else self._cache_bytes // frame.nbytes
        return min(index, max(self.source.decodes_from(index), index - room + 2))

    def _read(self, index: int) -> Frame:
        stored = rgb_of(self.source.planes(index), self.clip.colour)
        frame = self.source.orientation.upright(stored)
        self._cache[index] = frame
        room = max(1, self._cache_bytes // frame.nbytes)
        while len(self._cache) > room:
            self._cache.popitem(last=False)
        return frame

    def close(self) -> None:
        """Let go of the file and of the cache."""
        self._cache.clear()
        self.source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
