"""What the program said: its log and the sentences of the message bar, kept for reading and for reports."""

from __future__ import annotations

import logging
import time
from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

KEPT = 2000
LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True)
class Entry:
    """One line: seconds since the epoch, one of `LEVELS`, who says it, what."""

    when: float
    level: str
    who: str
    text: str

    @property
    def line(self) -> str:
        """For a file."""
        return f"{time.strftime('%H:%M:%S', time.localtime(self.when))} {self.level:7} {self.who}: {self.text}"


class LogBook(QObject):
    """Listens to Python's logging from all threads; `written` comes in the window's own."""

    written = Signal(object)
    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: deque[Entry] = deque(maxlen=KEPT)
        self._handler = _Handler(self)
        self._heard.connect(self._keep)
        logging.getLogger("peanut_studio").addHandler(self._handler)

    def hear(self, entry: Entry) -> None:
        """Keep a line; from any thread."""
        self._heard.emit(entry)

    def hear_message(self, sentence: str, is_error: bool) -> None:
        """Keep what the message bar said."""
        self.hear(Entry(time.time(), "error" if is_error else "info", "window", sentence))

    def stop(self) -> None:
        """Listen no more."""
        logging.getLogger("peanut_studio").removeHandler(self._handler)

    def _keep(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.written.emit(entry)


class _Handler(logging.Handler):
    def __init__(self, book: LogBook) -> None:
        super().__init__(logging.DEBUG)
        self._book = book

    def emit(self, record: logging.LogRecord) -> None:
        level = record.levelname.lower()
        level = "error" if level == "critical" else level
        try:
            text = record.getMessage()
        except (TypeError, ValueError):
            text = str(record.msg)
        if record.exc_info and record.exc_info[1] is not None:
            text = f"{text} ({type(record.exc_info[1]).__name__}: {record.exc_info[1]})"
        who = record.name.removeprefix("peanut_studio.")
        self._book.hear(Entry(record.created, level if level in LEVELS else "info", who, text))
