"""Only what a correction concerns is tracked again: outwards from it, until the new masks are like the old ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

import numpy as np

from peanut_studio.engines.contract import Direction, Segmenter
from peanut_studio.engines.memory import is_out_of_memory
from peanut_studio.model.chosen import ChosenObject
from peanut_studio.model.correction import Correction
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Frames, Mask
from peanut_studio.model.progress import Job, Progress
from peanut_studio.model.prompt import MaskPrompt, Prompt
from peanut_studio.ops.mask_geometry import overlap
from peanut_studio.pipeline.legs import Leg
from peanut_studio.pipeline.segment import Kept, make_smaller
from peanut_studio.pipeline.shots import cut_ahead

AGREES = 0.98
"""Intersection over union from which a new mask counts as the same as the one that is there."""

IN_A_ROW = 3
"""So many frames that are the same end a leg."""

TELL_EVERY = 8
"""Frames after which masks are kept and shown."""

REMINDERS = 6
"""Further key frames, the nearest, that an engine is told of which remembers more than one."""

OnTrack = Callable[[MaskTrack], None]


@dataclass(frozen=True, eq=False)
class Retracked:
    """An object's masks, and the frames that were worked out anew."""

    track: MaskTrack
    computed: frozenset[int]


@dataclass(eq=False)
class _Work:
    """Where the work on one object stands."""

    chosen: ChosenObject
    before: MaskTrack
    track: MaskTrack
    kept: MaskTrack
    computed: set[int] = field(default_factory=set)
    skipped: int = 0


def retrack(
    frames: Frames,
    chosen: ChosenObject,
    legs: Sequence[Leg],
    segmenter: Segmenter,
    kept: Kept | None = None,
    on_track: OnTrack = lambda _track: None,
) -> Job[Retracked]:
    """Track an object along `legs`; the masks of all other frames stay as they are.

    Yields after every frame. What `kept` holds of the same work, stopped earlier, is not worked out again. Raises
    MemoryExhausted as `track_objects` does.
    """
    empty = MaskTrack(chosen.object_id, frames.size, len(frames))
    before = chosen.track or empty
    work = _Work(chosen, before, before, _load(kept, empty))
    total = sum(len(leg.frames) for leg in legs)
    yield Progress("tracking", 0, total)
    try:
        for leg in legs:
            for _ in _run(frames, leg, work, segmenter):
                if len(work.computed) % TELL_EVERY == 0:
                    on_track(work.track)
                    _save(kept, work)
                yield Progress("tracking", len(work.computed), total - work.skipped)
    finally:
        _save(kept, work)
    return Retracked(work.track, frozenset(work.computed))


def describe(chosen: ChosenObject, legs: Sequence[Leg]) -> tuple[str, ...]:
    """All that the outcome of `retrack` depends on but clip and engine, for a key of the cache."""
    digest = hashlib.sha256()
    if chosen.track is not None:
        for frame in chosen.track.frames:
            digest.update(frame.to_bytes(8, "little") + chosen.track.runs[frame])
    keys = sorted(chosen.keys.items(), key=lambda item: item[0])
    return (str(legs), digest.hexdigest(), *(f"{frame}:{key!r}" for frame, key in keys))


def _run(frames: Frames, leg: Leg, work: _Work, segmenter: Segmenter) -> Generator[None, None, None]:
    """One leg, begun again smaller where memory runs out, and beyond masks that agree where some are missing."""
    at: int | None = leg.first
    agreed = 0
    while at is not None:
        onwards: int | None = None
        try:
            with closing(_walk(frames, leg, at, work, segmenter)) as walk:
                for frame, mask, sure in walk:
                    work.track = work.track.with_frames([(frame, mask, sure)])
                    work.kept = work.kept.with_runs({frame: work.track.runs[frame]}, sure)
                    work.computed.add(frame)
                    same = frame in work.before.runs and overlap(mask, work.before.mask(frame)) > AGREES
                    agreed = agreed + 1 if same else 0
                    at = frame + leg.step
                    if leg.until_agrees and agreed >= IN_A_ROW:
                        onwards = _next_missing(leg, at, work.before)
                        work.skipped += _between(leg, at, onwards)
                        agreed = 0
                        break
                    yield
            at = onwards
            if at is None:
                yield
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            make_smaller(segmenter)


