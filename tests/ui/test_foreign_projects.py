"""A project that was not made here asks before it uses files outside its folder; one's own never does."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from peanut_studio.media.synthesis import write_clip
from peanut_studio.store import known_media
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.project_questions import ProjectQuestions
from tests.ui.conftest import RATE, plain_tools

Asked = list[tuple[str, tuple[Path, ...]]]


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], MainWindow]]:
    """Begins the program; all windows are closed in the end."""
    made: list[MainWindow] = []

    def begin() -> MainWindow:
        window = MainWindow(plain_tools, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
        made.append(window)
        window.show()
        return window

    yield begin
    for window in made:
        window.close()
        window.deleteLater()


def shown(qtbot: QtBot, window: MainWindow, name: str) -> None:
    def there() -> bool:
        project = window.desk.document.project
        return project is not None and project.clip.name == name and any(c.name == name for c in window.media_bin.clips)

    qtbot.waitUntil(there)


@pytest.fixture
def made(qtbot: QtBot, start: Callable[[], MainWindow], ball_clip: Path, tmp_path: Path) -> Path:
    """A project made here, with a clip beside it and one that lies elsewhere, which was looked at last."""
    path = tmp_path / "folder" / "work.peanut"
    path.parent.mkdir()
    beside = path.parent / "beside.mp4"
    write_clip(beside, [np.full((60, 80, 3), 90, np.uint8)] * 5, (80, 60), RATE)
    window = start()
    for clip in (beside, ball_clip):
        window.open(clip)
        shown(qtbot, window, clip.name)
    window.projects.keeper.save_as(path)
    qtbot.waitUntil(lambda: window.projects.keeper.place == path)
    window.close()
    return path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What was asked; the answer is no."""
    questions: Asked = []

    def ask(_self: object, project: str, paths: tuple[Path, ...]) -> bool:
        questions.append((project, paths))
        return False

    monkeypatch.setattr(ProjectQuestions, "uses_outside", ask)
    return questions


def test_ones_own_project_is_never_asked_about(
    qtbot: QtBot, start: Callable[[], MainWindow], made: Path, asked: Asked, ball_clip: Path
) -> None:
    window = start()
    window.open(made)
    shown(qtbot, window, ball_clip.name)
    assert asked == []


def test_of_one_from_elsewhere_what_lies_outside_is_missing_when_the_answer_is_no(
    qtbot: QtBot, start: Callable[[], MainWindow], made: Path, asked: Asked, ball_clip: Path, tmp_path: Path
) -> None:
    known_media.file().unlink()
    came = tmp_path / "came"
    shutil.copytree(made.parent, came)
    window = start()
    window.open(came / made.name)
    shown(qtbot, window, "beside.mp4")
    assert asked == [("work.peanut", (ball_clip,))]
    assert {clip.name: clip.path for clip in window.media_bin.clips} == {
        "beside.mp4": came / "beside.mp4",
        ball_clip.name: None,
    }
    row = next(row for row, clip in enumerate(window.media_bin.clips) if clip.path is None)
    assert "Not found" in window.media_bin.list.item(row).text()
    assert str(ball_clip) not in window.media_bin._images, "and no picture was made of it"


def test_a_clip_that_is_shown_by_hand_is_used(
    qtbot: QtBot,
    start: Callable[[], MainWindow],
    made: Path,
    asked: Asked,
    ball_clip: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known_media.file().unlink()
    window = start()
    window.open(made)
    shown(qtbot, window, "beside.mp4")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(ball_clip), ""))
    number = next(clip.clip_id for clip in window.media_bin.clips if clip.path is None)
    window.projects.show_clip(number)
    shown(qtbot, window, ball_clip.name)
    assert len(asked) == 1


def test_the_answer_yes_is_remembered(
    qtbot: QtBot, start: Callable[[], MainWindow], made: Path, ball_clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_media.file().unlink()
    said: list[str] = []

    def press() -> None:
        box = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible())
        said.append(f"{box.text()}\n{box.informativeText()}")
        assert box.defaultButton().text() == "Open &Without Them"
        next(button for button in box.buttons() if button.text() == "&Open Them").click()

    window = start()
    plain = QMessageBox.exec

    def execute(box: QMessageBox) -> int:
        QTimer.singleShot(0, press)
        return plain(box)

    monkeypatch.setattr(QMessageBox, "exec", execute)
    window.open(made)
    shown(qtbot, window, ball_clip.name)
    assert len(said) == 1
    assert "work.peanut was not made here and uses files outside its folder." in said[0]
    assert str(ball_clip) in said[0]
    window.close()
    again = start()
    again.open(made)
    shown(qtbot, again, ball_clip.name)
    assert len(said) == 1
