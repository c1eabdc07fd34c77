"""The engine that is about to be needed is brought in before the first click, and has the frame looked at, while the
mouse is on its way."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from peanut_studio.ui.document import Document
from peanut_studio.ui.modes import Tool
from peanut_studio.ui.panels.object_row import draw_icons
from peanut_studio.ui.player import Player
from peanut_studio.ui.prompter import Prompter
from peanut_studio.ui.viewer import Viewer

ASKING = (Tool.POINTS, Tool.BOX, Tool.SCRIBBLE)
"""The tools whose marks an engine answers."""

SOON = 300
"""Milliseconds after which a clip that is opened can be seen."""


class Warming(QObject):
    """Once the mouse is over the picture with a tool that asks an engine, and nothing plays or is dragged."""

    def __init__(self, viewer: Viewer, player: Player, document: Document, prompter: Prompter, parent: QObject) -> None:
        super().__init__(parent)
        self._viewer, self._player, self._document, self._prompter = viewer, player, document, prompter
        viewer.hovered.connect(self.on_hovered)
        document.opened.connect(lambda: QTimer.singleShot(SOON, self, self.on_seen))

    def on_seen(self) -> None:
        """A clip has been opened, and nobody does anything yet."""
        self._prompter.prepare()
        draw_icons()

    def on_hovered(self, place: object) -> None:
        """The mouse is over a pixel, or over none."""
        viewer = self._viewer
        asks = viewer.mode.edits and viewer.tool in ASKING and not (viewer.is_held or viewer.brush.is_drawing)
        project = self._document.project
        if place is not None and asks and not self._player.rate and project is not None:
            self._prompter.warm()
            self._prompter.look(project, self._document.frame)
