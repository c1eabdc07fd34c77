"""Facts in numbers: of the clip, of the selected object, of the pixel under the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from peanut_studio.ui.facts import Row, clip_rows, object_rows
from peanut_studio.ui.panels.readout import Readout

if TYPE_CHECKING:
    from peanut_studio.ui.desk import Desk


VALUE = 78
"""Pixels that values have at least; longer ones go on in the next line."""


class Inspector(QFrame):
    """Nothing is worked out while it is not seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._desk: Desk | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 4, 12, 10)
        self._column.setSpacing(6)
        self.clip = self._section(self.tr("Clip"))
        self.object = self._section(self.tr("Object"))
        self.pointer = self._section(self.tr("Under the mouse"))
        self._column.addStretch(1)

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(260, 388)

    def follow(self, desk: Desk, readout: Readout) -> None:
        """Tell of what is at a desk, and what a readout says."""
        self._desk = desk
        desk.document.changed.connect(self.refresh)
        desk.document.coming.connect(self.refresh)
        desk.document.frame_moved.connect(self.refresh)
        readout.told.connect(self.show_pixel)

    def refresh(self, _frame: int = 0) -> None:
        """The clip, the object or the frame is another."""
        if self._desk is None or not self.isVisible():
            return
        document = self._desk.document
        project, chosen = document.project, document.selected
        self.clip.show_rows(clip_rows(project.clip) if project else ())
        frame = document.frame
        self.object.show_rows(object_rows(chosen, frame, document.track_on(chosen, frame)) if chosen else ())
        if project is None:
            self.show_pixel("", "")

    def show_pixel(self, place: str, value: str) -> None:
        """What is under the mouse; both empty where it is not over the picture."""
        if self.isVisible():
            self.pointer.show_rows(((self.tr("Pixel"), place or "–"), (self.tr("Value"), value or "–")))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_pixel("", "")
        self.refresh()

    def _section(self, title: str) -> Section:
        heading = QLabel(title)
        heading.setProperty("heading", True)
        self._column.addWidget(heading)
        section = Section()
        self._column.addWidget(section)
        return section


class Section(QWidget):
    """Names and values, one row each; the values can be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self._grid = grid
        self._labels: list[tuple[QLabel, QLabel]] = []
        self._shown: tuple[Row, ...] = ()

    @property
    def values(self) -> dict[str, str]:
        """What is shown."""
        return dict(self._shown)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """These, in their order; none: a dash."""
        rows = tuple(rows) or (("", "–"),)
        if rows == self._shown:
            return
        self._shown = rows
        while len(self._labels) < len(rows):
            self._add_row()
        for number, (name, value) in enumerate(self._labels):
            name.setVisible(number < len(rows))
            value.setVisible(number < len(rows))
            if number < len(rows):
                name.setText(rows[number][0])
                value.setText(rows[number][1])
                value.setToolTip(rows[number][1])

    def _add_row(self) -> None:
        name, value = QLabel(), QLabel(wordWrap=True)
        name.setProperty("muted", True)
        value.setTextFormat(Qt.TextFormat.PlainText)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setMinimumWidth(VALUE)
        row = len(self._labels)
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)
        self._labels.append((name, value))
