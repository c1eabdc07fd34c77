"""The clips that samples are cut from."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from peanut_studio.media.reader import ClipReader, open_clip
from peanut_studio.model.errors import InputError


class Footage:
    """Open clips, each at least `frames` long and `size` (width, height) large.

    Raises InputError for one that is not, MediaError for one that cannot be read; none stays open then.
    """

    def __init__(self, clips: Sequence[Path], frames: int, size: tuple[int, int]) -> None:
        width, height = size
        with ExitStack() as opening:
            self.readers: list[ClipReader] = []
            for path in clips:
                reader = open_clip(path)
                opening.callback(reader.close)
                if len(reader) < frames or reader.size[0] < width or reader.size[1] < height:
                    raise InputError(
                        f"{path} is too small or short to learn from: {frames} frames of {width}x{height} are cut."
                    )
                self.readers.append(reader)
            self._open = opening.pop_all()

    def close(self) -> None:
        """Let go of the files."""
        self._open.close()
