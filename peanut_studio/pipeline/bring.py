"""Masks from elsewhere, brought into a project as objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from peanut_studio.media.images import SUFFIXES
from peanut_studio.media.masks import read_masks
from peanut_studio.media.object_masks import open_objects
from peanut_studio.model.clip import Clip, Span
from peanut_studio.model.correction import Correction
from peanut_studio.model.errors import InputError, MediaError
from peanut_studio.model.picture import Mask
from peanut_studio.model.progress import Job, Progress

PICTURES = SUFFIXES | {".exr"}


@dataclass(frozen=True)
class Brought:
    """An object's name and its masks, each a key frame; empty ones say that it is not in the picture there."""

    name: str
    corrections: tuple[Correction, ...]


def bring_masks(path: Path, clip: Clip, span: Span) -> Job[tuple[Brought, ...]]:
    """The masks of a film, file or folder, for all frames of the clip or for those of `span`.

    A picture stands for its folder where there are others beside it. Numbers, layers, and tracks
    or categories of COCO are objects of their own; all else is one. Raises InputError when they do not fit the clip.
    """
    path = _meant(path)
    try:
        opened = open_objects(path)
    except MediaError as error:
        raise InputError(str(error)) from error
    if opened is None:
        masks = read_masks(path, clip.frame_count, (clip.width, clip.height), span)
        found: dict[str, list[Correction]] = {path.stem: []}
        for frame in range(span.start, span.stop):
            found[path.stem].append(Correction.of(frame, masks[frame]))
            yield Progress("reading masks", frame - span.start + 1, len(span))
        return _brought(found)
    count, read = opened
    if count not in (1, clip.frame_count, len(span)):
        raise InputError(
            f"There are {count} pictures of masks in {path} for a clip of {clip.frame_count} frames, {len(span)} of "
            "them in the range; give one for each frame, or one for all."
        )
    first = 0 if count == clip.frame_count else span.start
    found = {}
    for frame in range(span.start, span.stop):
        try:
            objects: Mapping[str, Mask] = read(0 if count == 1 else frame - first)
        except MediaError as error:
            raise InputError(str(error)) from error
        for name, mask in objects.items():
            if mask.shape != (clip.height, clip.width):
                raise InputError(
                    f"The masks are {mask.shape[1]}x{mask.shape[0]}, the clip is {clip.width}x{clip.height}; they must "
                    "be of one size."
                )
            found.setdefault(name, []).append(Correction.of(frame, mask))
        yield Progress("reading masks", frame - span.start + 1, len(span))
    return _brought(found)


def _brought(found: Mapping[str, list[Correction]]) -> tuple[Brought, ...]:
    given = {name: made for name, made in found.items() if not all(one.is_empty for one in made)}
    if not given:
        raise InputError("These masks are empty on all frames of the range.")
    return tuple(Brought(name, tuple(made)) for name, made in given.items())


def _meant(path: Path) -> Path:
    if path.is_file() and path.suffix.lower() in PICTURES:
        beside = [one for one in path.parent.iterdir() if one.suffix.lower() == path.suffix.lower()]
        return path.parent if len(beside) > 1 else path
    return path
