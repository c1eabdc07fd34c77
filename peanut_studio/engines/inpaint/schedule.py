"""Which frames a network looks at together: consecutive ones, and some from farther off in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peanut_studio.model.clip import Span

STEP = 10
"""Of far frames every tenth is looked at."""


@dataclass(frozen=True)
class Look:
    """Consecutive frames, which are filled, and far ones that are looked at with them."""

    local: Span
    references: tuple[int, ...]

    @property
    def length(self) -> int:
        """How many frames it is."""
        return len(self.local) + len(self.references)


@dataclass(frozen=True)
class Schedule:
    """Looks of `near` frames on either side of a middle, which advances by `stride`, and references up to `far` off.

    With stride `near`, the authors' way, every frame is filled two or three times over; with twice that once.
    """

    near: int = 5
    far: int = 80
    stride: int = 5

    @property
    def together(self) -> int:
        """The most frames of one look: consecutive ones and references."""
        return 2 * self.near + 1 + 2 * self.far // STEP

    def halved(self) -> Schedule:
        """Half of everything."""
        return Schedule(max(1, self.near // 2), self.far // 2, max(1, self.stride // 2))

    def needs(self, frame: int, following: int) -> bool:
        """Whether a frame is still looked at when the next look begins with frame `following`."""
        return frame >= following or (frame % STEP == 0 and frame >= following - self.far)

    def looks(self, count: int) -> Iterator[Look]:
        """The looks at a clip of `count` frames, in order: each frame is in one of them."""
        offset = self.stride - self.near
        for middle in range(offset, count + offset, self.stride):
            local = Span(max(0, middle - self.near), min(count, middle + self.near + 1))
            first = -(-max(0, middle - self.far) // STEP) * STEP
            far = range(first, min(count, middle + self.far + 1), STEP)
            yield Look(local, tuple(frame for frame in far if frame not in local))
