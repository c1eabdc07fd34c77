"""A few small pictures of a clip, for a page that people look at."""

from __future__ import annotations

import base64

import cv2
import numpy as np

from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Mask
from peanut_studio.quality.frame_scores import eight_bits

MOST, SIDE, QUALITY = 48, 640, 85
"""Pictures of a strip at most, pixels of their longer side, quality of their JPEG."""


class Strip:
    """JPEG pictures of frames spread over `span`; memory does not grow with its length."""

    def __init__(self, span: Span) -> None:
        step = max(1, -(-len(span) // MOST))
        self.frames = tuple(range(span.start, span.stop, step))
        self.pictures: list[bytes] = []
        self.size = (0, 0)

    def add(self, frame: int, picture: Frame, outline: Mask | None = None) -> None:
        """The next frame; kept where it belongs to the strip. The edge of `outline` is drawn into it."""
        if frame not in self.frames:
            return
        shown = np.array(eight_bits(picture), np.uint8)
        if outline is not None:
            lines, _ = cv2.findContours(outline.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
            cv2.drawContours(shown, lines, -1, (255, 80, 60), max(1, shown.shape[1] // 400))
        shrink = min(1.0, SIDE / max(shown.shape[:2]))
        self.size = max(1, round(shown.shape[1] * shrink)), max(1, round(shown.shape[0] * shrink))
        small = cv2.resize(shown, self.size, interpolation=cv2.INTER_AREA)
        _, data = cv2.imencode(".jpg", small[..., ::-1], (cv2.IMWRITE_JPEG_QUALITY, QUALITY))
        self.pictures.append(data.tobytes())

    def addresses(self) -> list[str]:
        """The pictures as data addresses."""
        return [f"data:image/jpeg;base64,{base64.b64encode(data).decode()}" for data in self.pictures]
