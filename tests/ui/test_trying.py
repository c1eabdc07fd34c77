"""Engines tried on the range from the window: the list, the job, what came of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from peanut_studio.trial.chosen import Tried
from peanut_studio.ui.dialogs.trial import TrialDialog
from peanut_studio.ui.main_window import MainWindow
from tests.ui.conftest import click

ID = Qt.ItemDataRole.UserRole


def asked(window: MainWindow) -> TrialDialog:
    window.actions_by_id["try_engines"].trigger()
    return window.findChildren(TrialDialog)[-1]


def tick(dialog: TrialDialog, *names: str) -> None:
    for row in range(dialog.table.topLevelItemCount()):
        item = dialog.table.topLevelItem(row)
        assert item is not None
        item.setCheckState(0, Qt.CheckState.Checked if item.data(0, ID) in names else Qt.CheckState.Unchecked)


def test_the_list_has_every_inpainter_and_begins_with_those_that_are_here(opened: MainWindow) -> None:
    dialog = asked(opened)
    assert "plate" in dialog.names
    assert "e2fgvi" not in dialog.names, "its weights are not here"
    texts = [dialog.table.topLevelItem(row).text(0) for row in range(dialog.table.topLevelItemCount())]
    assert any("e2fgvi" in text and "fetches" in text for text in texts)
    assert dialog.begin.isEnabled()
    tick(dialog)
    assert not dialog.begin.isEnabled()
    dialog.reject()


def test_engines_are_tried_and_the_best_can_be_used(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.desk.document.go_to(5)
    opened.actions_by_id["set_out"].trigger()
    opened.desk.document.go_to(0)
    click(qtbot, opened, 30, 48)
    dialog = asked(opened)
    tick(dialog, "telea", "plate")
    found: list[Tried] = []
    opened.worker.tried.connect(found.append)
    with qtbot.waitSignal(opened.worker.tried):
        qtbot.mouseClick(dialog.begin, Qt.MouseButton.LeftButton)
    assert found[0].comparison.best == "plate"
    assert len(found[0].comparison.span) == 6
    assert "<html" in found[0].page.read_text(encoding="utf-8")
    project = opened.desk.document.project
    assert project is not None
    assert project.objects[0].track is not None, "what was tracked for it is kept"
    assert "plate does it best here" in opened.messages.text
    shown = opened.trying.ask(found[0])
    assert shown is not None
    heads = [shown.table.headerItem().text(column) for column in range(shown.table.columnCount())]
    assert heads[:2] == ["Engine", "PSNR, dB"]
    current = shown.table.currentItem()
    assert current is not None
    assert current.data(0, ID) == "plate"
    assert float(current.text(1)) > 20
    opened_pages: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened_pages.append)
    qtbot.mouseClick(shown.page, Qt.MouseButton.LeftButton)
    assert Path(opened_pages[0].toLocalFile()) == found[0].page
    assert shown.use.isEnabled()
    qtbot.mouseClick(shown.use, Qt.MouseButton.LeftButton)
    assert opened.preferring.now.inpaint == "plate"


def test_without_an_object_it_is_said(qtbot: QtBot, opened: MainWindow) -> None:
    opened.trying.begin(("telea",), False)
    qtbot.waitUntil(lambda: bool(opened.messages.text))
    assert "Nothing has been pointed at yet" in opened.messages.text
