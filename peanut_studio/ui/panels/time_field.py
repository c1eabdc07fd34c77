"""Where the playhead is, as a timecode that can be typed over."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontDatabase, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from peanut_studio.model.clip import Clip
from peanut_studio.model.errors import InputError
from peanut_studio.ui.timecode import NOWHERE, frame_named, timecode

FRAME = 10
"""Pixels beside the text."""


class TimeField(QLineEdit):
    """`wanted` tells the frame that was typed, `refused` why there is none; `left` that typing is over."""

    wanted = Signal(int)
    refused = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(NOWHERE, parent)
        self._clip: Clip | None = None
        self._frame = 0
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPointSizeF(fixed.pointSizeF() * 1.15)
        fixed.setWeight(QFont.Weight.DemiBold)
        self.setFont(fixed)
        self.setProperty("inlaid", True)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(NOWHERE) + FRAME)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setEnabled(False)
        self.setAccessibleName(self.tr("Timecode"))
        self.returnPressed.connect(self._on_return)

    def show_frame(self, clip: Clip, frame: int) -> None:
        """Where the playhead is; what somebody is typing stays."""
        self._clip, self._frame = clip, frame
        self.setEnabled(True)
        if not (self.hasFocus() and self.isModified()):
            self.setText(timecode(clip, frame))

    def begin(self) -> None:
        """Let somebody type."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._restore()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_return(self) -> None:
        text, clip = self.text(), self._clip
        if clip is None:
            return
        self._restore()
        self.left.emit()
        try:
            self.wanted.emit(frame_named(clip, text, self._frame))
        except InputError as error:
            self.refused.emit(str(error))

    def _restore(self) -> None:
        self.deselect()
        if self._clip is not None:
            self.setText(timecode(self._clip, self._frame))
