"""One sentence that does not get in the way: an error or a note, until it is closed or the next one comes."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from peanut_studio.ui import theme
from peanut_studio.ui.described import described
from peanut_studio.ui.icons import icon

STAYS = 9000
"""Milliseconds that a note stays; an error stays until it is closed."""


class MessageBar(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._text = QLabel(wordWrap=True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        close = described(QToolButton(), "Close", "Close message")
        close.setIcon(icon("close"))
        close.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.addWidget(self._text)
        row.addWidget(close)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.clear)
        self.is_error = False
        self.hide()

    @property
    def text(self) -> str:
        """What is said, empty when nothing is."""
        return "" if self.isHidden() else self._text.text()

    def complain(self, sentence: str) -> None:
        """Something went wrong."""
        self._say(sentence, error=True)

    def note(self, sentence: str) -> None:
        """Something worth knowing; it does not take the place of an error."""
        if not (self.is_error and self.text):
            self._say(sentence, error=False)

    def clear(self) -> None:
        """Nothing more to say."""
        self._timer.stop()
        self.is_error = False
        self.hide()

    def _say(self, sentence: str, error: bool) -> None:
        self.is_error = error
        self._text.setText(sentence)
        side = theme.BAD if error else theme.ACCENT
        self.setStyleSheet(
            f"QFrame#message {{ background: {theme.RAISED.name()}; border-left: 4px solid {side.name()}; }}"
        )
        self.show()
        self._timer.stop()
        if not error:
            self._timer.start(STAYS)
