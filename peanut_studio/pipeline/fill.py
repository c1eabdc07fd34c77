"""Holes filled: an inpainter run over the stretches, regions and windows where there is something to fill."""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np

from peanut_studio.engines import memory_limit
from peanut_studio.engines.contract import EngineInfo, Inpainter
from peanut_studio.engines.memory import is_out_of_memory
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import MemoryExhausted
from peanut_studio.model.picture import Frame, Frames
from peanut_studio.ops.regions import Region, join_regions, widen, windows
from peanut_studio.pipeline.crop import Crop, CroppedFrames, CroppedMasks, Enlarge, enlarge_cubic
from peanut_studio.pipeline.hole import Hole

SMALLEST = 48
"""The shorter side of a crop, in pixels, under which retrying smaller makes no sense."""


@dataclass(frozen=True, eq=False)
class Patch:
    """What one frame's hole is filled with: a picture (H, W, 3) of `region`, of which the hole's pixels count."""

    frame: int
    region: Region
    picture: Frame

    def laid_over(self, frame: Frame, hole: Hole) -> Frame:
        """A copy of the whole frame with the hole's pixels replaced, wherever coverage is above 0."""
        filled = frame.copy()
        support = hole[self.frame][self.region.slices]
        filled[self.region.slices][support] = self.picture[support]
        return filled


def context_of(info: EngineInfo) -> int:
    """How many frames round those with a hole an inpainter learns something from."""
    if info.window == 1:
        return 0
    return min(info.context, info.window or info.context)


