"""One job of a batch, and what became of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

State = Literal["done", "kept", "failed", "stopped"]
"""`kept`: done by an earlier run, and what it wrote is still there as it was."""


@dataclass(frozen=True)
class Order:
    """A command of `peanut-studio`, to be run in `folder`: `words` are its arguments, source and target left out."""

    number: int
    command: str
    source: Path
    target: Path
    words: tuple[str, ...]
    folder: Path

    @property
    def arguments(self) -> tuple[str, ...]:
        """All arguments of the program."""
        return (self.command, str(self.source), "-o", str(self.target), *self.words)

    @property
    def key(self) -> str:
        """Hex; the same for the same command on a source of the same size and date."""
        told = [*self.arguments, _stamp(self.folder / self.source)]
        return hashlib.sha256("\0".join(told).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Outcome:
    """What became of an order: `said` is its last sentence, `facts` what it reports."""

    order: Order
    state: State
    said: str = ""
    seconds: float = 0.0
    facts: dict[str, Any] = field(default_factory=dict)


def _stamp(path: Path) -> str:
    try:
        facts = path.stat()
    except OSError:
        return "not there"
    return f"{facts.st_size} {facts.st_mtime_ns}"


def written_stamp(order: Order) -> str:
    """What tells whether the target of an order is still what was written."""
    return _stamp(order.folder / order.target)
