"""Whether a segmenter still finds what was removed."""

from __future__ import annotations

from dataclasses import dataclass

from peanut_studio.engines.contract import Segmenter
from peanut_studio.model.picture import Frame, FrameList, Mask
from peanut_studio.model.prompt import Box, Click
from peanut_studio.ops.mask_geometry import bounds_of, inner_points, overlap


@dataclass(frozen=True)
class Residue:
    """How much of the old mask (intersection over union) a segmenter finds when it is shown where the object was.

    `before` in the clip as it was, `after` in the result. Something is always found in a box; what tells is how far
    `after` falls under `before`.
    """

    before: float
    after: float

    @property
    def share(self) -> float:
        """What is left of it, in [0, 1]: 1 when it is found as well as ever."""
        return min(1.0, self.after / self.before) if self.before > 0 else 0.0


def residue(original: Frame, result: Frame, mask: Mask, segmenter: Segmenter) -> Residue | None:
    """Look for the object of `mask` (H, W) in two pictures (H, W, 3), by its box and a point deep inside it.

    None where the mask is empty.
    """
    bounds = bounds_of(mask)
    if bounds is None:
        return None
    return Residue(*(_found(picture, mask, segmenter) for picture in (original, result)))


def _found(picture: Frame, mask: Mask, segmenter: Segmenter) -> float:
    bounds = bounds_of(mask)
    assert bounds is not None
    session = segmenter.open(FrameList([picture]))
    try:
        session.prompt(1, Box(*bounds, 0))
        (x, y), *_ = inner_points(mask, 1)
        return overlap(session.prompt(1, Click(x, y)), mask)
    finally:
        session.close()
