"""The clips that samples are cut from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from peanut_studio.media.reader import ClipReader, open_clip
from peanut_studio.model.errors import InputError, MediaError
from peanut_studio.training.places import clips_in

OPEN = 16
"""Clips that are open at once: data sets have thousands."""


class Footage:
    """Clips, each at least `frames` long and `size` (width, height) large, opened when they are needed.

    Of a folder of clips those that are not are left out. Raises InputError for one that was given by itself and is not,
    MediaError where it cannot be read.
    """

    def __init__(self, places: Sequence[Path], frames: int, size: tuple[int, int]) -> None:
        self._least = (frames, *size)
        self._open: OrderedDict[Path, ClipReader] = OrderedDict()
        self.clips: list[Path] = []
        try:
            for path in clips_in(places):
                if self._suits(path, by_itself=path in places):
                    self.clips.append(path)
        except BaseException:
            self.close()
            raise
        if not self.clips:
            raise InputError(
                f"No clip of {', '.join(map(str, places))} is large and long enough: "
                f"{frames} frames of {size[0]}x{size[1]} are cut."
            )

    def reader(self, number: int) -> ClipReader:
        """The clip of that number, which stays open for a while."""
        path = self.clips[number]
        if path not in self._open:
            self._open[path] = open_clip(path)
            if len(self._open) > OPEN:
                self._open.popitem(last=False)[1].close()
        self._open.move_to_end(path)
        return self._open[path]

    def close(self) -> None:
        """Let go of the files."""
        while self._open:
            self._open.popitem()[1].close()

    def _suits(self, path: Path, *, by_itself: bool) -> bool:
        frames, width, height = self._least
        try:
            with open_clip(path) as reader:
                suits = len(reader) >= frames and reader.size[0] >= width and reader.size[1] >= height
        except MediaError:
            if by_itself:
                raise
            return False
        if by_itself and not suits:
            raise InputError(
                f"{path} is too small or short to learn from: {frames} frames of {width}x{height} are cut."
            )
        return suits
