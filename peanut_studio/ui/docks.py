"""The panels round the picture: moved about, closed, opened again from the menu, and remembered."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QWidget

Area = Qt.DockWidgetArea

PANEL = "panel_"
"""What the ids of actions begin with that open and close a panel."""

WIDTHS = {Area.LeftDockWidgetArea: 284, Area.RightDockWidgetArea: 260}
"""How wide the sides are at first."""


class Docks(QObject):
    """Adding a panel is one call of `add`; it is then in the menu, and in the workspaces that name it."""

    def __init__(self, window: QMainWindow, menu: QMenu, actions: Mapping[str, QAction]) -> None:
        super().__init__(window)
        self._window, self.menu, self._actions = window, menu, actions
        self._docks: dict[str, tuple[QDockWidget, Area]] = {}
        window.setDockNestingEnabled(True)

    def add(self, name: str, title: str, panel: QWidget, area: Area, bare: bool = False) -> QDockWidget:
        """A panel under a title, or without one where `bare`. The action `panel_<name>` shows whether it is open.

        Where there is no such action it gets one without a key.
        """
        dock = panel if isinstance(panel, QDockWidget) else QDockWidget(self._window)
        dock.setWindowTitle(title)
        dock.setObjectName(name)
        if dock is not panel:
            dock.setWidget(panel)
        if bare:
            dock.setTitleBarWidget(QWidget(dock))
        self._window.addDockWidget(area, dock)
        self._docks[name] = dock, area
        shown = dock.toggleViewAction()
        action = self._actions.get(PANEL + name)
        if action is not None:
            shown.toggled.connect(action.setChecked)
        self.menu.addAction(action or shown)
        return dock

    def show(self, name: str, shown: bool = True) -> None:
        """Open a panel and bring it before the others of its place, or close it."""
        dock = self._docks[name][0]
        dock.setVisible(shown)
        if shown:
            dock.raise_()

    def arrange(self, names: tuple[str, ...]) -> None:
        """Each panel where it belongs; only the named ones are seen."""
        last: dict[Area, QDockWidget] = {}
        for name, (dock, area) in self._docks.items():
            dock.setFloating(False)
            self._window.addDockWidget(area, dock)
            if area in last:
                # Under one another, at the sides and at the bottom.
                self._window.splitDockWidget(last[area], dock, Qt.Orientation.Vertical)
            last[area] = dock
            dock.setVisible(name in names)
        self.share(names, sideways=True)

    def share(self, names: tuple[str, ...], sideways: bool) -> None:
        """Give each of the named panels the height it asks for, as far as there is room; `sideways` the width, too."""
        for area in dict.fromkeys(area for _, area in self._docks.values()):
            seen = [dock for name, (dock, at) in self._docks.items() if name in names and at == area]
            if sideways and area in WIDTHS:
                self._window.resizeDocks(seen, [WIDTHS[area]] * len(seen), Qt.Orientation.Horizontal)
            heights = [dock.sizeHint().height() for dock in seen]
            self._window.resizeDocks(seen, heights, Qt.Orientation.Vertical)

    def grow(self, name: str) -> None:
        """Make a panel as high as it asks for now, where it is lower."""
        dock = self._docks[name][0]
        wanted = dock.sizeHint().height()
        if not dock.isFloating() and dock.isVisible() and dock.height() < wanted:
            self._window.resizeDocks([dock], [wanted], Qt.Orientation.Vertical)
