"""A removal that is stopped, closed or killed while it fills: what there is stays, plays, and is gone on with."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from peanut_studio.engines.contract import Tracked
from peanut_studio.media.reader import open_clip
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.progress import rest
from peanut_studio.model.project import Project, Result
from peanut_studio.pipeline import segment
from peanut_studio.pipeline.beside import MOST
from peanut_studio.ui.lanes import Lane
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.prompter import Prompter
from peanut_studio.ui.queued import State
from tests.ui.conftest import COUNT, ENOUGH, Brake, click, plain_tools

# The window, killed in the middle of a removal.
KILLED = """
import os, signal, sys, time
from pathlib import Path
from PySide6.QtCore import QPointF, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from peanut_studio.engines.inpaint import telea
from peanut_studio.ui.main_window import MainWindow
from tests.ui.conftest import plain_tools
plain, count = telea.fill_from_edge, [0]
def slow(*told):
    count[0] += 1
    time.sleep(0.05 if count[0] < 9 else 60)
    return plain(*told)
telea.fill_from_edge = slow
application = QApplication([])
window = MainWindow(plain_tools, QSettings(sys.argv[2], QSettings.Format.IniFormat))
window.show()
window.open(Path(sys.argv[1]))
def until(done):
    while not done():
        application.processEvents()
until(lambda: window.media_bin.clips and window.viewer.has_picture)
at = window.viewer.view.to_screen(QPointF(30.5, 48.5), window.viewer.panes[0])
QTest.mouseClick(window.viewer, Qt.MouseButton.LeftButton, pos=at.toPoint())
if sys.argv[3] == "tracked":
    window.actions_by_id["track"].trigger()
    until(lambda: not window.worker.is_running)
