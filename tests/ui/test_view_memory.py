"""The window is looked through as it was left: view, settings of views, and the place in each clip."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.modes import Look, Mode
from tests.ui.conftest import click, plain_tools


def removed(qtbot: QtBot, window: MainWindow) -> None:
    click(qtbot, window, 30, 48)
    window.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: not window.worker.is_running)
    assert window.desk.document.project is not None
    assert window.desk.document.project.result is not None, window.messages.text


def opened_again(qtbot: QtBot, window: MainWindow, path: Path) -> MainWindow:
    window.close()
    other = MainWindow(plain_tools, window.settings)
    qtbot.addWidget(other)
    other.show()
    other.open(path)
    qtbot.waitUntil(lambda: other.desk.document.project is not None and other.viewer.has_picture)
    return other


def test_view_settings_and_place_are_found_again(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    removed(qtbot, opened)
    opened.view_bar.show_look(opened.viewer.look)
    opened.actions_by_id["view_edit"].trigger()
    opened.view_bar.amount.setValue(73)
    opened.actions_by_id["view_side"].trigger()
    opened.view_bar.option.setChecked(True)
    opened.viewer.look_at(9.0, QPointF(40, 30))
    assert json.loads(str(opened.settings.value("view/look")))["mode"] == "side"
    project = tmp_path / "work.peanut"
    opened.projects.keeper.save_as(project)
    qtbot.waitUntil(lambda: project.exists() and not opened.projects.keeper.is_behind)
    other = opened_again(qtbot, opened, project)
    assert other.viewer.look.opacity == pytest.approx(0.73)
    assert other.viewer.look.overlay
    assert (other.viewer.view.scale, other.viewer.view.centre.toTuple()) == (9.0, (40.0, 30.0))
    assert other.viewer.mode is Mode.SIDE
    assert other.actions_by_id["view_side"].isChecked()
    other.close()


def test_a_clip_without_objects_is_seen_plainly(qtbot: QtBot, opened: MainWindow) -> None:
    opened.actions_by_id["view_flow"].trigger()
    path = opened.desk.document.project.clip.path if opened.desk.document.project else Path()
    other = opened_again(qtbot, opened, path)
    assert other.viewer.mode is Mode.EDIT
    assert other.viewer.fits
    other.close()


@pytest.mark.parametrize("kept", [
    "nonsense", "[]", '{"mode": "upside down", "opacity": "thick", "gain": 1e9}', '{"opacity": 7}',
])  # fmt: skip
def test_broken_settings_are_not_used(qtbot: QtBot, window: MainWindow, ball_clip: Path, kept: str) -> None:
    window.settings.setValue("view/look", kept)
    window.settings.setValue("view/places", json.dumps({str(ball_clip): [0, 0, 0]}))
    other = opened_again(qtbot, window, ball_clip)
    assert other.viewer.look == Look()
    assert other.viewer.fits
    other.close()


def colour_at(image: QImage, window: MainWindow, pane: int, x: float, y: float) -> QColor:
    place = window.viewer.view.to_screen(QPointF(x, y), window.viewer.panes[pane])
    return image.pixelColor((place * image.devicePixelRatio()).toPoint())


def test_masks_lie_over_both_sides(qtbot: QtBot, opened: MainWindow) -> None:
    removed(qtbot, opened)
    opened.desk.document.colour_object(1, (0, 0, 255))
    opened.desk.go_to(5)
    opened.actions_by_id["view_side"].trigger()
    viewer = opened.viewer
    qtbot.waitUntil(lambda: viewer.has_result)
    qtbot.waitUntil(lambda: viewer.slides.source is not None and viewer.slides.source.width() == 128)
    opened.view_bar.option.setChecked(True)
    qtbot.waitUntil(lambda: len(viewer.slides.rims) == 1)
    drawn = viewer.grab().toImage()
    middle = (40.0, 48.0)
    assert colour_at(drawn, opened, 0, *middle).blue() > 90
    assert colour_at(drawn, opened, 1, *middle).blue() < 150
    blue = [colour_at(drawn, opened, 1, 40, y / 4) for y in range(4 * 30, 4 * 40)]
    assert any(one.blue() > 200 and one.red() < 60 for one in blue)
    opened.view_bar.option.setChecked(False)
    qtbot.waitUntil(lambda: not viewer.slides.rims)
