"""Work on clips in a queue: it takes the clip as it is when its turn comes, and its result finds its clip."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from peanut_studio.media.codecs import ExportSettings
from peanut_studio.media.reader import open_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame
from peanut_studio.model.progress import Job, Progress, rest
from peanut_studio.pipeline.deliver import Delivery
from peanut_studio.pipeline.live import LiveResult
from peanut_studio.pipeline.presets import Content
from peanut_studio.ui.dialogs.upscale import Enlargement
from peanut_studio.ui.job_thread import JobThread
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.modes import Mode
from peanut_studio.ui.queued import Begun, Ending, State, Work
from peanut_studio.ui.remembered import bring_back
from peanut_studio.ui.unfinished import Unfinished, _load
from tests.ui.conftest import COUNT, click, plain_tools
from tests.ui.test_models_dialog import FILE

LONG = 60000
IS_SURE = Unfinished.is_sure
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def other_clip(ball_clip: Path, tmp_path: Path) -> Path:
    path = tmp_path / "other.mp4"
    path.write_bytes(ball_clip.read_bytes())
    return path


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Filling takes its time: a job is not over before it can be looked at."""
    add = LiveResult.add

    def slow(live: LiveResult, picture: Frame | None) -> None:
        time.sleep(0.05)
        add(live, picture)

    monkeypatch.setattr(LiveResult, "add", slow)


def done(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.worker.is_running)


def test_an_export_behind_a_removal_writes_what_that_has_made(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["remove"].trigger()
    assert opened.actions_by_id["export"].isEnabled()
    dialog = opened.exporting.ask()
    assert dialog is not None
    dialog.folder.setText(str(tmp_path))
    dialog.pattern.setText("out")
    assert dialog.export.isEnabled()
    assert "removal" in dialog.size_told.text()
    dialog.export.click()
    assert [job.work.kind for job in opened.worker.queue.jobs] == ["remove", "export"]
    assert "waits" in opened.messages.text
    done(qtbot, opened)
    assert [job.state for job in opened.worker.queue.jobs] == [State.DONE, State.DONE], opened.messages.text
    with open_clip(tmp_path / "out.mp4") as reader:
        red, green, _ = reader[6][48, 42].astype(int)
    assert abs(red - green) < 40


def test_an_export_whose_removal_was_given_up_fails_and_is_tried_again(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path
) -> None:
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["remove"].trigger()
    dialog = opened.exporting.ask()
    assert dialog is not None
    dialog.folder.setText(str(tmp_path))
    dialog.pattern.setText("out")
    dialog.export.click()
    opened.actions_by_id["cancel"].trigger()
    done(qtbot, opened)
    (export,) = opened.worker.queue.jobs
    assert export.state is State.FAILED
    assert "press Remove" in export.said
    opened.actions_by_id["remove"].trigger()
    opened.jobs.row(export.number).buttons["retry"].click()
    done(qtbot, opened)
    assert (tmp_path / "out.mp4").exists()
    opened_folders: list[str] = []
    opened.jobs.open_pressed.disconnect()
    opened.jobs.open_pressed.connect(lambda job: opened_folders.append(job.made.name))
    opened.jobs.row(export.number).buttons["open"].click()
    assert opened_folders == ["out.mp4"]


def test_the_same_is_not_asked_for_twice(qtbot: QtBot, opened: MainWindow) -> None:
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["remove"].trigger()
    opened.actions_by_id["remove"].trigger()
    assert len(opened.worker.queue.jobs) == 1
    assert "already" in opened.messages.text
    click(qtbot, opened, 34, 50)
    opened.actions_by_id["remove"].trigger()
    opened.actions_by_id["remove"].trigger()
    assert len(opened.worker.queue.jobs) == 2
    done(qtbot, opened)
    project = opened.desk.document.project
    assert project is not None
    assert not project.is_result_stale


def test_a_result_finds_its_clip_while_another_one_is_shown(
    qtbot: QtBot, opened: MainWindow, ball_clip: Path, other_clip: Path
) -> None:
    document, queue = opened.desk.document, opened.worker.queue
    click(qtbot, opened, 30, 48)
    qtbot.waitUntil(lambda: document.slot is not None and document.slot.clip_id is not None)
    opened.actions_by_id["remove"].trigger()
    opened.actions_by_id["pause_job"].trigger()
    qtbot.waitUntil(lambda: queue.jobs[0].state is State.PAUSED)
    opened.open(other_clip)
    qtbot.waitUntil(lambda: document.project is not None and document.project.clip.path == other_clip)
    qtbot.waitUntil(lambda: opened.viewer.has_picture)
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["track"].trigger()
    qtbot.keyClick(opened, Qt.Key.Key_P, CTRL)
    done(qtbot, opened)
    assert document.project is not None
    assert document.project.result is None
    assert document.project.objects[0].track is not None
    assert [job.work.subject for job in queue.jobs] == ["other.mp4", "ball.mp4"]
    opened.jobs.row(queue.jobs[1].number).buttons["go"].click()
    qtbot.waitUntil(lambda: document.project is not None and document.project.clip.path == ball_clip)
    qtbot.waitUntil(lambda: document.project is not None and document.project.result is not None)
    assert not document.project.is_result_stale
    qtbot.waitUntil(lambda: opened.viewer.mode is Mode.WIPE and opened.viewer.has_result)
    document.undo()
    assert document.project.result is None


@pytest.mark.usefixtures("slowly")
def test_a_clip_shown_again_shows_what_its_job_makes(
    qtbot: QtBot, opened: MainWindow, ball_clip: Path, other_clip: Path
) -> None:
    document, queue, feed = opened.desk.document, opened.worker.queue, opened.desk.feed
    click(qtbot, opened, 30, 48)
    qtbot.waitUntil(lambda: document.slot is not None and document.slot.clip_id is not None)
    opened.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: feed.live is not None)
    opened.actions_by_id["pause_job"].trigger()
    qtbot.waitUntil(lambda: queue.jobs[0].state is State.PAUSED)
    live = feed.live
    for path in (other_clip, ball_clip):
        opened.open(path)
        qtbot.waitUntil(lambda path=path: document.project.clip.path == path)
        assert feed.live is (live if path == ball_clip else None)
    opened.actions_by_id["pause_job"].trigger()
    done(qtbot, opened)
    assert document.project is not None
    assert document.project.result is not None
    assert not document.project.is_result_stale


