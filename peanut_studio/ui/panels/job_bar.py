"""The work in hand: what, how far, how long still, a way to pause and one to stop it; how much waits behind it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from peanut_studio.ui.action_button import action_button
from peanut_studio.ui.described import described
from peanut_studio.ui.job_words import stage_of
from peanut_studio.ui.progress_bar import ProgressBar
from peanut_studio.ui.queued import QueuedJob, State

STEPS = 1000
"""Of the bar: counts of bytes are too large for it."""


class JobBar(QWidget):
    """Hidden while nothing is being done. `list_pressed`: somebody wants to see what waits."""

    cancel_pressed = Signal()
    list_pressed = Signal()

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._left = QLabel(), QLabel()
        self._bar = described(ProgressBar(), name=self.tr("Progress"))
        self._bar.setFixedWidth(200)
        self._pause = action_button(actions["pause_job"])
        self._cancel = described(QPushButton(self.tr("Cancel")), self.tr("Stop the work in hand (Ctrl+.)"))
        self._cancel.clicked.connect(self.cancel_pressed)
        self._more = described(QPushButton(), self.tr("Show the list of jobs"))
        self._more.setProperty("link", True)
        self._more.clicked.connect(self.list_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 4, 2)
        # What is said has no fixed width: it comes last, so that nothing moves under the mouse.
        for widget in (self._bar, self._pause, self._cancel, self._label, self._left, self._more):
            row.addWidget(widget)
        self.hide()

    @property
    def text(self) -> str:
        """What is said about the work."""
        return f"{self._label.text()} {self._left.text()}".strip()

    def show_job(self, job: QueuedJob | None, waiting: int) -> None:
        """The job in hand, None when there is none, and how many wait."""
        self.setVisible(job is not None)
        if job is None:
            return
        self._label.setText(stage_of(job))
        self._left.setText(job.pace.left_text if job.state is State.RUNNING else "")
        fraction = job.pace.fraction
        is_unknown = fraction is None and job.state is State.RUNNING
        self._bar.show_value(int(job.share * STEPS + 1e-6), 0 if is_unknown else STEPS)
        self._pause.setEnabled(job.state is not State.STOPPING)
        self._cancel.setEnabled(job.state is not State.STOPPING)
        self._more.setVisible(waiting > 0)
        self._more.setText(self.tr("%n waiting", "", waiting))
