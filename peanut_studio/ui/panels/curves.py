"""Curves through time: how sure and how large the selected object is; how much moves, and how steady the fill is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QColor, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.ui.described import described
from peanut_studio.ui.job_thread import LatestThread
from peanut_studio.ui.late import bring_plots
from peanut_studio.ui.steadiness_feed import SteadinessFeed

if TYPE_CHECKING:
    from peanut_studio.ops.track_curves import TrackCurves
    from peanut_studio.quality.steadiness import SteadinessCurves
    from peanut_studio.ui.desk import Desk
    from peanut_studio.ui.document import Document
    from peanut_studio.ui.plots import Plots

PLOTS, CURVES = "plots", "curves"
"""What its thread is asked for."""

REST = 0.4
"""Seconds after the playhead was moved in which nothing is measured."""


class CurvesPanel(QFrame):
    """A click goes to the frame: `pressed`. Nothing is computed, nor the plots' library imported, until it is seen."""

    pressed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._hint = QLabel(self.tr("Select an object that was tracked: how sure and how large it is stands here."))
        self._hint.setProperty("muted", True)
        self._hint.setWordWrap(True)
        self._hint.setContentsMargins(14, 8, 14, 8)
        self.setMinimumHeight(110)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._hint)
        self.plots: Plots | None = None
        self._count, self._frame, self._moved_at = 1, 0, 0.0
        self._track: MaskTrack | None = None
        self._colour = QColor("white")
        self._computed: MaskTrack | None = None
        self._curves: TrackCurves | None = None
        self._steadiness: SteadinessCurves | None = None
        self._document: Document | None = None
        self.feed = SteadinessFeed(self)
        self.feed.measured.connect(self.take_steadiness)
        self._thread = LatestThread(lambda: None, self)
        self._thread.answered.connect(self.on_answered)

    def sizeHint(self) -> QSize:
        """Low, as a strip under the timeline."""
        return QSize(500, 200)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is to be added to the lines that are shown."""
        is_drawn = self.plots is not None and self._track is self._computed
        return is_drawn and not self.feed.is_measuring

    def follow(self, desk: Desk, is_working: Callable[[], bool]) -> None:
        """Show the object selected at a desk, and go where somebody clicks; measure nothing while a job works."""
        document = self._document = desk.document
        self.feed.is_busy = lambda: desk.player.rate != 0 or is_working() or time.monotonic() - self._moved_at < REST

        def show() -> None:
            chosen = document.selected
            if document.project is not None:
                self._count = document.project.clip.frame_count
                self._look()
            self.show_track(chosen.track if chosen else None, QColor(*chosen.colour) if chosen else QColor("white"))

        document.changed.connect(show)
        document.opened.connect(self.forget)
        document.frame_moved.connect(self.show_frame)
        self.feed.failed.connect(desk.failed)
        self.pressed.connect(desk.go_to)

    def forget(self) -> None:
        """Another clip has been opened."""
        self._steadiness = None
        self._curves = self._computed = self._track = None
        self._redraw()

    def show_track(self, track: MaskTrack | None, colour: QColor) -> None:
        """The curves of this track, in the object's colour."""
        if track is self._track and colour == self._colour:
            return
        self._track, self._colour = track, colour
        self._refresh()

    def show_frame(self, frame: int) -> None:
        """Where the playhead is."""
        self._frame, self._moved_at = frame, time.monotonic()
        if self.plots is not None:
            self.plots.show_frame(frame)

    def take_steadiness(self, curves: SteadinessCurves) -> None:
        """More is known of the picture."""
        if len(curves.frames) == self._count:
            self._steadiness = curves
            self._redraw()

    def on_answered(self, key: str, answer: object) -> None:
        """A track's curves, or what they are drawn with."""
        if key == PLOTS:
            self._make_plots()
            return
        assert isinstance(answer, tuple)
        self._computed, self._curves = answer
        self._redraw()

    def stop(self) -> None:
        """End the threads."""
        self.feed.stop()
        self._thread.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.plots is None:
            self._thread.ask(PLOTS, bring_plots)
        self._refresh()
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.feed.rest()

    def _look(self) -> None:
        if self.isVisible() and self._document is not None:
            self.feed.look_at(self._document.project, self._frame)

    def _make_plots(self) -> None:
        if self.plots is None:
            from peanut_studio.ui.plots import Plots

            self.plots = described(Plots(), name=self.tr("Curves of the selected object"))
            self.plots.pressed.connect(self.pressed)
            self._column.addWidget(self.plots, 1)
            self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and self.plots is not None:
            self.plots.dress()
            self._redraw()
        super().changeEvent(event)

    def _refresh(self) -> None:
        track = self._track
        if track is not None and track is not self._computed and self.isVisible():
            self._thread.ask(CURVES, lambda: _curves_of(track))
        self._redraw()

    def _redraw(self) -> None:
        if self.plots is None:
            return
        curves = self._curves if self._track is not None and self._track is self._computed else None
        known = curves is not None or (self._steadiness is not None and self._steadiness.is_known)
        self._hint.setVisible(not known)
        self.plots.setVisible(known)
        self.plots.show_curves(self._count, curves, self._steadiness, self._colour)
        self.plots.show_frame(self._frame)


def _curves_of(track: MaskTrack) -> tuple[MaskTrack, TrackCurves]:
    from peanut_studio.ops.track_curves import track_curves

    return track, track_curves(track)
