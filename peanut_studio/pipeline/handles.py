"""Handles: frames outside the range, known well enough for the range to be filled from what they show.

Of a short range the ground behind an object is often never seen. An editor's handles, the frames before the in point
and after the out point, may show it; but only where it is known where the object is on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from peanut_studio.engines.contract import UNSURE
from peanut_studio.media.reader import ClipReader
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.progress import Job
from peanut_studio.model.prompt import MaskPrompt
from peanut_studio.pipeline.choice import Choices, Made
from peanut_studio.pipeline.footage import Footage
from peanut_studio.pipeline.segment import Kept, Told, track_objects
from peanut_studio.pipeline.track import mask_key
from peanut_studio.store.mask_cache import MaskCache

STAGE = "tracking around the range"
MOST = 24
"""Frames on either side."""
ENOUGH = 60
"""Frames with which a range needs no handles."""


def with_handles(span: Span, frame_count: int, handles: int | None = None) -> Span:
    """`span` and `handles` frames on either side of it, as far as the clip goes; None: as many as suit its length.

    Raises InputError for a negative number.
    """
    if handles is not None and handles < 0:
        raise InputError(f"--handles {handles} is not a number of frames; give 0 or more.")
    if handles is None:
        handles = min(MOST, max(0, ENOUGH - len(span)) // 2)
    return Span(max(0, span.start - handles), min(frame_count, span.stop + handles))


def known_reach(tracks: Sequence[MaskTrack], span: Span, widest: Span) -> Span:
    """`span` and those frames next to it, up to `widest`, on which it is known where each object is.

    That is only so where it is in the picture: of one that is out of it nothing says when it comes back.
    """
    there = [track for track in tracks if any(track.area(frame) for frame in range(span.start, span.stop))]

    def reached(end: int, last: int, step: int) -> int:
        if any(not track.area(end) for track in there):
            return end
        while end != last and all(_is_known(track, end + step) for track in there):
            end += step
        return end

    return Span(reached(span.start, widest.start, -1), reached(span.stop - 1, widest.stop - 1, 1) + 1)


@dataclass(frozen=True, eq=False)
class HandleWork:
    """With what handles are tracked, and where that is kept."""

    footage: Footage
    made: Made
    choices: Choices
    cache: MaskCache
    told: Told = field(default_factory=dict)


def track_handles(
    reader: ClipReader, tracks: Sequence[MaskTrack], span: Span, widest: Span, work: HandleWork
) -> Job[tuple[MaskTrack, ...]]:
    """The tracks with masks on the frames of `widest` outside `span` as well, followed from the masks at its ends."""
    known = known_reach(tracks, span, widest)
    for end, part in (
        (known.start, Span(widest.start, known.start + 1)),
        (known.stop - 1, Span(known.stop - 1, widest.stop)),
    ):
        prompts = {track.object_id: [MaskPrompt(track.mask(end), end)] for track in tracks if track.area(end)}
        if len(part) == 1 or not prompts:
            continue
        told = {number: phrase for number, phrase in work.told.items() if number in prompts}
        said = list(prompts.values())
        key = mask_key(work.footage, work.made, part, said, work.choices, list(told.values()))
        kept = Kept(work.cache, key)
        found = yield from track_objects(reader, prompts, part, work.made.engine, kept, STAGE, told)
        followed = {track.object_id: track for track in found}
        tracks = [_joined(track, followed.get(track.object_id), known) for track in tracks]
    return tuple(tracks)


def _is_known(track: MaskTrack, frame: int) -> bool:
    return track.area(frame) > 0 and track.confidence.get(frame, 1.0) >= UNSURE


def _joined(track: MaskTrack, followed: MaskTrack | None, known: Span) -> MaskTrack:
    """`track` with what was `followed` on frames outside `known`."""
    if followed is None:
        return track
    outside = [frame for frame in followed.runs if frame not in known]
    return replace(
        track,
        runs={**track.runs, **{frame: followed.runs[frame] for frame in outside}},
        confidence={**track.confidence, **{frame: followed.confidence[frame] for frame in outside}},
    )
