"""Motion as somebody looks at it: from the frame shown to the next, in colours."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np

from peanut_studio.engines import registry
from peanut_studio.engines.contract import FlowCompleter, FlowEstimator
from peanut_studio.engines.inpaint.propagation import Propagation
from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.reader import ClipReader, open_clip
from peanut_studio.model.mask_track import MaskTrack, TrackedMasks
from peanut_studio.model.picture import FlowField, Frame, FrameList, Frames, Mask, Masks
from peanut_studio.ops.flow_colour import MotionLengths, colour_flow, draw_arrows, motion_around, round_scale
from peanut_studio.pipeline.choice import AUTO, Choices, Workshop
from peanut_studio.pipeline.crop import resized
from peanut_studio.pipeline.hole import Hole
from peanut_studio.pipeline.thrifty import Thrifty

LONGEST = 960
"""Motion is measured on pictures whose longer side is no longer than this; nobody sees more of it."""

KEPT_BYTES = 96 << 20
FRAME_BYTES = 32 << 20
STILL = 0.3
"""Pixels a frame: where the ground beside a hole moves less, no other frame shows what is behind the object."""


PLAIN_COMPLETER = "propagation"

Measured: TypeAlias = tuple[int, int | None]
"""A frame, and of completed motion which masks it was completed behind."""


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


def completed_flow(frames: Frames, masks: Masks, first: int = 0, completer: FlowCompleter | None = None) -> FlowField:
    """The motion from frame `first` to the next as an inpainter works with it: completed behind the masks.

    float32 (H, W, 2), pixels of the frames; not a number where a new shot begins. `completer` says which inpainter,
    `flow_completer` finds the one that was chosen; None is `propagation` with DIS. Raises IndexError without a next
    frame, or what the engine raises.
    """
    return (completer or Propagation({}, "cpu")).completed_flow(frames, masks, first)


def flow_completer(
    choices: Choices, weights: WeightStore, estimator: FlowEstimator | None = None, fetch: bool = False
) -> FlowCompleter:
    """The chosen inpainter where it completes motion and its files are here, or may be fetched; else `propagation`,
    whose motion is measured by `estimator` (DIS). Raises WeightsError where they cannot be fetched.
    """
    name = choices.inpainter
    ready = name != PLAIN_COMPLETER and completes_flow(name)
    if ready and (fetch or registry.is_ready("inpaint", name, weights)):
        completer: FlowCompleter = Workshop(choices, weights).inpainter().engine
        return completer
    return Propagation({}, "cpu", estimator)


def completes_flow(inpainter: str) -> bool:
    """Whether that inpainter, which may be "auto", completes motion. Raises InputError when there is none so."""
    if inpainter == AUTO:
        return False
    return hasattr(registry.entry_class(registry.info("inpaint", inpainter)), "completed_flow")


class MotionViewing:
    """Measures motion where somebody looks, and keeps what was measured last. Not for two threads at once."""

    def __init__(self, path: Path, choices: Choices, weights: WeightStore | None = None) -> None:
        self._reader: ClipReader = open_clip(path, cache_bytes=FRAME_BYTES)
        self._choices, self._weights = choices, weights or WeightStore()
        made = Workshop(choices, self._weights).flow()
        self._estimator = Thrifty(made.engine, made.info.id)
        self._completer: FlowCompleter | None = None
        self._fields: OrderedDict[Measured, FlowField] = OrderedDict()
        self._lengths = MotionLengths()
        self._seen: set[int] = set()
        self._scale = 1.0

    def picture(
        self, frame: int, tracks: Sequence[MaskTrack] = (), arrows: bool = False, completed: bool = False
    ) -> MotionPicture | None:
        """The motion at a frame (at the last one: of that before), None in a clip of a single frame.

        With `completed` it is that with which the hole of `tracks` is filled, in the same colours; `beside` and
        `typical` are of the motion as measured all the same. Raises MediaError, MemoryExhausted or what the engine
        raises.
        """
        count = len(self._reader)
        if count < 2:
            return None
        start = min(frame, count - 2)
        measured = self._field(start)
        field = self._completed(start, tracks) if completed and tracks else measured
        height, width = field.shape[:2]
        picture = colour_flow(field, self._scale)
        if arrows:
            gain = max(1.0, 20 / self._scale) * width / self._reader.clip.width
            picture = draw_arrows(picture, field, max(12, width // 40), gain)
        hole: Mask = np.zeros((height, width), np.bool_)
        for track in tracks:
            hole |= shrunk(track.mask(frame), (width, height))
        beyond = max(8, width // 40)
        beside = motion_around(measured, hole, beyond, beyond) if hole.any() else None
        typical = float(np.median(np.hypot(measured[..., 0], measured[..., 1])))
        return MotionPicture(frame, field, picture, self._scale, beside, typical)

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()

    def _field(self, start: int) -> FlowField:
        key = (start, None)
        if key not in self._fields:
            self._keep(key, self._estimator.flow(*(self._small(number) for number in (start, start + 1))))
            self._learn(start, self._fields[key])
        self._fields.move_to_end(key)
        return self._fields[key]

    def _completed(self, start: int, tracks: Sequence[MaskTrack]) -> FlowField:
        """The motion that fills the hole; kept for as long as its masks stay the same."""
        hole, near = Hole(TrackedMasks(tuple(tracks))), range(max(0, start - 1), start + 2)
        key = (start, hash(tuple(track.runs.get(number) for track in tracks for number in near)))
        if key not in self._fields:
            if self._completer is None:
                self._completer = flow_completer(self._choices, self._weights, self._estimator)
            frames = [self._small(number) for number in near]
            size = (frames[0].shape[1], frames[0].shape[0])
            masks = [shrunk(hole[number], size) for number in near]
            self._keep(key, completed_flow(FrameList(frames), masks, len(near) - 2, self._completer))
        self._fields.move_to_end(key)
        return self._fields[key]

    def _keep(self, key: Measured, field: FlowField) -> None:
        """A field of small pictures, in pixels of the clip from now on."""
        clip = self._reader.clip
        back = np.array([clip.width / field.shape[1], clip.height / field.shape[0]], np.float32)
        self._fields[key] = np.asarray(field * back, np.float32)
        while len(self._fields) > max(2, KEPT_BYTES // self._fields[key].nbytes):
            self._fields.popitem(last=False)

    def _learn(self, start: int, field: FlowField) -> None:
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


def shrunk(mask: Mask, size: tuple[int, int]) -> Mask:
    """A mask at width and height `size`: what it touches there is inside."""
    if (mask.shape[1], mask.shape[0]) == size:
        return mask
    covered = cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    inside: Mask = np.asarray(covered) > 0
    return inside
