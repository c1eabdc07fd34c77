"""What filling changed, kept without loss beside the source: a film that is the source with patches laid over it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from peanut_studio.media.composite import compose
from peanut_studio.media.images import read_image
from peanut_studio.media.planes import Planes
from peanut_studio.media.source import DerivedSource, Source
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import MediaError
from peanut_studio.model.picture import Frame, SoftMask

NOTE = "patches.json"
UNFINISHED = "unfinished"
"""A file of this name says that more patches are to come, or were."""
_QUICK = (cv2.IMWRITE_PNG_COMPRESSION, 1)


@dataclass(frozen=True, eq=False)
class Overlay:
    """A picture (H, W, 3), upright RGB, whose upper left pixel lies at `x`, `y`, and how much of it counts, (H, W)."""

    x: int
    y: int
    picture: Frame
    coverage: SoftMask


class PatchFolder:
    """One PNG with transparency for each frame that was changed, named '<frame>_<x>_<y>.png', and a note about them.

    A patch is there as soon as it is saved, so that a film can be looked at while it is being made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            told = json.loads((path / NOTE).read_text(encoding="utf-8"))
            self.footage = Path(told["footage"])
            self.frame_rate = Fraction(told["frame_rate"]) if told["frame_rate"] else None
            self.span = Span(*told["span"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise MediaError(f"{path} holds no result of this program, or it is damaged.") from error
        self._files: dict[int, Path] = {}

    @staticmethod
    def is_at(path: Path) -> bool:
        """Whether a folder is one of these."""
        return (path / NOTE).is_file()

    @classmethod
    def begin(cls, path: Path, footage: Path, frame_rate: Fraction | None, span: Span) -> PatchFolder:
        """A new, empty one for frames of `span`. Raises MediaError."""
        told = {
            "footage": str(footage.absolute()),
            "frame_rate": str(frame_rate) if frame_rate else None,
            "span": [span.start, span.stop],
        }
        try:
            path.mkdir(parents=True, exist_ok=True)
            (path / NOTE).write_text(json.dumps(told), encoding="utf-8")
        except OSError as error:
            raise MediaError(f"{path} cannot be written ({error.strerror or error}).") from error
        return cls(path)

    @staticmethod
    def is_unfinished(path: Path) -> bool:
        """Whether a folder is one of these, of which patches are missing."""
        return (path / UNFINISHED).is_file() and PatchFolder.is_at(path)

    def leave_open(self) -> None:
        """Patches are to come. Raises MediaError."""
        try:
            (self.path / UNFINISHED).touch()
        except OSError as error:
            raise MediaError(f"{self.path} cannot be written ({error.strerror or error}).") from error

    def finish(self) -> None:
        """All patches are there."""
        (self.path / UNFINISHED).unlink(missing_ok=True)

    def frames(self) -> list[int]:
        """The frames that have a patch, in order."""
        return sorted(int(file.stem.partition("_")[0]) for file in self.path.glob("*_*_*.png"))

    def point_at(self, footage: Path) -> None:
        """The footage under the patches lies there now. Raises MediaError."""
        if self.footage == footage.absolute():
            return
        part = self.path / f"{NOTE}.part"
        try:
            told = json.loads((self.path / NOTE).read_text(encoding="utf-8"))
            # A new file in the old one's place: the old one may be linked from another project's results.
            part.write_text(json.dumps({**told, "footage": str(footage.absolute())}), encoding="utf-8")
            part.replace(self.path / NOTE)
        except OSError as error:
            raise MediaError(f"{self.path} cannot be written ({error.strerror or error}).") from error
        self.footage = footage.absolute()

    def save(self, frame: int, overlay: Overlay) -> None:
        """Keep a frame's patch; of its coverage an 8-bit picture keeps 8 bits. Raises MediaError."""
        dtype = overlay.picture.dtype
        peak = 255 if dtype == np.uint8 else 65535
        # Rounded up, for what is covered at all must stay so, and what is not covered must not become so.
        alpha = np.ceil(overlay.coverage * np.float32(peak)).astype(dtype)
        blue_green_red = overlay.picture[..., ::-1]
        _done, data = cv2.imencode(".png", np.dstack([blue_green_red, alpha]), _QUICK)
        target = self.path / f"{frame}_{overlay.x}_{overlay.y}.png"
        part = target.with_suffix(".part")
        try:
            part.write_bytes(data.tobytes())
            part.replace(target)
        except OSError as error:
            raise MediaError(f"{target} cannot be written ({error.strerror or error}).") from error
        self._files[frame] = target

    def load(self, frame: int) -> Overlay | None:
        """A frame's patch, None where it was not changed. Raises MediaError for a damaged one."""
        path = self._files.get(frame) or self._find(frame)
        if path is None:
            return None
        _, x, y = path.stem.split("_")
        image = read_image(path)
        peak = np.float32(255 if image.dtype == np.uint8 else 65535)
        picture = cast(Frame, np.ascontiguousarray(image[..., 2::-1]))
        return Overlay(int(x), int(y), picture, image[..., 3].astype(np.float32) / peak)

    def _find(self, frame: int) -> Path | None:
        if frame not in self.span:
            return None
        self._files = {int(file.stem.partition("_")[0]): file for file in self.path.glob("*_*_*.png")}
        return self._files.get(frame)


class PatchedSource(DerivedSource):
    """The footage with the patches laid over it, as a `Source`; of all its frames, or of `span` alone."""

    def __init__(self, under: Source, patches: PatchFolder, span: Span | None = None) -> None:
        clip = under.clip
        super().__init__(under, span.start if span else 0)
        self._patches, self._span = patches, span
        self.clip = replace(clip, timestamps=clip.timestamps[span.start : span.stop]) if span else clip
        self.layout, self.orientation, self.last_duration = under.layout, under.orientation, under.last_duration

    def planes(self, index: int) -> Planes:
        """The stored samples of a frame, changed only where its patch covers something."""
        if not 0 <= index < self.clip.frame_count:
            raise IndexError(index)
        frame = index + self._first
        planes = self._under.planes(frame)
        overlay = self._patches.load(frame)
        if overlay is None:
            return planes
        height, width = overlay.coverage.shape
        where = slice(overlay.y, overlay.y + height), slice(overlay.x, overlay.x + width)
        fill = np.zeros((self.clip.height, self.clip.width, 3), overlay.picture.dtype)
        coverage = np.zeros(fill.shape[:2], np.float32)
        fill[where], coverage[where] = overlay.picture, overlay.coverage
        turn = self.orientation
        return compose(planes, turn.stored(fill), turn.stored(coverage), self.clip.colour)

    def decodes_from(self, index: int) -> int:
        """The footage's own."""
        return max(0, self._under.decodes_from(index + self._first) - self._first)

    def reopen(self) -> PatchedSource:
        """The same through handles of its own."""
        return PatchedSource(self._under.reopen(), PatchFolder(self._patches.path), self._span)
