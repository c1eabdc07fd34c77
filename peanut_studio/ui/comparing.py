"""Which film is held against the clip: the one without the objects, or a larger one that was made of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from peanut_studio.model.clip import Span
from peanut_studio.ui.document import Document
from peanut_studio.ui.feed import Feed
from peanut_studio.ui.modes import Standing
from peanut_studio.ui.viewer import Viewer


@dataclass(frozen=True)
class EnlargedFilm:
    """A film larger than the clip `of` whose frames of `span` it shows."""

    path: Path
    of: Path
    span: Span


class Comparing(QObject):
    """Opens the other film; `changed` says that it is another one.

    What is being made comes first, then the enlarged film where it is wanted, then the result.
    """

    changed = Signal()

    def __init__(self, viewer: Viewer, document: Document, feed: Feed, parent: QObject) -> None:
        super().__init__(parent)
        self._viewer, self._document, self._feed = viewer, document, feed
        self._enlarged: EnlargedFilm | None = None
        self._opened: Path | None = None
        document.changed.connect(self.open_other)

    @property
    def enlarged(self) -> EnlargedFilm | None:
        """The larger film, where the clip is compared with one."""
        return self._enlarged

    def on(self, frame: int) -> tuple[Standing, int | None]:
        """What there is of the other film on a frame of the clip, and which of these its first one is, if there is one.

        Outside of the range a removal leaves the clip as it is, or the result that is there, where this covers more.
        """
        live, project = self._feed.live, self._document.project
        result = project.result if project else None
        if live is not None:
            if frame in live.span:
                return Standing.COMING, live.span.start
            goes_into = result is not None and result.whole and result.span.covers(live.span)
            if result is not None and goes_into and frame in result.span:
                return Standing.MADE, result.span.start
            return Standing.UNCHANGED, None
        made = self._enlarged or result
        if made is None:
            return Standing.NONE, None
        if frame in made.span:
            return Standing.MADE, made.span.start
        return (Standing.UNCHANGED if self._enlarged is None else Standing.BEYOND), None

    @property
    def path(self) -> Path | None:
        """Where the other film lies, once it is written."""
        project = self._document.project
        made = self._enlarged or (project.result if project else None)
        return made.path if made else None

    def take(self, film: EnlargedFilm | None) -> None:
        """Compare with a larger film, or with the result again."""
        if film == self._enlarged:
            return
        self._enlarged = film
        self._viewer.set_after(self.tr("Enlarged") if film is not None else "")
        self.open_other()
        self.changed.emit()

    def forget(self) -> None:
        """Another clip was opened: nothing is open beside it."""
        self._enlarged = self._opened = None
        self._viewer.set_after("")

    def open_other(self) -> None:
        """Open the film that is compared, if it is another than before."""
        if self.path != self._opened:
            self._opened = self.path
            self._feed.open_result(self._opened)
