"""What makes pictures and what takes them go on at the same time, and end together."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from contextlib import suppress

import pytest

from peanut_studio.model.errors import Cancelled, InputError
from peanut_studio.model.progress import Job, Progress, run_job
from peanut_studio.pipeline.beside import beside

COUNT = 30


class Taker:
    """Takes numbers and adds them up; `idle` steps follow in which nothing is taken."""

    def __init__(self, idle: int = 0, fails_at: int = -1) -> None:
        self.idle, self.fails_at = idle, fails_at
        self.taken: list[int] = []
        self.thread = ""
        self.ended = ""

    def __call__(self, numbers: Iterator[int]) -> Job[int]:
        self.thread = threading.current_thread().name
        try:
            for number in numbers:
                if number == self.fails_at:
                    raise InputError("The disk is full.")
                self.taken.append(number)
                yield Progress("filling", len(self.taken), COUNT)
            for _ in range(self.idle):
                yield Progress("filling", COUNT, COUNT)
            self.ended = "done"
            return sum(self.taken)
        except BaseException as error:
            self.ended = type(error).__name__
            raise


def numbers(count: int = COUNT) -> Generator[int, None, None]:
    yield from range(count)


def test_everything_comes_out_in_order_and_the_result_is_the_jobs() -> None:
    taker, seen = Taker(), list[int]()
    assert run_job(beside(taker, numbers()), lambda progress: seen.append(progress.done)) == sum(range(COUNT))
    assert taker.taken == list(range(COUNT))
    assert seen == list(range(1, COUNT + 1))
    assert taker.thread == "beside"


def test_the_two_work_at_the_same_time() -> None:
    meeting = threading.Barrier(2, timeout=30)

    def given() -> Generator[int, None, None]:
        yield 0
        meeting.wait()  # only passed if the other one works meanwhile
        yield 1

    def take(numbers: Iterator[int]) -> Job[int]:
        count = 0
        for number in numbers:
            if number == 0:
                meeting.wait()
            count += 1
            yield Progress("filling", count, 2)
        return count

    assert run_job(beside(take, given())) == 2


def test_no_more_is_made_beforehand_than_is_allowed() -> None:
    made, most = [0], [0]

    def given() -> Generator[int, None, None]:
        for number in range(COUNT):
            made[0] += 1
            yield number

    def take(numbers: Iterator[int]) -> Job[None]:
        for number in numbers:
            most[0] = max(most[0], made[0] - number)
            yield Progress("filling", number, COUNT)

    run_job(beside(take, given(), most=3))
    # The one that is taken, three that wait, one that is to be handed over.
    assert most[0] <= 5


def test_what_is_raised_there_comes_out_here_and_nothing_more_is_made() -> None:
    made: list[int] = []

    def given() -> Generator[int, None, None]:
        try:
            for number in range(10_000):
                made.append(number)
                yield number
        finally:
            made.append(-1)

    with pytest.raises(InputError, match="disk is full"):
        run_job(beside(Taker(fails_at=5), given()))
    assert made[-1] == -1, "closed"
    assert len(made) < 100


@pytest.mark.parametrize("error", [InputError("It is not there."), MemoryError(), KeyboardInterrupt()])
def test_what_is_raised_here_ends_the_other_one(error: BaseException) -> None:
    taker = Taker()

    def given() -> Generator[int, None, None]:
        yield from range(7)
        raise error

    with pytest.raises(type(error)):
        run_job(beside(taker, given()))
    assert taker.ended in ("Cancelled", "GeneratorExit")
    assert taker.taken == list(range(len(taker.taken)))


@pytest.mark.parametrize("idle", [0, 1_000_000])
def test_closed_it_is_over_in_both(idle: int) -> None:
    taker = Taker(idle)
    job = beside(taker, numbers())
    for progress in job:
        if progress.done == (COUNT if idle else COUNT // 2):
            break
    job.close()
    assert taker.ended in ("Cancelled", "GeneratorExit")
    assert not [thread for thread in threading.enumerate() if thread.name == "beside"]


def test_cancelling_from_within_a_step_is_passed_on() -> None:
    taker = Taker()

    def given() -> Generator[int, None, None]:
        yield 1
        raise Cancelled("stopped by hand")

    with suppress(Cancelled):
        run_job(beside(taker, given()))
    assert taker.ended in ("Cancelled", "GeneratorExit")


def test_a_job_that_wants_nothing_more_ends_it() -> None:
    def take(numbers: Iterator[int]) -> Job[int]:
        first = next(numbers)
        yield Progress("filling", 1, 1)
        return first

    assert run_job(beside(take, numbers(10_000))) == 0
