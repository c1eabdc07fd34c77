"""Refined masks as somebody looks at them: exact where a frame is looked at in peace, and then known in passing too."""

from __future__ import annotations

import threading
from collections import OrderedDict

from peanut_studio.engines.segment.smooth import SmoothMasks
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Frame, Frames, Mask
from peanut_studio.model.refinement import Refinement
from peanut_studio.model.run_length import decode_runs, encode_runs, pack, unpack
from peanut_studio.ops.mask_refine import refined

MOST = 2000
"""Masks that are remembered, as run lengths."""

Known = tuple[MaskTrack, bytes]


class RefinedView:
    """For several threads. Hair is left out: it has no outline."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, int, Refinement], Known] = OrderedDict()
        self._smooth: SmoothMasks | None = None
        self._smooth_of: tuple[MaskTrack, int, Frames] | None = None
        self._lock = threading.Lock()

    def exact(self, track: MaskTrack, frame: int, how: Refinement, picture: Frame, frames: Frames) -> Mask:
        """The mask as it is used, bool (H, W); `picture` is the clip's frame, those round it are read from `frames`."""
        how = how.without_hair
        if not how.needs_frames:
            return refined(track.mask(frame), how)
        found = self._found(track, frame, how)
        if found is None:
            mask = track.mask(frame)
            if how.smooth:
                mask = self._smoothed(track, how.smooth, frames)[frame]
            found = refined(mask, how, picture)
            with self._lock:
                self._known[id(track), frame, how] = track, pack(encode_runs(found))
                while len(self._known) > MOST:
                    self._known.popitem(last=False)
        return found

    def quick(self, track: MaskTrack, frame: int, how: Refinement) -> Mask:
        """The same, or, where nobody has looked at the frame yet, what can be said without pictures."""
        how = how.without_hair
        found = self._found(track, frame, how) if how.needs_frames else None
        return refined(track.mask(frame), how) if found is None else found

    def _found(self, track: MaskTrack, frame: int, how: Refinement) -> Mask | None:
        with self._lock:
            known = self._known.get((id(track), frame, how))
        if known is None or known[0] is not track:
            return None
        return decode_runs(unpack(known[1]), track.size)

    def _smoothed(self, track: MaskTrack, reach: int, frames: Frames) -> SmoothMasks:
        of = self._smooth_of
        if self._smooth is None or of is None or (of[0] is not track or of[1] != reach or of[2] is not frames):
            self._smooth, self._smooth_of = SmoothMasks(frames, track, reach), (track, reach, frames)
        return self._smooth
