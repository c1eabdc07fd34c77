"""Masks of several objects into files that keep them apart, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np

from peanut_studio.media.alpha import HALF, is_cut_out
from peanut_studio.media.exr_layers import read_layers, write_layers
from peanut_studio.media.images import find_images, natural_key
from peanut_studio.media.indexed_png import read_numbers, write_indexed_png
from peanut_studio.media.run_files import SUFFIXES, read_run_file
from peanut_studio.model.errors import InputError, MediaError
from peanut_studio.model.picture import Mask

OBJECT_FORMATS = ("davis", "youtube-vos", "exr")
"""Folders of pictures in which objects keep their numbers."""

MOST = 255
_COLOURS = frozenset("RGBAYZ")
"""Channels of a picture that is not in layers."""
ANNOTATIONS, META = "Annotations", "meta.json"

ObjectMasks = Mapping[int, Mask]


def write_object_masks(
    folder: Path, masks: Iterable[tuple[int, ObjectMasks]], mask_format: str, size: tuple[int, int], name: str
) -> None:
    """Write the masks of frames (frame, object -> bool (H, W)) into an empty folder.

    "davis": palette pictures of object numbers; "youtube-vos": such in `Annotations/NAME`, and `meta.json` as
    YouTube-VOS has it; "exr": OpenEXR pictures with a layer `object_N` for each. Where objects overlap a number is
    that of the last one. Raises OSError, and InputError for a number that a picture cannot hold.
    """
    seen: dict[int, list[str]] = {}
    pictures = folder
    if mask_format == "youtube-vos":
        pictures = folder / ANNOTATIONS / name
        pictures.mkdir(parents=True)
    for frame, objects in masks:
        if max(objects, default=0) > MOST:
            raise InputError(f"A picture holds numbers up to {MOST}, but there is an object {max(objects)}.")
        stem = f"{frame:05d}"
        for number, mask in objects.items():
            if mask.any():
                seen.setdefault(number, []).append(stem)
        if mask_format == "exr":
            layers = {f"object_{number}": mask.astype(np.float32) for number, mask in objects.items()}
            write_layers(pictures / f"{stem}.exr", layers)
        else:
            write_indexed_png(pictures / f"{stem}.png", numbers_of(objects, size))
    if mask_format == "youtube-vos":
        told = {str(number): {"category": "object", "frames": stems} for number, stems in sorted(seen.items())}
        meta = {"videos": {name: {"objects": told}}}
        (folder / META).write_text(json.dumps(meta, indent=1), encoding="utf-8")


def numbers_of(objects: ObjectMasks, size: tuple[int, int]) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Object numbers, uint8 (H, W) of width and height `size`, 0 where there is none; the last of several counts."""
    numbers = np.zeros((size[1], size[0]), np.uint8)
    for number, mask in objects.items():
        numbers[mask] = number
    return numbers


def annotations_of(path: Path) -> Path:
    """Where the pictures of a YouTube-VOS folder are; other paths are given back.

    Raises InputError where there are several clips in it.
    """
    inside = path / ANNOTATIONS
    if not inside.is_dir():
        return path
    clips = sorted(one for one in inside.iterdir() if one.is_dir())
    if len(clips) != 1:
        raise InputError(f"{inside} holds the masks of {len(clips)} clips; name the folder of one of them.")
    return clips[0]


def object_numbers(path: Path) -> tuple[int, ...]:
    """The numbers of the objects in a folder of palette pictures, ascending. Raises MediaError, InputError."""
    found: set[int] = set()
    for file in find_images(annotations_of(path)):
        found.update(np.unique(read_numbers(file)).tolist())
    return tuple(sorted(found - {0}))


def layered_files(path: Path) -> list[Path]:
    """The OpenEXR pictures of a folder, a pattern or a name, in natural order; none where there are others."""
    folder = annotations_of(path)
    if folder.is_dir():
        inside = (file for file in folder.iterdir() if file.suffix.lower() == ".exr" and not file.name.startswith("."))
        return sorted(inside, key=natural_key)
    return find_images(path) if path.suffix.lower() == ".exr" else []


def open_layered(files: list[Path]) -> Callable[[int], Mapping[str, Mask]]:
    """What reads the masks bool (H, W) of OpenEXR picture n by the names of its layers: more than half.

    Of pictures that have no layers but colours there is one, called '': what is opaque, and brightness where nothing is
    transparent. Raises MediaError.
    """

    def layered(place: int) -> Mapping[str, Mask]:
        found = {name: layer for name, layer in read_layers(files[place]).items() if name not in _COLOURS}
        if not found:
            raise MediaError(f"{files[place]} has no layers of masks, as {files[0].name} has.")
        return {name: layer > HALF for name, layer in found.items()}

    def opaque(place: int) -> Mask:
        found = read_layers(files[place])
        return np.asarray(found["A"] > HALF) if "A" in found else np.ones_like(next(iter(found.values())), np.bool_)

    def bright(place: int) -> Mask:
        found = read_layers(files[place])
        return np.asarray(np.maximum.reduce([found[name] for name in found if name not in "AZ"] or [found["A"]]) > HALF)

    if set(read_layers(files[0])) - _COLOURS:
        return layered
    seen = opaque if is_cut_out(opaque, len(files)) else bright
    return lambda place: {"": seen(place)}


def open_objects(path: Path) -> tuple[int, Callable[[int], Mapping[str, Mask]]] | None:
    """How many frames a folder or file has that keeps objects apart, and what reads the masks of one, by the objects'
    names. None where `path` is something else: pictures in colours, in black and white, a film. Raises MediaError,
    InputError.
    """
    if path.suffix.lower() in SUFFIXES and path.is_file():
        held = read_run_file(path)
        return (len(held.frames), held.objects) if any(held.names) else None
    if layered := layered_files(path):
        read_layered = open_layered(layered)
        return (len(layered), read_layered) if any(read_layered(0)) else None
    folder = annotations_of(path)
    if not folder.is_dir():
        return None
    files = find_images(folder)
    try:
        numbers = object_numbers(path)
    except MediaError:
        return None
    if not numbers or numbers[-1] == MOST:
        # White: a picture of one mask, not of two hundred and fifty-five objects.
        return None

    def read(place: int) -> Mapping[str, Mask]:
        shown = read_numbers(files[place])
        return {f"Object {number}": shown == number for number in numbers}

    return len(files), read
