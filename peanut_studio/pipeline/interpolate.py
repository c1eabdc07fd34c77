"""Masks for the frames between two that a person made, along the flow of the pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from peanut_studio.engines.segment.own_flow import carried_along
from peanut_studio.media.reader import open_clip
from peanut_studio.model.correction import Correction
from peanut_studio.model.errors import InputError, MediaError
from peanut_studio.model.picture import Frames, Mask
from peanut_studio.model.progress import Job, Progress
from peanut_studio.model.project import Project
from peanut_studio.ops.mask_edit import between
from peanut_studio.pipeline.correct import interpolated
from peanut_studio.pipeline.footage import CACHE_BYTES

STAGE = "interpolating"

SIZES = 3.0
"""A carried mask is lost when its area is so many times more, or less, than the masks at both ends let expect."""

OVERLAP = 0.1
"""Both carried masks must have at least this part of the smaller one in common."""


@dataclass(frozen=True, eq=False)
class Interpolated:
    """Masks of the frames between two corrected ones; whether the flow led to them, or a straight line."""

    masks: tuple[Correction, ...]
    along_flow: bool


def interpolate(project: Project, first: Correction, last: Correction) -> Job[Interpolated]:
    """The masks between two of a project's clip, on a straight line where the clip cannot be read.

    Raises InputError where a mask is empty.
    """
    try:
        reader = open_clip(project.clip.path, cache_bytes=CACHE_BYTES, sweeping=True)
    except (InputError, MediaError):
        return Interpolated(interpolated(first, last), along_flow=False)
    with reader:
        if (reader.size, len(reader)) != (first.size, project.clip.frame_count):
            return Interpolated(interpolated(first, last), along_flow=False)
        return (yield from interpolate_on(reader, first, last))


def interpolate_on(frames: Frames, first: Correction, last: Correction) -> Job[Interpolated]:
    """`first` carried forward and `last` carried backward along the flow, mixed by how near each is in time.

    The mix is `between`'s: place and outline both change evenly from the one to the other. Where the flow loses a mask
    (`SIZES`, `OVERLAP`) or a frame cannot be read all are made on the straight line. Raises InputError where a mask is
    empty.
    """
    # Also says at once what is wrong with them.
    straight = Interpolated(interpolated(first, last), along_flow=False)
    try:
        made = yield from _along_flow(frames, first, last)
    except MediaError:
        return straight
    return Interpolated(made, along_flow=True) if made is not None else straight


def _along_flow(frames: Frames, first: Correction, last: Correction) -> Job[tuple[Correction, ...] | None]:
    """None where the flow loses the mask."""
    steps, count = last.frame - first.frame, 2 * (last.frame - first.frame - 1)
    expected = np.geomspace(first.mask.sum(), last.mask.sum(), steps + 1)
    inner = range(first.frame + 1, last.frame)
    ahead: dict[int, Correction] = {}
    mask, old = first.mask, frames[first.frame]
    for done, frame in enumerate(inner):
        yield Progress(STAGE, done, count)
        new = frames[frame]
        mask, old = carried_along(old, new, mask), new
        if not _is_likely(mask, expected[frame - first.frame]):
            return None
        ahead[frame] = Correction.of(frame, mask)
    made: list[Correction] = []
    mask, old = last.mask, frames[last.frame]
    for done, frame in enumerate(reversed(inner), start=len(inner)):
        yield Progress(STAGE, done, count)
        new = frames[frame]
        mask, old = carried_along(old, new, mask), new
        other = ahead.pop(frame).mask
        if not _is_likely(mask, expected[frame - first.frame]) or not _meet(mask, other):
            return None
        mixed = between(other, mask, [(frame - first.frame) / steps])
        made += [Correction.of(frame, one) for one in mixed]
    yield Progress(STAGE, count, count)
    return tuple(reversed(made))


def _is_likely(mask: Mask, expected: float) -> bool:
    return bool(expected / SIZES <= mask.sum() <= expected * SIZES)


def _meet(one: Mask, other: Mask) -> bool:
    return bool((one & other).sum() >= OVERLAP * min(one.sum(), other.sum()))
