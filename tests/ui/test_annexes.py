"""The window with its engines in processes of their own, as it is outside the tests."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from pytestqt.qtbot import QtBot

from peanut_studio.engines.contract import Task
from peanut_studio.engines.plugins import consent, content, skeleton
from peanut_studio.model.project import Project
from peanut_studio.pipeline.edit import Tools
from peanut_studio.ui import job_queue, patience
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.queued import State
from peanut_studio.ui.tools import Annexes, OnBytes, OnTracks, Say
from peanut_studio.ui.unfinished import Unfinished
from tests.ui.conftest import click, plain_tools


@pytest.fixture
def annexes() -> Iterator[Annexes]:
    made = Annexes()
    yield made
    made.stop()
    assert [annex.number for annex in made.both()] == [None, None]


@pytest.fixture
def inpainters() -> list[str]:
    """The last one fills; a test may add another one."""
    return ["propagation"]


@pytest.fixture
def segmenters() -> list[str]:
    """The last one finds; a test may add another one."""
    return ["grabcut"]


@pytest.fixture
def apart(
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ball_clip: Path,
    annexes: Annexes,
    inpainters: list[str],
    segmenters: list[str],
) -> Iterator[MainWindow]:
    """The window with the rolling ball, whose engines are elsewhere; filling takes some seconds."""
    monkeypatch.setattr(Unfinished, "is_sure", lambda *_: True)

    def tools(say: Say, on_bytes: OnBytes, on_tracks: OnTracks) -> Tools:
        working, pointing = annexes.both()
        plain = plain_tools(say, on_bytes, on_tracks)
        slower = replace(plain.choices, inpainter=inpainters[-1], segmenter=segmenters[-1])
        return replace(plain, choices=slower, working=working, pointing=pointing)

    made = MainWindow(tools, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    made.show()
    made.open(ball_clip)
    qtbot.waitUntil(lambda: made.desk.document.project is not None and made.viewer.has_picture)
    yield made
    made.close()
    made.deleteLater()


def project_of(window: MainWindow) -> Project:
    project = window.desk.document.project
    assert project is not None
    return project


def point(qtbot: QtBot, window: MainWindow) -> None:
    """Click the ball and wait for its mask."""
    document = window.desk.document
    click(qtbot, window, 30, 48)
    qtbot.waitUntil(lambda: document.selected is not None and document.track_on(document.selected, 0) is not None)


def done(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.worker.is_running)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_process_that_dies_takes_nothing_along(qtbot: QtBot, apart: MainWindow, annexes: Annexes) -> None:
    working, pointing = annexes.both()
    point(qtbot, apart)
    assert pointing.number is not None
    window = apart
    window.actions_by_id["track"].trigger()
    done(qtbot, window)
    first = project_of(window).objects[0].track
    assert first is not None
    assert first.frames == list(range(24))
    seen: list[object] = []
    window.worker.previewed.connect(seen.append)
    window.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: bool(seen))
    assert working.number is not None
    os.kill(working.number, signal.SIGKILL)
    done(qtbot, window)
    assert "nothing that you made is lost" in window.messages.text
    assert project_of(window).objects[0].track is first
    window.actions_by_id["remove"].trigger()
    done(qtbot, window)
    project = project_of(window)
    assert project.result is not None, window.messages.text
    assert project.result.whole
    assert project.result.made_from == (first,), "the track that was sent is the one that came back"
    assert not project.is_result_stale
    os.kill(pointing.number, signal.SIGKILL)
    window.actions_by_id["view_edit"].trigger()
    for y in (46, 50):
        # The first click finds out that it is gone.
        click(qtbot, window, 30, y)
        qtbot.waitUntil(lambda: not window.desk.prompter.is_working)
    assert pointing.number is not None, "and there is another one"


def _allowed(name: str, task: Task, folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> Path:
    """An allowed plugin whose engine is what `text` says; a file that is there as soon as it hangs for ever."""
    monkeypatch.setenv("PEANUT_STUDIO_DATA", str(folder / "data"))
    monkeypatch.setenv("PEANUT_STUDIO_PLUGINS", str(folder / "plugins"))
    made, there = skeleton.make(name, task, folder / "plugins"), folder / "there"
    hang = f"        pathlib.Path({str(there)!r}).touch()\n        time.sleep(1000)\n"
    start = f"import pathlib, time\nclass {name.title()}:\n    def __init__(self, weights, device):\n        pass\n"
    (made / "engine.py").write_text(start + text.format(hang=hang))
    consent.allow(name, content.read(made).fingerprint)
    return there


@pytest.fixture
def hanging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An allowed plugin, `mine`, that hangs for ever; a file that is there as soon as it does."""
    text = "    def inpaint(self, frames, masks, wanted=None):\n{hang}        yield frames[0]\n"
    return _allowed("mine", "inpaint", tmp_path, monkeypatch, text)


