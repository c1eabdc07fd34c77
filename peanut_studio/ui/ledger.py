"""The project with its history: the one place where both change."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from peanut_studio.model.history import History
from peanut_studio.model.project import Project


class Ledger(QObject):
    """Every change is a new value and one `changed`."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history: History[Project] | None = None

    @property
    def project(self) -> Project | None:
        """What is being worked on, None before a clip is opened."""
        return self._history.present if self._history else None

    @property
    def history(self) -> History[Project] | None:
        """The edits made so far."""
        return self._history

    def jump(self, steps: int) -> None:
        """So many steps back (below 0) or forward, as far as there are any."""
        if self._history is None:
            return
        for _ in range(abs(steps)):
            self._history = self._history.redo() if steps > 0 else self._history.undo()
        self.changed.emit()

    def undo(self) -> None:
        """One step back."""
        if self._history is not None and self._history.past:
            self._history = self._history.undo()
            self.changed.emit()

    def redo(self) -> None:
        """One step forward."""
        if self._history is not None and self._history.future:
            self._history = self._history.redo()
            self.changed.emit()

    def _edit(self, name: str, project: Project) -> None:
        assert self._history is not None
        if project == self.project:
            return
        self._history = self._history.edit(name, project)
        self.changed.emit()

    def _amend(self, project: Project) -> None:
        assert self._history is not None
        self._history = self._history.amend(project)
        self.changed.emit()
