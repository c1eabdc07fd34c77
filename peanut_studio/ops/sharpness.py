"""What a picture lost by being made small and large again, learned where the truth is known, and given back elsewhere.

A picture is a stack of bands, each with detail twice as coarse as the one before. How much of each is lacking is found
by least squares: what is added is what the lost detail most likely was, so that edges get back their steepness and
nothing else is made stronger.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Mask

Floats = npt.NDArray[np.float32]
SIGMAS = (0.7, 1.4, 2.8)
"""Of the blurs, in pixels, between which the bands lie."""

FEWEST = 400
"""Pixels from which it is judged; with fewer nothing is added."""

STRONGEST = 1.5
"""How many times a band may be added to itself."""

FIRM = 0.5
"""Added to the bands' variances, so that nothing is learned where there is no detail (0..255 scale)."""


def lacking(true: Floats, soft: Floats, where: Mask) -> Floats | None:
    """How many times each band of `soft` is to be added to it, to be most like `true` in the pixels `where`.

    Both float32 (H, W, 3), 0..255; the answer is float32 (bands,), 0 to `STRONGEST`. None where nothing is lacking, or
    too little is known.
    """
    if int(where.sum()) < FEWEST:
        return None
    grey = np.asarray(soft.mean(axis=2), np.float32)
    missing = np.asarray(true.mean(axis=2) - grey, np.float32)[where].astype(np.float64)
    if not missing.any():
        return None
    known = np.stack([band[where] for band in bands(grey)], axis=1).astype(np.float64)
    normal = known.T @ known / len(known) + FIRM * np.eye(len(SIGMAS))
    gains = np.linalg.solve(normal, known.T @ missing / len(known))
    return np.asarray(np.clip(gains, 0, STRONGEST), np.float32)


def sharpened(soft: Floats, gains: Floats) -> Floats:
    """A picture (H, W, 3) with so many times each of its bands added to it."""
    return soft + sum((gain * band for gain, band in zip(gains, bands(soft), strict=True)), np.zeros_like(soft))


def bands(picture: Floats) -> list[Floats]:
    """A picture (H, W[, C]) in bands, the finest first; what is coarser than all of them is left out."""
    blurred = [picture, *(cv2.GaussianBlur(picture, (0, 0), sigma) for sigma in SIGMAS)]
    return [np.asarray(finer - coarser, np.float32) for finer, coarser in pairwise(blurred)]
