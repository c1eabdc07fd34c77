"""Clips that are not shown while jobs still work on them, or will."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

from peanut_studio.model.history import History
from peanut_studio.model.project import Project

if TYPE_CHECKING:
    from peanut_studio.pipeline.open_project import Slot

_Parked: TypeAlias = "tuple[Slot, History[Project], int]"


class Parking(QObject):
    """Keeps the steps of such clips; `edited` gives the slot, the steps and the playhead of one that has a new step."""

    edited = Signal(object, object, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parked: list[_Parked] = []
        self.needs: Callable[[Slot], bool] = lambda _slot: False

    def park(self, slot: Slot, history: History[Project], frame: int) -> None:
        """Another clip is shown from now on; this one stays here if it is needed."""
        self._parked = [one for one in self._parked if self.needs(one[0])]
        if self.needs(slot):
            self._parked.append((slot, history, frame))

    def find(self, slot: Slot) -> History[Project] | None:
        """The steps of a clip that is here."""
        return next((history for parked, history, _ in self._parked if parked.is_same(slot)), None)

    def take(self, slot: Slot) -> History[Project] | None:
        """The steps of a clip that is shown again."""
        history = self.find(slot)
        self._parked = [one for one in self._parked if not one[0].is_same(slot)]
        return history

    def edit(self, slot: Slot, name: str, change: Callable[[Project], Project]) -> None:
        """A step of a clip; nothing happens where it is not here."""
        for row, (parked, history, frame) in enumerate(self._parked):
            if parked.is_same(slot):
                longer = history.edit(name, change(history.present))
                self._parked[row] = parked, longer, frame
                self.edited.emit(parked, longer, frame)
