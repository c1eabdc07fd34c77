"""Tracks as they are used: each object's masks after its own refinement."""

from __future__ import annotations

from collections.abc import Sequence

from peanut_studio.model.clip import Span
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.progress import Job, Progress
from peanut_studio.model.refinement import Refinement
from peanut_studio.ops.mask_refine import refined


def refine_tracks(masks: Sequence[tuple[MaskTrack, Refinement]], span: Span) -> Job[tuple[MaskTrack, ...]]:
    """The tracks with the masks of the frames of `span` refined; those that nothing changes are given as they are."""
    changing = sum(how.changes_masks for _, how in masks)
    total, done = changing * len(span), 0
    made = []
    for track, how in masks:
        if not how.changes_masks:
            made.append(track)
            continue
        runs: dict[int, bytes] = {}
        for frame in range(span.start, span.stop):
            if track.area(frame):
                one = track.with_frames([(frame, refined(track.mask(frame), how), 1.0)])
                runs[frame] = one.runs[frame]
            done += 1
            yield Progress("refining masks", done, total)
        made.append(track.with_runs(runs))
    return tuple(made)
