"""One object in the list: its colour, its name, how far it is, what can be done to it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QColorDialog, QGridLayout, QHBoxLayout, QLabel, QToolButton, QWidget

from peanut_studio.model.project import ChosenObject
from peanut_studio.ui import theme
from peanut_studio.ui.described import described
from peanut_studio.ui.icons import icon, pixmap
from peanut_studio.ui.object_standing import Standing, Tone
from peanut_studio.ui.panels.name_field import NameField

SIGNS: dict[Tone, tuple[str, str]] = {
    "busy": ("track", "accent"),
    "due": ("again", "accent"),
    "good": ("check", "good"),
}
"""For each tone but the plain one a picture and the role of its colour."""


class Sign(QWidget):
    """A small picture before the words, so that colour is not all that tells."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(14, 14)
        self._tone: Tone = "plain"

    def show_tone(self, tone: Tone) -> None:
        """That of a tone; nothing, and no room, for the plain one."""
        self._tone = tone
        self.setVisible(tone in SIGNS)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._tone in SIGNS:
            name, role = SIGNS[self._tone]
            ratio = self.devicePixelRatioF()
            picture = pixmap(name, round(14 * ratio), QColor(getattr(theme.shown(), role)))
            picture.setDevicePixelRatio(ratio)
            QPainter(self).drawPixmap(0, 0, picture)


class ObjectRow(QWidget):
    """One object."""

    renamed = Signal(int, str)
    recoloured = Signal(int, object)
    eye_pressed = Signal(int, bool)
    lock_pressed = Signal(int, bool)
    removal_pressed = Signal(int, bool)
    delete_pressed = Signal(int)

    def __init__(self, chosen: ChosenObject, standing: Standing) -> None:
        super().__init__()
        number = chosen.object_id
        self.colour = _button("", self.tr("Colour of the object"))
        self.colour.setIcon(QIcon(_swatch(QColor(*chosen.colour))))
        self.colour.setIconSize(QSize(12, 28))
        self.colour.setStyleSheet("padding: 2px")
        self.colour.clicked.connect(lambda: self._ask_colour(chosen))
        self.name = described(NameField(chosen.name), name=self.tr("Name of the object"))
        self.name.renamed.connect(lambda name: self.renamed.emit(number, name))
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
        self._sign, self._told = Sign(), QLabel()
        told = QHBoxLayout()
        told.setContentsMargins(3, 0, 0, 0)
        told.setSpacing(5)
        told.addWidget(self._sign)
        told.addWidget(self._told, 1)
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
        grid.addLayout(told, 1, 1, 1, 2)
        self.show_standing(standing)

    @property
    def told(self) -> str:
        """What is said of how far the object is."""
        return self._told.text()

    def show_standing(self, standing: Standing) -> None:
        """How far the object is now."""
        self._told.setText(standing.text)
        self._sign.show_tone(standing.tone)
        if self._told.property("tone") != standing.tone:
            self._told.setProperty("tone", standing.tone)
            self._told.style().polish(self._told)

    def _ask_colour(self, chosen: ChosenObject) -> None:
        picked = QColorDialog.getColor(
            QColor(*chosen.colour), self, self.tr("Colour of {name}").format(name=chosen.name)
        )
        if picked.isValid():
            self.recoloured.emit(chosen.object_id, (picked.red(), picked.green(), picked.blue()))


def _swatch(colour: QColor) -> QPixmap:
    picture = QPixmap(12, 28)
    picture.fill(colour)
    return picture


def draw_icons() -> None:
    """Have the icons there before the first row is: drawing them takes longer than all else of it."""
    for name in ("eye", "lock", "unlocked", "remove", "delete"):
        icon(name, theme.MUTED)


def _button(name: str, tip: str) -> QToolButton:
    button = described(QToolButton(), tip)
    if name:
        button.setIcon(QIcon(icon(name, theme.MUTED)))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setStyleSheet("padding: 4px")
    return button
