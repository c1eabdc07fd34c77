"""How long a brush stroke takes to the screen, on a picture of 1920 x 1080 with a mask over it."""

from __future__ import annotations

import math
import time

import cv2
import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from peanut_studio.model.chosen import ChosenObject
from peanut_studio.ui.modes import Tool
from peanut_studio.ui.pictures import image_of, layer_of
from peanut_studio.ui.viewer import Viewer

WIDTH, HEIGHT = 1920, 1080
MOVES = 200


def scene() -> Viewer:
    """A viewer of the size it has on a large screen, with a noisy picture and a large mask."""
    viewer = Viewer()
    viewer.resize(1600, 900)
    viewer.load(WIDTH, HEIGHT, 1.0)
    noise = np.random.default_rng(0).integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)
    mask = cv2.circle(np.zeros((HEIGHT, WIDTH), np.uint8), (900, 500), 400, 1, -1) > 0
    viewer.set_pictures(image_of(noise), None, (layer_of(mask, (255, 92, 122)),))
    viewer.set_marks(((ChosenObject(1, "Object 1", (255, 92, 122)), True),), 0)
    viewer.show()
    viewer.fit()
    QApplication.processEvents()
    return viewer


def stroke(viewer: Viewer, tool: Tool, diameter: float) -> list[float]:
    """Seconds from each move of the mouse until it has been painted, along a spiral."""
    viewer.set_tool(tool)
    viewer.brush.diameter = diameter
    QApplication.processEvents()
    held = Qt.MouseButton.LeftButton
    _send(viewer, QEvent.Type.MouseButtonPress, QPointF(800, 450), held)
    QApplication.processEvents()
    spent = []
    for number in range(MOVES):
        angle, reach = number / 8, 20 + 1.8 * number
        at = QPointF(800 + reach * math.cos(angle), 450 + reach * math.sin(angle))
        begun = time.perf_counter()
        _send(viewer, QEvent.Type.MouseMove, at, held)
        QApplication.processEvents()
        spent.append(time.perf_counter() - begun)
    _send(viewer, QEvent.Type.MouseButtonRelease, at, Qt.MouseButton.NoButton)
    QApplication.processEvents()
    viewer.drop_strokes()
    return spent


def _send(viewer: Viewer, kind: QEvent.Type, at: QPointF, buttons: Qt.MouseButton) -> None:
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    where = viewer.mapToGlobal(at)
    QApplication.sendEvent(viewer, QMouseEvent(kind, at, where, button, buttons, Qt.KeyboardModifier.NoModifier))
