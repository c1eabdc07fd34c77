"""Motion measured in the memory that there is."""

from __future__ import annotations

import gc

import cv2

from peanut_studio.engines.contract import FlowEstimator
from peanut_studio.engines.memory import is_out_of_memory
from peanut_studio.model.errors import MemoryExhausted
from peanut_studio.model.picture import FlowField, Frame
from peanut_studio.ops.motion import resized_flow
from peanut_studio.pipeline.crop import resized

SMALLEST = 64


class Thrifty:
    """A flow engine that works at half size, then half of that, where memory runs out."""

    def __init__(self, engine: FlowEstimator, name: str) -> None:
        self._engine, self._name = engine, name
        self.shrink = 1

    def flow(self, first: Frame, second: Frame) -> FlowField:
        """Where each pixel of `first` is found in `second`: float32 (H, W, 2), pixels. Raises MemoryExhausted."""
        height, width = first.shape[:2]
        while True:
            try:
                return self._flow(first, second)
            except Exception as error:
                if not is_out_of_memory(error):
                    raise
            gc.collect()
            self.shrink *= 2
            if min(height, width) // self.shrink < SMALLEST:
                raise MemoryExhausted(
                    f"Flow by '{self._name}' does not fit in memory, not even at 1/{self.shrink // 2} of the size; "
                    "close other programs or choose --flow dis."
                )

    def _flow(self, first: Frame, second: Frame) -> FlowField:
        if self.shrink == 1:
            return self._engine.flow(first, second)
        height, width = first.shape[:2]
        size = (-(-width // self.shrink), -(-height // self.shrink))
        small = self._engine.flow(*(resized(frame, size, cv2.INTER_AREA) for frame in (first, second)))
        return resized_flow(small, (width, height))
