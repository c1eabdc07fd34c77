"""Masks from files and into files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from peanut_studio.media.alpha import film_masks, is_drawn, least_of, opaque_of, peak_of
from peanut_studio.media.exr_layers import write_layers
from peanut_studio.media.images import find_images, is_series, read_image
from peanut_studio.media.object_masks import (
    OBJECT_FORMATS,
    ObjectMasks,
    annotations_of,
    layered_files,
    open_layered,
    write_object_masks,
)
from peanut_studio.media.pictures import write_png
from peanut_studio.media.planes import Plane
from peanut_studio.media.reader import open_clip
from peanut_studio.media.run_files import SUFFIXES, read_run_file, write_coco, write_npz
from peanut_studio.media.unfinished import begin_file, begin_folder, discard, publish
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError, MediaError
from peanut_studio.model.picture import Mask, Masks, SoftMask

FOLDERS = ("png", *OBJECT_FORMATS)
FORMATS = (*FOLDERS, "coco-rle", "npz")
APART = (*OBJECT_FORMATS, "coco-rle")
"""Formats in which objects keep their numbers."""
SOFT_FORMATS = ("png", "exr")
"""Formats that hold how much of a pixel is the object."""

_LOSSY = frozenset({".jpg", ".jpeg", ".webp"})


class FileMasks:
    """Masks read one at a time by `read(n)`; frame -> n by `places`, frames without a place are empty."""

    def __init__(self, read: Callable[[int], Mask], places: dict[int, int], frame_count: int, size: tuple[int, int]):
        self._read, self._places, self._frame_count, self.size = read, places, frame_count, size

    def __len__(self) -> int:
        return self._frame_count

    def __getitem__(self, index: int, /) -> Mask:
        if not 0 <= index < self._frame_count:
            raise IndexError(index)
        place = self._places.get(index)
        if place is None:
            return np.zeros((self.size[1], self.size[0]), np.bool_)
        return self._read(place)


def read_masks(path: Path, frame_count: int, size: tuple[int, int], span: Span | None = None) -> Masks:
    """The masks of a clip of `frame_count` frames of width and height `size`, read lazily.

    `path` is a folder of pictures in which anything but black is the object (of JPEG, what is brighter than half), a
    video (brighter than half), a folder of OpenEXR layers (all of them), a file of `write_masks` or of `run_files`.
    Where pictures or a video are transparent somewhere, what is opaque is the object. There must be a mask for each
    frame of the clip, or of `span`, or one for all. Raises InputError for another size or count, and for masks that are
    all empty or all full.
    """
    if not path.exists() and "%" not in path.name:
        raise InputError(f"There are no masks at {path}; check the name.")
    try:
        count, read = _open(path, size)
    except MediaError as error:
        raise InputError(str(error)) from error
    if count == frame_count:
        places = {frame: frame for frame in range(frame_count)}
    elif count == 1:
        places = dict.fromkeys(range(frame_count), 0)
    elif span is not None and count == len(span):
        places = {frame: frame - span.start for frame in range(span.start, span.stop)}
    else:
        ranged = f", {len(span)} of them in the range" if span is not None and len(span) != frame_count else ""
        raise InputError(
            f"There are {count} masks in {path} for a clip of {frame_count} frames{ranged}; give one for each frame, "
            "or one for all."
        )
    try:
        _check_content(path, read, count)
    except MediaError as error:
        raise InputError(str(error)) from error
    return FileMasks(read, places, frame_count, size)


def write_masks(
    target: Path, masks: Iterable[tuple[int, Mask]], mask_format: str, *, size: tuple[int, int], frame_count: int
) -> None:
    """Write the masks (frame, bool (H, W)) of a clip; frames that are not given are empty.

    "png": a folder of 0/255 pictures; "npz": a NumPy file of run lengths; others: see `write_objects`, the object
    being 1. All appear when complete. Raises InputError.
    """
    if mask_format not in FORMATS:
        raise InputError(f"There is no mask format '{mask_format}'; known: {', '.join(FORMATS)}.")
    checked = _checked(masks, size, frame_count)
    if mask_format in APART:
        write_objects(target, ((frame, {1: mask}) for frame, mask in checked), mask_format, size, frame_count)
    elif mask_format in FOLDERS:
        _write_folder(target, checked, size, frame_count)
    else:
        with _published(target, begin_file) as part:
            write_npz(part, checked, size, frame_count)


def write_objects(
    target: Path,
    masks: Iterable[tuple[int, ObjectMasks]],
    mask_format: str,
    size: tuple[int, int],
    frame_count: int,
    name: str = "clip",
) -> None:
    """Write the masks (frame, object -> bool (H, W)) of a clip of that `name`, each object by itself; frames that are
    not given are empty. The format is one of APART: "coco-rle" is a JSON file of run lengths as in COCO, others are
    folders. It appears when complete. Raises InputError.
    """
    if mask_format == "coco-rle":
        with _published(target, begin_file) as part:
            write_coco(part, masks, size, frame_count)
        return

    def all_frames() -> Iterator[tuple[int, ObjectMasks]]:
        seen: set[int] = set()
        known: set[int] = {1}
        for frame, objects in masks:
            seen.add(frame)
            known = set(objects)
            yield frame, objects
        empty = np.zeros((size[1], size[0]), np.bool_)
        for frame in range(frame_count):
            if frame not in seen:
                yield frame, dict.fromkeys(known, empty)

    with _published(target, begin_folder) as part:
        write_object_masks(part, all_frames(), mask_format, size, name)


def write_soft(
    target: Path, alphas: Iterable[tuple[int, Mapping[int, SoftMask]]], mask_format: str, size: tuple[int, int]
) -> None:
    """Write how much of each pixel objects are (frame, object -> float32 (H, W) in [0, 1]) of all frames of a clip.

    "png": a folder of 16 bit greys, all objects in one; "exr": a layer `object_N` for each. It appears when complete.
    Raises InputError.
    """
    if mask_format not in SOFT_FORMATS:
        raise ValueError(f"{mask_format} holds no greys")
    with _published(target, begin_folder) as part:
        for frame, layers in alphas:
            if mask_format == "exr":
                write_layers(part / f"{frame:05d}.exr", {f"object_{name}": layer for name, layer in layers.items()})
                continue
            whole = np.maximum.reduce([np.zeros((size[1], size[0]), np.float32), *layers.values()])
            write_png(part / f"{frame:05d}.png", np.rint(whole * np.float32(65535)).astype(np.uint16))


def _open(path: Path, size: tuple[int, int]) -> tuple[int, Callable[[int], Mask]]:
    if path.suffix.lower() in SUFFIXES:
        file = read_run_file(path)
        _check_size(path, file.size, size)
        return len(file.frames), file.mask
    if layered := layered_files(path):
        read_objects = open_layered(layered)
        return len(layered), lambda place: _fitting(layered[place], _joined(read_objects(place)), size)
    if is_series(path):
        files = find_images(annotations_of(path))
        read = _reader_of(files)
        return len(files), lambda place: _fitting(files[place], read(place), size)
    reader = open_clip(path)
    _check_size(path, reader.size, size)
    return len(reader), film_masks(reader, path)


def read_mask(path: Path) -> Mask:
    """One picture as a mask, as `read_masks` reads it. Raises InputError where there is none."""
    try:
        return _reader_of([path])(0)
    except MediaError as error:
        raise InputError(str(error)) from error


def _reader_of(files: list[Path]) -> Callable[[int], Mask]:
    """What reads the mask of picture n: its alpha where any of them is transparent, unless it is a mask that is drawn
    in black and white and has erased parts; else all that is not black.
    """

    def coloured(place: int) -> Mask:
        return _coloured(files[place], read_image(files[place]))

    def opaque(place: int) -> Mask:
        return opaque_of(read_image(files[place]))

    first = read_image(files[0])
    if first.ndim == 2 or first.shape[2] < 4:
        return coloured
    for file in files:
        image = read_image(file)
        if not opaque_of(image).all():
            return coloured if is_drawn(image) else opaque
    return coloured


def _joined(objects: Mapping[str, Mask]) -> Mask:
    return np.asarray(np.logical_or.reduce(list(objects.values())), np.bool_)


def _fitting(path: Path, mask: Mask, size: tuple[int, int]) -> Mask:
    _check_size(path, (mask.shape[1], mask.shape[0]), size)
    return mask


def _coloured(path: Path, image: Plane) -> Mask:
    least = least_of(peak_of(image)) if path.suffix.lower() in _LOSSY else 1
    colours = image if image.ndim == 2 else image[..., :3].max(axis=2)
    return np.asarray(colours >= least) & opaque_of(image)


def _check_size(path: Path, found: tuple[int, int], size: tuple[int, int]) -> None:
    if found != size:
        raise InputError(
            f"The mask {path} is {found[0]}x{found[1]}, the clip is {size[0]}x{size[1]}; they must be of one size."
        )


def _check_content(path: Path, read: Callable[[int], Mask], count: int) -> None:
    """Reads on only until one mask is seen that is neither empty nor full."""
    any_inside = any_outside = False
    for place in range(count):
        mask = read(place)
        any_inside, any_outside = any_inside or bool(mask.any()), any_outside or not mask.all()
        if any_inside and any_outside:
            return
    if not any_inside:
        raise InputError(f"The masks in {path} are all empty, so there is nothing to remove.")
    raise InputError(f"The masks in {path} cover the whole picture, so nothing is left to fill it from.")


def _checked(masks: Iterable[tuple[int, Mask]], size: tuple[int, int], frame_count: int) -> Iterator[tuple[int, Mask]]:
    for frame, mask in masks:
        if not 0 <= frame < frame_count:
            raise ValueError(f"frame {frame} of a clip of {frame_count} frames")
        if mask.shape != (size[1], size[0]):
            raise ValueError(f"a mask of {mask.shape[1]}x{mask.shape[0]} in a clip of {size[0]}x{size[1]}")
        yield frame, mask


def _write_folder(target: Path, masks: Iterator[tuple[int, Mask]], size: tuple[int, int], frame_count: int) -> None:
    with _published(target, begin_folder) as part:
        seen: set[int] = set()
        empty = np.zeros((size[1], size[0]), np.bool_)

        def write(frame: int, mask: Mask) -> None:
            write_png(part / f"{frame:05d}.png", mask.astype(np.uint8) * np.uint8(255))

        for frame, mask in masks:
            write(frame, mask)
            seen.add(frame)
        for frame in range(frame_count):
            if frame not in seen:
                write(frame, empty)


@contextmanager
def _published(target: Path, begin: Callable[[Path], Path]) -> Iterator[Path]:
    if not target.parent.is_dir():
        raise InputError(f"There is no folder {target.parent}; make it first.")
    part: Path | None = None
    try:
        part = begin(target)
        yield part
        publish(part, target)
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror or error}.") from error
    finally:
        if part is not None:
            discard(part)
