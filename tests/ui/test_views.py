"""What the viewer shows, in every mode, and what is said of the pixel under the mouse."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from peanut_studio.ui.flow_feed import FlowShown
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.modes import Mode
from peanut_studio.ui.panels.view_bar import VIEWS
from tests.ui.conftest import SIZE, click


def pixels(image: QImage | None) -> np.ndarray:
    assert image is not None
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


@pytest.fixture
def pointed(qtbot: QtBot, opened: MainWindow) -> MainWindow:
    """The window with the ball pointed at."""
    click(qtbot, opened, 30, 48)
    document = opened.desk.document
    qtbot.waitUntil(lambda: document.selected is not None and document.track_on(document.selected, 0) is not None)
    return opened


@pytest.fixture
def removed(qtbot: QtBot, pointed: MainWindow) -> MainWindow:
    """The window with the ball removed."""
    pointed.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: not pointed.worker.is_running)
    pointed.desk.go_to(0)
    qtbot.waitUntil(lambda: pointed.viewer.has_result)
    return pointed


def is_made(window: MainWindow) -> bool:
    """Whether the mode has made its picture, in full."""
    made = window.viewer.slides.made
    return made is not None and made.width() == SIZE[0]


def over(window: MainWindow, x: int, y: int) -> str:
    """What the status bar says of a pixel."""
    window.readout.point_at((x, y))
    return window.readout.text()


def test_every_view_has_a_key_and_a_button(qtbot: QtBot, opened: MainWindow) -> None:
    for name, mode in VIEWS.items():
        opened.actions_by_id[name].trigger()
        assert opened.viewer.mode is mode
        assert opened.actions_by_id[name].isChecked()
        assert not opened.actions_by_id[name].shortcut().isEmpty()
        opened.viewer.grab()
    qtbot.keyClick(opened.viewer, Qt.Key.Key_F2)
    assert opened.viewer.mode is Mode.EDIT


def test_the_matte_is_white_on_black(qtbot: QtBot, pointed: MainWindow) -> None:
    pointed.actions_by_id["view_matte"].trigger()
    qtbot.waitUntil(lambda: is_made(pointed))
    shown = pixels(pointed.viewer.slides.made)
    assert shown[48, 30].tolist() == [255, 255, 255]
    assert shown[5, 5].tolist() == [0, 0, 0]


def test_the_opacity_of_masks_is_set_and_outlines_have_none(qtbot: QtBot, pointed: MainWindow) -> None:
    viewer = pointed.viewer

    def alpha() -> int:
        layer = viewer.slides.layers[0] if viewer.slides.layers else None
        return layer.pixelColor(30, 48).alpha() if layer is not None and layer.width() == SIZE[0] else -1

    qtbot.waitUntil(lambda: alpha() == 102)
    pointed.view_bar.amount.setValue(80)
    qtbot.waitUntil(lambda: alpha() == 204)
    pointed.actions_by_id["view_outline"].trigger()
    qtbot.waitUntil(lambda: alpha() == 0)
    click(qtbot, pointed, 5, 5, Qt.MouseButton.RightButton)
    assert pointed.desk.document.selected is not None
    assert len(pointed.desk.document.selected.marks) == 2


def test_the_difference_is_where_the_object_was(qtbot: QtBot, removed: MainWindow) -> None:
    removed.actions_by_id["view_difference"].trigger()
    viewer = removed.viewer
    qtbot.waitUntil(lambda: is_made(removed))
    shown = pixels(viewer.slides.made)
    assert shown[48, 30].max() > 200
    assert shown[5, 5].max() == 0
    qtbot.waitUntil(lambda: "Δ" in over(removed, 30, 48))
    assert over(removed, 5, 5).endswith("Δ 0 0 0")
    removed.view_bar.amount.setValue(1)
    assert viewer.look.gain == 1
    qtbot.waitUntil(lambda: is_made(removed) and pixels(viewer.slides.made)[48, 30].max() < 200)


def test_motion_is_measured_and_read(qtbot: QtBot, pointed: MainWindow) -> None:
    pointed.actions_by_id["view_flow"].trigger()
    viewer = pointed.viewer
    qtbot.waitUntil(lambda: viewer.slides.flow is not None)
    assert viewer.slides.flow is not None
    assert viewer.slides.flow.motion.is_still
    assert "px a frame" in over(pointed, 42, 48)
    pixels_a_frame = float(over(pointed, 42, 48).split("   ")[1].split()[0])
    assert pixels_a_frame == pytest.approx(2, abs=0.7)
    before = viewer.slides.flow
    pointed.view_bar.option.setChecked(True)
    qtbot.waitUntil(lambda: viewer.slides.flow is not before)


def test_motion_is_seen_as_it_is_completed_behind_the_objects(qtbot: QtBot, pointed: MainWindow) -> None:
    viewer, action = pointed.viewer, pointed.actions_by_id["flow_completed"]

    def shown(completed: bool) -> FlowShown:
        qtbot.waitUntil(lambda: viewer.slides.flow is not None and viewer.slides.flow.completed is completed)
        assert viewer.slides.flow is not None
        return viewer.slides.flow

    document = pointed.desk.document
    document.set_range(0, 8)
    pointed.actions_by_id["track"].trigger()
    qtbot.waitUntil(lambda: not pointed.worker.is_running)
    document.go_to(5)
    qtbot.keyClick(viewer, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert viewer.mode is Mode.FLOW
    behind = shown(True).motion.field
    bar = pointed.view_bar.behind
    assert bar.isVisible()
    assert bar.isChecked()
    assert "Shift+F6" in bar.toolTip()
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton)
    assert not action.isChecked()
    raw = shown(False).motion.field
    assert np.abs(raw[44:52, 36:44, 0]).mean() > 1, "the ball rolls"
    assert np.abs(behind[44:52, 36:44, 0]).mean() < 0.5, "the ground behind it stands still"
    assert np.allclose(raw[:20], behind[:20], atol=0.05), "the rest is as it was"
    qtbot.keyClick(viewer, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert shown(True)
    document.go_to(15)
    qtbot.waitUntil(lambda: viewer.slides.flow is not None and viewer.slides.flow.motion.frame == 15)
    assert not shown(False).completed, "there is no mask on this frame"
    pointed.actions_by_id["view_edit"].trigger()
    assert not bar.isVisible()


def test_pixels_are_squares_with_lines_between_them_when_close(opened: MainWindow) -> None:
    viewer = opened.viewer
    opened.actions_by_id["view_frame"].trigger()
    viewer.zoom_to(20.0)
    shown = pixels(viewer.grab().toImage())
    corner = viewer.view.to_screen(QPointF(64, 48), viewer.panes[0]).toPoint()
    inside = shown[corner.y() + 4 : corner.y() + 17, corner.x() + 4 : corner.x() + 17]
    assert (inside == inside[0, 0]).all()
    row = shown[corner.y() + 10, corner.x() - 2 : corner.x() + 6]
    assert (row != inside[0, 0]).any()


def test_colours_are_said_before_and_after(qtbot: QtBot, removed: MainWindow) -> None:
    removed.actions_by_id["view_side"].trigger()
    qtbot.waitUntil(lambda: "→" in over(removed, 30, 48))
    before, after = over(removed, 30, 48).split("   ", 1)[1].split("→")
    red, green, _ = (int(part) for part in before.split())
    assert red > green + 100
    red, green, _ = (int(part) for part in after.split())
    assert abs(red - green) < 40
