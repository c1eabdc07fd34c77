"""The list of jobs: the one in hand, those that wait, those that are over."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from peanut_studio.ui.described import described
from peanut_studio.ui.job_queue import JobQueue
from peanut_studio.ui.panels.job_row import JobRow


class JobsPanel(QFrame):
    """Asks the queue for what concerns the queue; `open_pressed` and `go_pressed` give a job that is done.

    The button `report` is there where a report is.
    """

    open_pressed = Signal(object)
    go_pressed = Signal(object)

    def __init__(self, queue: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setMinimumWidth(220)
        self._queue = queue
        self._rows: dict[int, JobRow] = {}
        self._hint = QLabel(
            self.tr(
                "Nothing is being done.\nTrack, Remove, Export and downloads are listed here. What you ask for while "
                "one of them runs waits for its turn, and takes the clip as it is then."
            ),
            wordWrap=True,
        )
        self._hint.setProperty("muted", True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._hint.setContentsMargins(14, 10, 14, 10)
        self.clear = described(QPushButton(self.tr("Clear Finished")), self.tr("Take what is over off the list"))
        self.clear.clicked.connect(queue.clear)
        self.report = described(QPushButton(self.tr("Show Report")), self.tr("What became of the jobs, with pictures"))
        self.report.hide()
        inside = QFrame()
        inside.setObjectName("panel")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 4, 0, 4)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._area = described(QScrollArea(), name=self.tr("Jobs"))
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        below = QHBoxLayout()
        below.setContentsMargins(10, 4, 10, 8)
        below.addWidget(self.report)
        below.addStretch(1)
        below.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._hint, 1)
        column.addWidget(self._area, 1)
        column.addLayout(below)
        queue.changed.connect(self.on_changed)
        queue.advanced.connect(self.on_advanced)
        self.on_changed()

    def sizeHint(self) -> QSize:
        """Room for some jobs."""
        return QSize(280, 240)

    def row(self, number: int) -> JobRow:
        """The widgets of a job. Raises KeyError."""
        return self._rows[number]

    @property
    def numbers(self) -> list[int]:
        """The jobs from top to bottom."""
        return sorted(self._rows, key=lambda number: self._column.indexOf(self._rows[number]))

    def on_changed(self) -> None:
        """The list is another one."""
        jobs, waiting = self._queue.jobs, self._queue.waiting
        for number in set(self._rows) - {job.number for job in jobs}:
            row = self._rows.pop(number)
            self._column.removeWidget(row)
            row.hide()
            # Later, for it may be its own button that asked.
            row.deleteLater()
        for place, job in enumerate(jobs):
            row = self._rows.get(job.number) or self._new_row(job.number)
            if self._column.indexOf(row) != place:
                self._column.removeWidget(row)
                self._column.insertWidget(place, row)
            first, last = bool(waiting) and job is waiting[0], bool(waiting) and job is waiting[-1]
            row.show_job(job, first, last)
        self._hint.setVisible(not jobs)
        self._area.setVisible(bool(jobs))
        self.clear.setVisible(any(job.state.is_over for job in jobs))

    def on_advanced(self) -> None:
        """The job in hand is further."""
        job = self._queue.current
        if job is not None and job.number in self._rows:
            self._rows[job.number].show_job(job, first=False, last=False)

    def _new_row(self, number: int) -> JobRow:
        row = self._rows[number] = JobRow(number)
        row.asked.connect(self._on_asked)
        return row

    def _on_asked(self, wish: str, number: int) -> None:
        queue, job = self._queue, self._queue.find(number)
        if wish in ("open", "go"):
            (self.open_pressed if wish == "open" else self.go_pressed).emit(job)
        elif wish in ("earlier", "later"):
            queue.move(number, -1 if wish == "earlier" else 1)
        else:
            asked = {
                "pause": queue.pause, "go_on": queue.go_on, "cancel": queue.cancel, "retry": queue.retry,
                "remove": queue.remove,
            }  # fmt: skip
            asked[wish](number)
