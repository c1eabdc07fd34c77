"""One motion for the whole picture. Put your own way of measuring motion in its place."""

from __future__ import annotations

import cv2
import numpy as np

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.kit import grey8, same_size
from peanut_studio.model.picture import FlowField, Frame


class Skeleton:
    """`weights`: file name -> path, of the files in engine.toml; `device`: "cpu", "cuda", "cuda:1" or "mps"."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        pass

    def flow(self, first: Frame, second: Frame) -> FlowField:
        """Where each pixel of `first` is found in `second`: float32 (H, W, 2), pixels (dx, dy)."""
        height, width = same_size(first, second)
        field = np.zeros((height, width, 2), np.float32)
        if min(height, width) >= 2:
            before, after = (grey8(frame).astype(np.float64) for frame in (first, second))
            (dx, dy), _response = cv2.phaseCorrelate(before, after)
            field[:] = np.nan_to_num([dx, dy])
        return field
