"""Jobs in a process of their own behave as they do here, and outlive it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from peanut_studio.engines import memory_limit
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import Cancelled, InputError
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.progress import Job, Progress, rest, rest_by, run_job
from peanut_studio.pipeline import housekeeping
from peanut_studio.pipeline.annex import Annex, AnnexLost, done_by
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.edit import Tools, TrackedObjects
from peanut_studio.pipeline.models import AskingStore
from peanut_studio.pipeline.work_folder import WorkFolder


@pytest.fixture(scope="module")
def annex() -> Iterator[Annex]:
    """One process for all that leaves it alive."""
    made = Annex()
    yield made
    made.stop()
    assert made.number is None


@pytest.fixture
def tools() -> Tools:
    return Tools(Choices(segmenter="grabcut"), WeightStore())


# --- what is done there


def count_up(count: int, tools: Tools) -> Job[tuple[int, str]]:
    sys.stdout.write("a library that prints\n")
    for number in range(count):
        yield Progress("counting", number + 1, count, preview=np.full((4, 5, 3), number, np.uint8))
    return os.getpid(), tools.choices.segmenter


def give_back(tracks: list[MaskTrack], _tools: Tools) -> Job[tuple[MaskTrack, ...]]:
    yield from ()
    changed = tracks[0].with_frames([(0, np.ones((4, 6), np.bool_), 0.5)])
    return (*tracks, changed, changed)


def fail(how: str, _tools: Tools) -> Job[None]:
    yield Progress("failing", 0, 1)
    if how == "input":
        raise InputError("This cannot be used.")
    if how == "bug":
        raise ZeroDivisionError("by nothing")
    if how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "unsendable":
        raise type("Strange", (Exception,), {"__module__": "nowhere"})("odd")
    return lambda: None  # type: ignore[return-value]


def tell(tools: Tools) -> Job[bool]:
    tools.on_tracks({1: MaskTrack(1, (6, 4), 3)})
    tools.on_tracked(TrackedObjects({2: MaskTrack(2, (6, 4), 3)}, Span(0, 3)))
    tools.weights.announce("It is large.")
    tools.weights.on_progress(3, 10)
    yield Progress("telling", 1, 1)
    assert isinstance(tools.weights, AskingStore)
    return tools.weights.may_fetch(tools.weights.info("mobile_sam.pt"))


def tidy_up(left: Path, _tools: Tools) -> Job[None]:
    try:
        for number in range(1000):
            yield Progress("working", number, 1000)
    finally:
        left.write_text("tidy")


def one_long_step(tools: Tools) -> Job[None]:
    yield Progress("beginning", 0, 1)
    try:
        for _ in range(2000):
            time.sleep(0.005)
            rest()
    except Cancelled:
        tools.on_tracks({})
        raise
    raise AssertionError("nobody stopped it")


def sleep(tools: Tools) -> Job[None]:
    yield Progress("sleeping", 0, 1)
    tools.on_tracks({})
    time.sleep(600)


def be_killed() -> None:
    """A window whose engines are in the middle of a step that does not end."""
    annex = Annex()
    annex.begin()
    sys.stdout.write(f"{annex.number}\n")

    def tell(_tracks: object) -> None:
        sys.stdout.write("in a step\n")
        sys.stdout.flush()

    for _ in annex.run(sleep, (), Tools(Choices(), WeightStore(), tell)):
        continue


def is_running(number: int) -> bool:
    """Whether there is such a process, and not only what is left of one."""
    try:
        told = Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


def name_results(folder: WorkFolder, _tools: Tools) -> Job[str]:
    yield from ()
    return folder.new_result().name


def tell_room(_tools: Tools) -> Job[tuple[housekeeping.Room | None, bool]]:
    yield from ()
    return housekeeping.taken(), memory_limit.left() is not None


# --- how it behaves


def test_steps_and_result_are_those_of_the_job(annex: Annex, tools: Tools) -> None:
    steps: list[Progress] = []
    process, segmenter = run_job(done_by(annex, count_up, (3,), tools), steps.append)
    assert process == annex.number != os.getpid()
    assert segmenter == "grabcut"
    assert [(one.stage, one.done, one.total) for one in steps] == [("counting", n, 3) for n in (1, 2, 3)]
    assert steps[2].preview is not None
    assert (steps[2].preview == 2).all()
    assert run_job(annex.run(count_up, (1,), tools))[0] == process, "the process stays"
    assert run_job(done_by(None, count_up, (1,), tools))[0] == os.getpid()


def test_nothing_happens_there_before_the_step_is_taken_here(annex: Annex, tools: Tools, tmp_path: Path) -> None:
    left = tmp_path / "left"
    job = annex.run(tidy_up, (left,), tools)
    assert next(job).done == 0
    time.sleep(0.05)
    assert next(job).done == 1
    job.close()
    assert left.read_text() == "tidy", "closing waits until it is tidied up"
    assert run_job(annex.run(count_up, (1,), tools))[0] == annex.number


def test_tracks_that_were_given_come_back_as_themselves(annex: Annex, tools: Tools) -> None:
    runs = {frame: bytes([frame % 256]) * 8 for frame in range(2500)}
    first = MaskTrack(1, (6, 4), 2500, runs, dict.fromkeys(runs, 0.9), frozenset({3}))
    second = MaskTrack(2, (6, 4), 2500)
    one, other, changed, again = run_job(annex.run(give_back, ([first, second],), tools))
    assert one is first
    assert other is second
    assert changed is again
    assert changed.mask(0).all()
    assert dict(changed.runs) == {**runs, 0: changed.runs[0]}
    assert changed.confidence[0] == 0.5
    assert changed.prompted == {3}


def test_what_is_told_there_is_told_here(annex: Annex) -> None:
    told: list[object] = []

    def may_fetch(weight: object) -> bool:
        told.append(weight)
        return False

    store = AskingStore(may_fetch, announce=told.append, on_progress=lambda *done: told.append(done))
    tools = Tools(
        Choices(),
        store,
        lambda tracks: told.append(sorted(tracks)),
        on_tracked=lambda tracked: told.append((sorted(tracked.tracks), tracked.span)),
    )
    answer = run_job(annex.run(tell, (), tools))
    assert answer is False
    assert told[:4] == [[1], ([2], Span(0, 3)), "It is large.", (3, 10)]
    assert getattr(told[4], "name", "") == "mobile_sam.pt"


def test_failures_are_those_of_the_job_and_the_next_job_is_done(annex: Annex, tools: Tools) -> None:
    with pytest.raises(InputError, match="cannot be used"):
        run_job(annex.run(fail, ("input",), tools))
    with pytest.raises(ZeroDivisionError) as bug:
        run_job(annex.run(fail, ("bug",), tools))
    assert "in fail" in bug.value.__notes__[0]
    with pytest.raises(RuntimeError, match="Strange: odd"):
        run_job(annex.run(fail, ("unsendable",), tools))
    with pytest.raises(Exception, match="lambda"):
        run_job(annex.run(fail, ("result",), tools))
    assert run_job(annex.run(count_up, (1,), tools))[0] == annex.number


def test_a_bug_in_what_is_told_here_is_told_there(annex: Annex) -> None:
    def break_down(_tracks: object) -> None:
        raise KeyError("here")

    with pytest.raises(KeyError):
        run_job(annex.run(tell, (), Tools(Choices(), WeightStore(), break_down)))


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc, and Windows tells nobody that a process is gone")
def test_it_ends_with_the_window_also_in_the_middle_of_a_step() -> None:
    """A killed window leaves nobody behind who goes on computing for nobody."""
    script = "from tests.pipeline.test_annex import be_killed; be_killed()"
    window = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=os.environ)
    assert window.stdout is not None
    number = int(window.stdout.readline())
    assert window.stdout.readline() == "in a step\n"
    assert is_running(number)
    window.kill()
    window.communicate()
    deadline = time.monotonic() + 60
    while is_running(number) and time.monotonic() < deadline:
        time.sleep(0.05)
    left = is_running(number)
    if left:
        os.kill(number, signal.SIGKILL)
    assert not left


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_process_that_dies_is_told_of_in_a_sentence_and_replaced(annex: Annex, tools: Tools) -> None:
    annex.begin()
    before = annex.number
    with pytest.raises(AnnexLost, match=r"ended \(signal 9\).*nothing that you made is lost"):
        run_job(annex.run(fail, ("killed",), tools))
    assert annex.number is None
    assert run_job(annex.run(count_up, (1,), tools))[0] not in (before, os.getpid())


def test_one_long_step_is_paused_and_stopped(annex: Annex) -> None:
    told: list[object] = []
    asked: list[float] = []

    def stand() -> None:
        asked.append(time.monotonic())
        if len(asked) == 2:
            time.sleep(0.3)
        if len(asked) == 3:
            raise Cancelled("Stopped.")

    rest_by(stand)
    try:
        with pytest.raises(Cancelled):
            run_job(annex.run(one_long_step, (), Tools(Choices(), WeightStore(), told.append)))
    finally:
        rest_by(lambda: None)
    assert len(asked) == 3
    assert asked[2] - asked[1] > 0.3, "while it stands nothing is asked"
    assert told == [{}]


def test_stopped_in_the_middle_it_goes_at_once(tools: Tools, tmp_path: Path) -> None:
    annex = Annex()
    job = annex.run(tidy_up, (tmp_path / "left",), tools)
    next(job)
    begun = time.monotonic()
    annex.stop()
    with pytest.raises(AnnexLost):
        next(job)
    assert time.monotonic() - begun < 5
    with pytest.raises(AnnexLost, match="closed"):
        run_job(annex.run(count_up, (1,), tools))


@pytest.mark.skipif(sys.platform != "linux", reason="memory is known on Linux only")
def test_the_room_that_is_allowed_counts_there_too(annex: Annex, tools: Tools) -> None:
    usual, room = housekeeping.Room(), housekeeping.Room(memory=3 << 30, proxy_side=640)
    try:
        housekeeping.take(room)
        assert run_job(annex.run(tell_room, (), tools)) == (room, True)
    finally:
        housekeeping.take(usual)
    assert run_job(annex.run(tell_room, (), tools)) == (usual, False)


def test_no_two_results_have_the_same_name(annex: Annex, tools: Tools, tmp_path: Path) -> None:
    folder = WorkFolder(tmp_path / "results")
    here = folder.new_result().name
    there = run_job(annex.run(name_results, (folder,), tools))
    assert here != there
