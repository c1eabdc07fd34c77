"""Masks laid over pictures, and pictures side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Frame, Mask

TINT = (255, 40, 90)

Levels = npt.NDArray[np.float32]


def eight_bit(frame: Frame) -> npt.NDArray[np.uint8]:
    """The frame as uint8: deeper ones are scaled from 0..65535 to 0..255, rounded."""
    if frame.dtype == np.uint8:
        return frame.astype(np.uint8, copy=False)
    return ((frame.astype(np.uint32) + 128) // 257).astype(np.uint8)


def tint(frame: Frame, mask: Mask, colour: tuple[int, int, int] = TINT, strength: float = 0.5) -> npt.NDArray[np.uint8]:
    """An 8-bit copy of the frame (H, W, 3), coloured where the bool (H, W) mask is, outlined where it ends."""
    shown = eight_bit(frame).copy()
    shown[mask] = (shown[mask] * (1 - strength) + np.array(colour) * strength).astype(np.uint8)
    outlines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(shown, outlines, -1, colour, 1)
    return shown


def matte(masks: Iterable[Levels], size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """White where any of the soft masks, float32 (H, W) in [0, 1], is, black elsewhere: uint8 (H, W).

    Width and height are `size`; masks of another size are brought to it.
    """
    width, height = size
    shown = np.zeros((height, width), np.float32)
    for mask in masks:
        fitting = mask if mask.shape == shown.shape else cv2.resize(mask, size, interpolation=cv2.INTER_LINEAR)
        np.maximum(shown, fitting, out=shown)
    return np.asarray(shown * 255 + 0.5, np.uint8)


def contact_sheet(rows: Sequence[Sequence[npt.NDArray[np.uint8]]], gap: int = 4) -> npt.NDArray[np.uint8]:
    """Equally large uint8 pictures (H, W, 3) in rows, with white gaps: uint8 (H', W', 3). Raises ValueError on none."""
    if not rows or not rows[0]:
        raise ValueError("no pictures")
    height, width = rows[0][0].shape[:2]
    columns = max(len(row) for row in rows)
    sheet = np.full((len(rows) * (height + gap) - gap, columns * (width + gap) - gap, 3), 255, dtype=np.uint8)
    for down, row in enumerate(rows):
        for across, picture in enumerate(row):
            y, x = down * (height + gap), across * (width + gap)
            sheet[y : y + height, x : x + width] = picture
    return sheet
