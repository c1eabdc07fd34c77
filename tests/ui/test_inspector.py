"""The inspector tells of clip, object and pixel what they are."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QDockWidget, QLabel
from pytestqt.qtbot import QtBot

from peanut_studio.model.clip import Clip, ColourTags
from peanut_studio.ui.facts import clip_rows
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.panels.inspector import VALUE
from tests.ui.conftest import COUNT, click


def facts(**changed: object) -> dict[str, str]:
    usual = {"timestamps": tuple(range(0, 2400, 100)), "time_base": Fraction(1, 2500), "frame_rate": Fraction(25)}
    return dict(clip_rows(Clip(Path("a.mp4"), 720, 576, **{**usual, **changed})))  # type: ignore[arg-type]


def test_facts_of_clips() -> None:
    told = facts(codec="h264", pixel_format="yuv420p10le", bit_depth=10, sample_aspect_ratio=Fraction(16, 15),
                 colour=ColourTags(9, 9, 16, False), rotation=90, has_audio=True)  # fmt: skip
    assert told["Size"] == "720 × 576, pixels 16:15, turned 90°"
    assert told["Length"] == "24 frames, 0.96 s"
    assert told["Timing"] == "25 frames/s"
    assert told["Coding"] == "h264, yuv420p10le, 10 bit"
    assert told["Colour"] == "BT.2020, PQ, limited range"
    assert told["Sound"] == "Yes"
    assert facts()["Colour"] == "not said; read as is usual"
    assert facts()["Sound"] == "None"


@pytest.mark.parametrize(
    ("stamps", "varies"),
    [((0, 33, 67, 100, 133, 167), False), ((0, 40, 80, 160, 200, 300), True), ((0,), False)],
)
def test_only_uneven_timing_is_called_so(stamps: tuple[int, ...], varies: bool) -> None:
    told = facts(timestamps=stamps, time_base=Fraction(1, 1000), frame_rate=Fraction(30))
    assert told["Timing"].startswith("varies") is varies


def test_it_follows_object_frame_and_mouse(qtbot: QtBot, opened: MainWindow) -> None:
    opened.resize(1280, 800)
    inspector = opened.inspector
    assert not inspector.clip.values
    opened.actions_by_id["panel_inspector"].trigger()
    assert inspector.clip.values["Length"].startswith(f"{COUNT} frames")
    assert inspector.object.values == {"": "–"}
    click(qtbot, opened, 30, 48)
    opened.actions_by_id["track"].trigger()
    qtbot.waitUntil(lambda: not opened.worker.is_running)
    told = inspector.object.values
    assert told["Points"] == told["Key frames"] == "1"
    assert told["Tracked frames"] == str(COUNT)
    assert abs(int(told["Area here"].split()[0]) - 615) < 80
    assert told["Confidence here"].endswith(" %")
    viewer = opened.viewer
    opened.actions_by_id["view_frame"].trigger()

    def pointed() -> bool:
        # Again and again, for the view moves while the window finds its size.
        at = viewer.view.to_screen(QPointF(30.5, 48.5), viewer.panes[0]).toPoint()
        qtbot.mouseMove(viewer, at + QPoint(1, 0))
        qtbot.mouseMove(viewer, at)
        return inspector.pointer.values["Pixel"] == "30, 48" and inspector.pointer.values["Value"] != "–"

    qtbot.waitUntil(pointed)
    red, green, blue = map(int, inspector.pointer.values["Value"].split())
    assert red > 150 > green > 0 < blue


@pytest.mark.parametrize("width", [1280, 1600])
def test_values_are_whole_however_narrow_it_is(qtbot: QtBot, opened: MainWindow, width: int) -> None:
    opened.resize(width, 800)
    opened.actions_by_id["workspace_refine"].trigger()
    click(qtbot, opened, 30, 48)
    opened.desk.document.rename_object(1, "The red ball that rolls over the grey noise")
    dock = next(one for one in opened.findChildren(QDockWidget) if one.isAncestorOf(opened.inspector))
    opened.resizeDocks([dock], [10], Qt.Orientation.Horizontal)
    section = opened.inspector.object

    def whole(label: QLabel) -> bool:
        needed = label.fontMetrics().horizontalAdvance(label.text())
        return label.width() >= min(needed, VALUE) and label.height() >= label.heightForWidth(label.width())

    def all_are_whole() -> bool:
        values = [value for _, value in section._labels if value.isVisible()]
        return opened.inspector.width() < 260 and len(values) == 7 and all(map(whole, values))

    qtbot.waitUntil(all_are_whole)
