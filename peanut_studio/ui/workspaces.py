"""Four arrangements of the panels, each for one kind of work, each as somebody has left it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal
from PySide6.QtWidgets import QMainWindow

from peanut_studio.ui.docks import Docks

VERSION = 1
"""Of the arrangement: saved ones of another version are not used."""


@dataclass(frozen=True)
class Workspace:
    """The panels that are open at first, and the view that belongs to the work."""

    name: str
    panels: tuple[str, ...]
    view: str


WORKSPACES = (
    Workspace("select", ("media", "objects", "refine", "timeline"), "view_edit"),
    Workspace("refine", ("objects", "refine", "inspector", "history", "timeline"), "view_edit"),
    Workspace("compare", ("timeline",), "view_side"),
    Workspace("review", ("objects", "review", "timeline", "curves"), "view_edit"),
)


class Workspaces(QObject):
    """`entered` gives the workspace that is shown from now on."""

    entered = Signal(object)

    def __init__(self, window: QMainWindow, docks: Docks, settings: QSettings) -> None:
        super().__init__(window)
        self._window, self._docks, self._settings = window, docks, settings
        self._names = {workspace.name: workspace for workspace in WORKSPACES}
        self.current = WORKSPACES[0]

    def begin(self) -> None:
        """Show the one that was left last."""
        self._show(self._names.get(str(self._settings.value("workspace")), WORKSPACES[0]))

    def enter(self, name: str) -> None:
        """Show another one; this one is kept as it is now."""
        if name != self.current.name:
            self.save()
            self._show(self._names[name])

    def fit(self, sideways: bool = False) -> None:
        """Give the panels the height they ask for now, and the width, unless somebody has left this one otherwise."""
        if not isinstance(self._settings.value(self._key), QByteArray):
            self._docks.share(self.current.panels, sideways)

    def reset(self) -> None:
        """The panels of this one where they were at first."""
        self._settings.remove(self._key)
        self._docks.arrange(self.current.panels)

    def save(self) -> None:
        """Keep the panels as they are."""
        self._settings.setValue("workspace", self.current.name)
        self._settings.setValue(self._key, self._window.saveState(VERSION))

    @property
    def _key(self) -> str:
        return f"workspaces/{self.current.name}"

    def _show(self, workspace: Workspace) -> None:
        self.current = workspace
        self._docks.arrange(workspace.panels)
        kept = self._settings.value(self._key)
        if isinstance(kept, QByteArray):
            self._window.restoreState(kept, VERSION)
        self.entered.emit(workspace)
