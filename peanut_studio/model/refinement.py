"""How an object's masks are changed when they are shown and when they are used, without being touched themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Refinement:
    """Lengths are pixels of the clip.

    `grow` widens the mask, or narrows it where negative. `holes` and `specks` are the diameters up to which holes are
    closed and lone parts dropped. `feather` is the width over which the fill fades into the picture, None for what
    suits the clip.

    `smooth` is the number of frames on either side over which the outline is made steady in time. `edges` is how far
    the outline may move onto the picture's own edges. `hair` is how far from the outline hair and fur may be partly
    transparent; what is hardly there of them is removed too. 0 is not at all.

    With `cast` what the object casts, its shadow and its reflection, is found and removed with it.
    """

    grow: int = 0
    holes: int = 0
    specks: int = 0
    feather: int | None = None
    smooth: int = 0
    edges: int = 0
    hair: int = 0
    cast: bool = True

    @property
    def changes_masks(self) -> bool:
        """Whether masks come out other than they went in; the feather does not change them."""
        return bool(self.grow or self.holes or self.specks or self.needs_frames)

    @property
    def needs_frames(self) -> bool:
        """Whether the pictures have to be looked at for it."""
        return bool(self.smooth or self.edges or self.hair)

    @property
    def without_hair(self) -> Refinement:
        """The same with an outline that is nowhere transparent."""
        return replace(self, hair=0)


UNREFINED = Refinement()
"""Masks as they are."""
