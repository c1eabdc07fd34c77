"""Every action can be reached: from a menu, and by each of its keys."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from peanut_studio.ui.actions import SPECS
from peanut_studio.ui.main_window import MainWindow


def in_menus(actions: list[QAction]) -> Iterator[QAction]:
    for action in actions:
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield from in_menus(menu.actions())
        else:
            yield action


def test_every_action_is_in_a_menu(opened: MainWindow) -> None:
    found = {id(action) for action in in_menus(opened.menuBar().actions())}
    missing = [spec.id for spec in SPECS if id(opened.actions_by_id[spec.id]) not in found]
    assert missing == []


def test_every_key_does_what_is_said_of_it(qtbot: QtBot, opened: MainWindow) -> None:
    pressed: list[str] = []
    for name, action in opened.actions_by_id.items():
        action.triggered.disconnect()
        action.setEnabled(True)
        action.triggered.connect(lambda _checked=False, name=name: pressed.append(name))
    wrong = []
    for spec in SPECS:
        for key in spec.keys:
            pressed.clear()
            chord = QKeySequence(key)[0]
            qtbot.keyClick(opened.viewer, chord.key(), chord.keyboardModifiers())
            if pressed != [spec.id]:
                wrong.append((spec.id, key, tuple(pressed)))
    assert wrong == []
