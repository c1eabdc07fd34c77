"""One job of a batch, and what became of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

OVERWRITE, DRY_RUN, ONLY_FILL = "--overwrite", "--dry-run", "--only-fill"
State = Literal["done", "kept", "failed", "stopped"]
"""`kept`: done by an earlier run, and what it wrote is still there as it was."""


@dataclass(frozen=True)
class Order:
    """A command of `peanut-studio`, to be run in `folder`: `words` are its arguments, source and target left out.

    The window's jobs are told of as orders, too; they have a `title` instead of a target that somebody named.
    """

    number: int
    command: str
    source: Path
    target: Path
    words: tuple[str, ...]
    folder: Path
    title: str = ""

    @property
    def arguments(self) -> tuple[str, ...]:
        """All arguments of the program."""
        return (self.command, str(self.source), "-o", str(self.target), *self.words)

    @property
    def replacing(self) -> Order:
        """The same, also where its target is there already."""
        return self if OVERWRITE in self.words else replace(self, words=(*self.words, OVERWRITE))

    @property
    def key(self) -> str:
        """Hex; the same for the same command on a source of the same size and date."""
        told = [*(word for word in self.arguments if word != OVERWRITE), _stamp(self.folder / self.source)]
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
