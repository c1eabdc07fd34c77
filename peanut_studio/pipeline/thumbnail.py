"""One very small picture that stands for a clip."""

from __future__ import annotations

from pathlib import Path

from peanut_studio.media.reader import open_clip
from peanut_studio.model.picture import Frame
from peanut_studio.pipeline.viewing import Thumbs


def thumbnail(path: Path, height: int) -> Frame:
    """A frame near a clip's start, made so high, uint8 RGB. Raises MediaError."""
    with open_clip(path) as reader:
        thumbs = Thumbs(reader.source, None)
        try:
            picture = thumbs.picture(min(12, len(reader) - 1), height)
        finally:
            thumbs.close()
    assert picture is not None
    return picture
