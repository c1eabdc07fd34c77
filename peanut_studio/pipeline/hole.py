"""Where pixels are replaced: the object's masks, grown and feathered."""

from __future__ import annotations

import math
from collections import OrderedDict

from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import TrackedMasks, join_frames
from peanut_studio.model.picture import Mask, SoftMask
from peanut_studio.ops.feather import DEFAULT_FEATHER, DEFAULT_GROW, feather, scaled_width
from peanut_studio.ops.regions import Region, region_of

CACHED = 8


class Hole:
    """The union of the objects' masks, grown by `grow` pixels and feathered over `width` more; it is `Masks` itself.

    As `Masks` it is the support: wherever coverage is above 0, so that a filler never sees a pixel of which the
    result will take a part. Decoded when asked for, so that a long clip's masks are never all in memory.
    """

    def __init__(self, masks: TrackedMasks, grow: float | None = None, width: float | None = None) -> None:
        self._masks = masks
        self.grow = scaled_width(DEFAULT_GROW, masks.size) if grow is None else grow
        self.width = scaled_width(DEFAULT_FEATHER, masks.size) if width is None else width
        self._coverage: OrderedDict[int, SoftMask] = OrderedDict()
        self._regions: dict[int, Region | None] = {}

    def again(self) -> Hole:
        """The same hole for another thread, or for another place in the clip: what is kept of this one stays."""
        other = Hole(self._masks, self.grow, self.width)
        other._regions = self._regions
        return other

    def __len__(self) -> int:
        return len(self._masks)

    def __getitem__(self, index: int, /) -> Mask:
        support: Mask = self.coverage(index) > 0
        return support

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._masks.size

    def coverage(self, index: int) -> SoftMask:
        """How much of each pixel is replaced: float32 (H, W) in [0, 1]."""
        if index not in self._coverage:
            self._coverage[index] = feather(self._masks[index], self.grow, self.width)
            if len(self._coverage) > CACHED:
                self._coverage.popitem(last=False)
        return self._coverage[index]

    def is_empty(self, index: int) -> bool:
        """Whether nothing is replaced on the frame."""
        return self._masks.is_empty(index)

    def region(self, index: int) -> Region | None:
        """A box that holds the frame's support, None where there is none."""
        if index not in self._regions:
            tight = None if self.is_empty(index) else region_of(self._masks[index])
            self._regions[index] = tight and _wider(tight, math.ceil(self.grow + self.width) + 1, self.size)
        return self._regions[index]

    def stretches(self, span: Span, context: int, reach: Span | None = None) -> list[Span]:
        """What is to be worked on: frames of `span` with a hole and `context` frames round them, out of `reach`."""
        reach = reach or span
        wanted: set[int] = set()
        for frame in range(span.start, span.stop):
            if not self.is_empty(frame):
                wanted.update(range(max(reach.start, frame - context), min(reach.stop, frame + context + 1)))
        return join_frames(sorted(wanted))

    def check(self, span: Span) -> None:
        """Raises InputError when there is nothing to fill in `span`, or a frame with nothing to fill it from."""
        width, height = self.size
        if all(self.is_empty(frame) for frame in range(span.start, span.stop)):
            raise InputError(
                f"The masks are empty on all of frames {span.start} to {span.stop - 1}, so there is nothing to remove."
            )
        for frame in range(span.start, span.stop):
            region = self.region(frame)
            full = region is not None and (region.width, region.height) == (width, height)
            if full and bool(self[frame].all()):
                raise InputError(
                    f"The mask covers all of frame {frame} (with its margin of {self.grow + self.width:.0f} px), "
                    "so there is nothing left to fill it from; mark a smaller part, or lower --grow and --feather."
                )


def _wider(region: Region, margin: int, size: tuple[int, int]) -> Region:
    return Region(
        max(0, region.x0 - margin),
        max(0, region.y0 - margin),
        min(size[0], region.x1 + margin),
        min(size[1], region.y1 + margin),
    )
