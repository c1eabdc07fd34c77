"""The steps that were made; a click goes back to one, or forward again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDockWidget, QListWidget, QWidget

from peanut_studio.model.history import History
from peanut_studio.model.project import Project
from peanut_studio.ui import theme
from peanut_studio.ui.described import described
from peanut_studio.ui.words import step_text


class HistoryPanel(QDockWidget):
    """`jumped` tells how many steps to go: below 0 back, above 0 forward."""

    jumped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("History"))
        self.setObjectName("history")
        self.list = described(QListWidget(), name=self.tr("History"))
        self.setWidget(self.list)
        self._here = 0
        self._shown: tuple[object, ...] = ()
        self.list.itemClicked.connect(lambda item: self._jump(self.list.row(item)))
        self.list.itemActivated.connect(lambda item: self._jump(self.list.row(item)))

    def show_history(self, history: History[Project] | None) -> None:
        """The steps as they are now; those that were undone are pale."""
        past = [name for name, _ in history.past] if history else []
        future = [name for name, _ in history.future] if history else []
        shown = (history is not None, tuple(past), tuple(future), theme.shown())
        if shown == self._shown:
            return
        self._shown, self._here = shown, len(past)
        self.list.clear()
        self.list.addItems(
            [self.tr("Opened") if history else self.tr("No clip is open yet"), *map(step_text, (*past, *future))]
        )
        for row in range(len(past) + 1, self.list.count()):
            self.list.item(row).setForeground(theme.FAINT)
        self.list.setCurrentRow(self._here)

    def _jump(self, row: int) -> None:
        if row != self._here:
            self.jumped.emit(row - self._here)
