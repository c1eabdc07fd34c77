"""Frames to pixels of the timeline."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TimelineScale:
    """`first` is the frame (with fraction) at the left end, `per_frame` pixels a frame wide."""

    count: int = 1
    width: float = 100.0
    first: float = 0.0
    per_frame: float = 100.0

    @staticmethod
    def fitted(count: int, width: float) -> TimelineScale:
        """All of the clip."""
        return TimelineScale(count, width, 0.0, width / max(1, count))

    @property
    def is_fitted(self) -> bool:
        """Whether all of the clip is seen."""
        return self.per_frame * self.count <= self.width * 1.0001

    def x_of(self, frame: float) -> float:
        """Where a frame begins."""
        return (frame - self.first) * self.per_frame

    def frame_at(self, x: float) -> int:
        """The frame at a place, the nearest one outside of the clip."""
        return max(0, min(self.count - 1, int(self.first + x / self.per_frame)))

    def edge_at(self, x: float) -> int:
        """The edge between two frames that is nearest to a place, 0 to `count`."""
        return max(0, min(self.count, round(self.first + x / self.per_frame)))

    @property
    def seen(self) -> range:
        """The frames that are seen at least in part."""
        return range(max(0, int(self.first)), min(self.count, int(self.first + self.width / self.per_frame) + 1))

    def zoomed(self, factor: float, x: float) -> TimelineScale:
        """Closer or farther, with the frame at a place staying there."""
        fit = self.width / max(1, self.count)
        per_frame = max(fit, min(max(fit, 60.0), self.per_frame * factor))
        held = self.first + x / self.per_frame
        return TimelineScale(self.count, self.width, held - x / per_frame, per_frame).kept_inside()

    def moved(self, frames: float) -> TimelineScale:
        """Another stretch of the same length."""
        return TimelineScale(self.count, self.width, self.first + frames, self.per_frame).kept_inside()

    def kept_inside(self) -> TimelineScale:
        """Not beyond the clip's ends."""
        most = max(0.0, self.count - self.width / self.per_frame)
        return TimelineScale(self.count, self.width, max(0.0, min(most, self.first)), self.per_frame)
