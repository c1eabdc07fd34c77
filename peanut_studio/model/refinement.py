"""How an object's masks are changed when they are shown and when they are used, without being touched themselves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Refinement:
    """Lengths are pixels of the clip.

    `grow` widens the mask, or narrows it where negative. `holes` and `specks` are the diameters up to which holes are
    closed and lone parts dropped. `feather` is the width over which the fill fades into the picture, None for what
    suits the clip.
    """

    grow: int = 0
    holes: int = 0
    specks: int = 0
    feather: int | None = None

    @property
    def changes_masks(self) -> bool:
        """Whether masks come out other than they went in; the feather does not change them."""
        return bool(self.grow or self.holes or self.specks)


UNREFINED = Refinement()
"""Masks as they are."""
