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
        thread.progressed.connect(lambda progress: self._pass_on(thread, progress))
        thread.succeeded.connect(lambda result: self._take(thread, result))
        thread.finished.connect(lambda: self._forget(thread))
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

    def _pass_on(self, thread: JobThread, progress: object) -> None:
        if thread is self._thread:
            self.progressed.emit(progress)

    def _take(self, thread: JobThread, result: object) -> None:
        if thread is self._thread:
            self.succeeded.emit(result)

    def _forget(self, thread: JobThread) -> None:
        thread.wait()
        self._leaving.discard(thread)
        if thread is self._thread:
            self._thread = None
            self.ended.emit()
        thread.deleteLater()
