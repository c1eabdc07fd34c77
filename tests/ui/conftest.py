"""A window on a small clip, with the engines that need no weights."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSettings, Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from peanut_studio.engines.inpaint import telea
from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.picture import Frame, Mask
from peanut_studio.model.progress import rest
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.edit import Tools
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.tools import OnBytes, OnTracks, Say
from peanut_studio.ui.unfinished import Unfinished

SIZE, COUNT, RATE = (128, 96), 24, Fraction(25)

LONG = 60000
"""Milliseconds for which something is waited for: a machine that does much else answers late, and that is no fault."""


ENOUGH = 9
"""Frames that are filled before the work is cut off."""


class PatientBot(QtBot):
    """Waits long by default. How quickly something comes is measured by the tests that are marked `alone`."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = LONG) -> None:  # noqa: N802
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: object, *, timeout: int = LONG, **told: Any) -> Any:  # noqa: N802
        return super().waitSignal(signal, timeout=timeout, **told)

    def waitSignals(self, signals: object, *, timeout: int = LONG, **told: Any) -> Any:  # noqa: N802
        return super().waitSignals(signals, timeout=timeout, **told)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The bot of pytest-qt, but patient."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written to the user's own folders, and no network is used."""
    monkeypatch.setenv("PEANUT_STUDIO_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PEANUT_STUDIO_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PEANUT_STUDIO_WEIGHTS", str(tmp_path / "weights"))
    monkeypatch.setenv("PEANUT_STUDIO_OFFLINE", "1")


@pytest.fixture(scope="session")
def ball_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A red ball that rolls over grey noise; its middle is at (30 + 2 t, 48)."""
    path = tmp_path_factory.mktemp("footage") / "ball.mp4"
    noise = np.random.default_rng(1).integers(90, 130, (SIZE[1], SIZE[0]), np.uint8)
    ground = cv2.cvtColor(cv2.GaussianBlur(noise, (0, 0), 1.5), cv2.COLOR_GRAY2RGB)
    frames = [cv2.circle(ground.copy(), (30 + 2 * t, 48), 14, (220, 30, 30), -1) for t in range(COUNT)]
    write_clip(path, frames, SIZE, RATE)
    return path


def plain_tools(say: Say, on_bytes: OnBytes, on_tracks: OnTracks) -> Tools:
    """Engines that need no weights and take milliseconds."""
    choices = Choices(segmenter="grabcut", inpainter="telea", device="cpu")
    return Tools(choices, WeightStore(announce=say, on_progress=on_bytes), on_tracks)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window, active, without a clip. Questions about results that get lost are answered with 'discard'."""
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    monkeypatch.setattr(Unfinished, "is_sure", lambda *_: True)
    made = MainWindow(plain_tools, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    made.show()
    made.activateWindow()
    qtbot.waitActive(made)
    yield made
    made.close()
    made.deleteLater()


class Brake:
    """Lets the engine fill some frames fast, and takes long over the others until it is let go."""

    def __init__(self) -> None:
        self.count, self.is_on = 0, True
        self._plain = telea.fill_from_edge

    def fill(self, frame: Frame, mask: Mask, radius: float = telea.RADIUS) -> Frame:
        self.count += 1
        while self.is_on and self.count > ENOUGH:
            time.sleep(0.05)
            rest()
        return self._plain(frame, mask, radius)


@pytest.fixture
def brake(monkeypatch: pytest.MonkeyPatch) -> Iterator[Brake]:
    made = Brake()
    monkeypatch.setattr(telea, "fill_from_edge", made.fill)
    yield made
    made.is_on = False


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow, ball_clip: Path) -> MainWindow:
    """The window with the rolling ball."""
    window.open(ball_clip)
    qtbot.waitUntil(lambda: window.desk.document.project is not None and window.viewer.has_picture)
    return window


def click(
    qtbot: QtBot, window: MainWindow, x: float, y: float, button: Qt.MouseButton = Qt.MouseButton.LeftButton
) -> None:
    """Click a pixel of the picture."""
    viewer = window.viewer
    at = viewer.view.to_screen(QPointF(x + 0.5, y + 0.5), viewer.panes[0])
    qtbot.mouseClick(viewer, button, pos=at.toPoint())
