"""Frames as flow engines want them."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Frame


def same_size(first: Frame, second: Frame) -> tuple[int, int]:
    """Height and width of a pair of frames. Raises InputError when they differ or are no RGB pictures."""
    if first.ndim != 3 or first.shape[2] != 3 or first.shape != second.shape or first.dtype != second.dtype:
        raise InputError(
            f"Flow needs two RGB frames of one size and depth, not {first.shape} {first.dtype} "
            f"and {second.shape} {second.dtype}."
        )
    height, width = first.shape[:2]
    return height, width


def grey8(frame: Frame) -> npt.NDArray[np.uint8]:
    """Luma, uint8 (H, W), of an 8 or 16 bit RGB frame."""
    grey = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
    if grey.dtype == np.uint16:
        grey = cv2.convertScaleAbs(grey, alpha=255 / 65535)
    return np.asarray(grey, np.uint8)


def pad_edge(picture: npt.NDArray[np.uint8], smallest: int) -> npt.NDArray[np.uint8]:
    """The picture (H, W), its right and lower edge going on until both sides have `smallest` pixels."""
    height, width = picture.shape[:2]
    below, right = max(smallest - height, 0), max(smallest - width, 0)
    return np.pad(picture, ((0, below), (0, right)), mode="edge") if below or right else picture
