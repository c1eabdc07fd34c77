"""Masks from files and into files."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from peanut_studio.media.exr_layers import write_layers
from peanut_studio.media.images import find_images, is_series, read_image
from peanut_studio.media.object_masks import OBJECT_FORMATS, ObjectMasks, annotations_of, write_object_masks
from peanut_studio.media.pictures import write_png
from peanut_studio.media.planes import Plane
from peanut_studio.media.reader import open_clip
from peanut_studio.media.unfinished import begin_file, begin_folder, discard, publish
from peanut_studio.model.clip import Span
from peanut_studio.model.coco_runs import parse_runs
from peanut_studio.model.errors import InputError, MediaError
from peanut_studio.model.picture import Mask, Masks, SoftMask
from peanut_studio.model.run_length import Counts, decode_runs, encode_runs

FOLDERS = ("png", *OBJECT_FORMATS)
FORMATS = (*FOLDERS, "coco-rle", "npz")
SOFT_FORMATS = ("png", "exr")
"""Formats that hold how much of a pixel is the object."""

_LOSSY = frozenset({".jpg", ".jpeg", ".webp"})
_HALF = 128


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

    `path` is a folder of pictures in which anything but black is the object (of JPEG, what is brighter than half),
    a video (brighter than half), or a file of `write_masks`. There must be a mask for each frame of the clip, or of
    `span`, or one for all. Raises InputError for another size or count, and for masks that are all empty or all full.
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

    "png": a folder of 0/255 pictures; "coco-rle": a JSON file of run lengths as in COCO; "npz": a NumPy file of run
    lengths; others: see `write_objects`, the object being 1. All appear when complete. Raises InputError.
    """
    if mask_format not in FORMATS:
        raise InputError(f"There is no mask format '{mask_format}'; known: {', '.join(FORMATS)}.")
    checked = _checked(masks, size, frame_count)
    if mask_format in OBJECT_FORMATS:
        write_objects(target, ((frame, {1: mask}) for frame, mask in checked), mask_format, size, frame_count)
    elif mask_format in FOLDERS:
        _write_folder(target, checked, size, frame_count)
    else:
        _write_runs(target, checked, mask_format, size, frame_count)


def write_objects(
    target: Path,
    masks: Iterable[tuple[int, ObjectMasks]],
    mask_format: str,
    size: tuple[int, int],
    frame_count: int,
    name: str = "clip",
) -> None:
    """Write the masks (frame, object -> bool (H, W)) of a clip of that `name`, each object by itself; frames that are
    not given are empty. The format is one of OBJECT_FORMATS. It appears when complete. Raises InputError.
    """

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
    if path.suffix.lower() in (".json", ".npz"):
        runs, stored_size = _load_json(path) if path.suffix.lower() == ".json" else _load_npz(path)
        _check_size(path, stored_size, size)
        return len(runs), lambda place: decode_runs(runs[place], size)
    if is_series(path):
        files = find_images(annotations_of(path))
        return len(files), lambda place: _mask_of_image(files[place], size)
    reader = open_clip(path)
    _check_size(path, reader.size, size)
    half = _HALF if reader.clip.bit_depth == 8 else _HALF * 257
    return len(reader), lambda place: np.asarray(reader[place].max(axis=2) >= half)


def read_mask(path: Path) -> Mask:
    """One picture as a mask, as `read_masks` reads it. Raises InputError where there is none."""
    try:
        return _mask_of(path, read_image(path))
    except MediaError as error:
        raise InputError(str(error)) from error


def _mask_of_image(path: Path, size: tuple[int, int]) -> Mask:
    image = read_image(path)
    _check_size(path, (image.shape[1], image.shape[0]), size)
    return _mask_of(path, image)


def _mask_of(path: Path, image: Plane) -> Mask:
    least = 1 if path.suffix.lower() not in _LOSSY else _HALF * (1 if image.dtype == np.uint8 else 257)
    colours = image if image.ndim == 2 else image[..., :3].max(axis=2)
    mask: Mask = colours >= least
    return mask & (image[..., 3] > 0) if image.ndim == 3 and image.shape[2] == 4 else mask


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


def _write_runs(
    target: Path, masks: Iterator[tuple[int, Mask]], mask_format: str, size: tuple[int, int], frame_count: int
) -> None:
    width, height = size
    none = np.array([width * height], np.uint32)
    given = {frame: encode_runs(mask) for frame, mask in masks}
    runs = [given.get(frame, none) for frame in range(frame_count)]
    with _published(target, begin_file) as part:
        if mask_format == "npz":
            lengths = np.array([len(counts) for counts in runs], np.uint32)
            with part.open("wb") as file:
                np.savez_compressed(file, size=np.array(size), lengths=lengths, counts=np.concatenate(runs))
        else:
            entries = [
                {"image_id": frame, "category_id": 1, "segmentation": {"size": [height, width], "counts": run.tolist()}}
                for frame, run in enumerate(runs)
            ]
            part.write_text(json.dumps({"annotations": entries}), encoding="utf-8")


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


def _load_npz(path: Path) -> tuple[list[Counts], tuple[int, int]]:
    try:
        with np.load(path, allow_pickle=False) as data:
            width, height = (int(side) for side in data["size"])
            ends = np.cumsum(data["lengths"])
            return np.split(data["counts"].astype(np.uint32), ends[:-1]), (width, height)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise InputError(f"{path} is not a file of masks that this program wrote, or it is damaged.") from error


def _load_json(path: Path) -> tuple[list[Counts], tuple[int, int]]:
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["annotations"]
        ordered = sorted(entries, key=lambda entry: int(entry["image_id"]))
        height, width = (int(side) for side in ordered[0]["segmentation"]["size"])
        runs = [_counts(entry["segmentation"]["counts"]) for entry in ordered]
    except (OSError, KeyError, IndexError, TypeError, ValueError) as error:
        raise InputError(f"{path} is not a file of COCO run lengths, or it is damaged.") from error
    return runs, (width, height)


def _counts(told: str | list[int]) -> Counts:
    """Run lengths as COCO writes them: pressed into text, or plain."""
    return parse_runs(told) if isinstance(told, str) else np.array(told, np.uint32)
