"""What a lane of the timeline shows of a track, worked out once, so that drawing takes as long as the lane is wide."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.ops.pyramid import Pyramid


@dataclass(frozen=True, eq=False)
class TrackLevels:
    """By frame: `tracked` and `lost` (1 where it is), `sure` the confidence, 1 where nothing was tracked."""

    track: MaskTrack
    tracked: Pyramid
    lost: Pyramid
    sure: Pyramid

    @staticmethod
    def of(track: MaskTrack, threshold: float) -> TrackLevels:
        """Of a track; it is lost where its confidence is under `threshold`."""
        tracked = np.zeros(track.frame_count, np.uint8)
        sure = np.ones(track.frame_count, np.float32)
        tracked[np.fromiter(track.runs, np.int64, len(track.runs))] = 1
        known = len(track.confidence)
        sure[np.fromiter(track.confidence, np.int64, known)] = np.fromiter(track.confidence.values(), np.float32, known)
        sure[tracked == 0] = 1
        lost = ((sure < threshold) & (tracked > 0)).astype(np.uint8)
        return TrackLevels(track, Pyramid.of(tracked, True), Pyramid.of(lost, True), Pyramid.of(sure))
