"""Flow from polynomials fitted to each neighbourhood (Farneback, SCIA 2003), as OpenCV has it."""

from __future__ import annotations

import cv2
import numpy as np

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.flow.input import grey8, pad_edge, same_size
from peanut_studio.model.picture import FlowField, Frame

SMALLEST = 32
"""Sides below this many pixels are padded to it, so that there is something to fit."""

LEVELS, WINDOW, ROUNDS = 5, 25, 3
NEIGHBOURHOOD, SIGMA = 5, 1.1


class Farneback:
    """Smooth flow on the CPU without weights."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        pass

    def flow(self, first: Frame, second: Frame) -> FlowField:
        """Where each pixel of `first` is found in `second`: float32 (H, W, 2), pixels."""
        height, width = same_size(first, second)
        before, after = (pad_edge(grey8(frame), SMALLEST) for frame in (first, second))
        start = np.zeros((*before.shape, 2), np.float32)
        flags = cv2.OPTFLOW_FARNEBACK_GAUSSIAN
        field = cv2.calcOpticalFlowFarneback(
            before, after, start, 0.5, LEVELS, WINDOW, ROUNDS, NEIGHBOURHOOD, SIGMA, flags
        )
        return np.ascontiguousarray(field[:height, :width], np.float32)
