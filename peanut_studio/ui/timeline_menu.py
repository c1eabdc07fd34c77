"""What a right click into the timeline offers, and how markers get their names."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget

from peanut_studio.model.project import Marker
from peanut_studio.ui.desk import Desk

HERE = ("set_in", "set_out", "clear_range", "", "add_marker")


class NameDialog(QDialog):
    """Asks for a marker's name."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Marker"))
        self.name = QLineEdit(name)
        self.name.setAccessibleName(self.tr("Name of the marker"))
        self.name.selectAll()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(QLabel(self.tr("Name of the marker:")))
        column.addWidget(self.name)
        column.addWidget(buttons)
        self.resize(320, 0)


class TimelineMenu(QObject):
    """Acts on the frame that was clicked, by going there first."""

    def __init__(self, desk: Desk, actions: Mapping[str, QAction], window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._actions, self._window = desk, actions, window
        desk.timeline.menu_wanted.connect(self.on_menu_wanted)
        desk.timeline.marker_pressed.connect(self.rename_marker)

    def on_menu_wanted(self, at: QPoint, frame: int) -> None:
        """Show it."""
        menu = self.menu(frame)
        menu.popup(at)

    def menu(self, frame: int) -> QMenu:
        """The menu of a frame."""
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(self.tr("Go to Frame {number}").format(number=frame)).triggered.connect(
            lambda: self._desk.go_to(frame)
        )
        menu.addSeparator()
        has_marker = self._marker(frame) is not None
        for name in HERE:
            if name == "add_marker" and has_marker:
                continue
            if not name:
                menu.addSeparator()
                continue
            copy = menu.addAction(self._actions[name].icon(), self._actions[name].text())
            copy.setShortcuts(self._actions[name].shortcuts())
            copy.triggered.connect(lambda _checked=False, name=name: self._act(name, frame))
        if has_marker:
            menu.addAction(self.tr("Rename Marker…")).triggered.connect(lambda: self.rename_marker(frame))
            menu.addAction(self.tr("Delete Marker")).triggered.connect(lambda: self._desk.document.delete_marker(frame))
        menu.addSeparator()
        menu.addAction(self._actions["fit_timeline"])
        return menu

    def mark(self, frame: int) -> None:
        """Set a marker; where there is one, ask for its name."""
        if self._marker(frame) is None:
            self._desk.document.add_marker(frame)
        else:
            self.rename_marker(frame)

    def rename_marker(self, frame: int) -> None:
        """Ask for a marker's name."""
        marker = self._marker(frame)
        if marker is None:
            return
        dialog = NameDialog(marker.name, self._window)
        dialog.accepted.connect(lambda: self._rename(frame, dialog.name.text()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _rename(self, frame: int, text: str) -> None:
        name = " ".join(text.split())
        if name:
            self._desk.document.add_marker(frame, name)

    def _act(self, name: str, frame: int) -> None:
        if name != "clear_range":
            self._desk.go_to(frame)
        self._actions[name].trigger()

    def _marker(self, frame: int) -> Marker | None:
        project = self._desk.document.project
        markers = project.markers if project else ()
        return next((marker for marker in markers if marker.frame == frame), None)