def test_a_plugin_that_hangs_is_cancelled_by_ending_its_process(
    qtbot: QtBot,
    hanging: Path,
    apart: MainWindow,
    annexes: Annexes,
    inpainters: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(job_queue, "PATIENCE", 300)
    inpainters.append("mine")
    working, _ = annexes.both()
    apart.worker.queue.stuck.connect(annexes.give_up)  # the window's own does this for those that it made itself
    point(qtbot, apart)
    apart.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: hanging.exists() or not apart.worker.is_running)
    assert hanging.exists(), apart.messages.text
    before = working.number
    apart.worker.cancel()
    done(qtbot, apart)
    assert "Stopped" in apart.messages.text
    inpainters.remove("mine")
    apart.actions_by_id["remove"].trigger()
    done(qtbot, apart)
    assert project_of(apart).result is not None, apart.messages.text
    assert working.number not in (None, before)


@pytest.fixture
def mute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An allowed plugin, `silent`, that never says which mask a click means; a file that is there once it is asked."""
    text = (
        "    def open(self, frames):\n        return self\n    def close(self):\n        pass\n"
        "    def prompt(self, object_id, prompt):\n{hang}"
    )
    return _allowed("silent", "segment", tmp_path, monkeypatch, text)


@pytest.mark.parametrize("by", ["Escape", "Cancel", "Stop"])
def test_a_plugin_that_hangs_under_a_click_is_given_up(
    qtbot: QtBot,
    mute: Path,
    apart: MainWindow,
    annexes: Annexes,
    segmenters: list[str],
    by: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patience, "GRACE", 200)
    monkeypatch.setattr(patience, "LONG", 300 if by == "Stop" else 60_000)
    segmenters.append("silent")
    prompter, cancel = apart.desk.prompter, apart.actions_by_id["cancel"]
    prompter.patience.stuck.connect(annexes.give_up_pointing)  # the window's own does this for those that it made
    _, pointing = annexes.both()
    click(qtbot, apart, 30, 48)
    qtbot.waitUntil(mute.exists)
    assert prompter.is_busy
    assert cancel.isEnabled()
    before, beats = pointing.number, []
    heart = QTimer(apart, interval=10)
    heart.timeout.connect(lambda: beats.append(1))
    heart.start()
    qtbot.waitUntil(lambda: len(beats) > 10)
    apart.desk.step(1)
    assert apart.desk.document.frame == 1, "the window goes on answering"
    apart.desk.step(-1)
    if by == "Escape":
        qtbot.keyClick(apart.viewer, Qt.Key.Key_Escape)
    elif by == "Cancel":
        cancel.trigger()
    else:
        qtbot.waitUntil(lambda: "'silent' does not answer" in apart.messages.text)
        apart.messages.button.click()
    assert not prompter.is_busy
    qtbot.waitUntil(lambda: "The plugin 'silent' did not answer and was ended" in apart.messages.text)
    assert not prompter.is_busy, "and nobody asks it again for the same click"
    assert not cancel.isEnabled()
    segmenters.remove("silent")
    prompter.forget()
    point(qtbot, apart)
    assert pointing.number not in (None, before)


def test_an_answer_in_hand_that_is_given_up_is_not_taken(qtbot: QtBot, apart: MainWindow, annexes: Annexes) -> None:
    point(qtbot, apart)
    _, pointing = annexes.both()
    before, document, prompter = pointing.number, apart.desk.document, apart.desk.prompter
    document.add_object()
    click(qtbot, apart, 60, 20)
    assert prompter.is_busy
    prompter.give_up()
    qtbot.waitUntil(lambda: not prompter.patience.is_tried)
    qtbot.wait(100)
    assert document.selected is not None
    assert document.track_on(document.selected, 0) is None
    assert pointing.number == before, "what answers in time is left alone"
    click(qtbot, apart, 62, 22)
    qtbot.waitUntil(lambda: not prompter.is_working)
    assert document.track_on(document.selected, 0) is not None, "who points anew is answered"


def test_mending_that_is_given_up_can_be_asked_for_again(qtbot: QtBot, apart: MainWindow) -> None:
    point(qtbot, apart)
    apart.actions_by_id["track"].trigger()
    done(qtbot, apart)
    document, prompter = apart.desk.document, apart.desk.prompter
    document.go_to(3)
    qtbot.waitUntil(lambda: document.frame == 3 and not prompter.is_working)
    before = document.history
    click(qtbot, apart, 90, 20)
    assert prompter.is_busy
    prompter.give_up()
    qtbot.waitUntil(lambda: not prompter.patience.is_tried)
    qtbot.wait(100)
    assert document.history is before, "an answer that nobody waits for changes nothing"
    click(qtbot, apart, 90, 20)
    qtbot.waitUntil(lambda: document.history is not before)
    assert project_of(apart).objects[0].correction_on(3) is not None


def test_a_job_elsewhere_is_paused_cancelled_and_closed_upon(qtbot: QtBot, apart: MainWindow, annexes: Annexes) -> None:
    point(qtbot, apart)
    queue = apart.worker.queue
    seen: list[object] = []
    apart.worker.previewed.connect(seen.append)
    apart.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: bool(seen))
    apart.worker.pause()
    qtbot.waitUntil(lambda: queue.current is None or queue.current.state is State.PAUSED)
    assert queue.current is not None
    count = len(seen)
    qtbot.wait(300)
    assert len(seen) == count
    apart.worker.cancel()
    done(qtbot, apart)
    assert "is kept" in apart.messages.text
    before = annexes.both()[0].number
    seen.clear()
    apart.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: bool(seen))
    assert annexes.both()[0].number == before
    apart.close()
    assert not queue.is_running
