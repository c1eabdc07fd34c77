"""Suspicious frames are listed, marked, and gone to."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Mask
from peanut_studio.pipeline.edit import TrackedObjects
from peanut_studio.ui.lanes import ReviewLane
from peanut_studio.ui.main_window import MainWindow
from tests.ui.conftest import COUNT, SIZE, click


def tracked(qtbot: QtBot, window: MainWindow) -> None:
    """An object that is doubtful on frame 6 and lost on 15 to 17."""
    click(qtbot, window, 30, 48)
    document = window.desk.document
    project = document.project
    assert project is not None
    one = MaskTrack(1, SIZE, COUNT).with_frames([(0, _square(), 1.0)]).runs[0]
    sure = {frame: {6: 0.4, 15: 0.1, 16: 0.0, 17: 0.1}.get(frame, 0.9) for frame in range(COUNT)}
    track = MaskTrack(1, SIZE, COUNT, dict.fromkeys(range(COUNT), one), sure)
    document.keep_tracks(TrackedObjects({1: track}, project.span), project)
    qtbot.waitUntil(lambda: len(window.desk.reviewer.findings) == 2)


def _square() -> Mask:
    mask = np.zeros((SIZE[1], SIZE[0]), np.bool_)
    mask[30:60, 20:50] = True
    return mask


def test_keys_go_from_one_suspicious_frame_to_the_next(qtbot: QtBot, opened: MainWindow) -> None:
    tracked(qtbot, opened)
    document = opened.desk.document
    seen = []
    for key in (Qt.Key.Key_Period, Qt.Key.Key_Period, Qt.Key.Key_Period, Qt.Key.Key_Comma, Qt.Key.Key_Comma):
        qtbot.keyClick(opened.viewer, key)
        seen.append(document.frame)
    assert seen == [6, 15, 15, 6, 6]
    assert "no suspicious frame" in opened.messages.text


def test_the_panel_lists_them_and_a_click_goes_there(qtbot: QtBot, opened: MainWindow) -> None:
    assert not opened.review.isVisible()
    opened.actions_by_id["panel_review"].trigger()
    assert opened.review.isVisible()
    tracked(qtbot, opened)
    rows = opened.review.list
    assert [rows.item(row).text().splitlines()[0] for row in range(rows.count())] == [
        "Low confidence: Object 1", "Object lost: Object 1",
    ]  # fmt: skip
    box = rows.visualItemRect(rows.item(1))
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert opened.desk.document.frame == 15
    lane = next(lane for lane in opened.timeline.lanes if isinstance(lane, ReviewLane))
    assert lane.bad.levels[0].nonzero()[0].tolist() == [15, 16, 17]
    assert lane.doubtful.levels[0].nonzero()[0].tolist() == [6]


def test_undoing_the_tracking_takes_the_findings_away(qtbot: QtBot, opened: MainWindow) -> None:
    tracked(qtbot, opened)
    opened.desk.document.undo()
    assert opened.desk.reviewer.findings == ()
    assert opened.review.list.count() == 0
    assert not any(isinstance(lane, ReviewLane) for lane in opened.timeline.lanes)
