"""Asks how large an export will be while somebody is still choosing."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from peanut_studio.model.progress import Job
from peanut_studio.pipeline.deliver import Delivery
from peanut_studio.ui.job_thread import JobThread

SETTLED = 350
"""Milliseconds without another change after which it is worth beginning."""


class Estimator(QObject):
    """One question at a time; another one, or `stop`, ends it."""

    began = Signal()
    estimated = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: JobThread | None = None
        self._wanted: Delivery | None = None
        self._timer = QTimer(self, singleShot=True, interval=SETTLED)
        self._timer.timeout.connect(self._begin)

    def ask(self, delivery: Delivery | None) -> None:
        """What would this take; None asks nothing."""
        self._wanted = delivery
        if self._thread is not None:
            self._thread.cancel()
        self._timer.stop()
        if delivery is not None:
            self._timer.start()

    def stop(self) -> None:
        """Ask nothing any more and wait for the thread."""
        self.ask(None)
        if self._thread is not None:
            self._thread.wait()
            self._thread = None

    def _begin(self) -> None:
        delivery = self._wanted
        if delivery is None or self._thread is not None:
            return

        def job(_thread: JobThread) -> Job[int]:
            from peanut_studio.pipeline.size_estimate import estimate_size

            return estimate_size(delivery)

        thread = JobThread(job, self)
        self._thread = thread
        thread.succeeded.connect(lambda size: self._tell(delivery, size))
        thread.failed.connect(lambda sentence: self._tell_failure(delivery, sentence))
        thread.finished.connect(lambda: self._end(thread))
        self.began.emit()
        thread.start()

    def _tell(self, delivery: Delivery, size: object) -> None:
        if delivery is self._wanted:
            self.estimated.emit(size)

    def _tell_failure(self, delivery: Delivery, sentence: str) -> None:
        if delivery is self._wanted:
            self.failed.emit(sentence)

    def _end(self, thread: JobThread) -> None:
        if self._thread is not thread:
            return
        self._thread = None
        thread.deleteLater()
        if self._timer.isActive() or self._wanted is None:
            return
        if thread.isInterruptionRequested():
            self._begin()
