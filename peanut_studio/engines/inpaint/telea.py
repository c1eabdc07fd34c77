"""Fill each frame by itself, from the hole's edge inwards: fast, blurry, needs nothing. The baseline."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Frames, Mask, Masks

RADIUS = 3.0


class Telea:
    """OpenCV's inpainting after A. Telea, "An image inpainting technique based on the fast marching method", 2004."""

    def __init__(self, weights: WeightPaths, device: str, *, radius: float = RADIUS) -> None:
        self._radius = radius

    def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        """One filled frame for each of the `wanted` ones, in order; outside the mask pixels are the input's."""
        for index in range(len(frames)) if wanted is None else range(wanted.start, wanted.stop):
            yield fill_from_edge(frames[index], masks[index], self._radius)


def fill_from_edge(frame: Frame, mask: Mask, radius: float = RADIUS) -> Frame:
    """The frame (H, W, 3), uint8 or uint16, with the bool (H, W) mask filled from its surroundings.

    A mask that covers everything leaves nothing to fill from: the frame comes back as it is. OpenCV takes three
    channels only in 8 bits, so deeper frames go through channel by channel, in 16 bits.
    """
    if not mask.any() or mask.all():
        return frame.copy()
    hole = mask.astype(np.uint8)
    if frame.dtype == np.uint8:
        filled = cv2.inpaint(frame, hole, radius, cv2.INPAINT_TELEA)
    else:
        channels = [frame[..., channel].astype(np.uint16) for channel in range(frame.shape[2])]
        filled = np.stack([cv2.inpaint(channel, hole, radius, cv2.INPAINT_TELEA) for channel in channels], axis=-1)
    result = frame.copy()
    result[mask] = filled[mask]
    return result
