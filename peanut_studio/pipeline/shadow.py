"""What goes with tracked objects, as a track of its own: shadows, and what of them was left out on single frames."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from peanut_studio.engines.segment.shadow import with_shadows
from peanut_studio.engines.segment.steady import SteadyMasks
from peanut_studio.model.clip import Span
from peanut_studio.model.mask_track import MaskTrack, TrackedMasks
from peanut_studio.model.picture import Frames, FramesView, Mask
from peanut_studio.model.progress import Job, Progress
from peanut_studio.model.run_length import encode_runs, pack
from peanut_studio.ops.mask_edit import signed_distance
from peanut_studio.pipeline.footage import Footage
from peanut_studio.pipeline.identity import code_hash
from peanut_studio.store.fingerprint import fingerprint
from peanut_studio.store.mask_cache import MaskCache, cache_key

KEY_VERSION = "shadows 4"


class _MasksView:
    """The masks of a stretch of frames, numbered from 0."""

    def __init__(self, masks: TrackedMasks, span: Span) -> None:
        self._masks, self._span = masks, span

    def __len__(self) -> int:
        return len(self._span)

    def __getitem__(self, index: int, /) -> Mask:
        return self._masks[self._span.start + index]


def find_shadows(frames: Frames, tracks: tuple[MaskTrack, ...], span: Span) -> Job[MaskTrack]:
    """The track of what the objects of `tracks` cast on the frames of `span`, and of what of the objects themselves is
    missing on a frame between others; its number is the next free one."""
    masks = TrackedMasks(tracks)
    number = max(track.object_id for track in tracks) + 1
    found: list[tuple[int, Mask, float]] = []
    shadows = MaskTrack(number, masks.size, len(masks))
    yield Progress("finding shadows", 0, len(span))
    view = FramesView(frames, span.start, span.stop)
    settled = {frame - span.start for track in tracks for frame in track.prompted}
    joined = with_shadows(view, SteadyMasks(view, _MasksView(masks, span), settled), settled)
    for index, mask in enumerate(joined, start=span.start):
        found.append((index, mask & ~masks[index], 1.0))
        if len(found) == 16:
            shadows, found = shadows.with_frames(found), []
        yield Progress("finding shadows", index - span.start + 1, len(span))
    return shadows.with_frames(found)


def kept_shadows(
    frames: Frames, tracks: tuple[MaskTrack, ...], span: Span, footage: Footage, cache: MaskCache
) -> Job[MaskTrack]:
    """The same, found once for the same masks on the same footage. Masks of `tracks` outside of `span` count too."""
    key = cache_key(
        KEY_VERSION, code_hash(), fingerprint(footage.source), str(footage.frame_rate), str(span), _hash(tracks)
    )
    for found in cache.load(key):
        if (found.size, found.frame_count) == (frames.size, len(frames)):
            return found
    made = yield from find_shadows(frames, tracks, span)
    cache.save(key, [made])
    return made


def with_cast(tracks: Sequence[MaskTrack], shadows: MaskTrack, span: Span) -> Job[tuple[MaskTrack, ...]]:
    """The tracks with what they cast as part of their masks: each pixel of `shadows` goes to the nearest object."""
    runs: list[dict[int, bytes]] = [{} for _ in tracks]
    for frame in range(span.start, span.stop):
        cast = shadows.mask(frame)
        there = [number for number, track in enumerate(tracks) if track.area(frame)]
        if cast.any() and there:
            masks = [tracks[number].mask(frame) for number in there]
            nearest = np.argmax([signed_distance(mask) for mask in masks], axis=0)
            for place, (number, mask) in enumerate(zip(there, masks, strict=True)):
                runs[number][frame] = pack(encode_runs(mask | (cast & (nearest == place))))
        yield Progress("finding shadows", frame - span.start + 1, len(span))
    return tuple(replace(track, runs={**track.runs, **grown}) for track, grown in zip(tracks, runs, strict=True))


def _hash(tracks: Sequence[MaskTrack]) -> str:
    total = hashlib.sha256()
    for track in tracks:
        total.update(f"object {track.object_id} {track.size}\0".encode())
        for frame in track.frames:
            total.update(frame.to_bytes(8, "little") + track.runs[frame])
    return total.hexdigest()
