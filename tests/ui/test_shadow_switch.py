"""Whether what an object casts goes with it, as a setting of the object."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from peanut_studio.media.reader import open_clip, open_patched
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.correction import Correction
from peanut_studio.model.picture import Mask
from peanut_studio.model.project import Project
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.words import step_text
from tests.engines.segment.test_shadow import HEIGHT, WIDTH, scene

MIDDLE = 15


@pytest.fixture
def clip(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> Path:
    """The window shows a box that dims a strip under it; the masks of the box alone are known."""
    frames, boxes, _ = scene(0.55)
    path = tmp_path / "box.mp4"
    write_clip(path, frames, (WIDTH, HEIGHT), 25)
    window.open(path)
    document = window.desk.document
    qtbot.waitUntil(lambda: document.project is not None and window.viewer.has_picture)
    document.correct("Brush", None, [Correction.of(frame, box) for frame, box in enumerate(boxes)])
    return path


def project_of(window: MainWindow) -> Project:
    assert window.desk.document.project is not None
    return window.desk.document.project


def share_changed(qtbot: QtBot, window: MainWindow, clip: Path, where: Mask) -> float:
    """How much of some pixels is another after a removal."""
    before = project_of(window).result
    window.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: project_of(window).result is not before and not window.worker.is_running)
    result = project_of(window).result
    assert result is not None
    with open_clip(clip) as plain, open_patched(result.path) as film:
        return float((plain[MIDDLE] != film[MIDDLE]).any(axis=2)[where].mean())


def test_the_shadow_goes_along_unless_that_is_switched_off(qtbot: QtBot, window: MainWindow, clip: Path) -> None:
    _, _, strips = scene(0.55)
    # Fills are grown and feathered a little into the strip.
    below = strips[MIDDLE] & (np.arange(HEIGHT)[:, None] >= 108)
    switch, document = window.refine.cast, window.desk.document
    assert switch.isChecked()
    assert switch.isEnabled()
    assert share_changed(qtbot, window, clip, below) > 0.9
    switch.click()
    assert not project_of(window).objects[0].refinement.cast
    assert document.history is not None
    assert step_text(document.history.undo_name) == "Shadow of Object 1"
    assert project_of(window).is_result_stale, "it was removed with its shadow"
    assert share_changed(qtbot, window, clip, below) < 0.1
    for _ in range(2):
        document.undo()
    assert switch.isChecked()
    assert not project_of(window).is_result_stale


def test_only_one_s_own_shadow_is_meant(qtbot: QtBot, window: MainWindow, clip: Path) -> None:
    _, _, strips = scene(0.55)
    below = strips[MIDDLE] & (np.arange(HEIGHT)[:, None] >= 108)
    document = window.desk.document
    window.refine.cast.click()
    speck = np.zeros((HEIGHT, WIDTH), np.bool_)
    speck[5:9, 5:9] = True
    document.add_object()
    document.correct("Brush", project_of(window).selected, [Correction.of(frame, speck) for frame in range(30)])
    assert window.refine.cast.isChecked(), "another object has its own"
    assert share_changed(qtbot, window, clip, below) < 0.1
