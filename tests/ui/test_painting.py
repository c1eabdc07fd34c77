"""Brush, eraser, lasso and fill by mouse; corrections tracked on; several frames at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QInputDevice, QPointingDevice, QTabletEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QColorDialog, QInputDialog
from pytestqt.qtbot import QtBot

from peanut_studio.model.chosen import ChosenObject
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Mask
from peanut_studio.model.project import Project
from peanut_studio.model.prompt import Click, MaskPrompt, Prompt
from peanut_studio.model.refinement import Refinement
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.modes import Tool
from peanut_studio.ui.words import step_text
from tests.ui.conftest import SIZE, click

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE, ALT, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
ROWS, COLUMNS = np.mgrid[: SIZE[1], : SIZE[0]]

Path = Sequence[tuple[float, float]]


def on_screen(window: MainWindow, x: float, y: float) -> QPointF:
    viewer = window.viewer
    return viewer.view.to_screen(QPointF(x + 0.5, y + 0.5), viewer.panes[0])


def drag(
    qtbot: QtBot, window: MainWindow, path: Path, button: Qt.MouseButton = LEFT, held: Qt.KeyboardModifier = NONE
) -> None:
    """Draw through pixels of the picture and wait for the mask."""
    points = [on_screen(window, x, y).toPoint() for x, y in path]
    qtbot.mousePress(window.viewer, button, held, points[0])
    for point in points[1:]:
        qtbot.mouseMove(window.viewer, point)
    qtbot.mouseRelease(window.viewer, button, held, points[-1])
    qtbot.waitUntil(lambda: not window.desk.correcting.handwork.is_busy)


def only(window: MainWindow) -> ChosenObject:
    project = window.desk.document.project
    assert project is not None
    (chosen,) = project.objects
    return chosen


def mask_on(window: MainWindow, frame: int) -> Mask:
    track = window.desk.document.track_on(only(window), frame)
    assert track is not None
    return track.mask(frame)


def track_all(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_by_id["track"].trigger()
    qtbot.waitUntil(lambda: not window.worker.is_running)


@pytest.fixture
def brushed(qtbot: QtBot, opened: MainWindow) -> MainWindow:
    """The window with the brush, 10 pixels wide."""
    qtbot.keyClick(opened.viewer, Qt.Key.Key_B)
    opened.viewer.brush.diameter = 10.0
    return opened


@pytest.fixture
def tracked(qtbot: QtBot, opened: MainWindow) -> MainWindow:
    """The window with the ball tracked through the clip."""
    click(qtbot, opened, 30, 48)
    track_all(qtbot, opened)
    return opened


def test_a_stroke_makes_an_object_in_one_step(qtbot: QtBot, brushed: MainWindow) -> None:
    assert brushed.viewer.tool is Tool.BRUSH
    drag(qtbot, brushed, [(20, 40), (40, 40), (60, 40)])
    mask = mask_on(brushed, 0)
    assert mask[40, 16:64].all()
    assert mask[36:45, 40].all()
    assert not mask[:34].any()
    assert not mask[47:].any()
    assert only(brushed).corrected_frames == (0,)
    history = brushed.desk.document.history
    assert history is not None
    assert history.undo_name == "Brush"
    assert len(history.past) == 1
    brushed.desk.document.undo()
    assert brushed.desk.document.project is not None
    assert brushed.desk.document.project.objects == ()


def test_strokes_in_a_hurry_all_count(qtbot: QtBot, brushed: MainWindow) -> None:
    for row in (20, 40, 60, 80):
        first, last = (on_screen(brushed, x, row).toPoint() for x in (20, 50))
        qtbot.mousePress(brushed.viewer, LEFT, NONE, first)
        qtbot.mouseMove(brushed.viewer, last)
        qtbot.mouseRelease(brushed.viewer, LEFT, NONE, last)
    qtbot.waitUntil(lambda: not brushed.desk.correcting.handwork.is_busy)
    mask = mask_on(brushed, 0)
    assert [bool(mask[row, 20:51].all()) for row in (20, 40, 60, 80, 30)] == [True] * 4 + [False]
    assert brushed.desk.document.history is not None
    assert len(brushed.desk.document.history.past) == 4


@pytest.mark.parametrize(("button", "held", "key"), [(RIGHT, NONE, "B"), (LEFT, ALT, "B"), (LEFT, NONE, "E")])
def test_parts_are_taken_away(
    qtbot: QtBot, brushed: MainWindow, button: Qt.MouseButton, held: Qt.KeyboardModifier, key: str
) -> None:
    drag(qtbot, brushed, [(20, 40), (60, 40)])
    qtbot.keyClick(brushed.viewer, getattr(Qt.Key, f"Key_{key}"))
    drag(qtbot, brushed, [(40, 20), (40, 60)], button, held)
    mask = mask_on(brushed, 0)
    assert mask[40, 22:33].all()
    assert not mask[40, 37:44].any()
    assert mask[40, 48:60].all()


def test_what_changes_nothing_is_no_step(qtbot: QtBot, brushed: MainWindow) -> None:
    drag(qtbot, brushed, [(20, 40), (60, 40)])
    qtbot.keyClick(brushed.viewer, Qt.Key.Key_E)
    drag(qtbot, brushed, [(20, 80), (60, 80)])
    assert brushed.desk.document.history is not None
    assert len(brushed.desk.document.history.past) == 1


def test_a_lasso_and_a_fill(qtbot: QtBot, opened: MainWindow) -> None:
    square = [(20, 20), (80, 20), (80, 80), (20, 80)]
    inner = [(40, 40), (60, 40), (60, 60), (40, 60)]
    qtbot.keyClick(opened.viewer, Qt.Key.Key_A)
    drag(qtbot, opened, square)
    drag(qtbot, opened, inner, LEFT, ALT)
    assert mask_on(opened, 0)[30, 30]
    assert not mask_on(opened, 0)[50, 50]
    qtbot.keyClick(opened.viewer, Qt.Key.Key_G)
    drag(qtbot, opened, [(100, 90)])
    assert "not closed in" in opened.messages.text
    drag(qtbot, opened, [(50, 50)])
    assert mask_on(opened, 0)[22:79, 22:79].all()
    drag(qtbot, opened, [(50, 50)], LEFT, ALT)
    assert only(opened).gone[0].start == 0
    assert only(opened).corrections == ()


def test_escape_gives_a_stroke_up_and_then_the_tool(qtbot: QtBot, brushed: MainWindow) -> None:
    viewer = brushed.viewer
    qtbot.mousePress(viewer, LEFT, NONE, on_screen(brushed, 20, 40).toPoint())
    qtbot.mouseMove(viewer, on_screen(brushed, 50, 40).toPoint())
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    qtbot.mouseRelease(viewer, LEFT, NONE, on_screen(brushed, 50, 40).toPoint())
    assert brushed.desk.document.project is not None
    assert brushed.desk.document.project.objects == ()
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert viewer.tool is Tool.POINTS


def test_the_brush_is_sized_by_keys_and_wheel(qtbot: QtBot, brushed: MainWindow) -> None:
    viewer = brushed.viewer
    qtbot.keyClick(viewer, Qt.Key.Key_BracketRight)
    assert viewer.brush.diameter == pytest.approx(11.5)
    qtbot.keyClick(viewer, Qt.Key.Key_BracketLeft)
    scale, at = viewer.view.scale, QPointF(100, 100)
    buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    for turn, held in ((QPoint(0, 120), CTRL), (QPoint(120, 0), ALT)):
        QApplication.sendEvent(viewer, QWheelEvent(at, at, QPoint(), turn, buttons, held, phase, False))
    assert viewer.brush.diameter == pytest.approx(10 * 1.15**2)
    assert viewer.view.scale == scale


def test_a_pen_pressed_harder_paints_wider(qtbot: QtBot, brushed: MainWindow) -> None:
    device = QPointingDevice(
        "pen", 1, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Pressure, 1, 3,
    )  # fmt: skip
    viewer = brushed.viewer

    def pen(kind: QTabletEvent.Type, x: float, pressure: float, buttons: Qt.MouseButton) -> None:
        at = on_screen(brushed, x, 40)
        QApplication.sendEvent(viewer, QTabletEvent(kind, device, at, at, pressure, 0, 0, 0, 0, 0, NONE, LEFT, buttons))

    pen(QTabletEvent.Type.TabletPress, 30, 0.2, LEFT)
    pen(QTabletEvent.Type.TabletMove, 60, 1.0, LEFT)
    pen(QTabletEvent.Type.TabletRelease, 60, 0.0, Qt.MouseButton.NoButton)
    qtbot.waitUntil(lambda: not brushed.desk.correcting.handwork.is_busy)
    heights = mask_on(brushed, 0).sum(axis=0)
    assert heights[30] <= 3
    assert 8 <= heights[60] <= 11
    pen(QTabletEvent.Type.TabletPress, 90, 0.1, LEFT)
    pen(QTabletEvent.Type.TabletMove, 90, 1.0, LEFT)
    pen(QTabletEvent.Type.TabletMove, 90, 0.2, LEFT)
    pen(QTabletEvent.Type.TabletRelease, 90, 0.0, Qt.MouseButton.NoButton)
    qtbot.waitUntil(lambda: not brushed.desk.correcting.handwork.is_busy)
    assert 8 <= mask_on(brushed, 0)[:, 90].sum() <= 11, "a pen pressed harder where it stands"


def test_strokes_leave_the_canvas_when_the_mask_shows_them(qtbot: QtBot, brushed: MainWindow) -> None:
    drag(qtbot, brushed, [(20, 40), (60, 40)])
    qtbot.waitUntil(lambda: not brushed.viewer.brush.holds)
    at = on_screen(brushed, 40, 40).toPoint()
    seen = brushed.viewer.grab().toImage().pixelColor(at)
    plain = brushed.viewer.grab().toImage().pixelColor(on_screen(brushed, 40, 60).toPoint())
    assert seen.red() - seen.green() > plain.red() - plain.green() + 20


def test_a_correction_is_tracked_on_and_survives(qtbot: QtBot, tracked: MainWindow) -> None:
    document = tracked.desk.document
    document.go_to(10)
    qtbot.keyClick(tracked.viewer, Qt.Key.Key_B)
    tracked.viewer.brush.diameter = 12.0
    before = mask_on(tracked, 10)
    drag(qtbot, tracked, [(50, 48), (50, 80)])
    painted = mask_on(tracked, 10)
    assert painted.sum() > before.sum()
    assert only(tracked).is_stale
    qtbot.keyClick(tracked.viewer, Qt.Key.Key_T, CTRL)
    qtbot.waitUntil(lambda: not tracked.worker.is_running)
    assert tracked.messages.text.startswith("Tracked ")
    assert "anew; the others stay" in tracked.messages.text
    np.testing.assert_array_equal(mask_on(tracked, 10), painted)
    assert not only(tracked).is_stale
    track_all(qtbot, tracked)
    assert tracked.messages.text == "All objects are tracked through the range already."
    np.testing.assert_array_equal(mask_on(tracked, 10), painted)


def test_a_click_on_a_tracked_frame_takes_a_part_away_and_one_on_a_corrected_frame_adds_one(
    qtbot: QtBot, tracked: MainWindow
) -> None:
    document = tracked.desk.document
    document.go_to(10)
    before = mask_on(tracked, 10)
    rows, columns = before.nonzero()
    inside = int(columns.mean()), int(rows.mean())
    qtbot.keyClick(tracked.viewer, Qt.Key.Key_P)
    click(qtbot, tracked, *inside, Qt.MouseButton.RightButton)
    qtbot.waitUntil(lambda: only(tracked).correction_on(10) is not None)
    less = mask_on(tracked, 10)
    assert not less[inside[1], inside[0]]
    assert document.history is not None
    assert document.history.undo_name == "Take Part Away"
    assert only(tracked).marks_on(10) == ()
    click(qtbot, tracked, *inside)
    qtbot.waitUntil(lambda: bool(mask_on(tracked, 10)[inside[1], inside[0]]))
    assert document.history.undo_name == "Add Part"
    document.undo()
    document.undo()
    np.testing.assert_array_equal(mask_on(tracked, 10), before)


def test_clicks_that_come_before_the_answer_count_together(qtbot: QtBot, tracked: MainWindow) -> None:
    document = tracked.desk.document
    document.go_to(10)
    qtbot.keyClick(tracked.viewer, Qt.Key.Key_P)
    click(qtbot, tracked, 8, 8)
    click(qtbot, tracked, 100, 80)
    qtbot.waitUntil(lambda: not tracked.desk.prompter.is_busy)
    made = mask_on(tracked, 10)
    assert made[8, 8]
    assert made[80, 100]
    assert len(only(tracked).corrections) == 1


def test_a_click_without_an_answer_does_not_come_again_with_the_next(
    qtbot: QtBot, tracked: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, prompter = tracked.desk.document, tracked.desk.prompter
    document.go_to(10)
    qtbot.keyClick(tracked.viewer, Qt.Key.Key_P)
    find = prompter._find

    def fail(*_: object) -> None:
        raise InputError("The engine is tired.")

    monkeypatch.setattr(prompter, "_find", fail)
    click(qtbot, tracked, 8, 8)
    qtbot.waitUntil(lambda: tracked.messages.text == "The engine is tired.")
    asked: list[Prompt] = []

    def note(project: Project, object_id: int, marks: tuple[Prompt, ...]) -> object:
        asked.extend(marks)
        return find(project, object_id, marks)

    monkeypatch.setattr(prompter, "_find", note)
    click(qtbot, tracked, 100, 80)
    qtbot.waitUntil(lambda: only(tracked).correction_on(10) is not None)
    assert mask_on(tracked, 10)[80, 100]
    before, clicked = asked
    assert isinstance(before, MaskPrompt)
    assert isinstance(clicked, Click)
    assert abs(clicked.x - 100) < 1


def test_a_locked_object_takes_no_points_and_no_strokes(qtbot: QtBot, tracked: MainWindow) -> None:
    qtbot.mouseClick(tracked.objects.row(0).lock, LEFT)
    qtbot.waitUntil(lambda: only(tracked).locked)
    before = only(tracked)
    click(qtbot, tracked, 80, 20)
    assert "is locked" in tracked.messages.text
    qtbot.keyClick(tracked.viewer, Qt.Key.Key_B)
    drag(qtbot, tracked, [(20, 40), (60, 40)])
    for action in ("end_object", "clear_marks", "delete_object", "interpolate"):
        tracked.actions_by_id[action].trigger()
    assert only(tracked) is before


def test_an_object_that_stays_is_not_removed(qtbot: QtBot, tracked: MainWindow) -> None:
    qtbot.mouseClick(tracked.objects.row(0).removal, LEFT)
    qtbot.waitUntil(lambda: not only(tracked).removed)
    tracked.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: not tracked.worker.is_running)
    assert "No object is set to be removed" in tracked.messages.text


def test_a_scribble_makes_points_in_one_step(qtbot: QtBot, opened: MainWindow) -> None:
    qtbot.keyClick(opened.viewer, Qt.Key.Key_S)
    drag(qtbot, opened, [(x, 48) for x in range(22, 39, 2)])
    (chosen,) = opened.desk.document.project.objects if opened.desk.document.project else ()
    clicks = [mark for mark in chosen.marks if isinstance(mark, Click)]
    assert [(round(mark.x), round(mark.y), mark.positive) for mark in clicks] == [
        (24, 48, True), (28, 48, True), (32, 48, True), (36, 48, True),
    ]  # fmt: skip
    qtbot.waitUntil(lambda: opened.desk.document.track_on(chosen, 0) is not None)
    drag(qtbot, opened, [(100, 20), (110, 20)], RIGHT)
    assert [mark.positive for mark in only(opened).marks if isinstance(mark, Click)][4:] == [False, False]
    assert opened.desk.document.history is not None
    assert [name for name, _ in opened.desk.document.history.past] == ["Scribble", "Scribble"]


def test_an_object_gets_another_colour(qtbot: QtBot, tracked: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_: QColor(10, 200, 30))
    qtbot.mouseClick(tracked.objects.row(0).colour, LEFT)
    qtbot.waitUntil(lambda: only(tracked).colour == (10, 200, 30))
    tracked.desk.document.undo()
    assert only(tracked).colour != (10, 200, 30)


def test_masks_are_copied_interpolated_and_deleted(
    qtbot: QtBot, brushed: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_: (3, True))
    document, handwork = brushed.desk.document, brushed.desk.correcting.handwork
    drag(qtbot, brushed, [(20, 40), (30, 40)])
    brushed.actions_by_id["copy_mask"].trigger()
    qtbot.waitUntil(lambda: not handwork.is_busy)
    assert only(brushed).corrected_frames == (0, 1, 2, 3)
    np.testing.assert_array_equal(mask_on(brushed, 3), mask_on(brushed, 0))
    document.go_to(11)
    drag(qtbot, brushed, [(60, 72), (70, 72)])
    document.go_to(7)
    brushed.actions_by_id["interpolate"].trigger()
    qtbot.waitUntil(lambda: only(brushed).corrected_frames == tuple(range(12)))
    assert "straight line" in brushed.messages.text, "nothing moves where it was painted"
    middle = mask_on(brushed, 7)
    assert (ROWS[middle].mean(), COLUMNS[middle].mean()) == pytest.approx((56, 45), abs=1.5)
    document.go_to(9)
    brushed.actions_by_id["end_object"].trigger()
    assert only(brushed).corrected_frames == tuple(range(9))
    document.undo()
    assert only(brushed).corrected_frames == tuple(range(12))


def test_each_setting_is_a_step_of_its_own_and_touches_no_mask(qtbot: QtBot, tracked: MainWindow) -> None:
    before, panel = mask_on(tracked, 5), tracked.refine
    assert tracked.desk.document.history is not None
    steps = len(tracked.desk.document.history.past)

    def made() -> list[str]:
        assert tracked.desk.document.history is not None
        return [step_text(name) for name, _ in tracked.desk.document.history.past[steps:]]

    for value in (1, 3, 6):
        panel.grow.setValue(value)
    panel.feather.setValue(4)
    panel.holes.setValue(9)
    panel.holes.setValue(8)
    assert only(tracked).refinement == Refinement(grow=6, feather=4, holes=8)
    assert made() == ["Grow Object 1", "Feather Object 1", "Close Holes of Object 1"]
    np.testing.assert_array_equal(mask_on(tracked, 5), before)
    tracked.desk.document.undo()
    assert only(tracked).refinement == Refinement(grow=6, feather=4)
    panel.feather.setValue(5)
    assert made() == ["Grow Object 1", "Feather Object 1", "Feather Object 1"]
    for _ in range(3):
        tracked.desk.document.undo()
    assert only(tracked).refinement == Refinement()
    assert panel.grow.value() == 0


def test_each_object_is_refined_in_a_step_of_its_own(qtbot: QtBot, tracked: MainWindow) -> None:
    document, panel = tracked.desk.document, tracked.refine
    assert document.project is not None
    first = only(tracked)
    document.add_object()
    document.rename_object(document.project.selected or 0, first.name)
    panel.grow.setValue(2)
    document.select(first.object_id)
    panel.grow.setValue(3)
    document.undo()
    assert [one.refinement.grow for one in document.project.objects] == [0, 2]


def test_edges_and_hair_are_seen_at_rest_and_undone(qtbot: QtBot, tracked: MainWindow) -> None:
    panel, document, shown = tracked.refine, tracked.desk.document, []
    tracked.desk.feed.shown.connect(lambda one: shown.append(one) if one.full else None)
    tracked.actions_by_id["view_matte"].trigger()
    qtbot.waitUntil(lambda: bool(shown) and shown[-1].made is not None)
    plain = shown[-1].made
    for box, value in ((panel.edges, 5), (panel.smooth, 2), (panel.hair, 9)):
        box.setValue(value)
    assert only(tracked).refinement == Refinement(edges=5, smooth=2, hair=9)
    qtbot.waitUntil(lambda: shown[-1].made is not None and shown[-1].made != plain)
    for _ in range(3):
        document.undo()
    assert only(tracked).refinement == Refinement()
    assert [box.value() for box in (panel.edges, panel.smooth, panel.hair)] == [0, 0, 0]
    qtbot.waitUntil(lambda: shown[-1].made == plain)


def test_keys_of_the_window_work_while_a_number_has_the_focus(qtbot: QtBot, tracked: MainWindow) -> None:
    box, player = tracked.refine.grow, tracked.desk.player
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "-12")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert only(tracked).refinement == Refinement(grow=-12)
    box.setFocus()
    box.selectAll()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert player.rate == 1
    qtbot.keyClick(box, Qt.Key.Key_K)
    assert player.rate == 0
    assert (box.text(), box.value()) == ("-12 px", -12)
    qtbot.keyClick(box, Qt.Key.Key_Z, CTRL)
    assert only(tracked).refinement == Refinement()
    assert box.value() == 0


def test_shift_shows_what_a_click_would_make(qtbot: QtBot, opened: MainWindow) -> None:
    viewer = opened.viewer
    # Until panels and picture have found their places, the mouse may be elsewhere all at once.
    qtbot.wait(200)
    qtbot.mouseMove(viewer, on_screen(opened, 30, 48).toPoint())
    qtbot.keyPress(viewer, Qt.Key.Key_Shift)
    qtbot.waitUntil(lambda: viewer.shows_peek)
    assert opened.desk.document.project is not None
    assert opened.desk.document.project.objects == ()
    qtbot.keyRelease(viewer, Qt.Key.Key_Shift)
    assert not viewer.shows_peek
