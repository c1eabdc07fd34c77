"""Prompts to mask tracks, kept as they come, so that stopped work goes on where it stopped."""

from __future__ import annotations

import gc
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from peanut_studio.engines.contract import Segmenter, Tracked, WordSegmenter
from peanut_studio.engines.memory import is_out_of_memory
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import MemoryExhausted
from peanut_studio.model.mask_track import MaskTrack, join_frames
from peanut_studio.model.phrase import Phrase
from peanut_studio.model.picture import Frames
from peanut_studio.model.progress import Job, Progress
from peanut_studio.model.prompt import MaskPrompt, Prompt
from peanut_studio.store.mask_cache import MaskCache

SAVE_EVERY = 1.0
"""Seconds between two savings of what has been tracked."""

Prompts = Mapping[int, Sequence[Prompt]]
Told = Mapping[int, Phrase]
NOTHING_TOLD: Told = {}


@dataclass(frozen=True)
class Kept:
    """Where the tracks of one piece of work are kept."""

    cache: MaskCache
    key: str


def track_objects(
    frames: Frames,
    prompts: Prompts,
    span: Span,
    segmenter: Segmenter | WordSegmenter,
    kept: Kept | None = None,
    stage: str = "tracking",
    told: Told = NOTHING_TOLD,
) -> Job[tuple[MaskTrack, ...]]:
    """Track each object of `prompts` (object number -> what points at it) through `span`; `stage` is its name.

    A segmenter that follows words is `told` the phrases of all of them (a `WordSegmenter`); then nothing need point.
    Yields after every frame. What was kept from a run that was stopped is not tracked again; what is tracked is kept
    every second and when the job ends, also when it is closed early. Where memory runs out it goes on from there with
    the segmenter made smaller, if it has a method `smaller` that says it can be; else raises MemoryExhausted.
    """
    tracks = _start(frames, prompts, kept)
    done = _done(tracks, span)
    note = f"The masks of {len(done)} frames are kept from before." if done else ""
    yield Progress(stage, len(done), len(span), note=note)
    saved = time.monotonic()
    try:
        while len(done) < len(span):
            try:
                with closing(_track_missing(frames, prompts, tuple(tracks), span, segmenter, told)) as missing:
                    for tracked in missing:
                        if tracked.frame in done:
                            continue
                        done.add(tracked.frame)
                        tracks = [_extended(track, tracked) for track in tracks]
                        # Kept before it is told, so that what is told is kept whatever happens then.
                        if kept and time.monotonic() - saved > SAVE_EVERY:
                            kept.cache.save(kept.key, tracks)
                            saved = time.monotonic()
                        yield Progress(stage, len(done), len(span))
                break
            except Exception as error:
                if not is_out_of_memory(error):
                    raise
            make_smaller(segmenter)
    finally:
        if kept and any(track.runs for track in tracks):
            kept.cache.save(kept.key, tracks)
    return tuple(tracks)


def make_smaller(segmenter: Segmenter | WordSegmenter) -> None:
    """Free memory. Raises MemoryExhausted where the segmenter cannot do with less."""
    gc.collect()
    smaller = getattr(segmenter, "smaller", None)
    if smaller is None or not smaller():
        raise MemoryExhausted(
            "Tracking does not fit in memory; close other programs, or choose --segmenter grabcut or --device cpu."
        )


def _extended(track: MaskTrack, tracked: Tracked) -> MaskTrack:
    sure = float(tracked.confidence[track.object_id])
    return track.with_frames([(tracked.frame, tracked.masks[track.object_id], sure)])


def _start(frames: Frames, prompts: Prompts, kept: Kept | None) -> list[MaskTrack]:
    prompted = {number: frozenset(prompt.frame for prompt in given) for number, given in prompts.items()}
    fresh = [MaskTrack(number, frames.size, len(frames), prompted=prompted[number]) for number in prompts]
    found = kept.cache.load(kept.key) if kept else ()
    same = [(track.object_id, track.size, track.frame_count) for track in found]
    if same != [(track.object_id, track.size, track.frame_count) for track in fresh]:
        return fresh
    return [replace(track, prompted=prompted[track.object_id]) for track in found]


def _done(tracks: Sequence[MaskTrack], span: Span) -> set[int]:
    """Frames on which every object was tracked."""
    return set(range(span.start, span.stop)).intersection(*(track.runs.keys() for track in tracks))


def _track_missing(
    frames: Frames,
    prompts: Prompts,
    tracks: Sequence[MaskTrack],
    span: Span,
    segmenter: Segmenter | WordSegmenter,
    told: Told,
) -> Generator[Tracked, None, None]:
    """Track all of `span`, or each stretch that has no masks yet, going out from the masks beside it."""
    done = _done(tracks, span)
    for part in join_frames(sorted(set(range(span.start, span.stop)) - done)):
        seeds = _seeds(tracks, part, span, done)
        inside = [(number, prompt) for number, given in prompts.items() for prompt in given if prompt.frame in part]
        everything = [(number, prompt) for number, given in prompts.items() for prompt in given]
        reached = [part.start, part.stop - 1, *(seed.frame for _, seed in seeds)]
        session = segmenter.open(frames)
        try:
            tell(session, told)
            for number, prompt in [*inside, *seeds] or everything:
                session.prompt(number, prompt)
            reach = Span(min(reached), max(reached) + 1)
            yield from session.propagate(reach if inside or seeds or told else span)
        finally:
            session.close()


def tell(session: Any, told: Told) -> None:
    """Tell a session that follows words what its objects are."""
    for number, phrase in told.items():
        session.tell(number, phrase)


def _seeds(tracks: Sequence[MaskTrack], part: Span, span: Span, done: set[int]) -> list[tuple[int, MaskPrompt]]:
    """The masks nearest to a missing stretch, before and after it, on which each object is still seen."""
    seeds = []
    for track in tracks:
        for nearby in (range(part.start - 1, span.start - 1, -1), range(part.stop, span.stop)):
            frame = next((frame for frame in nearby if frame in done and track.area(frame)), None)
            if frame is not None:
                seeds.append((track.object_id, MaskPrompt(track.mask(frame), frame)))
    return seeds
