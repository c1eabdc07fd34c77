"""Frames between two corrected ones, filled in by a job."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.chosen import ChosenObject
from peanut_studio.model.correction import Correction
from peanut_studio.model.picture import Mask
from peanut_studio.ui.main_window import MainWindow
from tests.pipeline.test_interpolate import HEIGHT, WIDTH, likeness, on_an_arc

LAST = 12


@pytest.fixture
def masks(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> list[Mask]:
    """The window shows a disc on an arc, of which two frames are corrected; gives where it is."""
    frames, masks = on_an_arc()
    path = tmp_path / "arc.mp4"
    write_clip(path, frames, (WIDTH, HEIGHT), 25)
    window.open(path)
    document = window.desk.document
    qtbot.waitUntil(lambda: document.project is not None and window.viewer.has_picture)
    document.correct("Brush", None, [Correction.of(0, masks[0])])
    document.correct("Brush", only(window).object_id, [Correction.of(LAST, masks[LAST])])
    return masks


def only(window: MainWindow) -> ChosenObject:
    assert window.desk.document.project is not None
    (chosen,) = window.desk.document.project.objects
    return chosen


def test_the_motion_is_followed_in_one_step(qtbot: QtBot, window: MainWindow, masks: list[Mask]) -> None:
    window.desk.document.go_to(4)
    window.actions_by_id["interpolate"].trigger()
    window.actions_by_id["interpolate"].trigger()
    assert len(window.worker.queue.unfinished) == 1, "asked for twice, done once"
    qtbot.waitUntil(lambda: not window.worker.is_running)
    made = tuple(one for one in only(window).corrections if 0 < one.frame < LAST)
    assert [one.frame for one in made] == list(range(1, LAST))
    assert min(likeness(made, masks)) > 0.85
    assert "along the motion" in window.messages.text
    window.desk.document.undo()
    assert only(window).corrected_frames == (0, LAST)


def test_it_can_be_stopped(qtbot: QtBot, window: MainWindow, masks: list[Mask]) -> None:
    window.desk.document.go_to(4)
    window.actions_by_id["interpolate"].trigger()
    window.worker.pause()
    window.worker.cancel()
    qtbot.waitUntil(lambda: not window.worker.is_running)
    assert only(window).corrected_frames == (0, LAST)


def test_what_is_painted_meanwhile_stays(qtbot: QtBot, window: MainWindow, masks: list[Mask]) -> None:
    document = window.desk.document
    own = np.zeros((HEIGHT, WIDTH), np.bool_)
    own[5:9, 5:9] = True
    document.go_to(4)
    window.actions_by_id["interpolate"].trigger()
    document.correct("Brush", only(window).object_id, [Correction.of(6, own)])
    qtbot.waitUntil(lambda: not window.worker.is_running)
    assert only(window).corrected_frames == tuple(range(LAST + 1))
    assert next(one for one in only(window).corrections if one.frame == 6) == Correction.of(6, own)


def test_where_an_end_was_changed_meanwhile_nothing_is_made(
    qtbot: QtBot, window: MainWindow, masks: list[Mask]
) -> None:
    document = window.desk.document
    document.go_to(4)
    window.actions_by_id["interpolate"].trigger()
    document.correct("Brush", only(window).object_id, [Correction.of(LAST, masks[LAST - 1])])
    qtbot.waitUntil(lambda: not window.worker.is_running)
    assert only(window).corrected_frames == (0, LAST)
    assert "interpolate once more" in window.messages.text
