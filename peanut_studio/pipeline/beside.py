"""What takes pictures and what makes them at the same time: one thread lays over and encodes, the other one fills."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from itertools import chain
from queue import Empty, Full, Queue, SimpleQueue
from threading import Event, Thread
from typing import Generic, TypeVar, cast

from peanut_studio.model.errors import Cancelled
from peanut_studio.model.progress import Job, Progress

T = TypeVar("T")
R = TypeVar("R")

MOST = 4
"""Pictures that are made before they are taken: what smooths a step that takes longer, of either side."""

PATIENCE = 0.02
"""Seconds between two looks at the other thread while there is nothing to do but wait for it."""

_END, _STOP = object(), object()


@dataclass
class _Over(Generic[R]):
    """How the other thread ended: with a result, or with what was raised there."""

    result: R | None = None
    error: BaseException | None = None


def beside(make: Callable[[Iterator[T]], Job[R]], given: Generator[T, None, None], most: int = MOST) -> Job[R]:
    """The job that `make` makes of what `given` gives, in a thread of its own, while `given` goes on in this one.

    Progress, the result and whatever is raised are the job's, and come out here. Closed, or where `given` raises, the
    job is closed too, between two of its steps, and waited for. The two must share nothing that is not meant for it.
    """
    line: Queue[object] = Queue(most)
    told: SimpleQueue[Progress | _Over[R]] = SimpleQueue()
    stopping = Event()
    thread = Thread(target=copy_context().run, args=(_work, make, line, told, stopping), name="beside", daemon=True)
    over: _Over[R] | None = None
    thread.start()
    try:
        for one in chain(given, (_END,)):
            while over is None and not _put(line, one):
                over = yield from _news(told)
            over = over or (yield from _news(told))
            if over is not None:
                break
        while over is None:
            over = yield from _news(told, PATIENCE)
    finally:
        stopping.set()
        given.close()
        while thread.is_alive():
            with suppress(Full):
                line.put_nowait(_STOP)
            thread.join(PATIENCE)
    if over.error is not None:
        raise over.error
    return cast(R, over.result)


def _work(
    make: Callable[[Iterator[T]], Job[R]],
    line: Queue[object],
    told: SimpleQueue[Progress | _Over[R]],
    stopping: Event,
) -> None:
    """In the other thread: drive the job to its end, or until it is to stop."""
    job = make(_taken(line))
    over: _Over[R] = _Over(error=Cancelled("stopped"))
    try:
        while not stopping.is_set():
            told.put(next(job))
    except StopIteration as finished:
        over = _Over(finished.value)
    except BaseException as error:
        over = _Over(error=error)
    try:
        job.close()
    except BaseException as error:
        over = _Over(error=error)
    told.put(over)


def _taken(line: Queue[object]) -> Iterator[T]:
    while (one := line.get()) is not _END:
        if one is _STOP:
            raise Cancelled("stopped")
        yield cast(T, one)


def _put(line: Queue[object], one: object) -> bool:
    try:
        line.put(one, timeout=PATIENCE)
    except Full:
        return False
    return True


def _news(told: SimpleQueue[Progress | _Over[R]], patience: float = 0.0) -> Generator[Progress, None, _Over[R] | None]:
    """What the job has said since; gives how it ended, None where it has not."""
    with suppress(Empty):
        while True:
            one = told.get(timeout=patience) if patience else told.get_nowait()
            if isinstance(one, _Over):
                return one
            yield one
    return None
