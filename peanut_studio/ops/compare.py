"""Two pictures held against each other, and single pixels of them in numbers."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Frame
from peanut_studio.ops.overlay import eight_bit

Levels3 = tuple[int, int, int]


def difference(first: Frame, second: Frame, gain: float = 4.0) -> npt.NDArray[np.uint8]:
    """How far two frames (H, W, 3) are apart, channel by channel: |first - second| times `gain`, uint8, cut at 255.

    Deeper frames than 8 bits are told apart at their own depth. Raises ValueError where the shapes differ.
    """
    if first.shape != second.shape:
        raise ValueError(f"pictures of {first.shape} and {second.shape} cannot be compared")
    if first.dtype != second.dtype:
        first, second = eight_bit(first), eight_bit(second)
    unit = 1.0 if first.dtype == np.uint8 else 257.0
    # Unsigned: the larger less the smaller, so that nothing wraps and nothing has to be widened.
    apart = np.maximum(first, second) - np.minimum(first, second)
    table = np.minimum(np.arange(int(255 * unit) + 1) * (gain / unit) + 0.5, 255).astype(np.uint8)
    return np.asarray(table[apart], np.uint8)


def fitted(picture: Frame, like: Frame) -> Frame:
    """A picture of the same view in as many pixels as another one, (H, W, 3); itself where it has them already."""
    if picture.shape == like.shape:
        return picture
    height, width = like.shape[:2]
    way = cv2.INTER_AREA if picture.shape[1] > width else cv2.INTER_CUBIC
    other = cv2.resize(picture, (width, height), interpolation=way)
    return np.asarray(other, np.uint8) if picture.dtype == np.uint8 else np.asarray(other, np.uint16)


def levels_at(frame: Frame, x: int, y: int, depth: int = 8) -> Levels3:
    """Red, green and blue of a pixel as a clip of `depth` bits counts them. Raises IndexError outside the frame."""
    height, width = frame.shape[:2]
    if not (0 <= x < width and 0 <= y < height):
        raise IndexError((x, y))
    highest = (1 << depth) - 1
    full = 255 if frame.dtype == np.uint8 else 65535
    red, green, blue = (round(int(value) * highest / full) for value in frame[y, x])
    return red, green, blue
