"""A name that stands there as a label does, and is typed over after a double click."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class NameField(QLineEdit):
    """`renamed` tells another name. Until it is double-clicked, or reached with Tab, the keys are the window's."""

    renamed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._name = name
        self.setProperty("inlaid", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setToolTip(name)
        self._rest()

    def begin(self) -> None:
        """Let somebody type another name."""
        self.setReadOnly(False)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Not taken, it goes on to the list, which selects the row.
        event.ignore() if self.isReadOnly() else super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.ignore() if self.isReadOnly() else super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.ignore() if self.isReadOnly() else super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self.isReadOnly():
            super().mouseDoubleClickEvent(event)
        elif event.button() is Qt.MouseButton.LeftButton:
            self.begin()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.begin()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._name)
            self.clearFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def _finish(self) -> None:
        typed = self.text().strip()
        is_other = not self.isReadOnly() and typed not in ("", self._name)
        self._name = typed if is_other else self._name
        self.setText(self._name)
        self._rest()
        if is_other:
            self.renamed.emit(self._name)

    def _rest(self) -> None:
        self.setReadOnly(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setCursorPosition(0)
        self.deselect()