@pytest.mark.usefixtures("slowly")
def test_as_far_as_it_got_the_result_plays_while_jobs_wait(qtbot: QtBot, opened: MainWindow) -> None:
    document, queue = opened.desk.document, opened.worker.queue
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["view_result"].trigger()
    queue.progressed.connect(
        lambda progress: opened.worker.pause() if (progress.stage, progress.done) == ("filling", 1) else None
    )
    opened.actions_by_id["remove"].trigger()
    opened.actions_by_id["track_on"].trigger()
    assert len(queue.waiting) == 1
    qtbot.waitUntil(lambda: queue.jobs[0].state is State.PAUSED)
    made = queue.jobs[0].pace.done
    assert made < COUNT
    assert document.project is not None
    assert document.project.result is None
    document.go_to(made - 1)
    qtbot.waitUntil(lambda: opened.viewer.has_result)
    opened.actions_by_id["pause_job"].trigger()
    done(qtbot, opened)
    assert document.project.result is not None


def test_while_a_job_is_paused_the_window_works(qtbot: QtBot, opened: MainWindow) -> None:
    click(qtbot, opened, 30, 48)
    actions, queue = opened.actions_by_id, opened.worker.queue
    assert not actions["pause_job"].isEnabled()
    actions["remove"].trigger()
    qtbot.keyClick(opened.viewer, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: queue.jobs[0].state is State.PAUSED)
    assert "paused" in opened.job_bar.text
    assert actions["pause_job"].text() == "Go On With the Job"
    qtbot.keyClick(opened.viewer, Qt.Key.Key_Space)
    assert opened.desk.player.rate == 1
    qtbot.waitUntil(lambda: opened.desk.document.frame > 2)
    qtbot.keyClick(opened.viewer, Qt.Key.Key_Space)
    assert queue.jobs[0].state is State.PAUSED
    qtbot.keyClick(opened.viewer, Qt.Key.Key_P, CTRL)
    done(qtbot, opened)
    assert opened.desk.document.project is not None
    assert opened.desk.document.project.result is not None


def test_results_are_cleared_and_come_back(qtbot: QtBot, opened: MainWindow) -> None:
    document = opened.desk.document
    assert not opened.actions_by_id["clear_results"].isEnabled()
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["remove"].trigger()
    done(qtbot, opened)
    assert document.project is not None
    before = document.project.result
    assert before is not None
    opened.actions_by_id["clear_results"].trigger()
    assert (opened.clearing.all is not None, opened.clearing.range) == (True, None)
    opened.clearing.all.click()
    assert document.project.result is None
    assert not opened.viewer.has_result
    document.undo()
    assert document.project.result is before
    qtbot.waitUntil(lambda: opened.viewer.has_result)


