"""The window is not held up while strokes on a 1080p clip become masks."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from pytestqt.qtbot import QtBot

from peanut_studio.media.synthesis import write_clip
from peanut_studio.ui.main_window import MainWindow
from tests.ui.test_painting import drag

BEAT, LONGEST = 0.005, 0.05


class Heart(QObject):
    """Beats every five milliseconds and remembers the longest pause, in seconds of this thread's own work.

    Time in which other programs had the processor does not count.
    """

    def __init__(self) -> None:
        super().__init__()
        self.longest, self._last = 0.0, time.thread_time()
        self._timer = QTimer(self, interval=round(1000 * BEAT))
        self._timer.timeout.connect(self.on_beat)
        self._timer.start()

    def on_beat(self) -> None:
        now = time.thread_time()
        self.longest, self._last = max(self.longest, now - self._last), now


@pytest.fixture
def large(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> MainWindow:
    path = tmp_path / "large.mp4"
    ground = np.random.default_rng(0).integers(0, 255, (108, 192, 3)).astype(np.uint8)
    write_clip(path, [np.kron(ground, np.ones((10, 10, 1), np.uint8))] * 3, (1920, 1080), Fraction(25))
    window.open(path)
    qtbot.waitUntil(lambda: window.viewer.has_picture and window.desk.document.project is not None)
    return window


@pytest.mark.alone
def test_strokes_do_not_hold_the_window_up(qtbot: QtBot, large: MainWindow) -> None:
    qtbot.keyClick(large.viewer, Qt.Key.Key_B)
    large.viewer.brush.diameter = 120.0
    qtbot.wait(300)
    heart = Heart()
    for row in (200, 500, 800):
        drag(qtbot, large, [(x, row + x % 90) for x in range(200, 1700, 60)])
    qtbot.waitUntil(lambda: not large.viewer.brush.holds)
    assert heart.longest < LONGEST
