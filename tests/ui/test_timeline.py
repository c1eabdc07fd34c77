"""The timeline stays quick at any length, and its parts do what they look like."""

from __future__ import annotations

import time
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from peanut_studio.model.clip import Clip, Span
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.ops.pyramid import Pyramid
from peanut_studio.ops.track_levels import TrackLevels
from peanut_studio.ui import theme
from peanut_studio.ui.lanes import FilmLane, Lane, ReviewLane, SoundLane, marks_seen
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.ruler import ticks
from peanut_studio.ui.timecode import frame_named, timecode
from peanut_studio.ui.timeline import Timeline
from peanut_studio.ui.timeline_chrome import HEADER, RULER, paint_range
from peanut_studio.ui.timeline_menu import NameDialog
from peanut_studio.ui.timeline_scale import TimelineScale
from tests.ui.conftest import COUNT

LONG = 100_000


def clip_of(count: int, rate: Fraction = Fraction(25)) -> Clip:
    return Clip(Path("clip.mp4"), 64, 48, tuple(range(count)), 1 / rate, rate)


def hard_lanes() -> list[Lane | SoundLane | ReviewLane | FilmLane]:
    """Tracks that are lost on every other frame, and every other mark a point: nothing could be harder."""
    rng = np.random.default_rng(0)
    runs = dict.fromkeys(range(LONG), b"")
    lanes: list[Lane | SoundLane | ReviewLane | FilmLane] = []
    for number in range(6):
        sure = dict(enumerate(rng.random(LONG).tolist()))
        levels = TrackLevels.of(MaskTrack(number, (64, 48), LONG, runs, sure), 0.3)
        lanes.append(Lane(f"Object {number}", QColor("red"), levels, None, tuple(range(0, LONG, 50)), object_id=number))
    odd = Pyramid.of_spans([(frame, frame + 1) for frame in range(0, LONG, 2)], LONG)
    lanes.append(ReviewLane(odd, odd))
    lanes.append(SoundLane(Pyramid.of(rng.integers(0, 256, 8 * LONG).astype(np.uint8), True), 8))
    return lanes


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    made = Timeline()
    qtbot.addWidget(made)
    made.resize(1600, 260)
    made.show()
    return made


def counted() -> float:
    """Seconds of this thread for counting to 200,000: some 15 ms on a machine that does nothing else."""
    begun, total = time.thread_time(), 0
    for number in range(200_000):
        total += number * number % 7
    return time.thread_time() - begun


@pytest.mark.alone
def test_a_lane_of_a_hundred_thousand_frames_is_painted_in_a_blink(qtbot: QtBot) -> None:
    # Beside other work the thread's own time grows as well, for two of them share a core's caches.
    blink = max(0.016, min(counted() for _ in range(5)))
    target = QPixmap(1600, 40)
    for lane in hard_lanes():
        for zoom in (1, 30, 400, 4000):
            scale = TimelineScale.fitted(LONG, 1400).zoomed(zoom, 700)
            taken = []
            for _ in range(9):
                painter = QPainter(target)
                begun = time.thread_time()
                lane.paint(painter, scale, 0)
                taken.append(time.thread_time() - begun)
                painter.end()
            assert min(taken) < blink, (lane.name, zoom, taken, blink)


@pytest.mark.alone
def test_the_playhead_moves_without_painting_the_lanes_again(timeline: Timeline) -> None:
    timeline.load(clip_of(LONG))
    timeline.set_content(Span(0, LONG), hard_lanes())
    timeline.grab()
    taken = []
    for frame in range(100, 2000, 100):
        timeline.set_frame(frame)
        begun = time.thread_time()
        timeline.grab()
        taken.append(time.thread_time() - begun)
    assert np.median(taken) < 0.016


