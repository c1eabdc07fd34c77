"""The jobs that were asked for: one is worked on, the others wait for it, in an order that can be changed."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from peanut_studio.model.errors import Cancelled
from peanut_studio.model.progress import Progress
from peanut_studio.ui.faults import sentence_of
from peanut_studio.ui.job_thread import JobThread
from peanut_studio.ui.pace import DOWNLOADING, Pace
from peanut_studio.ui.queued import Begun, Ending, QueuedJob, State, Work

if TYPE_CHECKING:
    from peanut_studio.batch.estimate import Estimate

PATIENCE = 10_000
"""Milliseconds that a job has for stopping by itself."""
KEPT = 30
"""Jobs that are over and still listed; the oldest go."""


class JobQueue(QObject):
    """`changed`: a job came, went, moved or stands otherwise; `advanced`: the one in hand is further.

    Of the one in hand `began`, `progressed`, `said` and `told` tell as its thread does. `halted` comes when its thread
    has ended, before anything becomes of its result; `ended` when it is over, `dropped` when it was given up. `stuck`
    comes when one that is to stop has not done so for long.
    """

    changed = Signal()
    advanced = Signal()
    began = Signal(object)
    progressed = Signal(object)
    said = Signal(str)
    told = Signal(object)
    cancelling = Signal()
    stuck = Signal()
    halted = Signal(object)
    ended = Signal(object)
    dropped = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: tuple[QueuedJob, ...] = ()
        self._thread: JobThread | None = None
        self._begun: Begun | None = None
        self._stood_at = 0.0
        self._made = 0

    # --- what there is

    @property
    def jobs(self) -> tuple[QueuedJob, ...]:
        """The one in hand, those that wait, in their order, those that are over, the last one first."""
        over = [job for job in self._jobs if job.state.is_over]
        return (*([self.current] if self.current else []), *self.waiting, *reversed(over))

    @property
    def current(self) -> QueuedJob | None:
        """The one in hand."""
        return next((job for job in self._jobs if job.state.is_current), None)

    @property
    def is_beginning(self) -> bool:
        """Whether a job was begun and has not told of any stage yet."""
        job = self.current
        return job is not None and job.state is State.RUNNING and not job.pace.stage

    @property
    def waiting(self) -> tuple[QueuedJob, ...]:
        """Those that have not begun, in the order in which they will."""
        return tuple(job for job in self._jobs if job.state.is_waiting)

    @property
    def unfinished(self) -> tuple[QueuedJob, ...]:
        """The one in hand and those that wait."""
        return tuple(job for job in self.jobs if not job.state.is_over)

    @property
    def is_running(self) -> bool:
        """Whether a job is in hand, be it paused."""
        return self._thread is not None

    def find(self, number: int) -> QueuedJob | None:
        """The job of that number, if it is still listed."""
        return next((job for job in self._jobs if job.number == number), None)

    # --- what can be asked

    def add(self, work: Work, state: State = State.WAITING, first: bool = False) -> QueuedJob:
        """Have something done after all that waits, or `first` of it; at once where nothing is in hand."""
        self._made += 1
        job = QueuedJob(self._made, work, state)
        ahead = 0 if first else len(self._jobs)
        self._jobs = (*self._jobs[:ahead], job, *self._jobs[ahead:])
        over = [one.number for one in self._jobs if one.state.is_over]
        self._jobs = tuple(one for one in self._jobs if one.number not in over[: max(0, len(over) - KEPT)])
        self.changed.emit()
        self._begin_next()
        return self.find(job.number) or job

    def pause(self, number: int) -> None:
        """Let a job stand still: the one in hand before its next step, one that waits when its turn comes."""
        job = self.find(number)
        if job is not None and job.state is State.RUNNING and self._thread is not None:
            self._put(replace(job, state=State.PAUSING))
            self._thread.set_paused(True)
        elif job is not None and job.state is State.WAITING:
            self._put(replace(job, state=State.HELD))

    def go_on(self, number: int) -> None:
        """Let a paused job go on."""
        job = self.find(number)
        if job is not None and job.state in (State.PAUSING, State.PAUSED) and self._thread is not None:
            if job.state is State.PAUSING:
                self._put(replace(job, state=State.RUNNING))
            self._thread.set_paused(False)
        elif job is not None and job.state is State.HELD:
            self._put(replace(job, state=State.WAITING))
            self._begin_next()

    def cancel(self, number: int) -> None:
        """Give a job up: at once where it has not begun, else at its next step."""
        job = self.find(number)
        if job is not None and job.state.is_waiting:
            self._drop(job)
        elif job is not None and job.state.is_current and self._thread is not None:
            self._put(replace(job, state=State.STOPPING))
            self._thread.cancel()
            self.cancelling.emit()
            QTimer.singleShot(PATIENCE, self, lambda: self._look_after(number))

    def _look_after(self, number: int) -> None:
        job = self.find(number)
        if job is not None and job.state is State.STOPPING:
            self.stuck.emit()

    def remove(self, number: int) -> None:
        """Take a job that is over off the list."""
        job = self.find(number)
        if job is not None and job.state.is_over:
            self._jobs = tuple(one for one in self._jobs if one is not job)
            self.changed.emit()

    def clear(self) -> None:
        """Take all that are over off the list."""
        self._jobs = self.unfinished
        self.changed.emit()

    def move(self, number: int, step: int) -> None:
        """Let a waiting job come earlier (-1) or later (1) by one."""
        waiting = list(self.waiting)
        place = next((row for row, job in enumerate(waiting) if job.number == number), None)
        if place is None or not 0 <= place + step < len(waiting):
            return
        waiting[place], waiting[place + step] = waiting[place + step], waiting[place]
        order = iter(waiting)
        self._jobs = tuple(next(order) if job.state.is_waiting else job for job in self._jobs)
        self.changed.emit()

    def retry(self, number: int) -> None:
        """Do a failed job again, after all that waits."""
        job = self.find(number)
        if job is not None and job.state is State.FAILED:
            again = replace(job, state=State.WAITING, pace=Pace(), ending=Ending())
            self._jobs = (*(one for one in self._jobs if one is not job), again)
            self.changed.emit()
            self._begin_next()

    def expect(self, number: int, estimate: Estimate) -> None:
        """What a waiting job may take is known."""
        job = self.find(number)
        if job is not None and job.state.is_waiting and job.expected != estimate:
            self._put(replace(job, expected=estimate))

    def stop(self) -> None:
        """Give up what is in hand, wait for it, and begin nothing any more."""
        thread, self._thread = self._thread, None
        self._jobs = tuple(job for job in self._jobs if job.state.is_over)
        if thread is not None:
            thread.cancel()
            thread.wait()

    # --- the thread's signals

    def on_progressed(self, progress: Progress) -> None:
        """News of the job in hand."""
        if progress.stage and progress.total > 0:
            self._advance(progress.stage, progress.done, progress.total, progress.found)
        self.progressed.emit(progress)

    def on_fetched(self, done: int, total: int) -> None:
        """It downloads something."""
        if total > 0:
            self._advance(DOWNLOADING, done, total)

    def on_stood(self, stands: bool) -> None:
        """It stands still, or goes on."""
        job = self.current
        if job is None:
            return
        if stands:
            self._stood_at = time.monotonic()
            if job.state is State.PAUSING:
                self._put(replace(job, state=State.PAUSED))
        else:
            pace = job.pace.without(time.monotonic() - self._stood_at)
            state = State.RUNNING if job.state is State.PAUSED else job.state
            self._put(replace(job, state=state, pace=pace))

    def on_succeeded(self, result: object) -> None:
        """It is done."""
        job, begun = self._halt()
        if job is None or begun is None:
            return
        try:
            ending = begun.keep(result)
        except Exception as error:
            self._end(job, State.FAILED, Ending(sentence_of(error)))
        else:
            self._end(job, State.DONE, ending)

    def on_failed(self, sentence: str) -> None:
        """It could not be done."""
        job, _ = self._halt()
        if job is not None:
            self._end(job, State.FAILED, Ending(sentence))

    def on_cancelled(self) -> None:
        """Somebody stopped it."""
        job, _ = self._halt()
        if job is not None:
            self._drop(job)
            self._begin_next()

    # --- one after the other

    def _begin_next(self) -> None:
        job = next((one for one in self._jobs if one.state is State.WAITING), None)
        if self.current is not None or job is None:
            return
        try:
            begun = job.work.begin()
        except Cancelled:
            self._drop(job)
            self._begin_next()
            return
        except Exception as error:
            self._end(job, State.FAILED, Ending(sentence_of(error)))
            return
        thread = JobThread(begun.make_job, self)
        self._thread, self._begun = thread, begun
        job = replace(job, state=State.RUNNING, pace=Pace())
        self._jobs = tuple(job if one.number == job.number else one for one in self._jobs)
        thread.progressed.connect(self.on_progressed)
        thread.fetched.connect(self.on_fetched)
        thread.said.connect(self.said)
        thread.told.connect(self.told)
        thread.stood.connect(self.on_stood)
        thread.succeeded.connect(self.on_succeeded)
        thread.failed.connect(self.on_failed)
        thread.cancelled.connect(self.on_cancelled)
        self.began.emit(job)
        self.changed.emit()
        thread.start()

    def _halt(self) -> tuple[QueuedJob | None, Begun | None]:
        """The job in hand, whose thread has come to its end; None where nothing is in hand any more."""
        job, begun, thread = self.current, self._begun, self._thread
        if thread is None or job is None:
            return None, None
        thread.wait()
        thread.deleteLater()
        self._thread = self._begun = None
        self.halted.emit(job)
        return job, begun

    def _end(self, job: QueuedJob, state: State, ending: Ending) -> None:
        over = replace(job, state=state, ending=ending)
        self._jobs = (*(one for one in self._jobs if one.number != job.number), over)
        self.ended.emit(over)
        self.changed.emit()
        self._begin_next()

    def _drop(self, job: QueuedJob) -> None:
        self._jobs = tuple(one for one in self._jobs if one.number != job.number)
        self.dropped.emit(job)
        self.changed.emit()

    def _put(self, job: QueuedJob) -> None:
        self._jobs = tuple(job if one.number == job.number else one for one in self._jobs)
        self.changed.emit()

    def _advance(self, stage: str, done: int, total: int, found: int = 0) -> None:
        job = self.current
        if job is not None:
            job = replace(job, pace=job.pace.at(stage, done, total, time.monotonic(), found))
            self._jobs = tuple(job if one.number == job.number else one for one in self._jobs)
            self.advanced.emit()
