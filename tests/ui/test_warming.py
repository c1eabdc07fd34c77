"""The engine is brought in before the first click, and what else goes on makes way for it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from peanut_studio.engines.segment.session import Session
from peanut_studio.pipeline import preview
from peanut_studio.pipeline.choice import Choices
from peanut_studio.ui.main_window import MainWindow
from tests.ui.conftest import click
from tests.ui.test_painting import on_screen


@pytest.fixture
def brought(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The segmenters that were brought in."""
    names: list[str] = []
    monkeypatch.setattr(preview, "bring_segmenter", lambda choices, _weights: names.append(choices.segmenter))
    return names


def hover(qtbot: QtBot, window: MainWindow, x: float, y: float) -> None:
    # Given to the viewer itself: what else stands where the mouse is on the screen, a tooltip say, would get it first.
    at, no_button = on_screen(window, x, y), Qt.MouseButton.NoButton
    held = Qt.KeyboardModifier.NoModifier
    over = QMouseEvent(QEvent.Type.MouseMove, at, window.viewer.mapToGlobal(at), no_button, no_button, held)
    with qtbot.waitSignal(window.viewer.hovered, check_params_cb=lambda place: place is not None):
        QApplication.sendEvent(window.viewer, over)
    qtbot.waitUntil(lambda: not window.desk.prompter.is_working)


def test_the_mouse_over_the_picture_brings_the_engine_once(
    qtbot: QtBot, opened: MainWindow, brought: list[str]
) -> None:
    qtbot.wait(60)
    assert brought == [], "nobody has pointed at anything yet"
    hover(qtbot, opened, 20, 20)
    assert brought == ["grabcut"]
    hover(qtbot, opened, 40, 20)
    assert brought == ["grabcut"]
    failed: list[str] = []
    opened.desk.prompter._thread.failed.connect(lambda _key, sentence: failed.append(sentence))
    opened.desk.prompter.forget()
    hover(qtbot, opened, 50, 20)
    assert not failed
    assert brought == ["grabcut"] * 2, "another engine is preferred"


def test_not_for_tools_that_ask_no_engine_nor_while_playing(
    qtbot: QtBot, opened: MainWindow, brought: list[str]
) -> None:
    qtbot.keyClick(opened.viewer, Qt.Key.Key_B)
    hover(qtbot, opened, 20, 20)
    qtbot.keyClick(opened.viewer, Qt.Key.Key_P)
    opened.desk.player.rate = 1
    hover(qtbot, opened, 30, 20)
    opened.desk.player.rate = 0
    opened.actions_by_id["view_side"].trigger()
    hover(qtbot, opened, 40, 20)
    assert brought == []
    opened.actions_by_id["view_edit"].trigger()
    hover(qtbot, opened, 50, 20)
    assert brought == ["grabcut"]


def test_what_cannot_be_brought_is_not_said_before_somebody_asks(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_choices: Choices, _weights: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(preview, "bring_segmenter", fail)
    hover(qtbot, opened, 20, 20)
    qtbot.waitUntil(lambda: not opened.desk.prompter.is_working)
    assert opened.messages.text == ""
    click(qtbot, opened, 30, 48)
    qtbot.waitUntil(lambda: not opened.desk.prompter.is_working)
    project = opened.desk.document.project
    assert project is not None
    assert opened.desk.document.has_preview(1, project.objects[0].marks)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The frames that the engine was told of before somebody pointed at them."""
    frames: list[int] = []
    monkeypatch.setattr(Session, "look_at", lambda _session, frame: frames.append(frame))
    return frames


def test_the_frame_under_the_mouse_is_looked_at_before_a_click_and_once(
    qtbot: QtBot, opened: MainWindow, looked: list[int]
) -> None:
    for x in (20, 30):
        hover(qtbot, opened, x, 20)
    qtbot.waitUntil(lambda: looked == [0])
    opened.desk.document.frame = 3
    hover(qtbot, opened, 40, 20)
    qtbot.waitUntil(lambda: looked == [0, 3])
    click(qtbot, opened, 30, 48)
    qtbot.waitUntil(lambda: not opened.desk.prompter.is_working)
    hover(qtbot, opened, 50, 20)
    assert looked == [0, 3]


def test_a_look_that_fails_is_not_said(qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    def fail(_session: object, frame: int) -> None:
        tried.append(frame)
        raise RuntimeError("no")

    monkeypatch.setattr(Session, "look_at", fail)
    hover(qtbot, opened, 20, 20)
    qtbot.waitUntil(lambda: bool(tried))
    click(qtbot, opened, 30, 48)
    qtbot.waitUntil(lambda: not opened.desk.prompter.is_working)
    project = opened.desk.document.project
    assert project is not None
    assert opened.desk.document.has_preview(1, project.objects[0].marks)
    assert opened.messages.text == ""


def test_another_engine_is_brought_in_after_a_click_too(qtbot: QtBot, opened: MainWindow, brought: list[str]) -> None:
    click(qtbot, opened, 30, 48)
    qtbot.waitUntil(lambda: not opened.desk.prompter.is_working)
    hover(qtbot, opened, 20, 20)
    first = len(brought)
    opened.desk.prompter.forget()
    hover(qtbot, opened, 40, 20)
    assert len(brought) == first + 1


def test_an_engine_whose_files_are_missing_is_not_brought() -> None:
    code = (
        "import sys; from peanut_studio.engines.weights import WeightStore; from pathlib import Path; "
        "from peanut_studio.pipeline.choice import Choices; "
        "from peanut_studio.pipeline.preview import bring_segmenter; "
        "store = WeightStore(Path(sys.argv[1])); bring_segmenter(Choices(), store); print('torch' in sys.modules); "
        "bring_segmenter(Choices(segmenter='grabcut'), store); print('torch' in sys.modules); "
        "bring_segmenter(Choices(segmenter='nonsense'), store)"
    )
    answer = subprocess.run([sys.executable, "-c", code, "/nowhere"], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", "False"]


def test_imports_do_not_fill_the_memory_with_sources() -> None:
    code = (
        "import linecache; import PySide6.QtCore; from peanut_studio.ui.late import forgo_features; forgo_features(); "
        "before = len(linecache.cache); import wave, calendar, mailbox; print(len(linecache.cache) - before)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["0"]
