"""A stroke is on the screen before the next frame of it; letting it go does not hold the window up."""

from __future__ import annotations

import sys
import time

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject
from pytestqt.qtbot import QtBot

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.stroke import Dab, Stroke
from peanut_studio.pipeline.correct import painted
from peanut_studio.ui.modes import Tool
from tests.bench.stroke import HEIGHT, MOVES, WIDTH, scene, stroke

FRAME = 0.016


class Paints(QObject):
    """Counts how often something was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.count += event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)


@pytest.mark.alone
@pytest.mark.parametrize(("tool", "diameter"), [(Tool.BRUSH, 40), (Tool.BRUSH, 200), (Tool.ERASER, 60)])
def test_a_stroke_is_painted_within_a_frame_at_1080p(qtbot: QtBot, tool: Tool, diameter: float) -> None:
    viewer = scene()
    qtbot.addWidget(viewer)
    paints = Paints()
    viewer.installEventFilter(paints)
    spent = np.array(stroke(viewer, tool, diameter))
    assert paints.count > 0.9 * MOVES, "what was measured was painted"
    assert np.median(spent) < FRAME / 2
    assert np.quantile(spent, 0.95) < FRAME


@pytest.mark.alone
def test_a_long_stroke_becomes_a_mask_quickly() -> None:
    dabs = tuple(Dab(100.0 + 3 * number, 300 + 100 * np.sin(number / 20), 30) for number in range(500))
    track = MaskTrack(1, (WIDTH, HEIGHT), 2).with_frames([(0, np.zeros((HEIGHT, WIDTH), np.bool_), 1.0)])
    begun = time.perf_counter()
    made = painted(track, 0, Stroke(dabs))
    spent = time.perf_counter() - begun
    assert made is not None
    assert made.mask.sum() > 50_000
    assert spent < 0.5


def test_calls_into_qt_do_not_use_up_none(qtbot: QtBot) -> None:
    viewer = scene()
    qtbot.addWidget(viewer)
    before = sys.getrefcount(None)
    for _ in range(20_000):
        viewer.update()
    assert sys.getrefcount(None) > before - 1_000
