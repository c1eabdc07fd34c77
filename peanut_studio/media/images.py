"""A numbered series of pictures as footage."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from peanut_studio.media.image_size import image_size
from peanut_studio.media.orientation import Orientation
from peanut_studio.media.pixel_format import Layout
from peanut_studio.media.planes import Plane, Planes
from peanut_studio.model.clip import Clip, ColourTags
from peanut_studio.model.errors import InputError, MediaError

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp", ".jp2", ".ppm", ".pgm"})
_DEFAULT_RATE = Fraction(25)
_NUMBER = re.compile(r"%0?(\d*)d")


def natural_key(path: Path) -> list[tuple[int, int, str]]:
    """Sorts names as people do: numbers inside them by value."""
    parts = re.split(r"(\d+)", path.name)
    return [(0, int(part), "") if part.isdigit() and part.isascii() else (1, 0, part.lower()) for part in parts]


def is_series(path: Path) -> bool:
    """Whether `path` names pictures: a folder, a pattern such as img_%05d.png, or one picture."""
    return path.is_dir() or bool(_NUMBER.search(path.name)) or path.suffix.lower() in SUFFIXES


def find_images(path: Path) -> list[Path]:
    """The pictures of a folder or a pattern, in natural order. Raises InputError when there are none."""
    pattern = _NUMBER.search(path.name)
    if path.is_dir():
        files = [file for file in path.iterdir() if file.suffix.lower() in SUFFIXES and not file.name.startswith(".")]
        if not files:
            raise InputError(f"The folder {path} holds no pictures; PNG, JPEG, TIFF, BMP and WebP can be read.")
    elif pattern and not path.exists():
        digits = f"\\d{{{pattern[1]},}}" if pattern[1] else "\\d+"
        wanted = re.compile(re.escape(path.name[: pattern.start()]) + digits + re.escape(path.name[pattern.end() :]))
        folder = path.parent
        files = [file for file in folder.iterdir() if wanted.fullmatch(file.name)] if folder.is_dir() else []
        if not files:
            raise InputError(f"No file in {folder} fits the pattern {path.name}.")
    elif path.is_file():
        files = [path]
    else:
        raise InputError(f"There is no file or folder {path}; check the name.")
    return sorted(files, key=natural_key)


def read_image(path: Path) -> Plane:
    """A picture's samples, (H, W) or (H, W, 3 or 4) in the order B, G, R, A. Raises MediaError."""
    try:
        data = np.fromfile(path, np.uint8)
    except OSError as error:
        raise MediaError(f"{path} cannot be read: {error.strerror or error}.") from error
    image = cv2.imdecode(data, cv2.IMREAD_UNCHANGED) if data.size else None
    if image is None:
        raise MediaError(f"{path} is not a picture that can be read, or it is damaged.")
    if image.dtype not in (np.uint8, np.uint16):
        raise MediaError(f"{path} holds {image.dtype} samples; save it with 8 or 16 bits a channel.")
    return cast(Plane, image)


def open_images(path: Path, frame_rate: Fraction | None = None) -> ImageSeries:
    """A folder, a pattern or a single picture as footage of `frame_rate` (25 when None). Raises as `ImageSeries`."""
    files = find_images(path)
    first = read_image(files[0])
    _check_sizes(files)
    rate = _DEFAULT_RATE if frame_rate is None else frame_rate
    if rate <= 0:
        raise InputError(f"{rate} is no frame rate; give a number above 0.")
    channels = 1 if first.ndim == 2 else first.shape[2]
    layout = Layout("gray" if channels == 1 else "rgb", 8 * first.dtype.itemsize, alpha=channels == 4)
    clip = Clip(
        path=path,
        width=first.shape[1],
        height=first.shape[0],
        timestamps=tuple(range(len(files))),
        time_base=1 / rate,
        frame_rate=rate,
        codec=files[0].suffix.lower().lstrip("."),
        pixel_format=layout.name,
        bit_depth=layout.bits,
        colour=ColourTags(matrix=0 if channels > 1 else 2, primaries=1, transfer=13, full_range=True),
    )
    return ImageSeries(files, layout, clip)


class ImageSeries:
    """Pictures as a `Source`; each file is a frame."""

    def __init__(self, files: list[Path], layout: Layout, clip: Clip) -> None:
        self.files, self.layout, self.clip = files, layout, clip
        self.orientation = Orientation()
        self.last_duration = 1
        self.warnings_on_writing: tuple[str, ...] = ()
        self.tracks_from: Path | None = None
        self._concealed: set[int] = set()
        self._last: tuple[int, Planes] | None = None

    def reopen(self) -> ImageSeries:
        """The same pictures."""
        again = ImageSeries(self.files, self.layout, self.clip)
        again._concealed = self._concealed
        return again

    @property
    def concealed(self) -> frozenset[int]:
        return frozenset(self._concealed)

    @property
    def resized(self) -> Mapping[int, tuple[int, int]]:
        return {}

    def name_of(self, index: int) -> str:
        """The file's own name."""
        return self.files[index].stem

    def close(self) -> None:
        """Nothing is held open."""
        self._last = None

    def decodes_from(self, index: int) -> int:
        """Every picture stands alone."""
        return index

    def planes(self, index: int) -> Planes:
        """The samples of picture `index`; a damaged picture repeats the last good one before it.

        Raises IndexError, or MediaError when no picture up to `index` can be read or one does not fit the first.
        """
        if not 0 <= index < len(self.files):
            raise IndexError(index)
        if self._last is None or self._last[0] != index:
            self._last = index, self._read(index)
        return self._last[1]

    def _read(self, index: int) -> Planes:
        for earlier in range(index, -1, -1):
            try:
                image = read_image(self.files[earlier])
            except MediaError:
                self._concealed.add(earlier)
                continue
            return self._fitted(image, self.files[earlier])
        raise MediaError(f"{self.files[index]} cannot be read, nor any picture before it.")

    def _fitted(self, image: Plane, path: Path) -> Planes:
        clip, layout = self.clip, self.layout
        if image.shape[:2] != (clip.height, clip.width):
            raise MediaError(
                f"{path} is {image.shape[1]}x{image.shape[0]}, the first picture {clip.width}x{clip.height}; "
                "all must be of one size."
            )
        if 8 * image.dtype.itemsize != layout.bits or (layout.family == "gray" and image.ndim == 3):
            raise MediaError(f"{path} is not of the same kind as the first picture (depth or colour); convert them.")
        channels = [image] * 3 if image.ndim == 2 else [image[..., n] for n in (2, 1, 0)]
        if layout.family == "gray":
            channels = channels[:1]
        if layout.alpha:
            has_alpha = image.ndim == 3 and image.shape[2] == 4
            channels.append(image[..., 3] if has_alpha else np.full(image.shape[:2], layout.peak, image.dtype))
        arrays: list[Plane] = [cast(Plane, np.ascontiguousarray(channel)) for channel in channels]
        return Planes(layout, tuple(arrays))


def _check_sizes(files: list[Path]) -> None:
    known = [(file, size) for file in files if (size := image_size(file)) is not None]
    for file, size in known:
        first, first_size = known[0]
        if size != first_size:
            raise InputError(
                f"{file} is {size[0]}x{size[1]} but {first.name} is {first_size[0]}x{first_size[1]}; "
                "all pictures must be of one size."
            )
