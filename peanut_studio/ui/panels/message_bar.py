"""One sentence that does not get in the way: an error or a note, until it is closed or the next one comes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from peanut_studio.ui.described import described
from peanut_studio.ui.icons import icon

STAYS = 9000
"""Milliseconds that a note stays; an error stays until it is closed."""


class MessageBar(QFrame):
    """Hidden while there is nothing to say. `said` tells of every sentence, and whether it is an error."""

    said = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._text = QLabel(wordWrap=True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        close = described(QToolButton(), self.tr("Close"), self.tr("Close message"))
        close.setIcon(icon("close"))
        close.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.addWidget(self._text)
        self.button = QPushButton()
        self.button.setProperty("link", True)
        self.button.clicked.connect(self._on_button)
        self.button.hide()
        row.addWidget(self.button)
        row.addWidget(close)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.clear)
        self.is_error = False
        self._offer: Callable[[], object] | None = None
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

    def offer(self, sentence: str, label: str, action: Callable[[], object]) -> None:
        """Something worth knowing, with a button for what is likely to be wanted next; it stays until it is closed."""
        self._say(sentence, error=False)
        self._timer.stop()
        self._offer = action
        self.button.setText(label)
        self.button.show()

    def clear(self) -> None:
        """Nothing more to say."""
        self._timer.stop()
        self.is_error = False
        self.hide()

    def _on_button(self) -> None:
        action = self._offer
        self.clear()
        if action is not None:
            action()

    def _say(self, sentence: str, error: bool) -> None:
        self.is_error = error
        self._offer = None
        self.button.hide()
        self.said.emit(sentence, error)
        self._text.setText(sentence)
        self.setProperty("error", error)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()
        self._timer.stop()
        if not error:
            self._timer.start(STAYS)