window.actions_by_id["remove"].trigger()
until(lambda: count[0] >= 9 and not window.projects.keeper._waiting)
os.kill(os.getpid(), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
"""


def _project(window: MainWindow) -> Project:
    assert window.desk.document.project is not None
    return window.desk.document.project


def _result(window: MainWindow) -> Result:
    made = _project(window).result
    assert made is not None
    return made


def _count(result: Result) -> int:
    return sum(len(span) for span in result.filled)


def _red(path: Path, frame: int) -> bool:
    with open_clip(path) as reader:
        return bool((cv2.cvtColor(reader[frame], cv2.COLOR_RGB2HSV)[..., 1] > 150).sum() > 100)


def _begin(qtbot: QtBot, window: MainWindow, brake: Brake) -> None:
    """Remove the ball, as far as the brake lets it."""
    click(qtbot, window, 30, 48)
    window.actions_by_id["track"].trigger()
    qtbot.waitUntil(lambda: not window.worker.is_running)
    window.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: brake.count > ENOUGH)


def _goes_on(qtbot: QtBot, window: MainWindow) -> None:
    """After what was made before the rest is made, and only that."""
    qtbot.waitUntil(lambda: not window.worker.is_running and _result(window).whole)
    made = _result(window)
    assert _count(made) == COUNT
    assert not any(_red(made.path, frame) for frame in (0, 10, COUNT - 1))
    assert f"of {COUNT} windows were computed again, the others were kept." in window.messages.text


def test_what_a_stopped_removal_filled_stays_and_it_goes_on(qtbot: QtBot, opened: MainWindow, brake: Brake) -> None:
    _begin(qtbot, opened, brake)
    opened.actions_by_id["cancel"].trigger()
    brake.is_on = False
    qtbot.waitUntil(lambda: not opened.worker.queue.is_running)
    half = _result(opened)
    assert not half.whole
    assert ENOUGH - MOST <= _count(half) < COUNT
    assert not _red(half.path, 0)
    assert _red(half.path, COUNT - 1)
    assert not _project(opened).is_result_stale
    assert "What was tracked and filled so far is kept" in opened.messages.text
    assert "Partly removed" in [lane.name for lane in opened.timeline._lanes if isinstance(lane, Lane)]
    opened.actions_by_id["remove"].trigger()
    _goes_on(qtbot, opened)


def test_after_closing_the_removal_is_there_as_far_as_it_got(qtbot: QtBot, opened: MainWindow, brake: Brake) -> None:
    _begin(qtbot, opened, brake)
    slot = opened.desk.document.slot
    assert slot is not None
    qtbot.waitUntil(lambda: slot.project is not None)
    assert slot.project is not None
    project = slot.project.file.path
    brake.is_on = False
    opened.close()
    again = MainWindow(plain_tools, opened.settings)
    qtbot.addWidget(again)
    again.show()
    again.open(project)
    qtbot.waitUntil(lambda: again.desk.document.project is not None)
    half = _result(again)
    assert ENOUGH - MOST <= _count(half) < COUNT
    assert not _red(half.path, 0)
    assert [(job.work.kind, job.state) for job in again.worker.queue.jobs] == [("remove", State.HELD)]
    again.messages.button.click()
    _goes_on(qtbot, again)
    again.close()


@pytest.mark.parametrize("before", ["tracked", "only pointed at"])
def test_killed_in_the_middle_it_goes_on(qtbot: QtBot, ball_clip: Path, tmp_path: Path, before: str) -> None:
    settings = tmp_path / "settings.ini"
    root = str(Path(__file__).parents[2])
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(ball_clip), str(settings), before],
        env={**os.environ, "PYTHONPATH": root},
        check=False,
        timeout=120,
    )
    assert killed.returncode != 0
    (project,) = (tmp_path / "data").rglob("*.peanut")
    again = MainWindow(plain_tools, QSettings(str(settings), QSettings.Format.IniFormat))
    qtbot.addWidget(again)
    again.show()
    again.open(project)
    qtbot.waitUntil(lambda: again.desk.document.project is not None)
    chosen = _project(again).objects[0]
    assert chosen.is_tracked(_project(again).span)
    half = _result(again)
    assert not half.whole
    # The last few that were filled may not have been laid over yet.
    assert 8 - MOST <= _count(half) < COUNT
    assert not _project(again).is_result_stale
    again.messages.button.click()
    _goes_on(qtbot, again)
    again.close()


def test_masks_are_kept_before_anything_is_filled(qtbot: QtBot, opened: MainWindow, brake: Brake) -> None:
    brake.count = ENOUGH
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: brake.count > ENOUGH)
    document = opened.desk.document
    qtbot.waitUntil(lambda: _project(opened).objects[0].is_tracked(_project(opened).span))
    assert _project(opened).result is None
    opened.actions_by_id["remove"].trigger()
    assert len(opened.worker.queue.jobs) == 1, "it is the same work as before"
    click(qtbot, opened, 34, 50)
    assert _project(opened).objects[0].is_stale
    brake.is_on = False
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    assert _project(opened).result is not None
    assert _project(opened).is_result_stale, "what was pointed at meanwhile is not forgotten"
    document.undo()
    assert _project(opened).result is None
    assert _project(opened).objects[0].track is not None


def test_it_is_said_what_was_stopped_when_another_clip_is_shown(
    qtbot: QtBot, opened: MainWindow, brake: Brake, ball_clip: Path, tmp_path: Path
) -> None:
    _begin(qtbot, opened, brake)
    other = tmp_path / "other.mp4"
    other.write_bytes(ball_clip.read_bytes())
    opened.open(other)
    document = opened.desk.document
    qtbot.waitUntil(lambda: document.project is not None and document.project.clip.path == other)
    opened.actions_by_id["cancel"].trigger()
    brake.is_on = False
    qtbot.waitUntil(lambda: not opened.worker.queue.is_running)
    assert opened.messages.text.startswith("ball.mp4: Stopped.")


class SlowTracker:
    """Tracks some frames, and takes long over the next one until it is let go."""

    def __init__(self) -> None:
        self.frames: list[int] = []
        self.is_on = True
        self._plain = segment._extended

    def extended(self, track: MaskTrack, tracked: Tracked) -> MaskTrack:
        while self.is_on and len(self.frames) >= 3:
            time.sleep(0.05)
            rest()
        self.frames.append(tracked.frame)
        return self._plain(track, tracked)


@pytest.fixture
def tracker(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowTracker]:
    made = SlowTracker()
    monkeypatch.setattr(segment, "_extended", made.extended)
    yield made
    made.is_on = False


@pytest.mark.parametrize("what", ["track", "remove"])
def test_masks_that_a_stopped_job_found_stay_in_sight(
    qtbot: QtBot, opened: MainWindow, tracker: SlowTracker, what: str
) -> None:
    document, queue = opened.desk.document, opened.worker.queue
    click(qtbot, opened, 30, 48)
    opened.actions_by_id[what].trigger()
    qtbot.waitUntil(lambda: len(tracker.frames) == 3)
    queue.cancel(queue.jobs[0].number)
    qtbot.waitUntil(lambda: not queue.jobs)
    assert document.project is not None
    (ball,) = document.project.objects
    assert ball.track is not None
    assert ball.track.frames == sorted(tracker.frames)
    assert "in part" in opened.objects.row(0).told
    tracker.is_on = False
    document.set_range(0, 6)
    opened.actions_by_id["track"].trigger()
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    assert "3 frames anew" in opened.messages.text
    assert opened.objects.row(0).told == "Tracked"


def test_a_mask_that_is_tracked_is_not_looked_for_again(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["track"].trigger()
    qtbot.waitUntil(lambda: not opened.worker.is_running and not opened.desk.prompter.is_busy)
    slot = opened.desk.document.slot
    assert slot is not None
    assert slot.project is not None
    opened.close()
    asked: list[object] = []
    monkeypatch.setattr(Prompter, "ask", lambda *told: asked.append(told))
    again = MainWindow(plain_tools, opened.settings)
    qtbot.addWidget(again)
    again.show()
    again.open(slot.project.file.path)
    qtbot.waitUntil(lambda: again.desk.document.project is not None and again.viewer.has_picture)
    assert _project(again).objects[0].track is not None
    assert not asked
    again.close()
