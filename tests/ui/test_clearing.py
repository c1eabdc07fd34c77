"""Results cleared where one object was, on all frames or from in to out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot

from peanut_studio.media.object_masks import write_object_masks
from peanut_studio.media.reader import open_patched
from peanut_studio.model.clip import Span
from peanut_studio.model.correction import Correction
from peanut_studio.model.picture import Frame
from peanut_studio.model.project import Project
from peanut_studio.ui.main_window import MainWindow
from tests.ui.conftest import SIZE, click

FRAMES = 4
BALL, BLOB = (48, 34), (80, 104)
"""Rows and columns inside the two objects."""


def done(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.worker.is_running)


def project_of(window: MainWindow) -> Project:
    project = window.desk.document.project
    assert project is not None
    return project


@pytest.fixture
def removed(qtbot: QtBot, opened: MainWindow) -> MainWindow:
    """The ball and a square beside it are gone from four frames; the square is selected."""
    document = opened.desk.document
    document.set_range(0, FRAMES)
    click(qtbot, opened, 30, 48)
    document.add_object()
    square = np.zeros((SIZE[1], SIZE[0]), np.bool_)
    square[74:87, 96:113] = True
    document.correct("Paint", 2, [Correction.of(frame, square) for frame in range(FRAMES)])
    opened.actions_by_id["remove"].trigger()
    done(qtbot, opened)
    assert project_of(opened).result is not None, opened.messages.text
    return opened


def frames_of(path: Path) -> list[Frame]:
    with open_patched(path, whole=True) as reader:
        return [reader[frame] for frame in range(FRAMES)]


def result_path(window: MainWindow) -> Path:
    result = project_of(window).result
    assert result is not None
    return result.path


def test_only_the_selected_object_comes_back(qtbot: QtBot, removed: MainWindow, ball_clip: Path) -> None:
    before, plain = frames_of(result_path(removed)), frames_of_clip(ball_clip)
    removed.clearing.ask()
    only = removed.clearing.only
    assert only is not None
    assert "Object 2" in only.text()
    only.setChecked(True)
    assert removed.clearing.all is not None
    removed.clearing.all.click()
    done(qtbot, removed)
    project = project_of(removed)
    assert project.result is not None
    now = frames_of(project.result.path)
    for frame in range(FRAMES):
        np.testing.assert_array_equal(now[frame][BLOB], plain[frame][BLOB])
        np.testing.assert_array_equal(now[frame][BALL], before[frame][BALL])
        assert not np.array_equal(now[frame][BALL], plain[frame][BALL])
    assert [track.object_id for track in project.result.made_from] == [1]
    assert project.is_result_stale
    removed.desk.document.set_removed(2, removed=False)
    assert not project_of(removed).is_result_stale, "this is what removing the ball alone would have made"


def test_it_comes_back_from_in_to_out_and_with_undo_is_gone_again(
    qtbot: QtBot, removed: MainWindow, ball_clip: Path
) -> None:
    before, plain = frames_of(result_path(removed)), frames_of_clip(ball_clip)
    document = removed.desk.document
    document.set_range(1, 2)
    removed.clearing.ask()
    assert removed.clearing.only is not None
    assert removed.clearing.range is not None
    removed.clearing.only.setChecked(True)
    removed.clearing.range.click()
    done(qtbot, removed)
    now = frames_of(result_path(removed))
    assert [bool((now[frame] == before[frame]).all()) for frame in range(FRAMES)] == [True, False, True, True]
    np.testing.assert_array_equal(now[1][BLOB], plain[1][BLOB])
    np.testing.assert_array_equal(now[1][BALL], before[1][BALL])
    assert project_of(removed).is_result_stale
    # What a part was taken from still knows its objects.
    removed.clearing.ask()
    assert removed.clearing.only is not None
    document.undo()
    assert (frames_of(result_path(removed))[1] == before[1]).all()


def test_a_single_object_needs_no_choice(qtbot: QtBot, opened: MainWindow) -> None:
    click(qtbot, opened, 30, 48)
    opened.desk.document.set_range(0, 2)
    opened.actions_by_id["remove"].trigger()
    done(qtbot, opened)
    opened.clearing.ask()
    assert opened.clearing.only is None


def frames_of_clip(path: Path) -> list[Frame]:
    from peanut_studio.media.reader import open_clip

    with open_clip(path) as reader:
        return [reader[frame] for frame in range(FRAMES)]


def test_a_range_is_filled_by_another_engine(qtbot: QtBot, removed: MainWindow) -> None:
    document, before = removed.desk.document, frames_of(result_path(removed))
    document.set_range(1, 3)
    qtbot.keyClick(removed, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = removed.findChild(QInputDialog)
    assert dialog is not None
    assert "Frames 1 to 2" in dialog.labelText()
    plate = next(name for name in dialog.comboBoxItems() if "(plate)" in name)
    dialog.setTextValue(plate)
    dialog.accept()
    assert removed.worker.is_running
    done(qtbot, removed)
    assert project_of(removed).span == Span(1, 3)
    after = frames_of(result_path(removed))
    changed = {frame for frame in range(FRAMES) if (before[frame] != after[frame]).any()}
    assert changed
    assert changed <= {1, 2}
    document.undo()
    again = frames_of(result_path(removed))
    assert all((one == other).all() for one, other in zip(before, again, strict=True))


def test_masks_made_elsewhere_become_objects(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    square = np.zeros((SIZE[1], SIZE[0]), np.bool_)
    square[40:56, 22:38] = True
    write_object_masks(tmp_path, [(frame, {1: square, 3: ~square}) for frame in range(FRAMES)], "exr", SIZE, "")
    opened.desk.document.set_range(0, FRAMES)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "00000.exr"), ""))
    opened.actions_by_id["import_masks"].trigger()
    done(qtbot, opened)
    first, other = project_of(opened).objects
    assert (first.name, other.name) == ("object_1", "object_3"), opened.messages.text
    assert first.track is not None
    assert (first.track.mask(2) == square).all()
    assert project_of(opened).untracked_objects == ()
    assert opened.objects.row(0).told == "Tracked"
    opened.desk.document.undo()
    assert project_of(opened).objects == ()


def test_removing_in_a_part_of_the_result_leaves_the_rest(qtbot: QtBot, removed: MainWindow) -> None:
    document, first = removed.desk.document, project_of(removed).result
    assert first is not None
    before = frames_of(first.path)
    square = np.zeros((SIZE[1], SIZE[0]), np.bool_)
    square[70:91, 92:117] = True
    document.set_range(1, 3)
    document.correct("Paint", 2, [Correction.of(2, square)])
    removed.actions_by_id["remove"].trigger()
    done(qtbot, removed)
    result = project_of(removed).result
    assert result is not None
    assert result.span == first.span
    after = frames_of(result.path)
    assert [frame for frame in range(FRAMES) if (before[frame] != after[frame]).any()] == [2]
    assert not project_of(removed).is_result_stale
    document.set_range(0, FRAMES)
    assert not project_of(removed).is_result_stale, "outside of it nothing has changed"