def test_rows_that_do_not_fit_are_scrolled_to(timeline: Timeline) -> None:
    timeline.load(clip_of(LONG))
    timeline.resize(1600, 120)
    timeline.set_content(Span(0, LONG), hard_lanes())
    before = timeline.top_of(5)
    at, none = QPointF(600, 80), Qt.ScrollPhase.NoScrollPhase
    control = Qt.KeyboardModifier.ControlModifier
    wheel = QWheelEvent(at, at, QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton, control, none, False)
    QApplication.sendEvent(timeline, wheel)
    assert timeline.top_of(5) == before - 60


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(30000, 1001), Fraction(60), Fraction(1)])
@pytest.mark.parametrize("count", [5, 300, 20_000, 400_000])
def test_the_ruler_is_readable_at_every_zoom(rate: Fraction, count: int) -> None:
    clip = clip_of(count, rate)
    scale = TimelineScale.fitted(count, 1000)
    while True:
        marks = ticks(clip, scale)
        labels = [mark for mark in marks if mark.text]
        gaps = [(b.frame - a.frame) * scale.per_frame for a, b in pairwise(labels)]
        assert all(gap >= 80 for gap in gaps)
        assert len(labels) >= min(3, count)
        assert len(marks) < 250
        assert len({mark.text for mark in labels}) == len(labels)
        if scale.per_frame >= 60:
            break
        scale = scale.zoomed(2.7, 300)


def test_timecode_counts_frames_within_the_second() -> None:
    clip = clip_of(10_000, Fraction(30000, 1001))
    assert [timecode(clip, frame) for frame in (0, 29, 30, 1799)] == [
        "00:00:00:00", "00:00:00:29", "00:00:01:00", "00:01:00:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("120", 120), ("+10", 60), ("-10", 40), ("2:05", 65), ("1:00:00", 1799), ("00:01:00:00", 1799),
        ("0:45", 45), ("1.5", 45), (" 57f ", 57),
    ],
)  # fmt: skip
def test_a_frame_is_named_as_editors_do(text: str, frame: int) -> None:
    clip = clip_of(10_000, Fraction(30000, 1001))
    assert frame_named(clip, text, now=50) == frame


def test_what_timecode_writes_is_read_back() -> None:
    clip = clip_of(10_000, Fraction(24000, 1001))
    for frame in (0, 1, 23, 24, 1438, 1439, 9999):
        assert frame_named(clip, timecode(clip, frame), now=0) == frame


def test_a_timecode_is_typed_to_go_there(qtbot: QtBot, opened: MainWindow) -> None:
    field, document = opened.transport.time, opened.desk.document
    qtbot.keyClick(opened.viewer, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(field.hasFocus)
    assert field.selectedText() == "00:00:00:00"
    qtbot.keyClicks(field, "0:17")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert document.frame == 17
    assert field.text() == "00:00:00:17"
    assert opened.viewer.hasFocus()
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(field, "9")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (document.frame, field.text()) == (17, "00:00:00:17")
    field.begin()
    qtbot.keyClicks(field, "soon")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "'soon' is no time" in opened.messages.text
    assert document.frame == 17


def test_buttons_stand_still_while_frames_are_counted(opened: MainWindow) -> None:
    play = next(
        button for button in opened.transport.findChildren(QToolButton)
        if button.defaultAction() is opened.actions_by_id["play"]
    )  # fmt: skip
    places = set()
    for frame in (0, 9, 10, COUNT - 1):
        opened.desk.go_to(frame)
        opened.transport.layout().activate()
        places.add(play.x())
    assert len(places) == 1


def test_the_ends_of_the_range_are_dragged_and_undone_as_one(qtbot: QtBot, opened: MainWindow) -> None:
    timeline, document = opened.timeline, opened.desk.document
    start = QPoint(HEADER + round(timeline.scale.x_of(COUNT)) - 2, RULER - 6)
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=start)
    for frame in (20, 15, 10):
        qtbot.mouseMove(timeline, QPoint(HEADER + round(timeline.scale.x_of(frame)), RULER - 6))
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(HEADER + 10, RULER - 6))
    assert document.range == Span(0, 10)
    assert document.frame == 0
    document.undo()
    assert document.range == Span(0, COUNT)


