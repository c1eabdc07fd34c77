"""A question to an engine that may never answer: said after a while, given up when somebody wants that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from peanut_studio.model.errors import StudioError

LONG, GRACE = 5000, 2000
"""Milliseconds after which it is said that a plugin does not answer, and that what is given up has to end by itself."""


class NoAnswer(StudioError):
    """Somebody gave the question up, and what was to answer it has been ended."""


class Patience(QObject):
    """Watches one question at a time. `slow` names a plugin that has not answered for long; at `stuck` the process that
    should answer is to be ended.
    """

    slow = Signal(str)
    stuck = Signal()
    _began = Signal()
    _over = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._in_hand: object | None = None
        self._given_up: object | None = None
        self._plugin = ""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)
        self._began.connect(lambda: self._timer.start(LONG), Qt.ConnectionType.QueuedConnection)
        self._over.connect(self._timer.stop, Qt.ConnectionType.QueuedConnection)

    @property
    def is_tried(self) -> bool:
        """Whether a question is in hand."""
        return self._in_hand is not None

    @contextmanager
    def watched(self, plugin: str) -> Iterator[None]:
        """Put a question within, in any thread; `plugin` answers it, "" for what comes with the program.

        Raises NoAnswer where it was given up.
        """
        question = self._in_hand = object()
        self._plugin = plugin
        self._began.emit()
        try:
            yield
        except StudioError as error:
            if self._given_up is not question:
                raise
            raise NoAnswer(self._sentence(plugin)) from error
        finally:
            self._in_hand = None
            self._over.emit()

    def give_up(self) -> None:
        """Nobody waits for the answer any more."""
        question = self._in_hand
        if question is not None:
            QTimer.singleShot(GRACE, self, lambda: self._end(question))

    def _end(self, question: object) -> None:
        if self._in_hand is question:
            self._given_up = question
            self.stuck.emit()

    def _look(self) -> None:
        if self._in_hand is not None and self._plugin:
            self.slow.emit(self._plugin)

    def _sentence(self, plugin: str) -> str:
        if not plugin:
            return self.tr("The mask was not found in time; what was to find it has been ended. Click again to retry.")
        text = self.tr("The plugin '{plugin}' did not answer and was ended; choose another engine in the preferences.")
        return text.format(plugin=plugin)
