"""Masks that are given instead of tracked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from peanut_studio.media.masks import read_masks
from peanut_studio.model.clip import Clip, Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Masks
from peanut_studio.model.progress import Job, Progress

GivenMasks: TypeAlias = Path | Masks | list[MaskTrack] | tuple[MaskTrack, ...]


def take_masks(given: GivenMasks, clip: Clip, span: Span, reach: Span) -> Job[tuple[MaskTrack, ...]]:
    """The given masks of the frames of `reach` as tracks, read once. Where there are some for the frames of `span` only
    the others have none. Raises InputError when they do not fit the clip.
    """
    if isinstance(given, list | tuple):
        return _take_tracks(given, clip)
    masks = read_masks(given, clip.frame_count, (clip.width, clip.height), span) if isinstance(given, Path) else given
    if not isinstance(given, Path):
        shape = masks[0].shape
        _check_fit(len(masks), (shape[1], shape[0]), clip)
    empty = MaskTrack(1, (clip.width, clip.height), clip.frame_count)
    runs: dict[int, bytes] = {}
    for frame in range(reach.start, reach.stop):
        runs.update(empty.with_frames([(frame, masks[frame], 1.0)]).runs)
        yield Progress("reading masks", frame - reach.start + 1, len(reach))
    return (replace(empty, runs=runs, confidence=dict.fromkeys(runs, 1.0)),)


def _take_tracks(tracks: Sequence[MaskTrack], clip: Clip) -> tuple[MaskTrack, ...]:
    if not tracks:
        raise InputError("There are no masks, so nothing says what to remove.")
    for track in tracks:
        _check_fit(track.frame_count, track.size, clip)
    return tuple(tracks)


def _check_fit(count: int, size: tuple[int, int], clip: Clip) -> None:
    if size != (clip.width, clip.height):
        raise InputError(
            f"The masks are {size[0]}x{size[1]}, the clip is {clip.width}x{clip.height}; they must be of one size."
        )
    if count != clip.frame_count:
        raise InputError(f"There are {count} masks for a clip of {clip.frame_count} frames; give one for each frame.")