def test_results_of_a_range_are_cleared(qtbot: QtBot, opened: MainWindow) -> None:
    document = opened.desk.document
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["remove"].trigger()
    done(qtbot, opened)
    document.set_range(5, 9)
    assert document.project is not None
    before = document.project.result
    assert before is not None
    box = opened.clearing.ask()
    assert box is not None
    assert f"{COUNT} filled frames" in box.informativeText()
    assert opened.clearing.range is not None
    opened.clearing.range.click()
    done(qtbot, opened)
    result = document.project.result
    assert result is not None
    assert [(span.start, span.stop) for span in result.filled] == [(0, 5), (9, COUNT)]
    assert document.project.is_result_stale
    from peanut_studio.media.reader import open_patched

    with open_patched(result.path, whole=True, cache_bytes=0) as now, open_patched(before.path, whole=True) as then:
        clip_red, clip_green, _ = now[6][48, 42].astype(int)
        assert clip_red - clip_green > 100
        assert (now[12] == then[12]).all()
        assert abs(int(then[6][48, 42][0]) - int(then[6][48, 42][1])) < 40


def test_closing_asks_once_and_what_was_not_done_is_there_again(
    qtbot: QtBot, opened: MainWindow, ball_clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = ["&Keep Working", "&Close"]

    def answer(box: QMessageBox) -> int:
        asked.append(box.text())
        next(one for one in box.buttons() if one.text() == answers[len(asked) - 1]).click()
        return 0

    monkeypatch.setattr(Unfinished, "is_sure", IS_SURE)
    monkeypatch.setattr(QMessageBox, "exec", answer)
    document, queue = opened.desk.document, opened.worker.queue
    click(qtbot, opened, 30, 48)
    qtbot.waitUntil(lambda: document.slot is not None and document.slot.clip_id is not None)
    opened.actions_by_id["remove"].trigger()
    opened.actions_by_id["pause_job"].trigger()
    qtbot.waitUntil(lambda: queue.jobs[0].state is State.PAUSED)
    opened.actions_by_id["track"].trigger()
    assert not opened.close()
    assert [job.work.kind for job in queue.unfinished] == ["remove", "track"]
    assert opened.close()
    assert len(asked) == 2
    assert asked[0].startswith("2 jobs are not done yet")
    assert not queue.is_running
    assert document.slot is not None
    assert document.slot.project is not None
    project = document.slot.project.file.path

    again = MainWindow(plain_tools, opened.settings)
    qtbot.addWidget(again)
    again.show()
    again.open(project)
    qtbot.waitUntil(lambda: again.desk.document.project is not None)
    assert [(job.work.kind, job.state) for job in again.worker.queue.jobs] == [
        ("remove", State.HELD), ("track", State.HELD),
    ]  # fmt: skip
    assert not again.worker.is_running
    assert "not done" in again.messages.text
    again.messages.button.click()
    done(qtbot, again)
    assert again.desk.document.project is not None
    assert again.desk.document.project.result is not None
    again.close()
    assert len(asked) == 2
    assert opened.settings.value("jobs/unfinished") == "[]"


def test_exports_and_enlargements_come_back_after_a_crash(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    document, settings = opened.desk.document, opened.settings
    click(qtbot, opened, 30, 48)
    qtbot.waitUntil(lambda: document.slot is not None and document.slot.clip_id is not None)
    document.set_range(0, 4)
    opened.actions_by_id["remove"].trigger()
    opened.actions_by_id["pause_job"].trigger()
    assert document.project is not None
    target = tmp_path / "again.mov"
    delivery = Delivery(
        document.project.clip.path, target, Span(1, 3), Content.MATTED, ExportSettings("prores4444", sound=False)
    )
    opened.worker.export(delivery)
    opened.worker.upscale(Enlargement(True, (256, 192), "lanczos", tmp_path / "large.mp4"))
    kept = str(settings.value("jobs/unfinished"))
    qtbot.waitUntil(lambda: document.slot is not None and document.slot.project is not None)
    assert document.slot is not None
    assert document.slot.project is not None
    project = document.slot.project.file.path
    opened.close()
    # As if the program had been killed while they waited.
    settings.setValue("jobs/unfinished", kept)

    again = MainWindow(plain_tools, settings)
    qtbot.addWidget(again)
    again.show()
    again.open(project)
    qtbot.waitUntil(lambda: again.desk.document.project is not None)
    jobs = again.worker.queue.jobs
    assert [job.work.kind for job in jobs] == ["remove", "export", "upscale"]
    assert all(job.state is State.HELD for job in jobs)
    again.messages.button.click()
    done(qtbot, again)
    assert [job.state for job in again.worker.queue.jobs] == [State.DONE] * 3, [
        job.said for job in again.worker.queue.jobs
    ]
    with open_clip(target) as reader:
        assert len(reader) == 2
    with open_clip(tmp_path / "large.mp4") as reader:
        assert reader.size == (256, 192)
    again.close()


@pytest.mark.parametrize("told", [
    {}, {"target": "a.mp4", "span": [3, 1], "content": "result", "settings": {}, "overwrite": True},
    {"target": "a.mp4", "span": [0, 2], "content": "soup", "settings": {}, "overwrite": True},
    {"target": "a.mp4", "span": [0, 2], "content": "result", "settings": {"codec": "vcd"}, "overwrite": True},
])  # fmt: skip
def test_an_export_that_makes_no_sense_does_not_come_back(opened: MainWindow, told: dict[str, object]) -> None:
    assert opened.desk.document.project is not None
    assert bring_back(opened.worker, opened.desk.document.project, "export", told) is None
    assert bring_back(opened.worker, opened.desk.document.project, "upscale", {"size": "big"}) is None
    assert not opened.worker.queue.jobs


def test_nonsense_in_the_settings_is_not_brought_back(opened: MainWindow, qtbot: QtBot) -> None:
    for nonsense in ("{", "[1]", '[["a", "b", "remove"]]', '[["a", 1, "rm"]]', '[["a", 1, "export", 3]]'):
        opened.settings.setValue("jobs/unfinished", nonsense)
        assert _load(opened.settings) == []


@pytest.mark.alone
def test_cancel_works_while_a_question_is_open(qtbot: QtBot, opened: MainWindow) -> None:
    def job(_thread: JobThread) -> Job[str]:
        yield Progress("tracking", 0, 9)
        opened.consent.may_fetch(FILE)
        return "never"

    begun = Begun(job, lambda _made: Ending("Done."))
    queue = opened.worker.queue
    for _ in range(2):
        queue.add(Work("test", "Testing", "it", lambda: begun))
        qtbot.waitUntil(lambda: opened.consent.box is not None)
        box = opened.consent.box
        assert box is not None
        assert not box.isModal()
        asked = time.monotonic()
        opened.actions_by_id["cancel"].trigger()
        qtbot.waitUntil(lambda: queue.jobs == (), timeout=1000)
        assert time.monotonic() - asked < 1
        qtbot.waitUntil(lambda: opened.consent.box is None)
        assert opened.messages.text == "Stopped."


def test_small_copies_stand_still_while_a_job_begins(qtbot: QtBot, opened: MainWindow) -> None:
    queue, builder = opened.worker.queue, opened.desk.feed.builder
    begins, ends = threading.Event(), threading.Event()
    kept: list[str] = []

    def slow(_thread: JobThread) -> Job[str]:
        begins.wait(LONG / 1000)
        yield Progress("looking", 1, 2)
        while not ends.is_set():
            time.sleep(0.01)
            yield Progress("looking", 1, 2)
        return "done"

    def keep(made: str) -> Ending:
        kept.append(made)
        return Ending()

    assert not any(is_needed() for is_needed in builder._needed)
    queue.add(Work("look", "Looking", "", lambda: Begun(slow, keep)))
    assert any(is_needed() for is_needed in builder._needed)
    begins.set()
    qtbot.waitUntil(lambda: not any(is_needed() for is_needed in builder._needed))
    assert opened.worker.is_running, "they go on while the job does"
    ends.set()
    done(qtbot, opened)
    assert kept == ["done"]


def test_a_job_rests_also_inside_a_long_step(qtbot: QtBot, opened: MainWindow) -> None:
    steps: list[int] = []

    def job(_thread: JobThread) -> Job[str]:
        yield Progress("tracking", 0, 1)
        for number in range(300):
            rest()
            steps.append(number)
            time.sleep(0.01)
        return "done"

    queue = opened.worker.queue
    added = queue.add(Work("test", "Testing", "it", lambda: Begun(job, lambda _made: Ending())))
    qtbot.waitUntil(lambda: len(steps) > 3)
    queue.pause(added.number)
    qtbot.waitUntil(lambda: queue.jobs[0].state is State.PAUSED)
    made = len(steps)
    qtbot.wait(100)
    assert len(steps) == made
    queue.cancel(added.number)
    qtbot.waitUntil(lambda: queue.jobs == ())
    assert len(steps) == made
