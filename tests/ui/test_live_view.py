"""What is seen of a result while it is being made, and on frames that it does not have."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from peanut_studio.model.clip import Span
from peanut_studio.pipeline.live import LiveResult
from peanut_studio.ui import marks
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.modes import Standing
from peanut_studio.ui.projection import notice_of
from tests.ui.conftest import ENOUGH, SIZE, Brake, click
from tests.ui.test_views import pixels


def _begin(qtbot: QtBot, window: MainWindow, brake: Brake, view: str, start: int = 0) -> None:
    """Remove the ball from `start` on and look; nothing is filled before the brake is let go for a while."""
    brake.count = ENOUGH
    window.desk.document.set_range(start, start + 12)
    window.desk.document.go_to(start)
    click(qtbot, window, 30 + 2 * start, 48)
    window.actions_by_id[view].trigger()
    window.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: brake.count > ENOUGH)


def _red(window: MainWindow, frame: int) -> bool:
    """Whether the ball is seen in the result."""
    image = window.viewer.slides.result
    assert image is not None
    shown = pixels(image)
    height, width = shown.shape[:2]
    red, green, _ = shown[48 * height // SIZE[1], (30 + 2 * frame) * width // SIZE[0]]
    return bool(red - green > 80)


def test_the_frame_that_stands_there_is_shown_as_soon_as_it_is_made(
    qtbot: QtBot, opened: MainWindow, brake: Brake
) -> None:
    viewer = opened.viewer
    _begin(qtbot, opened, brake, "view_side")
    qtbot.waitUntil(lambda: viewer.slides.standing is Standing.COMING)
    assert not viewer.has_result
    assert "still being made" in notice_of(viewer.slides.standing)[0]
    assert "press Remove" not in "".join(notice_of(viewer.slides.standing))
    viewer.grab()
    brake.count = 0
    qtbot.waitUntil(lambda: viewer.has_result)
    assert opened.worker.is_running
    assert opened.desk.document.frame == 0
    assert not _red(opened, 0)
    opened.desk.document.go_to(11)
    qtbot.waitUntil(lambda: not viewer.has_result)
    assert viewer.slides.standing is Standing.COMING
    brake.is_on = False
    qtbot.waitUntil(lambda: not opened.worker.is_running)


def test_the_frame_that_is_being_filled_has_its_number(
    qtbot: QtBot, opened: MainWindow, brake: Brake, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = opened.viewer
    tags: list[str] = []
    monkeypatch.setattr(marks, "paint_tag", lambda _painter, _pane, text: tags.append(text))
    _begin(qtbot, opened, brake, "view_result", 4)
    brake.count = 0
    qtbot.waitUntil(lambda: brake.count > ENOUGH and viewer.slides.filling is not None)
    filling = viewer.slides.filling
    assert filling is not None
    assert 4 <= filling < 4 + 12
    assert opened.desk.document.frame == 4
    tags.clear()
    viewer.grab()
    assert tags == [f"Filling frame {filling}"]
    opened.actions_by_id["view_side"].trigger()
    assert viewer.slides.filling is None
    qtbot.waitUntil(lambda: viewer.has_result)
    viewer.grab()
    assert tags[-1] == "After"
    brake.is_on = False
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    assert viewer.slides.filling is None


def test_outside_of_the_range_the_clip_is_seen_for_the_result(qtbot: QtBot, opened: MainWindow) -> None:
    document, viewer = opened.desk.document, opened.viewer
    document.set_range(0, 6)
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    for view in ("view_side", "view_result", "view_wipe", "view_onion"):
        opened.actions_by_id[view].trigger()
        document.go_to(3)
        qtbot.waitUntil(lambda: viewer.slides.standing is Standing.MADE and viewer.has_result)
        assert not _red(opened, 3)
        document.go_to(10)
        qtbot.waitUntil(lambda: viewer.slides.standing is Standing.UNCHANGED and viewer.has_result)
        assert _red(opened, 10)
        viewer.grab()
    opened.actions_by_id["view_difference"].trigger()
    qtbot.waitUntil(lambda: viewer.slides.made is not None)
    assert pixels(viewer.slides.made).max() == 0


def test_while_a_part_is_filled_anew_the_rest_is_seen_as_it_was_filled(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path
) -> None:
    document, viewer, live = opened.desk.document, opened.viewer, opened.desk.live
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    opened.actions_by_id["view_side"].trigger()
    live.begin(LiveResult(tmp_path / "small", Span(5, 9), SIZE[1]))
    document.go_to(6)
    qtbot.waitUntil(lambda: viewer.slides.standing is Standing.COMING)
    assert not viewer.has_result
    document.go_to(15)
    qtbot.waitUntil(lambda: viewer.slides.standing is Standing.MADE and viewer.has_result)
    assert not _red(opened, 15)
    live.end()
