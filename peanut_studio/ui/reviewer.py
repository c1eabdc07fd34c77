"""Looks through new tracks for what is odd, and knows the way from one oddity to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.progress import Job
from peanut_studio.model.project import Project
from peanut_studio.ui.background import Background

if TYPE_CHECKING:
    from peanut_studio.quality.review import Finding


class Reviewer(QObject):
    """`changed` says that `findings` are others."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.findings: tuple[Finding, ...] = ()
        self._tracks: tuple[MaskTrack, ...] = ()
        self._work = Background(self)
        self._work.succeeded.connect(self.on_reviewed)

    def look_at(self, project: Project) -> None:
        """Review the project's tracks, where they are others than before."""
        tracks = tuple(chosen.track for chosen in project.objects if chosen.track is not None)
        if len(tracks) == len(self._tracks) and all(a is b for a, b in zip(tracks, self._tracks, strict=True)):
            return
        self._tracks = tracks
        if not tracks:
            self._work.cancel()
            self.on_reviewed(())
            return

        def job() -> Job[tuple[Finding, ...]]:
            from peanut_studio.quality.review import review

            return (yield from review(tracks))

        self._work.start(job)

    def on_reviewed(self, findings: tuple[Finding, ...]) -> None:
        """They have been looked through."""
        if findings != self.findings:
            self.findings = findings
            self.changed.emit()

    def neighbour(self, frame: int, step: int) -> Finding | None:
        """The next finding after (1) or before (-1) a frame, by its worst frame."""
        ahead = [finding for finding in self.findings if (finding.worst - frame) * step > 0]
        return min(ahead, key=lambda finding: (abs(finding.worst - frame), -finding.severity), default=None)

    def stop(self) -> None:
        """End the thread."""
        self._work.stop()
