"""What is going on is seen where it goes on: at the point that was clicked, in the object's row, in the status bar."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from peanut_studio.engines.segment.session import Session
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.pipeline.live import LiveResult
from peanut_studio.pipeline.preview import Preview
from peanut_studio.ui import theme
from peanut_studio.ui.lanes import Lane
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.timeline_chrome import HEADER, RULER
from tests.ui.conftest import click
from tests.ui.test_painting import drag, on_screen


class Gate:
    """Holds a call up until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, owner: type, name: str) -> None:
        self._open = threading.Event()
        call = getattr(owner, name)

        def wait_then_call(*told: object, **options: object) -> object:
            assert self._open.wait(30)
            return call(*told, **options)

        monkeypatch.setattr(owner, name, wait_then_call)

    def open(self) -> None:
        self._open.set()


def test_a_row_says_that_its_object_is_being_removed(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    click(qtbot, opened, 30, 48)
    gate = Gate(monkeypatch, LiveResult, "add")
    opened.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: opened.objects.row(0).told == "Being removed…")
    gate.open()
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    assert opened.objects.row(0).told == "Tracked"


@pytest.fixture
def finding(monkeypatch: pytest.MonkeyPatch) -> Gate:
    return Gate(monkeypatch, Preview, "track")


def test_a_ring_turns_where_somebody_clicked_until_the_mask_is_there(
    qtbot: QtBot, opened: MainWindow, finding: Gate
) -> None:
    busy = opened.viewer.busy
    click(qtbot, opened, 30, 48)
    (place,) = busy.places
    assert (round(place.x()), round(place.y())) == (30, 48)
    qtbot.waitUntil(lambda: busy.is_shown)
    middle = on_screen(opened, 30, 48).toPoint()
    around = [middle + QPoint(x, y) for x in range(-17, 18) for y in range(-17, 18)]
    shown = opened.viewer.grab().toImage()
    assert any(shown.pixelColor(at) == QColor(theme.ACCENT) for at in around)
    finding.open()
    qtbot.waitUntil(lambda: not busy.places)
    assert not busy.is_shown


def test_the_ring_stays_on_its_frame(qtbot: QtBot, opened: MainWindow, finding: Gate) -> None:
    click(qtbot, opened, 30, 48)
    opened.desk.go_to(3)
    assert not opened.viewer.busy.places
    opened.desk.go_to(0)
    assert opened.viewer.busy.places
    finding.open()
    qtbot.waitUntil(lambda: not opened.viewer.busy.places)


def test_a_ring_turns_under_the_mouse_while_the_first_preview_is_made(
    qtbot: QtBot, opened: MainWindow, finding: Gate
) -> None:
    for x in (60, 30):
        # A mouse that is there already does not move.
        qtbot.mouseMove(opened.viewer, on_screen(opened, x, 48).toPoint())
    qtbot.keyPress(opened.viewer, Qt.Key.Key_Shift)
    qtbot.waitUntil(lambda: opened.viewer.busy.is_shown)
    finding.open()
    qtbot.waitUntil(lambda: not opened.viewer.busy.places and opened.viewer.shows_peek)
    qtbot.keyRelease(opened.viewer, Qt.Key.Key_Shift)


def test_a_row_says_that_its_object_is_tracked_just_now_then_that_it_is_then_that_it_has_to_be_again(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    click(qtbot, opened, 30, 48)
    qtbot.waitUntil(lambda: not opened.desk.prompter.is_busy)
    assert opened.objects.row(0).told == "Not tracked yet"
    gate = Gate(monkeypatch, Session, "propagate")
    opened.actions_by_id["track"].trigger()
    assert opened.objects.row(0).told == "Tracking…"
    gate.open()
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    assert opened.objects.row(0).told == "Tracked"
    assert not opened.worker.in_hand.tracked
    qtbot.keyClick(opened.viewer, Qt.Key.Key_B)
    drag(qtbot, opened, [(50, 48), (50, 80)])
    row = opened.objects.row(0)
    assert row.told == "Changed: track again"
    colour = QColor(theme.ACCENT)
    shown = row.grab().toImage()
    coloured = [(x, y) for x in range(shown.width()) for y in range(shown.height()) if shown.pixelColor(x, y) == colour]
    assert coloured


def test_the_width_of_the_brush_is_told_only_while_there_is_one_in_the_hand(qtbot: QtBot, opened: MainWindow) -> None:
    assert not opened.brush_width.isVisible()
    qtbot.keyClick(opened.viewer, Qt.Key.Key_B)
    assert opened.brush_width.isVisible()
    opened.actions_by_id["view_result"].trigger()
    assert not opened.brush_width.isVisible()
    opened.actions_by_id["view_edit"].trigger()
    qtbot.keyClick(opened.viewer, Qt.Key.Key_P)
    assert not opened.brush_width.isVisible()


def test_rows_of_the_timeline_that_stay_as_they_are_are_not_painted_again(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, timeline = opened.desk.document, opened.timeline
    for at in (30, 90):
        document.add_object()
        click(qtbot, opened, at, 48)
    qtbot.waitUntil(lambda: not opened.desk.prompter.is_busy)
    qtbot.wait(300)
    painted: list[str] = []
    paint = Lane.paint
    monkeypatch.setattr(Lane, "paint", lambda lane, *told: (painted.append(lane.name), paint(lane, *told)))
    project = document.project
    assert project is not None
    chosen = project.objects[1]
    size = (project.clip.width, project.clip.height)
    document.show_coming({chosen.object_id: MaskTrack(chosen.object_id, size, 24, {3: b""}, {3: 0.9})})
    qtbot.waitUntil(lambda: bool(painted))
    assert set(painted) == {chosen.name}
    painted.clear()
    timeline.zoom(2.0)
    qtbot.waitUntil(lambda: len(set(painted)) == 2)


def test_a_row_painted_again_looks_as_if_all_had_been(qtbot: QtBot, opened: MainWindow) -> None:
    document, timeline = opened.desk.document, opened.timeline
    click(qtbot, opened, 30, 48)
    qtbot.waitUntil(lambda: not opened.desk.prompter.is_busy)
    opened.actions_by_id["track"].trigger()
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    qtbot.wait(300)
    timeline.grab()
    document.colour_object(1, (10, 220, 240))
    in_parts = timeline.grab().toImage()
    timeline.zoom(2.0)
    timeline.grab()
    timeline.fit()
    at_once = timeline.grab().toImage()
    assert in_parts == at_once
    assert any(in_parts.pixelColor(HEADER + 40, y) != theme.PANEL for y in range(RULER + 2, timeline.height()))
