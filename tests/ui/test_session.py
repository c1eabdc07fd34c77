"""Another language without another start: the window is made anew, with the same project."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from peanut_studio.pipeline.open_project import OpenProject
from peanut_studio.ui.session import Session
from peanut_studio.ui.unfinished import Unfinished
from tests.ui.conftest import click, plain_tools


@pytest.fixture
def session(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr(Unfinished, "is_sure", lambda *_: True)
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("preferences/language", "en")
    settings.setValue("tour/done", "true")
    made = Session(qapp, settings, plain_tools)
    made.begin()
    yield made
    made.window.close()
    made.window.deleteLater()
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)


def wait_for_clip(qtbot: QtBot, session: Session) -> None:
    desk = session.window.desk
    qtbot.waitUntil(lambda: desk.document.project is not None and desk.viewer.has_picture)


def choose(qtbot: QtBot, session: Session, language: str) -> None:
    dialog = session.window.preferring.ask()
    dialog.language.setCurrentIndex(dialog.language.findData(language))
    qtbot.mouseClick(dialog.anew, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("delay", [0.0, 1.5], ids=["kept at once", "on a slow disk"])
def test_the_window_is_made_anew_with_the_work_of_before(
    qtbot: QtBot, session: Session, ball_clip: Path, monkeypatch: pytest.MonkeyPatch, delay: float
) -> None:
    begin = OpenProject.begin

    def slowly(path: Path) -> OpenProject:
        time.sleep(delay)
        return begin(path)

    monkeypatch.setattr(OpenProject, "begin", staticmethod(slowly))
    before = session.window
    before.open(ball_clip)
    wait_for_clip(qtbot, session)
    click(qtbot, before, 30, 48)
    document = before.desk.document
    qtbot.waitUntil(lambda: document.project is not None and bool(document.project.objects))
    document.go_to(7)
    choose(qtbot, session, "zh_CN")
    qtbot.waitUntil(lambda: session.window is not before)
    assert not before.isVisible()
    wait_for_clip(qtbot, session)
    now = session.window
    assert now.isVisible()
    assert now.actions_by_id["track"].text() != "Track Objects"
    assert now.menuBar().actions()[0].text().startswith("文件")
    project = now.desk.document.project
    assert project is not None
    assert len(project.objects[0].marks) == 1
    assert now.desk.document.frame == 7
    assert now.desk.document.history is not None
    assert now.desk.document.history.undo_name
    choose(qtbot, session, "en")
    qtbot.waitUntil(lambda: session.window is not now)
    assert session.window.menuBar().actions()[0].text() == "File"


def test_a_clip_that_nobody_worked_on_is_open_again(qtbot: QtBot, session: Session, ball_clip: Path) -> None:
    before = session.window
    before.open(ball_clip)
    wait_for_clip(qtbot, session)
    choose(qtbot, session, "zh_TW")
    qtbot.waitUntil(lambda: session.window is not before)
    wait_for_clip(qtbot, session)
    project = session.window.desk.document.project
    assert project is not None
    assert project.clip.path == ball_clip


def test_the_button_is_there_for_another_language_only(qtbot: QtBot, session: Session) -> None:
    dialog = session.window.preferring.ask()
    assert not dialog.anew.isEnabled()
    dialog.language.setCurrentIndex(dialog.language.findData("zh_CN"))
    assert dialog.anew.isEnabled()
    dialog.accept()
    again = session.window.preferring.ask()
    assert again.anew.isEnabled(), "the window still speaks English"
    again.language.setCurrentIndex(again.language.findData("en"))
    assert not again.anew.isEnabled()
    again.accept()


def test_who_goes_on_working_keeps_the_window(
    qtbot: QtBot, session: Session, ball_clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = session.window
    before.open(ball_clip)
    wait_for_clip(qtbot, session)
    monkeypatch.setattr(Unfinished, "may_close", lambda _: False)
    choose(qtbot, session, "zh_CN")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall)
    qtbot.wait(100)
    assert session.window is before
    assert before.isVisible()
    monkeypatch.setattr(Unfinished, "may_close", lambda _: True)
