"""Files that hold the masks of a whole clip: COCO's run lengths in JSON, and NumPy's NPZ."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from peanut_studio.model.coco_runs import parse_runs
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Mask
from peanut_studio.model.run_length import Counts, area_of_runs, decode_runs, encode_runs

SUFFIXES = frozenset({".json", ".npz"})
_MOST_PIXELS = 1 << 28

Runs = Mapping[str, tuple[Counts, ...]]
"""Object -> the run lengths of its parts in a frame; the only one of a file that names none is ''."""


@dataclass(frozen=True, eq=False)
class RunFile:
    """The masks of a clip's frames, of width and height `size`, each object's by itself."""

    size: tuple[int, int]
    frames: tuple[Runs, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The objects in the order in which they come."""
        return tuple(dict.fromkeys(name for frame in self.frames for name in frame))

    def mask(self, place: int) -> Mask:
        """All objects of a frame in one, bool (H, W)."""
        return self._joined([part for parts in self.frames[place].values() for part in parts])

    def objects(self, place: int) -> dict[str, Mask]:
        """The masks bool (H, W) of every object in a frame, empty where it has none."""
        return {name: self._joined(self.frames[place].get(name, ())) for name in self.names}

    def _joined(self, parts: Iterable[Counts]) -> Mask:
        whole: Mask = np.zeros((self.size[1], self.size[0]), np.bool_)
        for part in parts:
            whole |= decode_runs(part, self.size)
        return whole


def read_run_file(path: Path) -> RunFile:
    """A JSON file as COCO has it, or an NPZ file: of this program, or with an array `masks` of (T, H, W) or, with the
    objects apart, (T, N, H, W). Raises InputError.
    """
    found = _load_json(path) if path.suffix.lower() == ".json" else _load_npz(path)
    width, height = found.size
    if not (width > 0 and height > 0 and width * height <= _MOST_PIXELS and found.frames):
        raise InputError(f"{path} holds no masks, or such of no usable size ({width}x{height}).")
    for frame in found.frames:
        for part in (part for parts in frame.values() for part in parts):
            if int(part.sum(dtype=np.int64)) != width * height:
                raise InputError(f"{path} has run lengths that do not fill its masks of {width}x{height}.")
    return found


def write_coco(
    path: Path, masks: Iterable[tuple[int, Mapping[int, Mask]]], size: tuple[int, int], frame_count: int
) -> None:
    """Masks (frame, object -> bool (H, W)) as COCO has them: an annotation for each object in each frame, which tells
    the object's number as `track_id`; empty ones where none are given. Raises OSError.
    """
    width, height = size
    given: dict[tuple[int, int], tuple[Counts, list[int]]] = {}
    for frame, objects in masks:
        given.update({(frame, number): (encode_runs(mask), _box(mask)) for number, mask in objects.items()})
    numbers = sorted({number for _, number in given} or {1})
    nothing = np.array([width * height], np.uint32), [0, 0, 0, 0]
    entries: list[dict[str, Any]] = []
    for frame in range(frame_count):
        for number in numbers:
            runs, box = given.get((frame, number), nothing)
            entry: dict[str, Any] = {
                "id": len(entries) + 1,
                "image_id": frame,
                "category_id": 1,
                "track_id": number,
                "iscrowd": 0,
            }
            entry |= {"segmentation": {"size": [height, width], "counts": runs.tolist()}}
            entries.append(entry | {"area": area_of_runs(runs), "bbox": box})
    images = [{"id": n, "width": width, "height": height, "file_name": f"{n:05d}.png"} for n in range(frame_count)]
    told = {"images": images, "categories": [{"id": 1, "name": "Object"}], "annotations": entries}
    path.write_text(json.dumps(told), encoding="utf-8")


def write_npz(path: Path, masks: Iterable[tuple[int, Mask]], size: tuple[int, int], frame_count: int) -> None:
    """Masks (frame, bool (H, W)) as arrays of run lengths; frames that are not given are empty. Raises OSError."""
    none = np.array([size[0] * size[1]], np.uint32)
    given = {frame: encode_runs(mask) for frame, mask in masks}
    runs = [given.get(frame, none) for frame in range(frame_count)]
    lengths = np.array([len(counts) for counts in runs], np.uint32)
    with path.open("wb") as file:
        np.savez_compressed(file, size=np.array(size), lengths=lengths, counts=np.concatenate(runs))


def _box(mask: Mask) -> list[int]:
    """Left, top, width and height of what a mask (H, W) holds."""
    if not mask.any():
        return [0, 0, 0, 0]
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    return [int(columns[0]), int(rows[0]), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1]


