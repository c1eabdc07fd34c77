"""Masks made by hand, worked out outside of the window's own thread."""

from __future__ import annotations

from peanut_studio.model.correction import Correction
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.stroke import MaskEdit
from peanut_studio.ops.mask_edit import between, edited


def painted(track: MaskTrack, frame: int, edit: MaskEdit) -> Correction | None:
    """The mask of a frame after an edit, None where that changes nothing. Raises InputError as `edited` does."""
    before = track.mask(frame)
    after = edited(before, edit)
    return None if (before == after).all() else Correction.of(frame, after)


def interpolated(first: Correction, last: Correction) -> tuple[Correction, ...]:
    """Masks for all frames between two corrected ones. Raises InputError when there are none."""
    frames = range(first.frame + 1, last.frame)
    steps = last.frame - first.frame
    masks = between(first.mask, last.mask, [(frame - first.frame) / steps for frame in frames])
    return tuple(Correction.of(frame, mask) for frame, mask in zip(frames, masks, strict=True))


def copied(track: MaskTrack, frame: int, count: int) -> tuple[Correction, ...]:
    """The mask of a frame on the `count` frames after it, as far as the clip goes."""
    runs = track.runs[frame]
    last = min(frame + count, track.frame_count - 1)
    return tuple(Correction(number, track.size, runs) for number in range(frame + 1, last + 1))
