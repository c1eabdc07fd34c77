"""How far a job is, how fast it goes, how long it still takes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from peanut_studio.ui.dialogs.sizes import size_text

SURE_AFTER = 1.5
"""Seconds before it is said how fast a stage goes and how long it still takes."""

DOWNLOADING = "downloading"
"""The stage whose units are bytes."""

IN_FRAMES = frozenset({
    "exporting", "filling", "finding shadows", "flow", "interpolating", "refining masks", "tracking",
    "tracking around the range", "upscaling",
})  # fmt: skip
"""Stages whose units are frames; how fast others go nobody wants to know."""


@dataclass(frozen=True)
class Pace:
    """`done` of `total` units of a stage at the time `now`; at `since` there were `first`. Times are in seconds.

    Stages follow one another and are counted each by itself; a job says beforehand of none how long it will be.
    """

    stage: str = ""
    done: int = 0
    total: int = 0
    since: float = 0.0
    first: int = 0
    now: float = 0.0
    found: int = 0

    def at(self, stage: str, done: int, total: int, now: float, found: int = 0) -> Pace:
        """What is known after another step; `found` units had been made before, and say nothing of the time."""
        if stage != self.stage or done < self.done or found > self.found:
            return Pace(stage, done, total, now, done, now, found)
        return replace(self, done=done, total=total, now=now)

    def without(self, seconds: float) -> Pace:
        """The same where so much of the time was spent standing still."""
        return replace(self, since=self.since + seconds, now=self.now + seconds)

    @property
    def fraction(self) -> float | None:
        """How much of the stage is done, 0 to 1; None where that is not known."""
        return min(1.0, self.done / self.total) if self.stage and self.total > 0 else None

    @property
    def rate(self) -> float | None:
        """Units a second; None before it is sure."""
        spent, made = self.now - self.since, self.done - self.first
        return made / spent if spent >= SURE_AFTER and made > 0 else None

    @property
    def left(self) -> float | None:
        """Seconds until the stage is done; None before that is sure."""
        rate = self.rate
        return (self.total - self.done) / rate if rate is not None and self.done < self.total else None

    @property
    def count_text(self) -> str:
        """'12 of 240', '1.2 MB of 40 MB'; nothing where the total is not known."""
        if self.fraction is None:
            return ""
        done, total = str(self.done), str(self.total)
        if self.stage == DOWNLOADING:
            done, total = size_text(self.done), size_text(self.total)
        if self.found:
            text = QCoreApplication.translate("Pace", "{done} of {total}, {found} from before")
            return text.format(done=done, total=total, found=self.found)
        return QCoreApplication.translate("Pace", "{done} of {total}").format(done=done, total=total)

    @property
    def rate_text(self) -> str:
        """'12.3 frames/s', '1.4 s a frame', '3 MB/s'; nothing before it is sure."""
        rate = self.rate
        if rate is None:
            return ""
        if self.stage == DOWNLOADING:
            return QCoreApplication.translate("Pace", "{size}/s").format(size=size_text(round(rate)))
        if self.stage not in IN_FRAMES:
            return ""
        if rate >= 1:
            return QCoreApplication.translate("Pace", "{rate} frames/s").format(rate=f"{rate:.1f}")
        return QCoreApplication.translate("Pace", "{s} s a frame").format(s=f"{1 / rate:.1f}")

    @property
    def left_text(self) -> str:
        """'3 min 20 s left'; nothing before it is sure."""
        left = self.left
        if left is None:
            return ""
        return QCoreApplication.translate("Pace", "{time} left").format(time=time_left(left))


def time_left(seconds: float) -> str:
    """'8 s', '3 min 20 s', '2 h 5 min'."""
    whole = max(1, round(seconds))
    if whole < 60:
        return QCoreApplication.translate("Pace", "{s} s").format(s=whole)
    if whole < 3600:
        return QCoreApplication.translate("Pace", "{min} min {s} s").format(min=whole // 60, s=whole % 60)
    return QCoreApplication.translate("Pace", "{h} h {min} min").format(h=whole // 3600, min=whole % 3600 // 60)
