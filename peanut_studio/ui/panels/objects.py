"""The chosen objects, a row for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from peanut_studio.model.project import ChosenObject, Project
from peanut_studio.ui.described import described
from peanut_studio.ui.icons import icon
from peanut_studio.ui.object_standing import NOTHING, InHand, Standing, standing_of
from peanut_studio.ui.panels.object_row import ObjectRow


class ObjectsPanel(QFrame):
    """The list. It shows a project and tells what is asked for; `filled` comes with the first object."""

    selected = Signal(int)
    renamed = Signal(int, str)
    recoloured = Signal(int, object)
    eye_pressed = Signal(int, bool)
    lock_pressed = Signal(int, bool)
    removal_pressed = Signal(int, bool)
    delete_pressed = Signal(int)
    add_pressed = Signal()
    filled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setMinimumWidth(250)
        self.add = described(
            QPushButton(icon("add"), self.tr("New")), self.tr("The next point makes another object (N)")
        )
        self.add.clicked.connect(self.add_pressed)
        top = QHBoxLayout()
        top.setContentsMargins(10, 2, 10, 2)
        top.addWidget(self.add)
        top.addStretch(1)
        self.list = described(QListWidget(), name=self.tr("Objects"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemPressed.connect(lambda item: self.selected.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.hint = QLabel(
            self.tr(
                "Click the object in the picture. Right click (or Alt+click) what does not belong to it. "
                "R, then drag: a box round it. B: paint the mask by hand."
            ),
            wordWrap=True,
        )
        self.list.setToolTip(self.hint.text())
        self.hint.setProperty("muted", True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.hint.setContentsMargins(14, 4, 14, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addWidget(self.hint)
        column.addStretch(0)
        self._shown: tuple[ChosenObject, ...] = ()

    def sizeHint(self) -> QSize:
        """Room for a name and its buttons."""
        return QSize(284, 100)

    def show_project(self, project: Project | None, in_hand: InHand = NOTHING) -> None:
        """The objects as they are now, and what is being done with them."""
        self.setEnabled(project is not None)
        shown = project.objects if project else ()
        standings = [standing_of(chosen, project, in_hand) for chosen in shown] if project else []
        if [_seen(one) for one in shown] != [_seen(one) for one in self._shown]:
            self._rebuild(shown, standings)
        for number, standing in enumerate(standings):
            self.row(number).show_standing(standing)
        was_empty, self._shown = not self._shown, shown
        self.list.setVisible(bool(shown))
        if was_empty != (not shown):
            self._make_room()
        if was_empty and shown:
            self.filled.emit()
        for number, chosen in enumerate(shown):
            if project and chosen.object_id == project.selected:
                self.list.setCurrentRow(number)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()
        # Rows keep the width they had until the list is laid out anew.
        QTimer.singleShot(0, self.list, self.list.doItemsLayout)

    def _make_room(self) -> None:
        # The hint is told by the list, too, where there is no room for it.
        column = self.layout()
        assert column is not None
        others = column.minimumSize().height() - (0 if self.hint.isHidden() else self.hint.minimumSizeHint().height())
        self.hint.setVisible(others + self.hint.heightForWidth(self.width()) <= self.height())

    def row(self, number: int) -> ObjectRow:
        """The widgets of a row. Raises IndexError."""
        widget = self.list.itemWidget(self.list.item(number)) if number < self.list.count() else None
        if not isinstance(widget, ObjectRow):
            raise IndexError(number)
        return widget

    def _rebuild(self, shown: Sequence[ChosenObject], standings: Sequence[Standing]) -> None:
        self.list.clear()
        for chosen, standing in zip(shown, standings, strict=True):
            row = ObjectRow(chosen, standing)
            # Queued, for the list is rebuilt and the row goes while its own button is still telling.
            queued = Qt.ConnectionType.QueuedConnection
            row.renamed.connect(self.renamed, queued)
            row.recoloured.connect(self.recoloured, queued)
            row.eye_pressed.connect(self.eye_pressed, queued)
            row.lock_pressed.connect(self.lock_pressed, queued)
            row.removal_pressed.connect(self.removal_pressed, queued)
            row.delete_pressed.connect(self.delete_pressed, queued)
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, chosen.object_id)
            item.setSizeHint(QSize(0, row.sizeHint().height() + 2))
            self.list.addItem(item)
            self.list.setItemWidget(item, row)


def _seen(chosen: ChosenObject) -> tuple[object, ...]:
    return chosen.object_id, chosen.name, chosen.colour, chosen.visible, chosen.locked, chosen.removed
