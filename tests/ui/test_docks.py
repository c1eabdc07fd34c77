"""Panels are opened and closed from menu and keyboard; each workspace is as somebody left it."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QDockWidget, QLabel
from pytestqt.qtbot import QtBot

from peanut_studio.ui.docks import Area
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.modes import Mode
from peanut_studio.ui.workspaces import WORKSPACES
from tests.ui.conftest import plain_tools


def dock(window: MainWindow, name: str) -> QDockWidget:
    found = window.findChild(QDockWidget, name)
    assert isinstance(found, QDockWidget)
    return found


def seen(window: MainWindow) -> set[str]:
    """The panels that are open."""
    return {one.objectName() for one in window.findChildren(QDockWidget) if not one.isHidden()}


def test_each_workspace_has_its_key_and_its_panels(qtbot: QtBot, window: MainWindow) -> None:
    known = {one.objectName() for one in window.findChildren(QDockWidget)}
    for number, workspace in enumerate(WORKSPACES, start=1):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        assert seen(window) == set(workspace.panels) & known
        assert window.actions_by_id[f"workspace_{workspace.name}"].isChecked()
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert seen(window) == set(WORKSPACES[0].panels) & known


def test_panels_open_and_close_and_the_menu_knows(window: MainWindow) -> None:
    action = window.actions_by_id["panel_refine"]
    assert action.isChecked()
    action.trigger()
    assert dock(window, "refine").isHidden()
    action.trigger()
    assert not dock(window, "refine").isHidden()
    dock(window, "refine").close()
    assert not action.isChecked()


def test_a_workspace_is_left_and_found_again(qtbot: QtBot, window: MainWindow) -> None:
    actions = window.actions_by_id
    actions["panel_history"].trigger()
    window.addDockWidget(Area.RightDockWidgetArea, dock(window, "objects"))
    before = seen(window)
    actions["workspace_compare"].trigger()
    assert "objects" not in seen(window)
    window.close()
    other = MainWindow(plain_tools, window.settings)
    qtbot.addWidget(other)
    other.show()
    assert other.actions_by_id["workspace_compare"].isChecked()
    other.actions_by_id["workspace_select"].trigger()
    assert seen(other) == before
    assert other.dockWidgetArea(dock(other, "objects")) == Area.RightDockWidgetArea
    other.actions_by_id["reset_workspace"].trigger()
    assert "history" not in seen(other)
    assert other.dockWidgetArea(dock(other, "objects")) == Area.LeftDockWidgetArea
    other.close()


def test_a_broken_arrangement_is_not_used(qtbot: QtBot, window: MainWindow) -> None:
    settings: QSettings = window.settings
    settings.setValue("workspace", "nonsense")
    settings.setValue("workspaces/select", b"nonsense")
    other = MainWindow(plain_tools, settings)
    qtbot.addWidget(other)
    assert {"objects", "refine", "timeline"} <= seen(other)
    other.close()


def test_a_panel_is_added_in_one_line(window: MainWindow) -> None:
    made = window.docks.add("extra", "Extra", QLabel("Words"), Area.RightDockWidgetArea)
    window.docks.show("extra", False)
    shown = made.toggleViewAction()
    assert shown in window.docks.menu.actions()
    shown.trigger()
    assert not made.isHidden()


def test_comparing_shows_both_only_where_there_are_two(opened: MainWindow) -> None:
    opened.actions_by_id["workspace_compare"].trigger()
    assert opened.viewer.mode is Mode.EDIT


def test_rows_of_objects_are_as_wide_as_the_list_when_it_gets_narrower(qtbot: QtBot, opened: MainWindow) -> None:
    opened.desk.document.add_object()
    panel = dock(opened, "objects")
    for width in (400, 300):
        opened.resizeDocks([panel], [width], Qt.Orientation.Horizontal)
        qtbot.waitUntil(lambda width=width: abs(panel.width() - width) < 5)
        inside = opened.objects.list.viewport().width()
        qtbot.waitUntil(lambda inside=inside: 0 <= inside - opened.objects.row(0).width() < 12)
