"""Names of objects in their list: keys go into one only while somebody is renaming it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.panels.name_field import NameField

LEFT = Qt.MouseButton.LeftButton


def _named(window: MainWindow) -> NameField:
    window.desk.document.add_object()
    return window.objects.row(0).name


def _name(window: MainWindow) -> str:
    project = window.desk.document.project
    assert project is not None
    return project.objects[0].name


def _press(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, key)


def test_a_click_on_a_name_chooses_the_object_and_leaves_the_keys_alone(qtbot: QtBot, opened: MainWindow) -> None:
    field, document = _named(opened), opened.desk.document
    document.add_object()
    assert document.project is not None
    assert document.project.selected == 2
    field = opened.objects.row(0).name
    qtbot.mouseClick(field, LEFT)
    assert document.project.selected == 1
    _press(qtbot, opened, Qt.Key.Key_B)
    assert opened.actions_by_id["tool_brush"].isChecked()
    assert field.text() == _name(opened) == "Object 1"


def test_a_double_click_renames_and_takes_the_whole_name(qtbot: QtBot, opened: MainWindow) -> None:
    field = _named(opened)
    qtbot.mouseClick(field, LEFT)
    qtbot.mouseDClick(field, LEFT)
    qtbot.keyClicks(field, "dog")
    _press(qtbot, opened, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _name(opened) == "dog")


def test_escape_gives_the_old_name_back(qtbot: QtBot, opened: MainWindow) -> None:
    field = _named(opened)
    qtbot.mouseDClick(field, LEFT)
    qtbot.keyClicks(field, "dog")
    _press(qtbot, opened, Qt.Key.Key_Escape)
    assert field.text() == "Object 1"
    assert not field.hasFocus()
    qtbot.wait(20)
    assert _name(opened) == "Object 1"
