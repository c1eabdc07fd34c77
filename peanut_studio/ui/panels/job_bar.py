"""The work in hand: what, how far, how long still, and a way to stop it."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from peanut_studio.model.progress import Progress
from peanut_studio.ui.described import described
from peanut_studio.ui.words import stage_text

SURE_AFTER = 1.5
"""Seconds before it is said how long a stage still takes."""


class JobBar(QWidget):
    """Hidden while nothing is being done."""

    cancel_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._left = QLabel(), QLabel()
        self._bar = described(QProgressBar(textVisible=False), name=self.tr("Progress"))
        self._bar.setFixedWidth(240)
        self._cancel = described(QPushButton(self.tr("Cancel")), self.tr("Stop the work in hand (Ctrl+.)"))
        self._cancel.clicked.connect(self.cancel_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 4, 2)
        for widget in (self._label, self._bar, self._left, self._cancel):
            row.addWidget(widget)
        self._title = self._stage = ""
        self._since, self._from = 0.0, 0
        self.hide()

    @property
    def text(self) -> str:
        """What is said about the work."""
        return f"{self._label.text()} {self._left.text()}".strip()

    def begin(self, title: str) -> None:
        """Work begins; it is not known yet how much it is."""
        self._title, self._stage = title, ""
        self._label.setText(self.tr("{work}: starting…").format(work=title))
        self._left.clear()
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(True)
        self.show()

    def report(self, progress: Progress) -> None:
        """How far the job is."""
        if progress.stage and progress.total > 0:
            count = self.tr("{done} of {total}").format(done=progress.done, total=progress.total)
            self._set(progress.stage, progress.done, progress.total, count)

    def report_bytes(self, done: int, total: int) -> None:
        """How far a download is."""
        if total > 0:
            # The bar's numbers are 32 bits wide.
            count = self.tr("{done} of {total} MB").format(done=f"{done / 1e6:.0f}", total=f"{total / 1e6:.0f}")
            self._set("downloading", done // 1024, total // 1024, count)

    def say_stopping(self) -> None:
        """The user wants it to stop."""
        self._label.setText(self.tr("{work}: stopping…").format(work=self._title))
        self._left.clear()
        self._cancel.setEnabled(False)

    def end(self) -> None:
        """Nothing is being done any more."""
        self.hide()

    def _set(self, stage: str, done: int, total: int, count: str) -> None:
        if not self._cancel.isEnabled():
            return
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._since, self._from = stage, now, done
        self._label.setText(f"{stage_text(stage)}: {count}")
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        spent, made = now - self._since, done - self._from
        sure = spent >= SURE_AFTER and made > 0 and done < total
        self._left.setText(self.tr("{time} left").format(time=time_left(spent / made * (total - done))) if sure else "")


def time_left(seconds: float) -> str:
    """'8 s', '3 min 20 s', '2 h 5 min'."""
    whole = max(1, round(seconds))
    if whole < 60:
        return QCoreApplication.translate("JobBar", "{s} s").format(s=whole)
    if whole < 3600:
        return QCoreApplication.translate("JobBar", "{min} min {s} s").format(min=whole // 60, s=whole % 60)
    return QCoreApplication.translate("JobBar", "{h} h {min} min").format(h=whole // 3600, min=whole % 3600 // 60)
