"""The clean plate: the median of the frames, laid over each other by the camera's homography. A baseline."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from peanut_studio.engines.contract import Memory, WeightPaths
from peanut_studio.engines.flow.dis import Dis
from peanut_studio.engines.inpaint.candidates import hole_of, read_colours
from peanut_studio.engines.inpaint.propagation import WORKING_SIDE, painted
from peanut_studio.engines.inpaint.reel import Reel, working_size
from peanut_studio.engines.inpaint.reel_memory import EVERY, ReelMemory, looked_at
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Frames, Masks
from peanut_studio.ops.motion import project, sample_list, within
from peanut_studio.ops.overlay import eight_bit

STEP = 2
"""Every second frame goes into the median."""


class Plate:
    """Fills each hidden pixel with the median of what other frames show there; Telea where none does."""

    every = EVERY

    def __init__(self, weights: WeightPaths, device: str) -> None:
        self._flow = Dis({}, "cpu")

    def looks_at(self, frames: Span) -> Span:
        """As `Resumable` has it."""
        return looked_at(frames)

    def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        return self.inpaint_from(frames, masks, wanted or Span(0, len(frames)), Memory())

    def inpaint_from(self, frames: Frames, masks: Masks, wanted: Span, memory: Memory) -> Iterator[Frame]:
        """As `Resumable` has it."""
        size = working_size(frames.size, WORKING_SIDE)
        reel = Reel(frames, masks, self._flow, size)
        for exposure in ReelMemory(reel).through(wanted, memory):
            if not exposure.hole.any():
                yield exposure.native
                continue
            hole = hole_of(exposure, size)
            samples = np.full((0, len(hole), 3), np.nan, np.float32)
            for other in reel.around(exposure.index):
                if other.index % STEP:
                    continue
                places = project(reel.between(exposure, other), hole.places)
                hidden = sample_list((~other.known).astype(np.float32), places) > 0
                colours = read_colours(other.native, places, size)
                colours[hidden | ~within(places, size)] = np.nan
                samples = np.concatenate([samples, colours[None]])
            plain = cv2.inpaint(eight_bit(exposure.native), exposure.hole.astype(np.uint8), 3, cv2.INPAINT_TELEA)
            fallback = np.asarray(plain)[hole.rows, hole.columns].astype(np.float32)
            unseen = np.isnan(samples).all(axis=0) if len(samples) else np.ones_like(fallback, np.bool_)
            samples = np.where(unseen, fallback, samples) if len(samples) else fallback[None]
            yield painted(hole, np.asarray(np.nanmedian(samples, axis=0), np.float32))
