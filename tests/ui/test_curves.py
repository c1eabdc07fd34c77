"""Curves are drawn of the selected object once the panel is open; a click goes to the frame."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from peanut_studio.ui import steadiness_feed
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.plots import Plots
from tests.ui.conftest import COUNT, click


def drawn(plots: Plots, number: int) -> np.ndarray:
    values = plots.curves[number].getOriginalDataset()[1]
    return np.zeros(0) if values is None else np.asarray(values, float)


def test_the_selected_objects_curves_are_drawn_and_followed(qtbot: QtBot, opened: MainWindow) -> None:
    opened.actions_by_id["panel_curves"].trigger()
    assert opened.curves.plots is None, "the window does not wait for the library that draws them"
    qtbot.waitUntil(lambda: opened.curves.plots is not None)
    plots = opened.curves.plots
    assert plots is not None
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["track"].trigger()
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    qtbot.waitUntil(lambda: len(drawn(plots, 1)) == COUNT)
    ball = 100 * np.pi * 14**2 / (128 * 96)
    assert abs(np.median(drawn(plots, 1)) - ball) < 1.5
    assert drawn(plots, 0).max() <= 1
    assert not plots.isHidden()
    document = opened.desk.document
    qtbot.wait(50)
    place = plots.place_of(9)
    opened.curves.pressed.emit(plots.frame_at(QPointF(place.x() + 0.2, place.y())))
    assert document.frame == 9
    assert plots.lines[0].value() == 9
    document.undo()
    assert len(drawn(plots, 1)) == 0


def test_motion_and_warping_error_are_measured_where_nothing_else_goes_on(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    curves, document = opened.curves, opened.desk.document
    assert not curves.feed._thread.isRunning(), "nobody looks yet"
    busy = [True]
    monkeypatch.setattr(curves.feed, "is_busy", lambda: busy[0])
    monkeypatch.setattr(steadiness_feed, "LATER", 20)
    opened.actions_by_id["panel_curves"].trigger()
    qtbot.waitUntil(lambda: curves.plots is not None)
    plots = curves.plots
    assert plots is not None
    qtbot.wait(100)
    assert len(drawn(plots, 2)) == 0
    assert plots.isHidden()
    busy[0] = False
    qtbot.waitUntil(lambda: np.isfinite(drawn(plots, 2)).sum() == COUNT - 1)
    assert drawn(plots, 2)[:-1].max() < 1, "the camera stands still"
    qtbot.wait(50)
    for plot in plots._plots:
        np.testing.assert_allclose(plot.getViewBox().viewRange()[0], (-0.5, COUNT - 0.5))
    plots._plots[2].setXRange(4, 9, padding=0)
    for plot in plots._plots:
        np.testing.assert_allclose(plot.getViewBox().viewRange()[0], (4, 9))
    assert not np.isfinite(drawn(plots, 3)).any()
    document.set_range(0, 6)
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: np.isfinite(drawn(plots, 3)).sum() == 5)
    assert 0 < np.nanmax(drawn(plots, 3)) < 40
    opened.actions_by_id["panel_curves"].trigger()
    document.undo()
    opened.actions_by_id["panel_curves"].trigger()
    qtbot.waitUntil(lambda: not np.isfinite(drawn(plots, 3)).any())


def test_of_a_single_picture_there_are_no_curves(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    cv2.imwrite(str(tmp_path / "one" / "0.png"), np.zeros((48, 64, 3), np.uint8))
    window.open(tmp_path / "one")
    qtbot.waitUntil(lambda: window.viewer.has_picture)
    window.actions_by_id["panel_curves"].trigger()
    qtbot.waitUntil(lambda: window.curves.plots is not None)
    qtbot.waitUntil(lambda: window.curves._steadiness is not None)
    assert window.curves.plots is not None
    assert window.curves.plots.isHidden()


def test_the_plots_library_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, peanut_studio.ui.main_window; print('pyqtgraph' in sys.modules, 'torch' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", "False"]
