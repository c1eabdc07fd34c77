"""Jobs wait for one another, are held, moved, cancelled, tried again; one that runs pauses between two steps."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from peanut_studio.model.errors import InputError
from peanut_studio.model.progress import Job, Progress
from peanut_studio.ui.job_queue import JobQueue
from peanut_studio.ui.job_thread import JobThread
from peanut_studio.ui.job_words import standing_of
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.pace import Pace, time_left
from peanut_studio.ui.panels.job_row import JobRow
from peanut_studio.ui.panels.jobs import JobsPanel
from peanut_studio.ui.queued import Begun, Ending, QueuedJob, State, Work

COUNT = 400


class Bench:
    """A queue, and what its jobs did in their order. A job named 'bad' fails until `mended`."""

    def __init__(self) -> None:
        self.queue, self.log, self.steps = JobQueue(), list[str](), list[float]()
        self.mended = False
        self.gate = threading.Event()
        self.gate.set()

    def add(self, name: str, first: bool = False, count: int = 3, state: State = State.WAITING) -> QueuedJob:
        def job(_thread: JobThread) -> Job[str]:
            try:
                if name == "bad" and not self.mended:
                    raise InputError("It is bad.")
                for done in range(count):
                    assert self.gate.wait(20)
                    self.steps.append(time.monotonic())
                    time.sleep(0.002)
                    yield Progress("tracking", done + 1, count)
            finally:
                self.log.append(f"-{name}")
            return name

        def begin() -> Begun:
            self.log.append(f"+{name}")
            return Begun(job, lambda made: Ending(f"{made} is done.", frame=5))

        return self.queue.add(Work("test", "Testing", name, begin), state, first)

    def states(self) -> dict[str, State]:
        return {job.work.subject: job.state for job in self.queue.jobs}


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    made = Bench()
    yield made
    made.gate.set()
    made.queue.stop()


def idle(bench: Bench) -> bool:
    return not bench.queue.unfinished


def test_one_after_the_other_and_the_last_first_on_the_list(qtbot: QtBot, bench: Bench) -> None:
    for name in "abc":
        bench.add(name)
    assert bench.states() == {"a": State.RUNNING, "b": State.WAITING, "c": State.WAITING}
    qtbot.waitUntil(lambda: idle(bench))
    assert bench.log == ["+a", "-a", "+b", "-b", "+c", "-c"]
    assert [(job.work.subject, job.said) for job in bench.queue.jobs] == [
        ("c", "c is done."), ("b", "b is done."), ("a", "a is done."),
    ]  # fmt: skip


def test_what_waits_is_moved_and_given_up_at_once(qtbot: QtBot, bench: Bench) -> None:
    bench.gate.clear()
    jobs = {name: bench.add(name) for name in "abcd"}
    bench.queue.move(jobs["d"].number, -1)
    bench.queue.move(jobs["d"].number, -1)
    bench.queue.move(jobs["d"].number, -1)
    bench.queue.cancel(jobs["b"].number)
    assert [job.work.subject for job in bench.queue.jobs] == ["a", "d", "c"]
    bench.add("e", first=True)
    bench.gate.set()
    qtbot.waitUntil(lambda: idle(bench))
    assert bench.log[::2] == ["+a", "+e", "+d", "+c"]


def test_a_held_job_is_passed_over_until_it_may_go_on(qtbot: QtBot, bench: Bench) -> None:
    held = bench.add("held", state=State.HELD)
    bench.add("a")
    qtbot.waitUntil(lambda: bench.log == ["+a", "-a"])
    qtbot.waitUntil(lambda: not bench.queue.is_running)
    assert bench.states()["held"] is State.HELD
    bench.queue.go_on(held.number)
    qtbot.waitUntil(lambda: bench.log[2:] == ["+held", "-held"])


def test_a_failed_job_says_why_lets_the_next_one_go_and_is_tried_again(qtbot: QtBot, bench: Bench) -> None:
    bad = bench.add("bad")
    bench.add("a")
    qtbot.waitUntil(lambda: idle(bench))
    assert bench.states() == {"a": State.DONE, "bad": State.FAILED}
    failed = bench.queue.find(bad.number)
    assert failed is not None
    assert standing_of(failed) == "It is bad."
    bench.mended = True
    bench.queue.retry(bad.number)
    qtbot.waitUntil(lambda: bench.states()["bad"] is State.DONE)
    bench.queue.remove(bad.number)
    assert set(bench.states()) == {"a"}
    bench.queue.clear()
    assert bench.queue.jobs == ()


@pytest.mark.alone
def test_a_job_pauses_within_a_second_and_goes_on_where_it_stood(qtbot: QtBot, bench: Bench) -> None:
    job = bench.add("long", count=COUNT)
    waiting = bench.add("next")
    qtbot.waitUntil(lambda: len(bench.steps) > 20)
    bench.queue.pause(job.number)
    asked = time.monotonic()
    qtbot.waitUntil(lambda: bench.states()["long"] is State.PAUSED, timeout=1000)
    made = len(bench.steps)
    assert time.monotonic() - asked < 1
    qtbot.wait(150)
    assert len(bench.steps) == made < COUNT
    assert bench.states()["next"] is State.WAITING
    bench.queue.go_on(job.number)
    qtbot.waitUntil(lambda: idle(bench))
    assert len(bench.steps) == COUNT + 3
    assert waiting.number == bench.queue.jobs[0].number


def test_a_paused_job_is_cancelled_and_closed(qtbot: QtBot, bench: Bench) -> None:
    job = bench.add("long", count=COUNT)
    qtbot.waitUntil(lambda: bool(bench.steps))
    bench.queue.pause(job.number)
    qtbot.waitUntil(lambda: bench.states()["long"] is State.PAUSED)
    bench.queue.cancel(job.number)
    qtbot.waitUntil(lambda: bench.log == ["+long", "-long"])
    qtbot.waitUntil(lambda: bench.queue.jobs == ())


def test_the_queue_stops_safely_while_a_job_is_paused_and_others_wait(qtbot: QtBot, bench: Bench) -> None:
    job = bench.add("long", count=COUNT)
    bench.add("next")
    qtbot.waitUntil(lambda: bool(bench.steps))
    bench.queue.pause(job.number)
    qtbot.waitUntil(lambda: bench.states()["long"] is State.PAUSED)
    bench.queue.stop()
    assert bench.log == ["+long", "-long"]
    qtbot.wait(50)
    assert bench.log == ["+long", "-long"]


def test_the_pace_is_of_the_stage_and_without_pauses() -> None:
    pace = Pace().at("tracking", 0, 100, 10.0).at("tracking", 20, 100, 12.0)
    assert (pace.fraction, pace.rate, pace.left) == (0.2, 10.0, 8.0)
    assert (pace.count_text, pace.rate_text, pace.left_text) == ("20 of 100", "10.0 frames/s", "8 s left")
    stood = pace.without(60.0).at("tracking", 30, 100, 73.0)
    assert (stood.rate, stood.left) == (10.0, 7.0)
    assert stood.at("filling", 0, 50, 74.0).left is None
    loaded = Pace().at("downloading", 0, 10**9, 0.0).at("downloading", 4 * 10**6, 10**9, 2.0)
    assert (loaded.count_text, loaded.rate_text) == ("4.0 MB of 1.0 GB", "2.0 MB/s")
    slow = Pace().at("filling", 1, 9, 0.0).at("filling", 2, 9, 4.0)
    assert slow.rate_text == "4.0 s a frame"
    assert (time_left(7000), time_left(200)) == ("1 h 56 min", "3 min 20 s")


def test_the_share_of_the_whole_job_never_goes_back() -> None:
    work = Work("remove", "Removing", "ball.mp4", lambda: Begun(lambda _thread: iter(()), lambda _made: Ending()))
    stages = ("looking", "tracking", "tracking around the range", "refining masks", "finding shadows", "filling")
    paces = [Pace(stage, done, 10) for stage in stages for done in range(11)]
    shares = [QueuedJob(1, work, State.RUNNING, pace).share for pace in paces]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, pytest.approx(1.0))
    assert QueuedJob(1, replace(work, kind="export"), State.RUNNING, Pace("exporting", 5, 10)).share == 0.5


@pytest.mark.parametrize("kind", ["track", "track_from", "remove"])
def test_looking_for_cuts_is_not_the_whole_job(kind: str) -> None:
    work = Work(kind, "Tracking", "ball.mp4", lambda: Begun(lambda _thread: iter(()), lambda _made: Ending()))
    looked, tracked = (QueuedJob(1, work, State.RUNNING, Pace(stage, 10, 10)) for stage in ("looking", "tracking"))
    assert looked.share < 0.1 < tracked.share


def test_bar_and_row_tell_the_share_that_the_title_tells(qtbot: QtBot, window: MainWindow) -> None:
    work = Work("remove", "Removing", "ball.mp4", lambda: Begun(lambda _thread: iter(()), lambda _made: Ending()))
    row, bar = JobRow(1), window.job_bar
    qtbot.addWidget(row)
    places = set()
    for stage in ("downloading", "tracking", "tracking around the range", "filling"):
        for done in (3, 9):
            job = QueuedJob(1, work, State.RUNNING, Pace(stage, done, 10))
            row.show_job(job, True, True)
            bar.show_job(job, 0)
            for shown in (bar._bar, row.bar):
                assert shown.value() * 100 // shown.maximum() == int(100 * job.share + 1e-6)
            bar.layout().activate()
            places.add((bar._pause.x(), bar._cancel.x()))
    assert len(places) == 1


def test_the_panel_lists_the_jobs_and_its_buttons_work(qtbot: QtBot, bench: Bench) -> None:
    panel = JobsPanel(bench.queue)
    qtbot.addWidget(panel)
    panel.resize(260, 500)
    panel.show()
    bench.gate.clear()
    jobs = {name: bench.add(name, count=COUNT if name == "a" else 3) for name in ("a", "b", "c", "bad")}
    assert panel.numbers == [job.number for job in jobs.values()]
    rows = {name: panel.row(job.number) for name, job in jobs.items()}

    def seen(name: str) -> set[str]:
        return {wish for wish, button in rows[name].buttons.items() if not button.isHidden()}

    assert seen("a") == {"pause", "cancel"}
    assert seen("b") == {"earlier", "later", "pause", "cancel"}
    assert not rows["b"].buttons["earlier"].isEnabled()
    assert all(button.accessibleName() for button in rows["a"].buttons.values())
    rows["b"].buttons["later"].click()
    assert panel.numbers == [jobs[name].number for name in ("a", "c", "b", "bad")]
    rows["c"].buttons["cancel"].click()
    rows["b"].buttons["pause"].click()
    assert "Held back" in rows["b"].text
    bench.gate.set()
    rows["a"].buttons["pause"].click()
    qtbot.waitUntil(lambda: "paused" in rows["a"].text)
    assert seen("a") == {"go_on", "cancel"}
    rows["a"].buttons["go_on"].click()
    qtbot.waitUntil(lambda: bench.states()["bad"] is State.FAILED)
    assert seen("bad") == {"retry", "remove"}
    assert seen("a") == {"go", "remove"}
    with qtbot.waitSignal(panel.go_pressed) as gone:
        rows["a"].buttons["go"].click()
    assert gone.args[0].frame == 5
    rows["b"].buttons["go_on"].click()
    qtbot.waitUntil(lambda: idle(bench))
    panel.clear.click()
    assert panel.numbers == []
