"""A few small pictures of a clip, for a page that people look at."""

from __future__ import annotations

import base64
from collections.abc import Mapping

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Mask
from peanut_studio.ops.regions import Region
from peanut_studio.quality.frame_scores import eight_bits

MOST, SIDE, QUALITY = 48, 640, 85
"""Pictures of a strip at most, pixels of their longer side, quality of their JPEG."""


class Strip:
    """JPEG pictures of frames spread over `span`; memory does not grow with its length.

    `closer` are parts of them, where `near` names some: larger on the page, and of large footage less reduced.
    """

    def __init__(self, span: Span, near: Mapping[int, Region] | None = None) -> None:
        self.frames = frames_of(span)
        self.pictures: list[bytes] = []
        self.closer: list[bytes] = []
        self.size = (0, 0)
        self._near = near or {}

    def add(self, frame: int, picture: Frame, outline: Mask | None = None) -> None:
        """The next frame; kept where it belongs to the strip. The edge of `outline` is drawn into it."""
        if frame not in self.frames:
            return
        shown = np.array(eight_bits(picture), np.uint8)
        if outline is not None:
            lines, _ = cv2.findContours(outline.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
            cv2.drawContours(shown, lines, -1, (255, 80, 60), max(1, shown.shape[1] // 400))
        self.pictures.append(_jpeg(shown))
        self.size = _small_size(shown)
        if frame in self._near:
            self.closer.append(_jpeg(shown[self._near[frame].slices]))

    def addresses(self) -> list[str]:
        """The pictures as data addresses."""
        return _addresses(self.pictures)

    def closer_addresses(self) -> list[str]:
        """The parts as data addresses; none where there are no parts."""
        return _addresses(self.closer)


def frames_of(span: Span) -> tuple[int, ...]:
    """The frames that a strip of `span` shows."""
    return tuple(range(span.start, span.stop, max(1, -(-len(span) // MOST))))


def _small_size(picture: npt.NDArray[np.uint8]) -> tuple[int, int]:
    shrink = min(1.0, SIDE / max(picture.shape[:2]))
    return max(1, round(picture.shape[1] * shrink)), max(1, round(picture.shape[0] * shrink))


def _jpeg(picture: npt.NDArray[np.uint8]) -> bytes:
    small = cv2.resize(picture, _small_size(picture), interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", small[..., ::-1], (cv2.IMWRITE_JPEG_QUALITY, QUALITY))
    return data.tobytes()


def _addresses(pictures: list[bytes]) -> list[str]:
    return [f"data:image/jpeg;base64,{base64.b64encode(data).decode()}" for data in pictures]
