"""The chosen objects: colour, name, eye, delete."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QColorDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from peanut_studio.model.project import ChosenObject, Project
from peanut_studio.ui import theme
from peanut_studio.ui.described import described
from peanut_studio.ui.icons import icon


class ObjectRow(QWidget):
    """One object."""

    renamed = Signal(int, str)
    recoloured = Signal(int, object)
    eye_pressed = Signal(int, bool)
    lock_pressed = Signal(int, bool)
    removal_pressed = Signal(int, bool)
    delete_pressed = Signal(int)

    def __init__(self, chosen: ChosenObject, state: str) -> None:
        super().__init__()
        number = chosen.object_id
        self.colour = _button("", self.tr("Colour of the object"))
        self.colour.setIcon(QIcon(_swatch(QColor(*chosen.colour))))
        self.colour.setIconSize(QSize(12, 28))
        self.colour.setStyleSheet("padding: 2px")
        self.colour.clicked.connect(lambda: self._ask_colour(chosen))
        self.name = described(QLineEdit(chosen.name), name=self.tr("Name of the object"))
        self.name.setProperty("inlaid", True)
        self.name.setCursorPosition(0)
        self.name.editingFinished.connect(lambda: self.renamed.emit(number, self.name.text()))
        self.name.returnPressed.connect(self.name.clearFocus)
        self.eye = _button(
            "eye" if chosen.visible else "hidden", self.tr("Show or hide the mask (what is hidden is removed too)")
        )
        self.eye.clicked.connect(lambda: self.eye_pressed.emit(number, not chosen.visible))
        self.lock = _button(
            "lock" if chosen.locked else "unlocked",
            self.tr("Unlock") if chosen.locked else self.tr("Lock: keep points and strokes off"),
        )
        self.lock.clicked.connect(lambda: self.lock_pressed.emit(number, not chosen.locked))
        self.removal = _button(
            "remove" if chosen.removed else "keep",
            self.tr("Is removed; press to keep it in the picture")
            if chosen.removed
            else self.tr("Stays; press to remove it"),
        )
        self.removal.clicked.connect(lambda: self.removal_pressed.emit(number, not chosen.removed))
        self.delete = _button("delete", self.tr("Delete this object"))
        self.delete.setEnabled(not chosen.locked)
        self.delete.clicked.connect(lambda: self.delete_pressed.emit(number))
        told = QLabel(state)
        told.setProperty("muted", True)
        told.setContentsMargins(3, 0, 0, 0)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        for button in (self.removal, self.lock, self.eye, self.delete):
            buttons.addWidget(button)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 4, 6, 6)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.colour, 0, 0, 2, 1)
        grid.addWidget(self.name, 0, 1)
        grid.addLayout(buttons, 0, 2)
        grid.addWidget(told, 1, 1, 1, 2)

    def _ask_colour(self, chosen: ChosenObject) -> None:
        picked = QColorDialog.getColor(
            QColor(*chosen.colour), self, self.tr("Colour of {name}").format(name=chosen.name)
        )
        if picked.isValid():
            self.recoloured.emit(chosen.object_id, (picked.red(), picked.green(), picked.blue()))


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
        self._shown: tuple[tuple[ChosenObject, str], ...] = ()

    def sizeHint(self) -> QSize:
        """Room for a name and its buttons."""
        return QSize(284, 100)

    def show_project(self, project: Project | None) -> None:
        """The objects as they are now."""
        self.setEnabled(project is not None)
        objects = project.objects if project else ()
        shown = tuple((chosen, _state(chosen, project)) for chosen in objects if project)
        if [_seen(*one) for one in shown] != [_seen(*one) for one in self._shown]:
            self._rebuild(shown)
        was_empty, self._shown = not self._shown, shown
        self.list.setVisible(bool(shown))
        if was_empty and shown:
            self._make_room()
            self.filled.emit()
        for number, (chosen, _) in enumerate(shown):
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

    def _rebuild(self, shown: tuple[tuple[ChosenObject, str], ...]) -> None:
        self.list.clear()
        for chosen, state in shown:
            row = ObjectRow(chosen, state)
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


def _seen(chosen: ChosenObject, state: str) -> tuple[object, ...]:
    return chosen.object_id, chosen.name, chosen.colour, chosen.visible, chosen.locked, chosen.removed, state


def _state(chosen: ChosenObject, project: Project) -> str:
    if not chosen.keys:
        return QCoreApplication.translate("ObjectsPanel", "Click or paint it in the picture")
    if not chosen.removed:
        return QCoreApplication.translate("ObjectsPanel", "Stays in the picture")
    if chosen.track is None or set(chosen.track.runs) <= set(chosen.corrected_frames):
        return QCoreApplication.translate("ObjectsPanel", "Not tracked yet")
    if chosen.stale_over(project.span):
        return QCoreApplication.translate("ObjectsPanel", "Changed: track again")
    if chosen.is_tracked(project.span):
        return QCoreApplication.translate("ObjectsPanel", "Tracked")
    return QCoreApplication.translate("ObjectsPanel", "Tracked in part")


def _swatch(colour: QColor) -> QPixmap:
    picture = QPixmap(12, 28)
    picture.fill(colour)
    return picture


def _button(name: str, tip: str) -> QToolButton:
    button = described(QToolButton(), tip)
    if name:
        button.setIcon(QIcon(icon(name, theme.MUTED)))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setStyleSheet("padding: 4px")
    return button
