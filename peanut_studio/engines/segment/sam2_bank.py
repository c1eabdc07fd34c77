"""What SAM 2 remembers of one object: bounded, however long the clip."""

from __future__ import annotations

from dataclasses import dataclass, field

from peanut_studio.engines.segment.gathering import Found, Packed
from peanut_studio.engines.segment.prompts import Hints
from peanut_studio.engines.segment.recall import Memory, Recall

HELD = 48
"""Passed frames that are kept of an object, 0.75 MB each. The network looks back at 15; with the others a correction
up to two seconds behind the newest frame is answered as if nothing had been dropped."""


@dataclass(frozen=True, eq=False)
class Key:
    """A prompted frame: what was said, what the network remembers of it, and the mask that counts there."""

    hints: Hints
    memory: Memory
    packed: Packed

    @property
    def found(self) -> Found:
        """The object there."""
        return self.packed.unpack()


@dataclass(eq=False)
class Bank:
    """One object's memory: its prompted frames, all of them, and the last `HELD` frames that were passed."""

    keys: dict[int, Key] = field(default_factory=dict)
    passed: dict[int, Memory] = field(default_factory=dict)
    _walks: list[tuple[range, bool]] = field(default_factory=list)
    _settled: dict[int, Memory] = field(default_factory=dict)
    _replaced: dict[int, Memory] = field(default_factory=dict)

    def recall(self) -> Recall:
        """All of it, as the network wants it."""
        return Recall({frame: key.memory for frame, key in self.keys.items()}, self.passed)

    def recall_settled(self) -> Recall:
        """What was there when the last walk set out or passed: prompts since then do not answer for one another."""
        return Recall(self._settled, {**self.passed, **self._replaced})

    def settle(self) -> None:
        """A walk is to set out: all prompts so far count for those to come."""
        self._settled = {frame: key.memory for frame, key in self.keys.items()}
        self._replaced = {}

    def set_key(self, index: int, key: Key) -> None:
        """Remember a prompted frame; what was there before is forgotten by the next walk."""
        self.keys[index] = key
        if index in self.passed:
            self._replaced[index] = self.passed.pop(index)

    def begin(self, index: int, backwards: bool) -> None:
        """A walk sets out from a frame."""
        self._walks.append((range(index, index + 1), backwards))

    def arrive(self, index: int, memory: Memory | None, reach: int) -> None:
        """The walk has come to a frame; `memory` is what to keep of it, None where it was prompted.

        Beside the newest frames those within `reach` of where the walk set out are kept, for a walk the other way.
        """
        walk, backwards = self._walks.pop()
        self._walks.append((range(min(walk.start, index), max(walk.stop, index + 1)), backwards))
        if memory is None:
            return
        self.passed.pop(index, None)
        self.passed[index] = memory
        origin = walk.stop - 1 if backwards else walk.start
        near = range(origin - reach, origin + reach + 1)
        while len(self.passed) > HELD:
            oldest = next(iter(self.passed))
            del self.passed[next((frame for frame in self.passed if frame not in near), oldest)]

    def last_way(self, index: int) -> bool | None:
        """Whether the last walk over a frame went backwards; None where there was none."""
        return next((backwards for walk, backwards in reversed(self._walks) if index in walk), None)
