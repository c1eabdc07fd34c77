"""How the window was looked through: the view and its settings, and of each clip the place that was looked at."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from PySide6.QtCore import QObject, QPointF, QSettings
from PySide6.QtGui import QAction

from peanut_studio.ui.desk import Desk
from peanut_studio.ui.modes import Look, Mode
from peanut_studio.ui.view_transform import CLOSEST, FARTHEST

LOOK, PLACES = "view/look", "view/places"
MOST = 200
"""Clips whose places are known; of those that were seen longest ago nothing is kept."""


class ViewMemory(QObject):
    """Asked by `recall` when a clip is open; keeps by itself."""

    def __init__(self, desk: Desk, actions: Mapping[Mode, QAction], settings: QSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._actions, self._settings = desk, actions, settings
        self._path: str | None = None
        self._is_recalling = False
        self._places: dict[str, list[float]] = _places(settings)
        desk.viewer.loading.connect(self.keep_place)
        desk.mode_changed.connect(self._keep_look)
        desk.look_changed.connect(self._keep_look)

    def recall(self) -> None:
        """Show the clip that was opened as it, or the one before it, was looked at."""
        project, viewer = self._desk.document.project, self._desk.viewer
        if project is None:
            return
        look = _look(self._settings)
        if not project.objects or (look.mode.has_result and project.result is None):
            look = replace(look, mode=Mode.EDIT)
        self._is_recalling = True
        # Not triggered, which does nothing as long as no clip is there.
        self._actions[look.mode].setChecked(True)
        self._desk.set_mode(look.mode)
        self._desk.set_look(look)
        self._is_recalling = False
        self._path = str(project.clip.path)
        place = self._places.get(self._path)
        if place is not None:
            scale, x, y = place
            viewer.look_at(scale, QPointF(x, y))

    def keep_place(self) -> None:
        """The clip is left, or the window closed."""
        if self._path is None:
            return
        viewer = self._desk.viewer
        self._places.pop(self._path, None)
        if not viewer.fits:
            centre = viewer.view.centre
            self._places[self._path] = [viewer.view.scale, centre.x(), centre.y()]
        for path in list(self._places)[:-MOST]:
            del self._places[path]
        self._settings.setValue(PLACES, json.dumps(self._places))
        self._path = None

    def _keep_look(self, _told: object) -> None:
        if not self._is_recalling:
            look = self._desk.viewer.look
            self._settings.setValue(LOOK, json.dumps({**asdict(look), "mode": look.mode.value}))


def _look(settings: QSettings) -> Look:
    """The one that was kept; what of it makes no sense is as usual."""
    kept, usual = _dict(settings.value(LOOK)), Look()
    known: dict[str, Any] = {}
    for one in fields(Look):
        value, normal = kept.get(one.name), getattr(usual, one.name)
        if one.name == "mode":
            known["mode"] = next((mode for mode in Mode if mode.value == value), normal)
        else:
            known[one.name] = value if type(value) is type(normal) else normal
    look = Look(**known)
    if not (0 <= look.opacity <= 1 and 0 <= look.onion <= 1 and 1 <= look.gain <= 64):
        look = replace(look, opacity=usual.opacity, onion=usual.onion, gain=usual.gain)
    return look


def _places(settings: QSettings) -> dict[str, list[float]]:
    return {path: place for path, place in _dict(settings.value(PLACES)).items() if _is_place(place)}


def _is_place(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 3 or not all(isinstance(one, int | float) for one in value):
        return False
    return all(math.isfinite(one) for one in value) and FARTHEST <= value[0] <= CLOSEST


def _dict(text: object) -> dict[str, Any]:
    try:
        found = json.loads(str(text))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