def test_markers_are_set_named_gone_to_and_undone(qtbot: QtBot, opened: MainWindow) -> None:
    document = opened.desk.document
    for frame in (4, 15):
        document.go_to(frame)
        qtbot.keyClick(opened.viewer, Qt.Key.Key_M)
    assert document.project is not None
    assert [(marker.frame, marker.name) for marker in document.project.markers] == [(4, "Marker 1"), (15, "Marker 2")]
    x = HEADER + round(opened.timeline.scale.x_of(4)) + 3
    qtbot.mouseDClick(opened.timeline, Qt.MouseButton.LeftButton, pos=QPoint(x, RULER - 8))
    dialog = opened.findChild(NameDialog)
    assert dialog is not None
    assert dialog.name.selectedText() == "Marker 1"
    qtbot.keyClicks(dialog.name, "Door  closes")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert document.project.markers[0].name == "Door closes"
    document.go_to(10)
    qtbot.keyClick(opened.viewer, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert document.frame == 4
    qtbot.keyClick(opened.viewer, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert document.frame == 15
    for _ in range(3):
        document.undo()
    assert document.project.markers == ()


def test_m_again_names_a_marker_and_alt_m_takes_it_away(qtbot: QtBot, opened: MainWindow) -> None:
    document = opened.desk.document
    document.go_to(4)
    qtbot.keyClick(opened.viewer, Qt.Key.Key_M)
    qtbot.keyClick(opened.viewer, Qt.Key.Key_M)
    dialog = opened.findChild(NameDialog)
    assert dialog is not None
    qtbot.keyClicks(dialog.name, "Cut")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert document.project is not None
    assert [marker.name for marker in document.project.markers] == ["Cut"]
    qtbot.keyClick(opened.viewer, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert document.project.markers == ()
    document.undo()
    assert [marker.name for marker in document.project.markers] == ["Cut"]


def test_the_menu_acts_where_it_was_opened(opened: MainWindow) -> None:
    document = opened.desk.document
    menu = opened.timeline_menu.menu(7)
    entries = {action.text(): action for action in menu.actions() if action.text()}
    assert list(entries)[:2] == ["Go to Frame 7", "Set In"]
    entries["Set In"].trigger()
    assert document.range == Span(7, COUNT)
    entries["Add Marker"].trigger()
    again = opened.timeline_menu.menu(7)
    next(action for action in again.actions() if action.text() == "Delete Marker").trigger()
    assert document.project is not None
    assert document.project.markers == ()


def test_pictures_of_what_is_seen_come_by_themselves(qtbot: QtBot, opened: MainWindow) -> None:
    film = opened.timeline.lanes[0]
    assert isinstance(film, FilmLane)
    slots = list(film.slots(opened.timeline.scale))
    assert slots[0] == 0
    qtbot.waitUntil(lambda: all(film.thumb(frame) is not None for frame in slots))
    first = film.thumb(0)
    assert first is not None
    assert first.height() == 80
    assert film.thumb(slots[-1] + 1) is None or film.step(opened.timeline.scale) == 1


def test_marks_are_where_their_frames_are_and_never_over_each_other() -> None:
    scale = TimelineScale.fitted(1000, 1000)
    assert marks_seen([0, 3, 10, 11, 500, 999], scale) == [0.5, 10.5, 500.5, 999.5]
    close = scale.zoomed(10, 500)
    assert marks_seen([0, 448, 449, 500, 501, 999], close) == [close.x_of(frame + 0.5) for frame in (449, 500, 501)]
    many = marks_seen(range(0, LONG, 50), TimelineScale.fitted(LONG, 1400))
    assert len(many) > 200
    assert all(after - before >= 6 for before, after in pairwise(many))


def test_a_name_without_room_is_told_in_whole(qtbot: QtBot, opened: MainWindow) -> None:
    name = "A name for which there is no room beside the lanes"
    opened.desk.document.add_object()
    opened.desk.document.rename_object(1, name)
    timeline = opened.timeline
    row = next(number for number, lane in enumerate(timeline.lanes) if lane.name == name)
    assert timeline.name_at(QPoint(20, timeline.top_of(row) + 3)) == name
    assert timeline.name_at(QPoint(HEADER + 20, timeline.top_of(row) + 3)) == ""
    assert opened.objects.row(0).name.toolTip() == name


@pytest.mark.parametrize("palette", [theme.DARK, theme.LIGHT])
def test_times_outside_the_range_can_be_read(qapp: QApplication, timeline: Timeline, palette: theme.Palette) -> None:
    def light(value: QColor) -> float:
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in value.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    before = theme.shown()
    theme.apply(qapp, palette)
    scale = timeline.scale
    seen = []
    for ground in (theme.PANEL, theme.MUTED):
        canvas = QPixmap(400, 60)
        canvas.fill(ground)
        painter = QPainter(canvas)
        paint_range(painter, Span(10, 12), scale, 60.0)
        painter.end()
        seen.append(light(canvas.toImage().pixelColor(0, 8)))
    theme.apply(qapp, before)
    assert (max(seen) + 0.05) / (min(seen) + 0.05) >= 3
