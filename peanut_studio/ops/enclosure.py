"""What lies around a hidden pixel, seen from it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Mask

DIRECTIONS = 12
SMOOTHING = 0.8
"""Sigma, in steps."""


def enclosure(labels: Mask, known: Mask, step: int) -> npt.NDArray[np.float32]:
    """The share of twelve directions in which the first known pixel carries the label; float32 (H, W) in [0, 1].

    labels and known bool (H, W). 0 where known, and in a direction that leaves the picture. Worked out on every
    `step`-th pixel of every `step`-th row.
    """
    height, width = known.shape
    seen = known[::step, ::step]
    marked = labels[::step, ::step] & seen
    rows, columns = np.nonzero(~seen)
    share = np.zeros(seen.shape, np.float32)
    if len(rows) == 0 or not marked.any():
        return np.zeros((height, width), np.float32)
    hits = np.zeros(len(rows), np.int32)
    for angle in np.arange(DIRECTIONS) * (2 * np.pi / DIRECTIONS):
        hits += _first_known(seen, marked, rows, columns, float(np.sin(angle)), float(np.cos(angle)))
    share[rows, columns] = hits / DIRECTIONS
    hidden = (~seen).astype(np.float32)
    # Twelve rays are few: beside each other they say different things, which must not be seen as squares.
    total, weight = (cv2.GaussianBlur(plane, (0, 0), SMOOTHING) for plane in (share, hidden))
    smooth = hidden * total / np.maximum(weight, 1e-6)
    total, weight = (cv2.resize(plane, (width, height), interpolation=cv2.INTER_LINEAR) for plane in (smooth, hidden))
    return np.asarray(np.where(known, 0, total / np.maximum(weight, 1e-6)), np.float32)


def _first_known(
    seen: Mask, marked: Mask, rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp], down: float, right: float
) -> npt.NDArray[np.int32]:
    """For each place, 1 where the first known pixel that way is marked."""
    height, width = seen.shape
    found = np.zeros(len(rows), np.int32)
    waiting = np.arange(len(rows))
    for reach in range(1, max(height, width)):
        y = np.rint(rows[waiting] + reach * down).astype(np.intp)
        x = np.rint(columns[waiting] + reach * right).astype(np.intp)
        inside = (y >= 0) & (y < height) & (x >= 0) & (x < width)
        waiting, y, x = waiting[inside], y[inside], x[inside]
        arrived = seen[y, x]
        found[waiting[arrived]] = marked[y[arrived], x[arrived]]
        waiting = waiting[~arrived]
        if not len(waiting):
            break
    return found
