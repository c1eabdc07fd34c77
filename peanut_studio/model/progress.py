"""Long work as a value: a job is a generator that yields `Progress` and returns its result."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from peanut_studio.model.picture import Frame

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Progress:
    """How far a job is: `done` of `total` units (frames, unless the stage says bytes) of the named stage.

    Of the units `kept` need not be made again if the job is stopped now, and `found` had been made before.
    """

    stage: str
    done: int
    total: int
    preview: Frame | None = None
    note: str = ""
    kept: int = 0
    found: int = 0


Job: TypeAlias = Generator[Progress, None, T]


_rest: ContextVar[Callable[[], None]] = ContextVar("rest", default=lambda: None)


def rest_by(what: Callable[[], None]) -> None:
    """What `rest` does in this thread from now on: wait while the job is to pause, raise Cancelled if it is to stop."""
    _rest.set(what)


def rest() -> None:
    """For work inside one step of a job that takes long: here it may be made to wait, or be stopped by an exception."""
    _rest.get()()


def run_job(job: Job[T], on_progress: Callable[[Progress], None] = lambda _progress: None) -> T:
    """Drive a job to its end and give its result. Whatever it raises, and KeyboardInterrupt, closes it first."""
    try:
        while True:
            on_progress(next(job))
    except StopIteration as finished:
        result: T = finished.value
        return result
    finally:
        job.close()