class Filler:
    """An inpainter and what it needs to be given.

    `shrink` is how many times crops are reduced before they are filled: as was asked for, until memory ran out. What is
    then done about that is in `notes`, for whoever shows them and takes them out.
    """

    def __init__(self, engine: Inpainter, info: EngineInfo, enlarge: Enlarge = enlarge_cubic, shrink: int = 1) -> None:
        self._engine, self._info, self._enlarge = engine, info, enlarge
        self.shrink = self._asked = shrink
        self.notes: list[str] = []

    @property
    def context(self) -> int:
        """How many frames round those with a hole are worth looking at."""
        return context_of(self._info)

    def fill(self, frames: Frames, hole: Hole, span: Span, reach: Span | None = None) -> Generator[Patch, None, None]:
        """A patch for each frame of `span` that has a hole, in order. Raises MemoryExhausted.

        They are filled from the frames of `reach` (`span`), whose holes have to be known as well.
        """
        for stretch in hole.stretches(span, self.context, reach):
            yield from self._fill_stretch(frames, hole, stretch, span)

    def windows(self, hole: Hole, span: Span, reach: Span | None = None) -> list[Span]:
        """The windows in which `fill` fills something, in order, with what is looked at for it; none needs another."""
        stretches = hole.stretches(span, self.context, reach)
        found = (window for stretch in stretches for window in self._windows(stretch))
        return [window for window in found if _with_hole(hole, window, span)]

    def _windows(self, stretch: Span) -> list[Span]:
        length = self._info.window
        parts = windows(len(stretch), length, length // 4)
        return [Span(stretch.start + part.start, stretch.start + part.stop) for part in parts]

    def _fill_stretch(self, frames: Frames, hole: Hole, stretch: Span, asked: Span) -> Iterator[Patch]:
        parts = self._windows(stretch)
        before: list[Patch] = []
        for number, span in enumerate(parts):
            # Frames shared with the next window wait for it, and are then blended.
            shared = parts[number + 1].start if number + 1 < len(parts) else span.stop
            waiting: list[Patch] = []
            for patch in self.fill_window(frames, hole, span, asked):
                blended = _blend(before, patch, span)
                if patch.frame < shared:
                    yield blended
                else:
                    waiting.append(blended)
            before = waiting

    def fill_window(self, frames: Frames, hole: Hole, span: Span, asked: Span) -> Iterator[Patch]:
        """The patches of one window for `asked`, not blended with its neighbours.

        Where memory runs out it starts again, smaller, after the last one given.
        """
        place = self._place(frames, hole, span)
        if place is None:
            return
        region, least = place
        following = span.start
        while True:
            crop = Crop(span, region, max(self.shrink, least), self._info.pad_to)
            if not self._fits(crop):
                self._make_smaller(crop)
                continue
            try:
                for patch in self._patches(frames, hole, crop, asked):
                    if patch.frame >= following and not hole.is_empty(patch.frame):
                        yield patch
                    following = max(following, patch.frame + 1)
                return
            except Exception as error:
                if not is_out_of_memory(error):
                    raise
            gc.collect()
            self._make_smaller(crop)

    def _patches(self, frames: Frames, hole: Hole, crop: Crop, asked: Span) -> Iterator[Patch]:
        with_hole = _with_hole(hole, crop.span, asked)
        wanted = join_regions(hole.region(frame) for frame in with_hole)
        if wanted is None:
            return
        # What lies before the first hole and after the last one is there to be looked at only.
        span = Span(with_hole[0], with_hole[-1] + 1)
        grown = crop.grow_back(self._pictures(frames, hole, crop, span), len(span), wanted, self._enlarge)
        for frame, (region, picture) in enumerate(grown, start=span.start):
            memory_limit.check()
            yield Patch(frame, region, picture)

    def _pictures(self, frames: Frames, hole: Hole, crop: Crop, span: Span) -> Iterator[Frame]:
        """What the engine makes of the frames of `span`, as it works on the whole crop."""
        wanted = Span(span.start - crop.span.start, span.stop - crop.span.start)
        count = 0
        for picture in self._engine.inpaint(CroppedFrames(frames, crop), CroppedMasks(hole, crop), wanted):
            count += 1
            yield picture
        if count != len(span):
            raise RuntimeError(f"inpainter {self._info.id} gave {count} frames for {len(span)}")

    def _place(self, frames: Frames, hole: Hole, span: Span) -> tuple[Region, int] | None:
        """The part of the frames that is worked on, and how many times it has to be reduced for the engine."""
        found = join_regions(hole.region(frame) for frame in range(span.start, span.stop))
        if found is None:
            return None
        if self._info.needs == "frame":
            return Region(0, 0, *frames.size), 1
        longer = max(found.width, found.height)
        if not self._info.block:
            return widen(found, frames.size, max(32, longer // 4), self._info.pad_to), 1
        width, height = self._info.block
        if not self._info.one_block:
            return widen(found, frames.size, max(32, longer // 4), (width, height)), 1
        tight = widen(found, frames.size, max(32, longer // 8))
        shrink = max(-(-tight.width // width), -(-tight.height // height))
        return widen(tight, frames.size, 0, (width * shrink, height * shrink)), shrink

    def _fits(self, crop: Crop) -> bool:
        """Whether the engine, if it can tell, expects to have memory enough."""
        fits = getattr(self._engine, "fits", None)
        return fits is None or bool(fits(crop.working_size, len(crop.span)))

    def _make_smaller(self, crop: Crop) -> None:
        """Fewer frames at once, half the size, the processor and there the same again. Raises MemoryExhausted."""
        name = self._info.id
        if self._engine_does("smaller"):
            self.notes.append(f"Memory is short: '{name}' looks at fewer frames at once.")
            return
        if (self.shrink > self._asked or self._info.one_block) and self._engine_does("retreat"):
            self.shrink = self._asked
            self.notes.append(f"The GPU's memory is too small: '{name}' goes on on the processor, which takes longer.")
            return
        smaller = 2 * crop.shrink
        if self._info.one_block or min(crop.region.width, crop.region.height) // smaller < SMALLEST:
            raise MemoryExhausted(
                f"Filling with '{name}' does not fit in memory, not even at 1/{crop.shrink} of the size; "
                "close other programs, choose --inpainter telea, or a shorter range with --in and --out."
            )
        self.shrink = smaller
        self.notes.append(f"Memory is short: '{name}' works at 1/{smaller} of the size.")

    def _engine_does(self, what: str) -> bool:
        """Let the engine do with less, if it knows how."""
        do = getattr(self._engine, what, None)
        return do is not None and bool(do())


def _with_hole(hole: Hole, window: Span, asked: Span) -> list[int]:
    """The frames of a window that are asked for and have something to be filled."""
    inside = range(max(asked.start, window.start), min(asked.stop, window.stop))
    return [frame for frame in inside if not hole.is_empty(frame)]


def _blend(before: list[Patch], patch: Patch, span: Span) -> Patch:
    """A patch of this window, blended with the same frame's patch of the window before, if there is one."""
    other = next((candidate for candidate in before if candidate.frame == patch.frame), None)
    if other is None:
        return patch
    length = before[-1].frame - span.start + 1
    weight = (patch.frame - span.start + 1) / (length + 1)
    # The windows' regions differ: outside the earlier one this window's own patch holds.
    y0, x0 = max(patch.region.y0, other.region.y0), max(patch.region.x0, other.region.x0)
    y1, x1 = min(patch.region.y1, other.region.y1), min(patch.region.x1, other.region.x1)
    if y0 >= y1 or x0 >= x1:
        return patch
    common = Region(x0, y0, x1, y1)
    picture = patch.picture.copy()
    ours, theirs = _inside(common, patch.region).slices, _inside(common, other.region).slices
    mixed = weight * picture[ours].astype(np.float32) + (1 - weight) * other.picture[theirs].astype(np.float32)
    picture[ours] = np.rint(mixed).astype(picture.dtype)
    return Patch(patch.frame, patch.region, picture)


def _inside(part: Region, whole: Region) -> Region:
    return Region(part.x0 - whole.x0, part.y0 - whole.y0, part.x1 - whole.x0, part.y1 - whole.y0)
