"""The buttons of the work say what is done and what comes next."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from peanut_studio.ui import theme
from peanut_studio.ui.icons import icon
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.step_button import StepButton
from peanut_studio.ui.steps import next_step, steps_done
from tests.ui.conftest import click


def test_steps_are_ticked_as_they_are_done_and_no_more_when_something_changes(qtbot: QtBot, opened: MainWindow) -> None:
    document, actions = opened.desk.document, opened.actions_by_id
    buttons = {one.defaultAction().objectName(): one for one in opened.findChildren(StepButton)}
    assert (steps_done(document.project), next_step(document.project)) == (frozenset(), "remove")
    click(qtbot, opened, 30, 48)
    assert steps_done(document.project) == set()
    actions["remove"].trigger()
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    assert (steps_done(document.project), next_step(document.project)) == ({"track", "remove"}, "export")
    assert buttons["export"].property("primary")
    assert not buttons["remove"].property("primary")
    assert "done" in buttons["remove"].accessibleName()
    document.go_to(12)
    actions["set_out"].trigger()
    assert (steps_done(document.project), next_step(document.project)) == ({"track", "remove"}, "export")
    actions["view_edit"].trigger()
    qtbot.keyClick(opened, "n")
    click(qtbot, opened, 54, 48)
    qtbot.waitUntil(lambda: not opened.desk.prompter.is_working)
    assert (steps_done(document.project), next_step(document.project)) == (set(), "remove")
    assert buttons["remove"].property("primary")


def test_the_menu_does_not_take_the_colour_that_the_button_has(qtbot: QtBot, opened: MainWindow) -> None:
    action = opened.actions_by_id["remove"]
    button = next(one for one in opened.findChildren(StepButton) if one.defaultAction() is action)
    for _ in range(2):
        assert button.property("primary")
        assert button.icon().cacheKey() == icon("remove", theme.ON_ACCENT).cacheKey()
        assert action.icon().cacheKey() == icon("remove", theme.TEXT).cacheKey()
        action.setEnabled(not action.isEnabled())