def _load_npz(path: Path) -> RunFile:
    try:
        with np.load(path, allow_pickle=False) as data:
            if {"size", "lengths", "counts"} <= set(data.files):
                width, height = (int(side) for side in data["size"])
                ends = np.cumsum(data["lengths"])
                if ends.size == 0 or int(ends[-1]) != data["counts"].size:
                    raise ValueError("lengths")
                runs = np.split(data["counts"].astype(np.uint32), ends[:-1])
                return RunFile((width, height), tuple({"": (counts,)} for counts in runs))
            name = "masks" if "masks" in data.files else data.files[0] if len(data.files) == 1 else None
            if name is None:
                raise InputError(f"{path} has no array called 'masks'.")
            array = data[name]
    except (OSError, KeyError, TypeError, ValueError, EOFError, OverflowError, zipfile.BadZipFile) as error:
        raise InputError(f"{path} is not a file of masks, only of numbers, or it is damaged.") from error
    except MemoryError as error:
        raise InputError(f"The masks in {path} do not fit in memory; give a folder of PNG.") from error
    return _of_array(path, array)


def _of_array(path: Path, array: npt.NDArray[Any]) -> RunFile:
    """The masks of an array (H, W), (T, H, W) or (T, N, H, W): not 0, or of fractions at least a half."""
    if array.dtype.kind not in "buif" or not 2 <= array.ndim <= 4:
        shape = " x ".join(str(side) for side in array.shape)
        raise InputError(
            f"The masks in {path} are {array.dtype} of {shape}; numbers are read of frames x height x width, or of "
            "frames x objects x height x width."
        )
    if array.size == 0:
        raise InputError(f"{path} holds no masks.")
    frames = array[None] if array.ndim == 2 else array

    def runs(plane: npt.NDArray[Any]) -> tuple[Counts, ...]:
        return (encode_runs(plane >= 0.5 if plane.dtype.kind == "f" else plane != 0),)

    size = (int(array.shape[-1]), int(array.shape[-2]))
    if array.ndim < 4:
        return RunFile(size, tuple({"": runs(frame)} for frame in frames))
    return RunFile(size, tuple({f"Object {n}": runs(one) for n, one in enumerate(frame, 1)} for frame in frames))


def _load_json(path: Path) -> RunFile:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        entries = told["annotations"]
        if any(isinstance(entry["segmentation"], list) for entry in entries):
            raise InputError(f"{path} holds outlines (polygons), not masks; save it with run lengths (RLE).")
        places = _places(told)
        sizes = {tuple(int(side) for side in entry["segmentation"]["size"]) for entry in entries}
        sizes = sizes or {(int(image["height"]), int(image["width"])) for image in told["images"]}
        if len(sizes) != 1:
            raise InputError(f"{path} holds masks of {len(sizes)} sizes; all must be of one.")
        ((height, width),) = sizes
        frames: list[dict[str, tuple[Counts, ...]]] = [{} for _ in range(max(places.values()) + 1)]
        for name, entry in zip(_names(told), entries, strict=True):
            frame = frames[places[entry["image_id"]]]
            frame[name] = (*frame.get(name, ()), _counts(entry["segmentation"]["counts"]))
    except (OSError, KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
        raise InputError(f"{path} is not a file of COCO run lengths, or it is damaged.") from error
    return RunFile((width, height), tuple(frames))


def _places(told: dict[str, Any]) -> dict[int, int]:
    """Image -> frame: in the order of the images where they are listed, else in that of their numbers."""
    listed = [image["id"] for image in told.get("images") or ()]
    return {image: n for n, image in enumerate(listed or sorted({one["image_id"] for one in told["annotations"]}))}


def _names(told: dict[str, Any]) -> list[str]:
    """What the object of each annotation is called: by its track, else by its category, else not at all."""
    entries = told["annotations"]
    known = {category["id"]: str(category["name"]) for category in told.get("categories") or ()}
    tracks = [_track(entry) for entry in entries]
    kinds = [entry.get("category_id") for entry in entries]
    if any(track is not None for track in tracks):
        called = [known.get(kind, "Object") for kind in kinds]
        return [name if track is None else f"{name} {track}" for name, track in zip(called, tracks, strict=True)]
    if known or len(set(kinds)) > 1:
        return [known.get(kind, f"Object {kind}") for kind in kinds]
    return [""] * len(entries)


def _track(entry: dict[str, Any]) -> object:
    """The number that an object keeps from frame to frame, None where it has none."""
    for place in (entry, entry.get("attributes") or {}):
        for key in ("track_id", "instance_id"):
            if place.get(key) is not None:
                return place[key]
    return None


def _counts(told: str | list[int]) -> Counts:
    """Run lengths as COCO writes them: pressed into text, or plain."""
    return parse_runs(told) if isinstance(told, str) else np.array(told, np.uint32)
