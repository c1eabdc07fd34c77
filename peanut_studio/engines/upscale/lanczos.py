"""Enlargement by Lanczos resampling: what the trained upscalers are measured against."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Frame, Frames


class Lanczos:
    """Every frame on its own, on the CPU, without weights."""

    def __init__(self, weights: WeightPaths, device: str, scale: int = 2) -> None:
        if not 1 <= scale <= 8:
            raise InputError(f"Lanczos enlarges by a whole factor from 1 to 8, not by {scale}.")
        self._scale = scale

    @property
    def scale(self) -> int:
        return self._scale

    def upscale(self, frames: Frames, wanted: Span | None = None) -> Iterator[Frame]:
        """The `wanted` frames at `scale` times the width and height, same dtype."""
        wanted = wanted or Span(0, len(frames))
        for index in range(wanted.start, wanted.stop):
            frame = frames[index]
            height, width = frame.shape[:2]
            size = (width * self._scale, height * self._scale)
            enlarged = cv2.resize(frame, size, interpolation=cv2.INTER_LANCZOS4)
            yield np.asarray(enlarged, np.uint16) if frame.dtype == np.uint16 else np.asarray(enlarged, np.uint8)
