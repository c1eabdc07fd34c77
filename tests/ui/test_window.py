"""A whole removal by mouse and keyboard, and what the window does when something is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from peanut_studio.media.reader import open_clip
from peanut_studio.model.prompt import Box, Click
from peanut_studio.ui.actions import SPECS
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.panels.keyboard import KeyboardDialog
from peanut_studio.ui.viewer import Mode
from tests.ui.conftest import COUNT, click


def test_what_cannot_be_opened_is_said_and_the_clip_stays(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    before = opened.desk.document.project
    opened.open(tmp_path / "nothing.mp4")
    qtbot.waitUntil(lambda: opened.messages.is_error)
    assert "nothing.mp4" in opened.messages.text
    assert opened.desk.document.project is before


def test_without_a_clip_only_what_works_is_enabled(window: MainWindow) -> None:
    enabled = {spec.id for spec in SPECS if window.actions_by_id[spec.id].isEnabled()}
    panels = {spec.id for spec in SPECS if spec.id.startswith(("panel_", "workspace_"))}
    assert enabled - panels == {
        "reset_workspace",
        "open",
        "open_project",
        "plugins",
        "add_clips",
        "open_folder",
        "quit",
        "preferences",
        "keyboard",
        "about",
        "models",
        "copy_report",
        "tour",
    }


def test_a_message_moves_nothing_and_is_seen_whole(qtbot: QtBot, opened: MainWindow) -> None:
    window = opened
    before = window.viewer.geometry(), window.viewer.view.scale
    for sentence in ("Short.", "Something that takes more than one line to be said. " * 6):
        window.messages.complain(sentence)
        qtbot.waitUntil(window.messages.isVisible)
        bar, label = window.messages, window.messages.findChild(QLabel)
        assert isinstance(label, QLabel)
        qtbot.waitUntil(lambda label=label: label.height() >= label.heightForWidth(label.width()))
        assert bar.rect().contains(label.geometry())
        assert window.viewer.geometry().translated(window.viewer.parentWidget().pos()).contains(bar.geometry())
        seen = window.childAt(label.mapTo(window, label.rect().center()))
        assert seen is label
    assert (window.viewer.geometry(), window.viewer.view.scale) == before


def test_keys_move_the_playhead(qtbot: QtBot, opened: MainWindow) -> None:
    document = opened.desk.document
    seen = []
    for key, modifier in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier),
    ):  # fmt: skip
        qtbot.keyClick(opened.viewer, key, modifier)
        seen.append(document.frame)
    assert seen == [1, COUNT - 1, COUNT - 2, 0, COUNT - 1]


def test_space_plays_at_the_clips_rate_and_stops_at_the_end(qtbot: QtBot, opened: MainWindow) -> None:
    qtbot.keyClick(opened.viewer, Qt.Key.Key_Space)
    assert opened.desk.player.rate == 1
    with qtbot.waitSignal(opened.desk.player.rate_changed):
        pass
    assert opened.desk.document.frame == COUNT - 1


def test_j_k_l_shuttle_and_k_held_steps(qtbot: QtBot, opened: MainWindow) -> None:
    player, document = opened.desk.player, opened.desk.document
    qtbot.keyClick(opened.viewer, Qt.Key.Key_L)
    qtbot.keyClick(opened.viewer, Qt.Key.Key_L)
    assert player.rate == 2
    qtbot.keyClick(opened.viewer, Qt.Key.Key_K)
    assert player.rate == 0
    document.go_to(10)
    qtbot.keyClick(opened.viewer, Qt.Key.Key_J)
    assert player.rate == -1
    qtbot.keyPress(opened.viewer, Qt.Key.Key_K)
    document.go_to(10)
    qtbot.keyClick(opened.viewer, Qt.Key.Key_L)
    qtbot.keyClick(opened.viewer, Qt.Key.Key_L)
    qtbot.keyRelease(opened.viewer, Qt.Key.Key_K)
    assert (player.rate, document.frame) == (0, 12)


def test_the_range_is_set_by_keys_and_cleared(qtbot: QtBot, opened: MainWindow) -> None:
    document = opened.desk.document
    document.go_to(5)
    qtbot.keyClick(opened.viewer, Qt.Key.Key_I)
    document.go_to(9)
    qtbot.keyClick(opened.viewer, Qt.Key.Key_O)
    assert document.range is not None
    assert (document.range.start, document.range.stop) == (5, 10)
    qtbot.keyClick(opened.viewer, Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier)
    assert (document.range.start, document.range.stop) == (0, COUNT)


def test_the_timeline_scrubs(qtbot: QtBot, opened: MainWindow) -> None:
    timeline = opened.timeline
    x = 132 + round(timeline.scale.x_of(17.5))
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
    assert opened.desk.document.frame == 17


def test_the_wheel_zooms_to_the_cursor(opened: MainWindow) -> None:
    viewer, at = opened.viewer, QPointF(200, 150)
    held = viewer.view.to_picture(at, viewer.panes[0])
    scale = viewer.view.scale
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(viewer, QWheelEvent(at, at, QPoint(), QPoint(0, 240), *none, False))
    now = viewer.view.to_picture(at, viewer.panes[0])
    assert viewer.view.scale == pytest.approx(scale * 1.44)
    assert (now.x(), now.y()) == pytest.approx((held.x(), held.y()))


def test_the_zoom_tool_comes_closer_and_with_alt_goes_away(qtbot: QtBot, opened: MainWindow) -> None:
    viewer, whole = opened.viewer, opened.viewer.view.scale
    for view in ("view_edit", "view_frame"):
        opened.actions_by_id[view].trigger()
        qtbot.keyClick(viewer, Qt.Key.Key_Z)
        at = viewer.rect().center() + QPoint(40, 20)
        held = viewer.pixel_at(QPointF(at))
        qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=at)
        assert viewer.view.scale == pytest.approx(whole * 1.5)
        assert (viewer.pixel_at(QPointF(at)) - held).manhattanLength() < 1e-6
        qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, at)
        assert viewer.view.scale == pytest.approx(whole)
    assert opened.desk.document.project is not None
    assert opened.desk.document.project.objects == ()


def test_an_open_clip_says_what_to_do_next(qtbot: QtBot, opened: MainWindow) -> None:
    assert "Click what should go" in opened.busy.text()
    click(qtbot, opened, 30, 48)
    qtbot.waitUntil(lambda: not opened.desk.prompter.is_busy)
    assert opened.busy.text() == ""
    opened.desk.document.undo()
    assert "Click what should go" in opened.busy.text()


def test_clicks_make_points_and_a_mask_and_are_undone(qtbot: QtBot, opened: MainWindow) -> None:
    document = opened.desk.document
    click(qtbot, opened, 5, 5, Qt.MouseButton.RightButton)
    assert document.project is not None
    assert document.project.objects == ()
    assert "First click the object" in opened.messages.text
    click(qtbot, opened, 30, 48)
    (chosen,) = document.project.objects
    (mark,) = chosen.marks
    assert isinstance(mark, Click)
    assert (mark.x, mark.y, mark.positive, mark.frame) == (
        pytest.approx(30, abs=0.6),
        pytest.approx(48, abs=0.6),
        True,
        0,
    )
    qtbot.waitUntil(lambda: document.track_on(chosen, 0) is not None)
    track = document.track_on(chosen, 0)
    assert track is not None
    assert track.mask(0)[48, 30]
    assert not track.mask(0)[5, 5]
    click(qtbot, opened, 5, 5, Qt.MouseButton.RightButton)
    assert [mark.positive for mark in document.project.objects[0].marks] == [True, False]
    qtbot.keyClick(opened.viewer, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(opened.viewer, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document.project.objects == ()
    qtbot.keyClick(opened.viewer, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert document.project.objects == (chosen,)


def test_a_box_is_drawn_with_r(qtbot: QtBot, opened: MainWindow) -> None:
    viewer = opened.viewer
    qtbot.keyClick(viewer, Qt.Key.Key_R)
    first, last = (viewer.view.to_screen(QPointF(x, y), viewer.panes[0]).toPoint() for x, y in ((14, 32), (47, 65)))
    qtbot.mousePress(viewer, Qt.MouseButton.LeftButton, pos=first)
    qtbot.mouseMove(viewer, last)
    qtbot.mouseRelease(viewer, Qt.MouseButton.LeftButton, pos=last)
    project = opened.desk.document.project
    assert project is not None
    (mark,) = project.objects[0].marks
    assert isinstance(mark, Box)
    assert (mark.x0, mark.y0, mark.x1, mark.y1) == pytest.approx((13.5, 31.5, 46.5, 64.5), abs=0.6)


def test_backslash_shows_the_original_while_it_is_held(qtbot: QtBot, opened: MainWindow) -> None:
    qtbot.keyPress(opened.viewer, Qt.Key.Key_Backslash)
    assert opened.viewer.shows_original
    qtbot.keyRelease(opened.viewer, Qt.Key.Key_Backslash)
    assert not opened.viewer.shows_original


def test_running_without_points_says_what_to_do(opened: MainWindow) -> None:
    opened.actions_by_id["remove"].trigger()
    assert "click the object" in opened.messages.text
    assert not opened.worker.is_running


def test_a_whole_removal(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    document, actions = opened.desk.document, opened.actions_by_id
    document.go_to(11)
    actions["set_out"].trigger()
    document.go_to(0)
    click(qtbot, opened, 30, 48)
    actions["track"].trigger()
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    assert document.project is not None
    track = document.project.objects[0].track
    assert track is not None
    assert track.frames == list(range(12))
    assert track.mask(10)[48, 50]
    actions["remove"].trigger()
    assert opened.worker.queue.is_running
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    result = document.project.result
    assert result is not None, opened.messages.text
    assert (result.span.start, result.span.stop) == (0, 12)
    viewer = opened.viewer
    assert viewer.mode is Mode.WIPE
    column = document.column_of_removed
    assert column is not None
    line = viewer.view.to_screen(QPointF(column, 0), viewer.panes[0]).x()
    assert abs(viewer.wipe_at * viewer.width() - line) < 1, "the line lies over what was removed"
    qtbot.waitUntil(lambda: viewer.has_result)
    target = tmp_path / "out.mp4"
    opened.export_to(target)
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    with open_clip(target) as reader:
        assert len(reader) == 12
        red, green, _ = reader[6][48, 42].astype(int)
    assert abs(red - green) < 40
    document.go_to(0)
    opened.actions_by_id["view_edit"].trigger()
    click(qtbot, opened, 34, 50)
    assert document.project.is_result_stale
    document.undo()
    assert not document.project.is_result_stale
    document.undo()
    assert document.project.result is None


def test_closing_while_a_job_runs_leaves_nothing(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["remove"].trigger()
    assert opened.worker.is_running
    opened.close()
    assert not opened.worker.is_running
    assert not list((tmp_path / "data").glob("projects/*/*/*"))


def test_cancel_stops_the_job(qtbot: QtBot, opened: MainWindow) -> None:
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["remove"].trigger()
    opened.actions_by_id["cancel"].trigger()
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    assert opened.desk.document.project is not None
    assert opened.desk.document.project.result is None
    assert "Stopped" in opened.messages.text


def test_the_clip_is_remembered(opened: MainWindow, ball_clip: Path) -> None:
    assert opened.settings.value("recent") in ([str(ball_clip)], str(ball_clip))


def test_every_shortcut_is_used_once_and_listed(window: MainWindow, qtbot: QtBot) -> None:
    keys = [key for spec in SPECS for key in spec.keys]
    assert len(keys) == len(set(keys))
    dialog = KeyboardDialog(window)
    qtbot.addWidget(dialog)
    listed = {item.text() for row in range(dialog.table.rowCount()) if (item := dialog.table.item(row, 1))}
    assert {spec.text.rstrip("…") for spec in SPECS if spec.keys} <= listed
