"""The shadows of tracked objects, as a track of their own."""

from __future__ import annotations

from peanut_studio.engines.segment.shadow import with_shadows
from peanut_studio.model.clip import Span
from peanut_studio.model.mask_track import MaskTrack, TrackedMasks
from peanut_studio.model.picture import Frames, FramesView, Mask
from peanut_studio.model.progress import Job, Progress


class _MasksView:
    """The masks of a stretch of frames, numbered from 0."""

    def __init__(self, masks: TrackedMasks, span: Span) -> None:
        self._masks, self._span = masks, span

    def __len__(self) -> int:
        return len(self._span)

    def __getitem__(self, index: int, /) -> Mask:
        return self._masks[self._span.start + index]


def find_shadows(frames: Frames, tracks: tuple[MaskTrack, ...], span: Span) -> Job[MaskTrack]:
    """The track of what the objects of `tracks` cast on the frames of `span`; its number is the next free one."""
    masks = TrackedMasks(tracks)
    number = max(track.object_id for track in tracks) + 1
    found: list[tuple[int, Mask, float]] = []
    shadows = MaskTrack(number, masks.size, len(masks))
    yield Progress("finding shadows", 0, len(span))
    joined = with_shadows(FramesView(frames, span.start, span.stop), _MasksView(masks, span))
    for index, mask in enumerate(joined, start=span.start):
        found.append((index, mask & ~masks[index], 1.0))
        if len(found) == 16:
            shadows, found = shadows.with_frames(found), []
        yield Progress("finding shadows", index - span.start + 1, len(span))
    return shadows.with_frames(found)
