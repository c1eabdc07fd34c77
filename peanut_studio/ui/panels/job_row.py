"""One job of the list: what, how far, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from peanut_studio.ui import theme
from peanut_studio.ui.described import described
from peanut_studio.ui.icons import icon
from peanut_studio.ui.job_words import hint_of, standing_of
from peanut_studio.ui.progress_bar import ProgressBar
from peanut_studio.ui.queued import QueuedJob, State

STEPS = 1000


class JobRow(QFrame):
    """`asked` gives what is wanted and the job's number: 'pause', 'go_on', 'earlier', 'later', 'cancel', 'retry',
    'open', 'go', 'remove'.
    """

    asked = Signal(str, int)

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("job")
        self.number = number
        self._name = QLabel()
        self._whole = self._title = self._subject = ""
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._standing = QLabel(wordWrap=True)
        self._standing.setTextFormat(Qt.TextFormat.PlainText)
        self._standing.setProperty("muted", True)
        self._standing.setMinimumWidth(60)
        self.bar = described(ProgressBar(), name=self.tr("Progress"))
        self.buttons = {
            "go": self._button("go", "result", self.tr("Go to what it made")),
            "open": self._button("open", "folder", self.tr("Open the folder it is in")),
            "retry": self._button("retry", "again", self.tr("Try again")),
            "earlier": self._button("earlier", "up", self.tr("Earlier")),
            "later": self._button("later", "down", self.tr("Later")),
            "pause": self._button("pause", "pause", self.tr("Pause")),
            "go_on": self._button("go_on", "play", self.tr("Go on")),
            "cancel": self._button("cancel", "close", self.tr("Cancel")),
            "remove": self._button("remove", "close", self.tr("Take off the list")),
        }
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(self._name, 1)
        for button in self.buttons.values():
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 8)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.bar)
        column.addWidget(self._standing)

    @property
    def text(self) -> str:
        """What is said about the job."""
        return f"{self._whole}: {self._standing.text()}"

    def show_job(self, job: QueuedJob, first: bool, last: bool) -> None:
        """The job as it is now; `first` and `last` of those that wait."""
        self._whole, self._title, self._subject = job.name, job.work.title, job.work.subject
        self._name.setToolTip(job.name)
        self._elide()
        self._standing.setText(standing_of(job))
        self._standing.setToolTip(hint_of(job))
        failed = job.state is State.FAILED
        if bool(self._standing.property("bad")) != failed:
            self._standing.setProperty("bad", failed)
            self._standing.setProperty("muted", not failed)
            self._standing.style().unpolish(self._standing)
            self._standing.style().polish(self._standing)
        fraction = job.pace.fraction
        self.bar.setVisible(job.state.is_current)
        is_unknown = fraction is None and job.state is State.RUNNING
        self.bar.show_value(int(job.share * STEPS + 1e-6), 0 if is_unknown else STEPS)
        waits, state = job.state.is_waiting, job.state
        seen = {
            "go": state is State.DONE and job.frame is not None,
            "open": state is State.DONE and job.made is not None,
            "retry": state is State.FAILED,
            "earlier": waits and not (first and last),
            "later": waits and not (first and last),
            "pause": state in (State.RUNNING, State.WAITING),
            "go_on": state in (State.PAUSING, State.PAUSED, State.HELD),
            "cancel": waits or state.is_current,
            "remove": state.is_over,
        }
        for name, button in self.buttons.items():
            button.setVisible(seen[name])
        self.buttons["earlier"].setEnabled(not first)
        self.buttons["later"].setEnabled(not last)
        self.buttons["cancel"].setEnabled(state is not State.STOPPING)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        # In two lines where one has no room; of a long name the middle goes, for beginning and end tell most.
        metrics, room = self._name.fontMetrics(), max(20, self._name.width())
        if metrics.horizontalAdvance(self._whole) <= room or not self._subject:
            self._name.setText(self._whole)
        else:
            below = metrics.elidedText(self._subject, Qt.TextElideMode.ElideMiddle, room)
            self._name.setText(f"{self._title}\n{below}")

    def _button(self, name: str, drawn: str, tip: str) -> QToolButton:
        button = described(QToolButton(), tip)
        button.setIcon(icon(drawn, theme.MUTED))
        button.setIconSize(QSize(18, 18))
        button.setAutoRaise(True)
        button.setStyleSheet("padding: 3px")
        button.clicked.connect(lambda: self.asked.emit(name, self.number))
        return button
