"""Curves of the selected object through time: how sure, how large; and how much moves, where that was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.ui.described import described
from peanut_studio.ui.job_thread import LatestThread
from peanut_studio.ui.late import bring_plots

if TYPE_CHECKING:
    from peanut_studio.ops.track_curves import TrackCurves
    from peanut_studio.ui.desk import Desk
    from peanut_studio.ui.flow_feed import FlowShown
    from peanut_studio.ui.plots import Plots

PLOTS, CURVES = "plots", "curves"
"""What its thread is asked for."""


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
        self._count, self._frame = 1, 0
        self._track: MaskTrack | None = None
        self._colour = QColor("white")
        self._computed: MaskTrack | None = None
        self._curves: TrackCurves | None = None
        self._motion: dict[int, float] = {}
        self._thread = LatestThread(lambda: None, self)
        self._thread.answered.connect(self.on_answered)

    def sizeHint(self) -> QSize:
        """Low, as a strip under the timeline."""
        return QSize(500, 170)

    def follow(self, desk: Desk) -> None:
        """Show the object selected at a desk, and go where somebody clicks."""
        document = desk.document

        def show() -> None:
            chosen = document.selected
            if document.project is not None:
                self._count = document.project.clip.frame_count
            self.show_track(chosen.track if chosen else None, QColor(*chosen.colour) if chosen else QColor("white"))

        document.changed.connect(show)
        document.opened.connect(self.forget)
        document.frame_moved.connect(self.show_frame)
        desk.flow.shown.connect(self.take_flow)
        self.pressed.connect(desk.go_to)

    def forget(self) -> None:
        """Another clip has been opened."""
        self._motion = {}
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
        self._frame = frame
        if self.plots is not None:
            self.plots.show_frame(frame)

    def take_flow(self, flow: FlowShown) -> None:
        """The motion of one more frame is known."""
        self._motion[flow.motion.frame] = flow.motion.typical
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
        """End the thread."""
        self._thread.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.plots is None:
            self._thread.ask(PLOTS, bring_plots)
        self._refresh()

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
        known = curves is not None or bool(self._motion)
        self._hint.setVisible(not known)
        self.plots.setVisible(known)
        self.plots.show_curves(self._count, curves, self._motion, self._colour)
        self.plots.show_frame(self._frame)


def _curves_of(track: MaskTrack) -> tuple[MaskTrack, TrackCurves]:
    from peanut_studio.ops.track_curves import track_curves

    return track, track_curves(track)
