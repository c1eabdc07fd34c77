"""Motion as somebody looks at it: from the frame shown to the next, in colours."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.reader import ClipReader, open_clip
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import FlowField, Frame, Mask
from peanut_studio.ops.flow_colour import MotionLengths, colour_flow, draw_arrows, motion_around, round_scale
from peanut_studio.pipeline.choice import Choices, Workshop
from peanut_studio.pipeline.crop import resized
from peanut_studio.pipeline.flow import Thrifty

LONGEST = 960
"""Motion is measured on pictures whose longer side is no longer than this; nobody sees more of it."""

KEPT_BYTES = 96 << 20
FRAME_BYTES = 32 << 20
STILL = 0.3
"""Pixels a frame: where the ground beside a hole moves less, no other frame shows what is behind the object."""


@dataclass(frozen=True, eq=False)
class MotionPicture:
    """Motion from `frame` to the next: `field` is float32 (h, w, 2) in pixels of the clip, of which (w, h) may be less
    than the clip's size; `picture` shows it, `scale` pixels being the full colour. `beside` is how far the ground round
    the objects moves, None without objects; `typical` is the median of all.
    """

    frame: int
    field: FlowField
    picture: Frame
    scale: float
    beside: float | None
    typical: float

    @property
    def is_still(self) -> bool:
        """Whether what lies round the objects hardly moves."""
        return self.beside is not None and self.beside < STILL


class MotionViewing:
    """Measures motion where somebody looks, and keeps what was measured last. Not for two threads at once."""

    def __init__(self, path: Path, choices: Choices, weights: WeightStore | None = None) -> None:
        self._reader: ClipReader = open_clip(path, cache_bytes=FRAME_BYTES)
        made = Workshop(choices, weights or WeightStore()).flow()
        self._estimator = Thrifty(made.engine, made.info.id)
        self._fields: OrderedDict[int, FlowField] = OrderedDict()
        self._lengths = MotionLengths()
        self._seen: set[int] = set()
        self._scale = 1.0

    def picture(self, frame: int, tracks: Sequence[MaskTrack] = (), arrows: bool = False) -> MotionPicture | None:
        """The motion at a frame (at the last one: of that before), None in a clip of a single frame.

        Raises MediaError, MemoryExhausted or what the engine raises.
        """
        count = len(self._reader)
        if count < 2:
            return None
        start = min(frame, count - 2)
        field = self._field(start)
        height, width = field.shape[:2]
        picture = colour_flow(field, self._scale)
        if arrows:
            gain = max(1.0, 20 / self._scale) * width / self._reader.clip.width
            picture = draw_arrows(picture, field, max(12, width // 40), gain)
        hole: Mask = np.zeros((height, width), np.bool_)
        for track in tracks:
            small = cv2.resize(track.mask(frame).astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST)
            hole |= small.astype(np.bool_)
        beyond = max(8, width // 40)
        beside = motion_around(field, hole, beyond, beyond) if hole.any() else None
        typical = float(np.median(np.hypot(field[..., 0], field[..., 1])))
        return MotionPicture(frame, field, picture, self._scale, beside, typical)

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()

    def _field(self, start: int) -> FlowField:
        if start not in self._fields:
            first, second = (self._small(number) for number in (start, start + 1))
            field = self._estimator.flow(first, second)
            clip = self._reader.clip
            back = np.array([clip.width / field.shape[1], clip.height / field.shape[0]], np.float32)
            self._keep(start, np.asarray(field * back, np.float32))
        self._fields.move_to_end(start)
        return self._fields[start]

    def _keep(self, start: int, field: FlowField) -> None:
        self._fields[start] = field
        while len(self._fields) > max(1, KEPT_BYTES // field.nbytes):
            self._fields.popitem(last=False)
        if start not in self._seen:
            self._seen.add(start)
            self._lengths.add(field)
            # Never down again, so that one colour goes on meaning one motion.
            self._scale = max(self._scale, round_scale(self._lengths.percentile()))

    def _small(self, number: int) -> Frame:
        frame = self._reader[number]
        height, width = frame.shape[:2]
        shrink = LONGEST / max(height, width)
        if shrink >= 1:
            return frame
        return resized(frame, (max(2, round(width * shrink)), max(2, round(height * shrink))), cv2.INTER_AREA)
