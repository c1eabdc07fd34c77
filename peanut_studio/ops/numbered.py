"""Things in a picture, outlined and numbered."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Frame, Mask
from peanut_studio.ops.mask_geometry import Bounds, inner_points
from peanut_studio.ops.overlay import eight_bit

COLOURS: tuple[tuple[int, int, int], ...] = (
    (255, 92, 122), (64, 196, 255), (126, 217, 87), (255, 190, 60), (190, 130, 255), (255, 140, 80), (70, 220, 190),
    (240, 120, 220), (200, 200, 90),
)  # fmt: skip


def numbered(frame: Frame, things: Sequence[tuple[Mask | Bounds, int, float]]) -> npt.NDArray[np.uint8]:
    """An 8-bit RGB copy of the frame with each thing, a bool (H, W) mask or a box, its number and its score on it."""
    shown = np.ascontiguousarray(eight_bit(frame)).copy()
    scale = max(0.45, max(shown.shape[:2]) / 1400)
    line = max(1, round(2 * scale))
    for thing, number, _ in reversed(things):
        colour = COLOURS[(number - 1) % len(COLOURS)]
        for drawn, width in (((0, 0, 0), 3 * line), (colour, line)):
            if isinstance(thing, np.ndarray):
                outlines, _ = cv2.findContours(thing.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
                cv2.drawContours(shown, outlines, -1, drawn, width, cv2.LINE_AA)
            else:
                x0, y0, x1, y1 = (round(side) for side in thing)
                cv2.rectangle(shown, (x0, y0), (x1, y1), drawn, width, cv2.LINE_AA)
    for thing, number, score in reversed(things):
        _write(shown, f"{number}  {score:.2f}", _middle(thing), scale, COLOURS[(number - 1) % len(COLOURS)])
    return shown


def _middle(thing: Mask | Bounds) -> tuple[float, float]:
    if isinstance(thing, np.ndarray):
        points = inner_points(thing, 1)
        return points[0] if points else (0.0, 0.0)
    return (thing[0] + thing[2]) / 2, (thing[1] + thing[3]) / 2


def _write(
    shown: npt.NDArray[np.uint8], text: str, at: tuple[float, float], scale: float, colour: tuple[int, int, int]
) -> None:
    """A label whose middle is at a place, kept inside the picture."""
    font, thick = cv2.FONT_HERSHEY_SIMPLEX, max(1, round(1.6 * scale))
    (width, height), _ = cv2.getTextSize(text, font, scale, thick)
    pad = round(7 * scale)
    x = int(np.clip(at[0] - width / 2, pad, max(pad, shown.shape[1] - width - pad)))
    y = int(np.clip(at[1] + height / 2, height + pad, max(height + pad, shown.shape[0] - pad)))
    cv2.rectangle(shown, (x - pad, y - height - pad), (x + width + pad, y + pad), colour, -1)
    cv2.putText(shown, text, (x, y), font, scale, (20, 20, 24), thick, cv2.LINE_AA)
