"""Pictures of windows in 256 colours, so that their files are small and what is flat stays exact."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage, qRgb

FLAT, ROUNDS = 96, 6
"""So many of the most frequent colours are kept as they are; the rest of the 256 are means of all others."""

Pixels = npt.NDArray[np.uint8]


def in_few_colours(picture: QImage) -> QImage:
    """The picture with a palette of its own."""
    picture = picture.convertToFormat(QImage.Format.Format_RGB888)
    height, width = picture.height(), picture.width()
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(height, picture.bytesPerLine())
    pixels = rows[:, : 3 * width].reshape(-1, 3)
    colours, where, counts = np.unique(
        pixels.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32), return_inverse=True, return_counts=True
    )
    known = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1).astype(np.float32)
    palette = _palette(known, counts)
    nearest = np.empty(len(known), np.uint8)
    for start in range(0, len(known), 4096):
        apart = ((known[start : start + 4096, None] - palette[None]) ** 2).sum(axis=-1)
        nearest[start : start + 4096] = apart.argmin(axis=1)
    indices = nearest[where.reshape(-1)].reshape(height, width)
    made = QImage(indices.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
    made.setColorTable([qRgb(*(round(float(part)) for part in colour)) for colour in palette])
    return made.copy()


def _palette(known: npt.NDArray[np.float32], counts: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    order = np.argsort(-counts)
    flat, others = known[order[:FLAT]], known[order[FLAT:]]
    if len(others) <= 256 - FLAT:
        return np.concatenate([flat, others])
    sample = others[np.random.default_rng(0).permutation(len(others))[:20000]]
    stop = (cv2.TERM_CRITERIA_MAX_ITER, ROUNDS, 0.0)
    cv2.setRNGSeed(1)
    _, _, means = cv2.kmeans(sample, 256 - FLAT, None, stop, 1, cv2.KMEANS_PP_CENTERS)  # type: ignore[call-overload]
    return np.concatenate([flat, np.asarray(means, np.float32)])
