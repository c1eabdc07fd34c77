"""The only threads of the window: one that drives a job, one that answers the newest question."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeAlias

from PySide6.QtCore import QMutex, QMutexLocker, QObject, QThread, QWaitCondition, Signal

from peanut_studio.model.errors import Cancelled, StudioError
from peanut_studio.model.progress import Job, Progress, rest_by
from peanut_studio.ui.faults import sentence_of

MakeJob: TypeAlias = "Callable[[JobThread], Job[Any]]"

TELL_EVERY = 0.03
"""Seconds between two reports of progress; what comes faster is left out."""

SHOW_EVERY = 0.2
"""Seconds between two preview pictures."""


class JobThread(QThread):
    """Drives one job: `progressed` any number of times, then exactly one of `succeeded`, `failed`, `cancelled`.

    `said` carries notes for the user, `fetched` bytes of a download (done, total), `told` whatever a job's callback
    hands to `tell`. A cancelled job is closed at its next step, so that it tidies up after itself. One that is to pause
    stands still between two steps; `stood` tells when it does (True) and when it goes on (False).
    """

    progressed = Signal(object)
    stood = Signal(bool)
    said = Signal(str)
    fetched = Signal(object, object)
    told = Signal(object)
    succeeded = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, make_job: MakeJob, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_job = make_job
        self._told_at = self._shown_at = 0.0
        self._mutex, self._wake = QMutex(), QWaitCondition()
        self._pauses = False

    def cancel(self) -> None:
        """Ask the job to stop at its next step, also where it stands still."""
        self.requestInterruption()
        with QMutexLocker(self._mutex):
            self._wake.wakeAll()

    def set_paused(self, paused: bool) -> None:
        """Ask the job to stand still before its next step, or to go on."""
        with QMutexLocker(self._mutex):
            self._pauses = paused
            self._wake.wakeAll()

    def say(self, sentence: str) -> None:
        """For the job: a note for the user."""
        self.said.emit(sentence)

    def tell(self, value: object) -> None:
        """For the job: something made on the way."""
        self.told.emit(value)

    def on_bytes(self, done: int, total: int) -> None:
        """For the job: a download's progress. Raises Cancelled when the job is to stop."""
        self._stand()
        now = time.monotonic()
        if now - self._told_at > TELL_EVERY or done == total:
            self._told_at = now
            self.fetched.emit(done, total)

    def run(self) -> None:
        """The thread's body; not to be called."""
        rest_by(self._stand)
        try:
            job = self._make_job(self)
            try:
                result = self._drive(job)
            finally:
                job.close()
        except Cancelled:
            self.cancelled.emit()
        except BaseException as error:
            if self.isInterruptionRequested() and isinstance(error, StudioError):
                self.cancelled.emit()  # what it worked with may have been ended for that
            else:
                self.failed.emit(sentence_of(error))
        else:
            self.succeeded.emit(result)

    def _drive(self, job: Job[Any]) -> object:
        while True:
            self._stand()
            try:
                progress = next(job)
            except StopIteration as finished:
                return finished.value
            self._report(progress)

    def _stand(self) -> None:
        """Between two steps: wait for as long as the job is to pause. Raises Cancelled when it is to stop."""
        with QMutexLocker(self._mutex):
            stands = self._pauses and not self.isInterruptionRequested()
            if stands:
                self.stood.emit(True)
            while self._pauses and not self.isInterruptionRequested():
                self._wake.wait(self._mutex)
            if stands:
                self.stood.emit(False)
        if self.isInterruptionRequested():
            raise Cancelled("Stopped.")

    def _report(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.preview is not None:
            if now - self._shown_at < SHOW_EVERY:
                progress = replace(progress, preview=None)
            else:
                self._shown_at = now
        last = progress.done == progress.total
        if progress.note or progress.preview is not None or last or now - self._told_at > TELL_EVERY:
            self._told_at = now
            self.progressed.emit(progress)


class LatestThread(QThread):
    """Answers questions one after another; of those with one key that wait only the newest is kept.

    A question is a function that is called in the thread; `answered` gives its key and value, `failed` its key and
    the sentence of what it raised. `stop` ends the thread after the question in hand and then calls `farewell` in it.
    """

    answered = Signal(str, object)
    failed = Signal(str, str)

    def __init__(self, farewell: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._farewell = farewell
        self._mutex, self._wake = QMutex(), QWaitCondition()
        self._waiting: dict[str, Callable[[], object]] = {}
        self._stopping = False

    def ask(self, key: str, question: Callable[[], object]) -> None:
        """Put a question; one of the same key that has not begun is forgotten."""
        with QMutexLocker(self._mutex):
            self._waiting[key] = question
            self._wake.wakeOne()
        if not self.isRunning() and not self._stopping:
            self.start()

    def stop(self) -> None:
        """End the thread and wait for it. Nothing is answered afterwards."""
        with QMutexLocker(self._mutex):
            self._stopping = True
            self._waiting.clear()
            self._wake.wakeOne()
        self.wait()

    def run(self) -> None:
        """The thread's body; not to be called."""
        while True:
            with QMutexLocker(self._mutex):
                while not self._waiting and not self._stopping:
                    self._wake.wait(self._mutex)
                if self._stopping:
                    break
                key = next(iter(self._waiting))
                question = self._waiting.pop(key)
            try:
                answer = question()
            except BaseException as error:
                self.failed.emit(key, sentence_of(error))
            else:
                self.answered.emit(key, answer)
        with suppress(Exception):
            self._farewell()
