"""What a panel holds can be reached in a window of the usual size, whatever language it speaks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, QSize, QTranslator
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QScrollArea, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from peanut_studio.model.clip import Span
from peanut_studio.ops.track_curves import TrackCurves
from peanut_studio.quality.review import Finding, Reason
from peanut_studio.quality.steadiness import SteadinessCurves
from peanut_studio.ui import languages
from peanut_studio.ui.dialogs.preferences import PreferencesDialog
from peanut_studio.ui.icons import icon
from peanut_studio.ui.lanes import ReviewLane
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.panels.objects import ObjectsPanel
from peanut_studio.ui.panels.welcome import FRAME
from peanut_studio.ui.timeline_chrome import RULER
from tests.ui.conftest import COUNT
from tests.ui.test_languages import CHINESE, Longer, clipped


@pytest.fixture(params=["en", *CHINESE, "longer"])
def spoken(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "longer":
        qapp.installTranslator(Longer(qapp))
    else:
        languages.speak(qapp, request.param)
    yield request.param
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)


def seen_in(part: QWidget, area: QScrollArea) -> bool:
    viewport = area.viewport()
    return viewport.rect().contains(QRect(part.mapTo(viewport, QPoint()), part.size()))


def test_every_button_of_a_panel_can_be_reached(qtbot: QtBot, spoken: str, opened: MainWindow) -> None:
    opened.resize(1280, 800)
    for name in ("select", "refine"):
        opened.actions_by_id[f"workspace_{name}"].trigger()
        qtbot.wait(100)
        assert not clipped(opened)
        area = opened.refine.parentWidget().parentWidget()
        assert isinstance(area, QScrollArea)
        for button in opened.refine.findChildren(QToolButton):
            area.ensureWidgetVisible(button, 0, 0)
            assert seen_in(button, area), button.text()


@pytest.mark.parametrize("language", ["en", *CHINESE])
def test_nothing_of_it_has_to_be_scrolled_to(
    qtbot: QtBot, qapp: QApplication, opened: MainWindow, language: str
) -> None:
    opened.resize(1280, 800)
    area = opened.refine.parentWidget().parentWidget()
    assert isinstance(area, QScrollArea)
    opened.workspaces.fit()
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)


def test_the_timeline_makes_room_for_its_lanes(qtbot: QtBot, opened: MainWindow) -> None:
    opened.resize(1280, 800)
    for _ in range(5):
        opened.desk.document.add_object()
    timeline = opened.timeline
    wanted = RULER + sum(lane.height for lane in timeline.lanes)
    qtbot.waitUntil(lambda: timeline.height() >= wanted)


def test_the_lane_of_suspicious_frames_is_seen_however_many_objects_there_are(qtbot: QtBot, opened: MainWindow) -> None:
    for _ in range(12):
        opened.desk.document.add_object()
    opened.desk.reviewer.findings = (Finding(1, Reason.LOST, Span(2, 4), 3, 1.0),)
    opened.desk.show_lanes()
    row = next(number for number, lane in enumerate(opened.timeline.lanes) if isinstance(lane, ReviewLane))
    assert opened.timeline.top_of(row) + ReviewLane.height <= opened.timeline.height()


def test_fields_of_a_form_are_equally_high(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_by_id["preferences"].trigger()
    dialog = window.findChild(PreferencesDialog)
    assert dialog is not None
    for page in range(dialog.pages.count()):
        dialog.names.setCurrentRow(page)
        qtbot.wait(20)
        fields = [one for kind in (QComboBox, QLineEdit) for one in dialog.pages.currentWidget().findChildren(kind)]
        shown = [one for one in fields if one.isVisible() and not one.objectName().startswith("qt_")]
        assert len({one.height() for one in shown}) <= 1, page
    dialog.close()


def test_the_empty_list_of_objects_begins_at_its_top(qtbot: QtBot) -> None:
    panel = ObjectsPanel()
    qtbot.addWidget(panel)
    panel.show_project(None)
    panel.show()
    panel.resize(284, 400)
    # As where there is no room for it.
    panel.hint.hide()
    qtbot.wait(50)
    assert panel.add.y() < 10


def test_in_a_small_window_no_part_of_the_row_of_views_is_over_another(qtbot: QtBot, opened: MainWindow) -> None:
    opened.resize(900, 600)
    bar = opened.view_bar

    def stand_apart() -> bool:
        parts = [one for one in bar.children() if isinstance(one, QWidget) and one.isVisible()]
        places = sorted((one.geometry() for one in parts), key=QRect.x)
        return opened.width() == 900 and all(left.right() < right.x() for left, right in pairwise(places))

    qtbot.waitUntil(stand_apart)


def test_how_to_choose_is_told_again_when_nothing_is_chosen(qtbot: QtBot, opened: MainWindow) -> None:
    empty = opened.desk.document.project
    opened.desk.document.add_object()
    panel = ObjectsPanel()
    qtbot.addWidget(panel)
    panel.show_project(empty)
    panel.resize(284, 150)
    panel.show()
    assert panel.hint.isVisible()
    panel.show_project(opened.desk.document.project)
    assert panel.hint.isHidden()
    panel.show_project(empty)
    assert panel.hint.isVisible()


def test_the_welcome_stays_inside_its_frame(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(900, 640)
    welcome = window.welcome

    def stand_inside() -> bool:
        inside = welcome.rect().adjusted(FRAME, 0, -FRAME, 0)
        return all(label.isVisible() and inside.contains(label.geometry()) for label in (welcome.title, welcome._line))

    qtbot.waitUntil(stand_inside)


def test_the_zoom_is_told_once_there_is_a_picture(qtbot: QtBot, window: MainWindow, ball_clip: Path) -> None:
    assert window.zoom.text() == ""
    window.open(ball_clip)
    qtbot.waitUntil(lambda: window.zoom.text().endswith(" %"))


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
def test_icons_are_drawn_for_every_screen(qapp: QApplication, ratio: float) -> None:
    for name in ("track", "remove", "play"):
        drawn = icon(name).pixmap(QSize(20, 20), ratio)
        assert drawn.width() == 20 * ratio


def test_each_curve_has_its_number_however_low_it_is(qtbot: QtBot, opened: MainWindow) -> None:
    opened.resize(1280, 800)
    opened.actions_by_id["workspace_review"].trigger()
    qtbot.waitUntil(lambda: opened.curves.plots is not None)
    plots = opened.curves.plots
    assert plots is not None
    frames = np.arange(COUNT, dtype=float)
    track = TrackCurves(frames, np.ones(COUNT), np.full(COUNT, 0.08))
    steadiness = SteadinessCurves(frames, np.full(COUNT, 4.2), np.full(COUNT, 17.0))
    opened.curves.feed.measured.disconnect(opened.curves.take_steadiness)
    plots.show_curves(COUNT, track, steadiness, QColor("red"))
    plots.show()
    plots.resize(900, 110)

    def told() -> list[list[str]]:
        plots.grab()
        canvas = QPixmap(8, 8)
        painter = QPainter(canvas)
        specs = [plot.getAxis("left").generateDrawSpecs(painter)[2] for plot in plots._plots]
        painter.end()
        return [[text for *_, text in texts] for texts in specs]

    # The axes get their room with the next events.
    qtbot.waitUntil(lambda: told() == [["1"], ["0.1"], ["5"], ["20"]])
