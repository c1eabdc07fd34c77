"""A clip made larger, kept without loss as one picture for each frame beside a note of what it was made from."""

from __future__ import annotations

import contextlib
import json
import zipfile
import zlib
from collections.abc import Container, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.media.colour import rgb_of
from peanut_studio.media.images import read_image
from peanut_studio.media.orientation import Orientation
from peanut_studio.media.pictures import write_png
from peanut_studio.media.pixel_format import Layout
from peanut_studio.media.planes import Plane, Planes
from peanut_studio.media.source import DerivedSource, Source
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import MediaError
from peanut_studio.model.picture import Frame

NOTE = "enlarged.json"
AHEAD = "ahead"
"""What goes along in time; see `EnlargedFolder.keep_carried`."""


class EnlargedFolder:
    """PNG files named '<frame>.png' and a note about them. Each is there as soon as it is saved, so work can go on;
    '<way>-<frame>.npz' is what it then goes on with.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            told = json.loads((path / NOTE).read_text(encoding="utf-8"))
            self.footage = Path(told["footage"])
            self.frame_rate = Fraction(told["frame_rate"]) if told["frame_rate"] else None
            self.span = Span(*told["span"])
            self.size: tuple[int, int] = (int(told["size"][0]), int(told["size"][1]))
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            raise MediaError(f"{path} holds no enlarged clip of this program, or it is damaged.") from error

    @staticmethod
    def is_at(path: Path) -> bool:
        """Whether a folder is one of these."""
        return (path / NOTE).is_file()

    @classmethod
    def begin(
        cls, path: Path, footage: Path, frame_rate: Fraction | None, span: Span, size: tuple[int, int]
    ) -> EnlargedFolder:
        """One for frames of `span` at width and height `size`; pictures that lie there stay. Raises MediaError."""
        told = {
            "footage": str(footage.absolute()),
            "frame_rate": str(frame_rate) if frame_rate else None,
            "span": [span.start, span.stop],
            "size": list(size),
        }
        try:
            path.mkdir(parents=True, exist_ok=True)
            (path / NOTE).write_text(json.dumps(told), encoding="utf-8")
        except OSError as error:
            raise MediaError(f"{path} cannot be written ({error.strerror or error}).") from error
        return cls(path)

    def has(self, frame: int) -> bool:
        """Whether the frame's picture is there."""
        return self._file(frame).is_file()

    def save(self, frame: int, picture: Frame) -> None:
        """Keep a frame's picture. Raises MediaError."""
        target = self._file(frame)
        part = target.with_suffix(".part")
        try:
            write_png(part, picture)
            part.replace(target)
        except OSError as error:
            raise MediaError(f"{target} cannot be written ({error.strerror or error}).") from error

    def load(self, frame: int) -> Frame | None:
        """A frame's picture, None where it has not been made. Raises MediaError for a damaged one."""
        if not self.has(frame):
            return None
        image = read_image(self._file(frame))
        if image.ndim != 3 or (image.shape[1], image.shape[0]) != self.size:
            raise MediaError(f"{self._file(frame)} is damaged; delete it, and enlarge again.")
        return cast(Frame, np.ascontiguousarray(image[..., ::-1]))

    def keep_carried(self, frame: int, arrays: Mapping[str, npt.NDArray[Any]], way: str = AHEAD) -> None:
        """Keep what is taken along to a frame, one `way` or another, to go on with. Raises MediaError."""
        target = self._carried(frame, way)
        part = target.with_suffix(".part")
        try:
            with part.open("wb") as file:
                np.savez(file, **arrays)  # type: ignore[arg-type]
            part.replace(target)
        except OSError as error:
            raise MediaError(f"{target} cannot be written ({error.strerror or error}).") from error

    def has_carried(self, frame: int, way: str = AHEAD) -> bool:
        """Whether something was taken along to a frame and is kept."""
        return self._carried(frame, way).is_file()

    def carried(self, frame: int, way: str = AHEAD) -> dict[str, npt.NDArray[Any]] | None:
        """What was taken along to a frame; None where nothing was kept, or it is damaged."""
        try:
            with self._carried(frame, way).open("rb") as file, np.load(file, allow_pickle=False) as kept:
                return dict(kept)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
            return None

    def forget_carried(self, way: str, frames: Container[int] | None = None) -> None:
        """Let go of what was taken along one way to some frames, or to all. What cannot be removed stays."""
        for file in self.path.glob(f"{way}-*.npz"):
            number = file.stem.partition("-")[2]
            if frames is None or (number.isdecimal() and int(number) in frames):
                with contextlib.suppress(OSError):
                    file.unlink()

    def _file(self, frame: int) -> Path:
        return self.path / f"{frame}.png"

    def _carried(self, frame: int, way: str) -> Path:
        return self.path / f"{way}-{frame}.npz"


class EnlargedSource(DerivedSource):
    """The enlarged frames as a `Source`, with the footage's times and tracks. What is not made yet is interpolated."""

    def __init__(self, under: Source, folder: EnlargedFolder) -> None:
        clip = under.clip
        super().__init__(under, folder.span.start)
        self._folder = folder
        self.layout = Layout("rgb", 8 if under.layout.bits == 8 else 16)
        self.orientation = Orientation()
        self.clip = replace(
            clip,
            width=folder.size[0],
            height=folder.size[1],
            timestamps=clip.timestamps[folder.span.start : folder.span.stop],
            rotation=0,
            bit_depth=self.layout.bits,
            pixel_format=self.layout.name,
            colour=replace(clip.colour, matrix=0, full_range=True),
        )
        self.last_duration = under.last_duration
        if folder.span.stop < len(clip.timestamps):
            self.last_duration = clip.timestamps[folder.span.stop] - clip.timestamps[folder.span.stop - 1]

    def planes(self, index: int) -> Planes:
        """The samples of an enlarged frame."""
        if not 0 <= index < self.clip.frame_count:
            raise IndexError(index)
        picture = self._folder.load(index + self._first)
        if picture is None:
            stored = rgb_of(self._under.planes(index + self._first), self._under.clip.colour)
            upright = self._under.orientation.upright(stored)
            picture = cast(Frame, cv2.resize(upright, self._folder.size, interpolation=cv2.INTER_CUBIC))
        channels = tuple(cast(Plane, np.ascontiguousarray(picture[..., number])) for number in range(3))
        return Planes(self.layout, channels)

    def decodes_from(self, index: int) -> int:
        """Every picture stands alone."""
        return index

    def reopen(self) -> EnlargedSource:
        """The same through handles of its own."""
        return EnlargedSource(self._under.reopen(), EnlargedFolder(self._folder.path))
