"""How sure and how large an object is through time, as curves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from peanut_studio.model.mask_track import MaskTrack

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TrackCurves:
    """float64 (frames of the clip,) each; `frames` counts them, the others are NaN where the object was not tracked.

    `confidence` is in [0, 1], `area` in per cent of the picture.
    """

    frames: Values
    confidence: Values
    area: Values

    @property
    def largest(self) -> float:
        """The largest area, 0 without any."""
        return float(np.nanmax(self.area, initial=0.0))


def track_curves(track: MaskTrack) -> TrackCurves:
    """The curves of a track; takes about a second for a hundred thousand frames."""
    confidence, area = (np.full(track.frame_count, np.nan) for _ in range(2))
    pixels = track.size[0] * track.size[1]
    for frame in track.runs:
        confidence[frame] = track.confidence.get(frame, 1.0)
        area[frame] = 100 * track.area(frame) / pixels
    return TrackCurves(np.arange(track.frame_count, dtype=np.float64), confidence, area)
