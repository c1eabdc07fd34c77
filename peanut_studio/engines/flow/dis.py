"""Dense inverse search optical flow (Kroeger et al., ECCV 2016), as OpenCV has it."""

from __future__ import annotations

import threading
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.flow.input import grey8, pad_edge, same_size
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import FlowField, Frame

Preset = Literal["ultrafast", "fast", "medium"]
PRESETS: dict[str, int] = {
    "ultrafast": cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST,
    "fast": cv2.DISOPTICAL_FLOW_PRESET_FAST,
    "medium": cv2.DISOPTICAL_FLOW_PRESET_MEDIUM,
}
SMALLEST = {"ultrafast": 32, "fast": 32, "medium": 16}
"""Sides below this many pixels leave DIS no patch to search with, and may end the process; such pictures are padded."""


class Dis:
    """Fast flow on the CPU without weights."""

    def __init__(self, weights: WeightPaths, device: str, preset: Preset = "medium") -> None:
        if preset not in PRESETS:
            raise InputError(f"DIS has no preset '{preset}'; known: {', '.join(PRESETS)}.")
        self._preset, self._smallest = PRESETS[preset], SMALLEST[preset]
        self._own = threading.local()

    def flow(self, first: Frame, second: Frame) -> FlowField:
        """Where each pixel of `first` is found in `second`: float32 (H, W, 2), pixels."""
        same_size(first, second)
        return self.flow_grey(grey8(first), grey8(second))

    def flow_grey(self, first: npt.NDArray[np.uint8], second: npt.NDArray[np.uint8]) -> FlowField:
        """The same for two luma pictures, uint8 (H, W)."""
        height, width = first.shape
        before, after = pad_edge(first, self._smallest), pad_edge(second, self._smallest)
        field = np.asarray(self._search().calc(before, after, None), np.float32)  # type: ignore[call-overload]
        return np.ascontiguousarray(field[:height, :width])

    def _search(self) -> cv2.DISOpticalFlow:
        """What searches keeps its pyramids between calls: each thread has its own.

        It also keeps the finest level that a small picture asked for: that is put back, or a flow would depend on what
        was measured before.
        """
        if not hasattr(self._own, "search"):
            self._own.search = cv2.DISOpticalFlow.create(self._preset)
            self._own.finest = self._own.search.getFinestScale()
        found: cv2.DISOpticalFlow = self._own.search
        found.setFinestScale(self._own.finest)
        return found
