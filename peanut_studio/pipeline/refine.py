"""Tracks as they are used: each object's masks after its own refinement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from peanut_studio.engines.segment.smooth import SmoothMasks
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Frames
from peanut_studio.model.progress import Job, Progress
from peanut_studio.model.refinement import Refinement
from peanut_studio.ops.feather import scaled_width
from peanut_studio.ops.mask_refine import refined

NONE, EDGES, ALPHA = "none", "edges", "alpha"
WAYS = (NONE, EDGES, ALPHA)
"""How outlines can be fitted to the picture."""

EDGES_REACH, HAIR_REACH = 6.0, 12.0
"""Pixels, at 854 pixels wide, within which that is done."""


@dataclass(frozen=True)
class Refining:
    """What `--refine`, `--smooth` and `--band` say: one of WAYS, frames on either side, pixels (None: what suits)."""

    way: str = NONE
    smooth: int = 0
    band: float | None = None

    def check(self) -> None:
        """Raises InputError for what cannot be done."""
        if self.way not in WAYS:
            raise InputError(f"Masks are not refined by '{self.way}'; choose one of {', '.join(WAYS)}.")
        if self.smooth < 0:
            raise InputError(f"--smooth {self.smooth} is not a number of frames; give 0 or more.")
        if self.band is not None and self.way == NONE:
            raise InputError("--band says how far --refine looks; choose --refine edges or alpha with it.")
        if self.band is not None and not self.band >= 1:
            raise InputError(f"--band {self.band:g} is too narrow; give a width of 1 pixel or more.")

    def of(self, size: tuple[int, int]) -> Refinement:
        """The same for a clip of width and height `size`."""
        usual = scaled_width(HAIR_REACH if self.way == ALPHA else EDGES_REACH, size)
        reach = round(usual if self.band is None else self.band)
        return Refinement(
            smooth=self.smooth, edges=reach if self.way == EDGES else 0, hair=reach if self.way == ALPHA else 0
        )


def refine_tracks(
    masks: Sequence[tuple[MaskTrack, Refinement]], span: Span, open_frames: Callable[[], AbstractContextManager[Frames]]
) -> Job[tuple[MaskTrack, ...]]:
    """The tracks with the masks of the frames of `span` refined; those that nothing changes are given as they are.

    The clip's frames are opened where edges, hair or smoothness are asked for.
    """
    if not any(how.needs_frames for _, how in masks):
        return (yield from _refine(masks, span, None))
    with open_frames() as frames:
        return (yield from _refine(masks, span, frames))


def _refine(
    masks: Sequence[tuple[MaskTrack, Refinement]], span: Span, frames: Frames | None
) -> Job[tuple[MaskTrack, ...]]:
    changing = sum(how.changes_masks for _, how in masks)
    total, done = changing * len(span), 0
    made = []
    for track, how in masks:
        if not how.changes_masks:
            made.append(track)
            continue
        runs: dict[int, bytes] = {}
        mask_of = SmoothMasks(frames, track, how.smooth).__getitem__ if frames and how.smooth else track.mask
        for frame in range(span.start, span.stop):
            if frame in track.runs and (mask := mask_of(frame)).any():
                picture = frames[frame] if frames and (how.edges or how.hair) else None
                one = track.with_frames([(frame, refined(mask, how, picture), 1.0)])
                runs[frame] = one.runs[frame]
            elif how.smooth and track.area(frame):
                runs[frame] = track.with_frames([(frame, mask, 1.0)]).runs[frame]
            done += 1
            yield Progress("refining masks", done, total)
        made.append(track.with_runs(runs))
    return tuple(made)
