"""The built-in removal engine: pixels carried from other frames, imagination only for what none of them shows.

For each frame the hole is answered by two witnesses. Other frames are laid over this one (camera homography, dense
flow, exposure correction) and their colours blended robustly; and every pixel is followed along completed flow until
it comes out from behind the hole. Where they agree their mean is taken. What neither shows is filled once by MI-GAN
on a key frame, and carried from there like everything else.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from peanut_studio.engines.contract import Arrays, FlowEstimator, Memory, WeightPaths
from peanut_studio.engines.flow.dis import Dis
from peanut_studio.engines.flow.measured import Measured
from peanut_studio.engines.inpaint.calming import UNSURE, Calming
from peanut_studio.engines.inpaint.candidates import (
    COVERS,
    Hole,
    Opinion,
    aligned_opinion,
    hole_of,
    on_moving,
    reconciled,
    traced_opinion,
)
from peanut_studio.engines.inpaint.keys import KeyFrames
from peanut_studio.engines.inpaint.migan import WEIGHTS, Imagination
from peanut_studio.engines.inpaint.reel import Reel, working_size
from peanut_studio.engines.inpaint.reel_memory import EVERY, ReelMemory, carried_on, looked_at
from peanut_studio.engines.inpaint.surroundings import despeckled, near_edge, plain
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import FlowField, Frame, FrameList, Frames, Masks
from peanut_studio.ops.aggregate import Colours
from peanut_studio.ops.motion import resized_flow, sample_list

WORKING_SIDE = 864
"""Motion is measured on pictures whose longer side is at most this; colours are always read at native size."""


class Propagation:
    """Fills holes from the clip itself. `flow` measures motion between consecutive frames, DIS unless given."""

    every = EVERY

    def __init__(self, weights: WeightPaths, device: str, flow: FlowEstimator | None = None) -> None:
        self._flow = flow or Dis({}, "cpu")
        self._measure = Measured(Dis({}, "cpu"))
        path = weights.get(WEIGHTS)
        self._imagination = Imagination(path) if path is not None else None
        self._working_side = WORKING_SIDE

    def looks_at(self, frames: Span) -> Span:
        """As `Resumable` has it."""
        return looked_at(frames)

    def carried_on(self, index: int, before: Arrays, after: Arrays) -> Arrays:
        """As `Frugal` has it."""
        return carried_on(index, before, after)

    def smaller(self) -> bool:
        """Measure motion on smaller pictures, to save memory; False when they are as small as makes sense."""
        self._working_side //= 2
        return self._working_side >= WORKING_SIDE // 4

    def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        return self.inpaint_from(frames, masks, wanted or Span(0, len(frames)), Memory())

    def inpaint_from(self, frames: Frames, masks: Masks, wanted: Span, memory: Memory) -> Iterator[Frame]:
        """As `Resumable` has it."""
        size = working_size(frames.size, self._working_side)
        reel = Reel(frames, masks, self._flow, size)
        keys = KeyFrames(reel, self._seen, self._measure, self._imagination)
        calming = Calming(reel)
        for exposure in ReelMemory(reel, keys, calming).through(wanted, memory):
            filled = exposure.native
            if exposure.hole.any():
                hole = hole_of(exposure, size)
                seen = self._seen(reel, hole)
                filled = painted(hole, calming.calmed(hole, seen, keys.complete(hole, seen)))
            calming.remember(exposure, filled)
            yield filled

    def completed_flow(self, frames: Frames, masks: Masks, first: int) -> FlowField:
        """As `FlowCompleter` has it: the camera's motion behind the hole, and how its surroundings differ from that."""
        if not 0 <= first < len(frames) - 1:
            raise IndexError(first)
        # What is judged of a frame's motion comes of its two neighbours; more of the clip would change nothing.
        near = range(max(0, first - 1), first + 2)
        shown, holes = [frames[index] for index in near], [masks[index] for index in near]
        reel = Reel(FrameList(shown), holes, self._flow, working_size(frames.size, self._working_side))
        reel.advance(0)
        found = reel[len(near) - 2].flow
        height, width = shown[0].shape[:2]
        if found is None:
            return np.full((height, width, 2), np.nan, np.float32)
        return resized_flow(found.astype(np.float32), (width, height))

    def _seen(self, reel: Reel, hole: Hole) -> Opinion:
        """What the clip itself shows of a hole."""
        along = on_moving(reel, hole)
        aligned, votes = aligned_opinion(reel, hole, self._measure)
        traced, sure = traced_opinion(reel, hole, along)
        seen = reconciled(aligned, traced, sure, along)
        passing = sample_list(reel.passing(hole.exposure).astype(np.float32), hole.places) > 0.5
        if not (along | passing).any():
            return seen
        # Of what goes along with something, and was not traced for sure, the surroundings tell more than other frames.
        unknown = along & ((traced.weights <= 1e-9) | ~sure)
        unknown &= near_edge(hole)
        known = (seen.weights > 0) | unknown
        shaky = known & passing & ((votes < COVERS) | along)
        # What nothing shows has no colour yet: it must not be what a median is taken of.
        blank = unknown | ~known
        colours = seen.colours
        if blank.any():
            colours = np.where(blank[:, None], plain(hole, colours, blank), colours)
        colours = despeckled(hole, colours, shaky)
        return Opinion(colours, np.where(unknown, np.float32(UNSURE), seen.weights), along | passing)


def painted(hole: Hole, colours: Colours) -> Frame:
    """The frame with its hole's pixels replaced by colours (N, 3) on a 0..255 scale."""
    frame = hole.exposure.native
    result = frame.copy()
    factor = 1.0 if frame.dtype == np.uint8 else 257.0
    peak = np.iinfo(frame.dtype).max
    result[hole.rows, hole.columns] = np.clip(np.rint(colours * factor), 0, peak).astype(frame.dtype)
    return result