def _walk(
    frames: Frames, leg: Leg, at: int, work: _Work, segmenter: Segmenter
) -> Generator[tuple[int, Mask, float], None, None]:
    """The masks of a leg's frames from `at` on, those first that are kept from before."""
    while at in leg.frames and at in work.kept.runs:
        yield at, work.kept.mask(at), work.kept.confidence[at]
        at += leg.step
    if at not in leg.frames:
        return
    number = work.chosen.object_id
    session = segmenter.open(frames)
    try:
        seed = _seed(leg, at, work)
        reminders = _reminders(leg, work.chosen) if getattr(segmenter, "remembers", False) else []
        for prompt in [*seed, *reminders]:
            session.prompt(number, prompt)
        direction: Direction = "forward" if leg.step > 0 else "backward"
        for tracked in session.propagate(leg.rest(at), direction):
            if tracked.frame != leg.key and cut_ahead(frames, tracked.frame, leg.step):
                yield from _lost(frames, leg, tracked.frame)
                return
            yield tracked.frame, tracked.masks[number], tracked.confidence[number]
    finally:
        session.close()


def _lost(frames: Frames, leg: Leg, at: int) -> Generator[tuple[int, Mask, float], None, None]:
    """The frames of a leg from `at` on, beyond a cut: nothing is known there."""
    width, height = frames.size
    end = leg.frames.stop if leg.step > 0 else leg.frames.start - 1
    for frame in range(at, end, leg.step):
        yield frame, np.zeros((height, width), np.bool_), 0.0


def _seed(leg: Leg, at: int, work: _Work) -> list[Prompt]:
    """What leads to frame `at`: the nearest mask on the way from the key, or what was said on the key."""
    frame = at - leg.step if at != leg.key else at
    while frame != leg.key:
        if work.track.area(frame):
            return [MaskPrompt(work.track.mask(frame), frame)]
        frame -= leg.step
    return _said(work.chosen, frame) or [MaskPrompt(work.track.mask(frame), frame)]


def _reminders(leg: Leg, chosen: ChosenObject) -> list[Prompt]:
    """What was said of the object beyond the leg, for an engine that does not forget it on the way."""
    beyond = [frame for frame in chosen.keys if frame != leg.key and frame not in leg.frames]
    nearest = sorted(beyond, key=lambda frame: abs(frame - leg.key))[:REMINDERS]
    return [prompt for frame in nearest for prompt in _said(chosen, frame)]


def _said(chosen: ChosenObject, frame: int) -> list[Prompt]:
    said = chosen.keys.get(frame, ())
    return [MaskPrompt(said.mask, frame)] if isinstance(said, Correction) else list(said)


def _next_missing(leg: Leg, at: int, before: MaskTrack) -> int | None:
    frames = range(at, leg.frames.stop) if leg.step > 0 else range(at, leg.frames.start - 1, -1)
    return next((frame for frame in frames if frame not in before.runs), None)


def _between(leg: Leg, at: int, onwards: int | None) -> int:
    end = onwards if onwards is not None else (leg.frames.stop if leg.step > 0 else leg.frames.start - 1)
    return abs(end - at)


def _load(kept: Kept | None, empty: MaskTrack) -> MaskTrack:
    found = kept.cache.load(kept.key) if kept else ()
    same = len(found) == 1 and (found[0].size, found[0].frame_count) == (empty.size, empty.frame_count)
    return found[0] if same else empty


def _save(kept: Kept | None, work: _Work) -> None:
    if kept and work.computed:
        kept.cache.save(kept.key, [work.kept])
