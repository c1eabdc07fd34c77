"""The row in which somebody says what should go, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from peanut_studio.ui.described import described
from peanut_studio.ui.icons import icon

WIDEST = 520
LONGEST = 200


class PromptBar(QFrame):
    """`asked` gives a phrase; with what was found in sight, Enter `taken` what is meant, Escape `dismissed` it.

    Up and Down, and the button beside the field, go through the phrases of before.
    """

    asked = Signal(str)
    taken = Signal()
    dismissed = Signal()

    def __init__(self, find: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._history: tuple[str, ...] = ()
        self._place = -1
        self._draft = ""
        self._found = ""
        self.field = described(QLineEdit(), find.toolTip(), self.tr("What should go"))
        find.changed.connect(lambda: self.field.setToolTip(find.toolTip()))
        self.field.setPlaceholderText(self.tr("Say what should go: the red car on the left"))
        self.field.setMaxLength(LONGEST)
        self.field.setMaximumWidth(WIDEST)
        self.field.setMinimumWidth(120)
        self.field.setClearButtonEnabled(True)
        self.field.addAction(icon("words"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.installEventFilter(self)
        self.field.returnPressed.connect(self.on_return)
        self.field.textEdited.connect(self.on_edited)
        self.before = described(QToolButton(), self.tr("Phrases of before"), self.tr("Phrases of before"))
        self.before.setIcon(icon("down"))
        self.before.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.before.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.before.setMenu(self._menu)
        self._told = QLabel()
        self._told.setProperty("muted", True)
        self._told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 12, 5)
        row.setSpacing(4)
        row.addWidget(self.field, 3)
        row.addWidget(self.before)
        row.addSpacing(8)
        row.addWidget(self._told, 2)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def told(self) -> str:
        """What is said beside the field."""
        return self._told.text()

    def begin(self) -> None:
        """Type here."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def show_history(self, phrases: Sequence[str]) -> None:
        """The phrases of before, the newest first."""
        self._history, self._place = tuple(phrases), -1
        self.before.setEnabled(bool(self._history))

    def show_busy(self) -> None:
        """It is being looked for."""
        self._tell(self.tr("Looking…"))

    def show_found(self, text: str, count: int, meant: int) -> None:
        """So many candidates are numbered over the picture; Enter takes so many of them."""
        self._found = text
        if meant > 1:
            hint = self.tr("Enter takes all %n, a number or a click one of them, Escape none", None, meant)
        elif count > 1:
            hint = self.tr("Enter takes 1, a number or a click another, Escape none")
        else:
            hint = self.tr("Enter takes it, Escape does not")
        self._tell(hint)

    def show_nearest(self, text: str) -> None:
        """Nothing fits; what comes nearest is numbered over the picture."""
        self._found = ""
        self._tell(self.tr("Nothing fits. A number or a click takes what comes nearest."))
        self._draft = text

    def show_nothing(self) -> None:
        """There is nothing to be picked."""
        self._found = ""
        self._tell("")

    def on_return(self) -> None:
        """Ask, or take what was found for the same phrase."""
        text = " ".join(self.field.text().split())
        if self._found and text == self._found:
            self.taken.emit()
        else:
            self._place = -1
            self.asked.emit(text)

    def on_edited(self) -> None:
        """Another phrase is being typed."""
        self._place = -1
        if self._found:
            self.dismissed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows go through the history; Escape gives up."""
        if watched is self.field and isinstance(event, QKeyEvent):
            arrow = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            if arrow and event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() != QEvent.Type.KeyPress:
                return False
            if arrow:
                self._step(1 if event.key() == Qt.Key.Key_Up else -1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.dismissed.emit()
                return True
        return super().eventFilter(watched, event)

    def _step(self, step: int) -> None:
        place = max(-1, min(self._place + step, len(self._history) - 1))
        if place == self._place:
            return
        if self._place == -1:
            self._draft = self.field.text()
        self._place = place
        self.field.setText(self._draft if place == -1 else self._history[place])

    def _fill_menu(self) -> None:
        self._menu.clear()
        for phrase in self._history:
            self._menu.addAction(phrase.replace("&", "&&")).triggered.connect(
                lambda _checked=False, phrase=phrase: self._again(phrase)
            )

    def _again(self, phrase: str) -> None:
        self.field.setText(phrase)
        self.asked.emit(phrase)

    def _tell(self, text: str) -> None:
        self._told.setText(text)
        self._told.setToolTip(text)
