"""Chroma at more or fewer places.

It sits on the even columns and, in 4:2:0, halfway between two rows (H.264 Annex E, chroma_sample_loc_type 0).
"""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float32]
Samples: TypeAlias = npt.NDArray[np.uint8] | npt.NDArray[np.uint16] | Floats


def upsampled(samples: Samples, shift: tuple[int, int], size: tuple[int, int]) -> Floats:
    """Chroma (h, w) at every pixel of width and height `size`, bilinear: float32 (H, W)."""
    chroma = samples.astype(np.float32)
    if shift == (0, 0):
        return chroma
    across, down = 1 << shift[0], 1 << shift[1]
    to_chroma = np.array([[1 / across, 0, 0], [0, 1 / down, (1 / down - 1) / 2]])
    result: Floats = cv2.warpAffine(  # type: ignore[assignment]
        chroma, to_chroma, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    return result


def downsampled(chroma: Floats, shift: tuple[int, int]) -> Floats:
    """Chroma float32 (H, W) at its stored places, (h, w): a triangle over the columns, the mean over the rows."""
    across, down = 1 << shift[0], 1 << shift[1]
    if across > 1:
        ramp = np.arange(1, across + 1, dtype=np.float32)
        kernel = np.concatenate([ramp, ramp[-2::-1]])[None] / across**2
        chroma = cv2.filter2D(chroma, -1, kernel, borderType=cv2.BORDER_REPLICATE)[:, ::across]  # type: ignore[assignment]
    if down > 1:
        missing = -chroma.shape[0] % down
        if missing:
            chroma = np.concatenate([chroma, np.repeat(chroma[-1:], missing, axis=0)])
        chroma = chroma.reshape(-1, down, chroma.shape[1]).mean(axis=1, dtype=np.float32)
    return np.ascontiguousarray(chroma)


def resampled(samples: Samples, shift: tuple[int, int], target: tuple[int, int], size: tuple[int, int]) -> Floats:
    """Chroma stored with one subsampling at the places of another, of width and height `size`: float32 (H, W)."""
    finer = (max(0, shift[0] - target[0]), max(0, shift[1] - target[1]))
    coarser = (max(0, target[0] - shift[0]), max(0, target[1] - shift[1]))
    height, width = samples.shape
    between = (size[0] if finer[0] else width, size[1] if finer[1] else height)
    return downsampled(upsampled(samples, finer, between), coarser)
