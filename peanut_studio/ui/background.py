"""Work that nobody waits for: the newest piece of a kind; the one before it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from peanut_studio.model.progress import Job
from peanut_studio.ui.job_thread import JobThread


class Background(QObject):
    """One job at a time. `succeeded` gives the result of the newest only; a failure is told by nothing but `ended`."""

    progressed = Signal(object)
    succeeded = Signal(object)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: JobThread | None = None
        self._leaving: set[JobThread] = set()

    @property
    def is_running(self) -> bool:
        """Whether the newest job is in hand."""
        return self._thread is not None

    def start(self, make_job: Callable[[], Job[Any]]) -> None:
        """Do this instead of what is being done."""
        self.cancel()
        thread = JobThread(lambda _thread: make_job(), self)
        thread.progressed.connect(self.on_progressed)
        thread.succeeded.connect(self.on_succeeded)
        thread.finished.connect(self.on_finished)
        self._thread = thread
        thread.start()

    def cancel(self) -> None:
        """Stop soon, and say nothing more of it."""
        if self._thread is not None:
            self._leaving.add(self._thread)
            self._thread.cancel()
            self._thread = None

    def stop(self) -> None:
        """Stop and wait for it."""
        self.cancel()
        for thread in self._leaving:
            thread.wait()

    def on_progressed(self, progress: object) -> None:
        """News of a job; only that of the newest counts."""
        if self.sender() is self._thread:
            self.progressed.emit(progress)

    def on_succeeded(self, result: object) -> None:
        """A job is done; only the newest counts."""
        if self.sender() is self._thread:
            self.succeeded.emit(result)

    def on_finished(self) -> None:
        """A thread has ended."""
        thread = self.sender()
        if not isinstance(thread, JobThread):
            return
        thread.wait()
        self._leaving.discard(thread)
        if thread is self._thread:
            self._thread = None
            self.ended.emit()
        thread.deleteLater()
