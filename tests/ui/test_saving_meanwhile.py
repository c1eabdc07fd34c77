"""Saved elsewhere, and collected, while a job is at work."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from peanut_studio.pipeline.work_folder import WorkFolder
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.queued import State
from tests.ui.conftest import click, plain_tools


@pytest.fixture
def removing(qtbot: QtBot, opened: MainWindow) -> MainWindow:
    """The window with a removal that stands still half-way."""
    opened.desk.document.set_range(0, 6)
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["remove"].trigger()
    opened.worker.pause()
    queue = opened.worker.queue
    qtbot.waitUntil(lambda: queue.current is not None and queue.current.state is State.PAUSED)
    return opened


def go_on(qtbot: QtBot, window: MainWindow) -> None:
    window.worker.pause()
    qtbot.waitUntil(lambda: not window.worker.is_running)


def test_a_result_follows_its_project_to_the_new_place(
    qtbot: QtBot, removing: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "named" / "mine.peanut"
    target.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    removing.projects.ask_name()
    qtbot.waitUntil(lambda: "mine - " in removing.windowTitle())
    assert "Saved" in removing.messages.text
    assert removing.worker.is_running
    go_on(qtbot, removing)
    document = removing.desk.document
    assert document.project is not None
    assert document.project.result is not None
    removing.close()
    settings = QSettings(str(tmp_path / "others.ini"), QSettings.Format.IniFormat)
    again = MainWindow(plain_tools, settings)
    qtbot.addWidget(again)
    again.show()
    again.open(target)
    qtbot.waitUntil(lambda: again.desk.document.project is not None)
    assert again.desk.document.project is not None
    result = again.desk.document.project.result
    assert result is not None
    assert result.path.is_relative_to(target.parent)
    again.actions_by_id["view_result"].trigger()
    qtbot.waitUntil(lambda: again.viewer.has_result)
    again.close()


def test_another_projects_results_are_not_mixed_with_those_of_the_one_saved_over_it(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.peanut", tmp_path / "second.peanut"
    opened.projects.keeper.save_as(first)
    qtbot.waitUntil(lambda: opened.windowTitle().startswith("first"))
    stray = second.with_suffix(".peanut-results") / "result-1" / "0_0_0.png"
    opened.projects.keeper.save_as(second)
    qtbot.waitUntil(lambda: opened.windowTitle().startswith("second"))
    opened.projects.keeper.save_as(first)
    qtbot.waitUntil(lambda: opened.windowTitle().startswith("first"))
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"of another one")
    opened.projects.keeper.save_as(second)
    qtbot.waitUntil(lambda: opened.windowTitle().startswith("second"))
    assert not stray.exists()


def test_collecting_takes_the_project_as_it_is_and_waits_its_turn(
    qtbot: QtBot, removing: MainWindow, tmp_path: Path
) -> None:
    removing.projects.collect(tmp_path)
    qtbot.waitUntil(lambda: len(removing.worker.queue.waiting) == 1)
    go_on(qtbot, removing)
    qtbot.waitUntil(lambda: "Collected" in removing.messages.text)
    assert (tmp_path / "ball collected" / "ball.peanut").is_file()
    assert (tmp_path / "ball collected" / "media" / "ball.mp4").is_file()


def test_results_of_one_program_share_no_name(tmp_path: Path) -> None:
    first = WorkFolder(tmp_path / "first").new_result()
    (tmp_path / "second" / f"result-{int(first.name.removeprefix('result-')) + 5}").mkdir(parents=True)
    second = WorkFolder(tmp_path / "second").new_result()
    third = WorkFolder(tmp_path / "first").new_result()
    numbers = [int(path.name.removeprefix("result-")) for path in (first, second, third)]
    assert numbers == [numbers[0], numbers[0] + 6, numbers[0] + 7]
