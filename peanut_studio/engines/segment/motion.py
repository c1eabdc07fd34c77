"""A mask carried from one frame to the next along optical flow (DIS; Kroeger et al., ECCV 2016)."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import FlowField, Frame, Mask, SoftMask

DETAIL = 640 * 360
"""Flow is looked for in pictures of at most about so many pixels: motion is smooth, and pixels cost time."""

SMALLEST = 32
"""Sides of the pictures that flow is looked for in are at least this: DIS needs room for its patches."""


def eight_bit(frame: Frame) -> npt.NDArray[np.uint8]:
    """An 8 or 16 bit RGB frame (H, W, 3) as 8 bit."""
    if frame.dtype == np.uint16:
        return np.asarray(frame >> 8, np.uint8)
    return np.asarray(frame, np.uint8)


def reduce(frame: Frame, detail: int = DETAIL) -> npt.NDArray[np.uint8]:
    """The frame as 8 bit RGB with at most about `detail` pixels, never enlarged but to `SMALLEST` a side."""
    height, width = frame.shape[:2]
    scale = min(1.0, (detail / (height * width)) ** 0.5)
    size = (max(SMALLEST, round(width * scale)), max(SMALLEST, round(height * scale)))
    return np.asarray(cv2.resize(eight_bit(frame), size, interpolation=cv2.INTER_AREA), np.uint8)


@dataclass(frozen=True, eq=False)
class Motion:
    """Where each pixel of the new frame was in the old one.

    `field` is float32 (h, w, 2) in pixels of the reduced picture; `size` is the frame's own width and height.
    """

    field: FlowField
    size: tuple[int, int]

    @staticmethod
    def between(new: Frame, old: Frame) -> Motion:
        """Backward flow between two frames of one size."""
        pictures = [cv2.cvtColor(reduce(frame), cv2.COLOR_RGB2GRAY) for frame in (new, old)]
        search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        field = search.calc(pictures[0], pictures[1], None)  # type: ignore[call-overload]
        return Motion(np.asarray(field, np.float32), (new.shape[1], new.shape[0]))

    def carry(self, mask: Mask | SoftMask) -> SoftMask:
        """The old frame's mask (H, W) as it should lie on the new frame: float32 (H, W) in [0, 1]."""
        width, height = self.size
        rows, columns = self.field.shape[:2]
        scale = np.array([width / columns, height / rows], np.float32)
        flow = cv2.resize(self.field, (width, height), interpolation=cv2.INTER_LINEAR) * scale
        grid = np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=-1).astype(np.float32)
        where = grid + flow
        soft = mask.astype(np.float32)
        return np.asarray(cv2.remap(soft, where[..., 0], where[..., 1], cv2.INTER_LINEAR), np.float32)
