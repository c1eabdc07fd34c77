"""Undo and redo over values that never change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class History(Generic[T]):
    """The present value, what was before it and what was undone, each with the name of the edit that led away."""

    present: T
    past: tuple[tuple[str, T], ...] = ()
    future: tuple[tuple[str, T], ...] = ()

    def edit(self, name: str, value: T) -> History[T]:
        """A new present; what was undone is gone."""
        return History(value, (*self.past, (name, self.present)))

    def amend(self, value: T) -> History[T]:
        """A new present that is no step of its own: what is selected, what a computer found out."""
        return replace(self, present=value)

    def undo(self) -> History[T]:
        """One step back; the same where there is none."""
        if not self.past:
            return self
        name, value = self.past[-1]
        return History(value, self.past[:-1], ((name, self.present), *self.future))

    def redo(self) -> History[T]:
        """One step forward again; the same where there is none."""
        if not self.future:
            return self
        name, value = self.future[0]
        return History(value, (*self.past, (name, self.present)), self.future[1:])

    @property
    def undo_name(self) -> str:
        """The edit that `undo` takes back, empty where there is none."""
        return self.past[-1][0] if self.past else ""

    @property
    def redo_name(self) -> str:
        """The edit that `redo` brings back, empty where there is none."""
        return self.future[0][0] if self.future else ""
