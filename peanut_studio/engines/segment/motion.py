"""A mask carried from one frame to the next along optical flow (DIS; Kroeger et al., ECCV 2016)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import FlowField, Frame, Mask, SoftMask
from peanut_studio.ops.motion import camera_motion, lengths, pixel_grid, project_grid, sample

DETAIL = 640 * 360
"""Flow is looked for in pictures of at most about so many pixels: motion is smooth, and pixels cost time."""

SMALLEST = 32
"""Sides of the pictures that flow is looked for in are at least this: DIS needs room for its patches."""


def eight_bit(frame: Frame) -> npt.NDArray[np.uint8]:
    """An 8 or 16 bit RGB frame (H, W, 3) as 8 bit."""
    if frame.dtype == np.uint16:
        return np.asarray(frame >> 8, np.uint8)
    return np.asarray(frame, np.uint8)


def reduce(frame: Frame, detail: int = DETAIL) -> npt.NDArray[np.uint8]:
    """The frame as 8 bit RGB with at most about `detail` pixels, never enlarged but to `SMALLEST` a side."""
    height, width = frame.shape[:2]
    scale = min(1.0, (detail / (height * width)) ** 0.5)
    size = (max(SMALLEST, round(width * scale)), max(SMALLEST, round(height * scale)))
    return np.asarray(cv2.resize(eight_bit(frame), size, interpolation=cv2.INTER_AREA), np.uint8)


OWN_MOTION = 2.5
"""Pixels, at width 432, that an object must move against the scenery to be told from it by that."""

STANDS = 0.35
"""What moves against the scenery by less than this part of what the object does, belongs to the scenery."""


MATCHED = 10
"""Grey levels by which a thing may differ from itself a frame ago; more, and the flow there means nothing."""


@dataclass(frozen=True, eq=False)
class Motion:
    """Where each pixel of the new frame was in the old one.

    `field` is float32 (h, w, 2) in pixels of the reduced picture, `error` uint8 (h, w) the grey levels by which what is
    there differs from what was there; `size` is the frame's own width and height.
    """

    field: FlowField
    size: tuple[int, int]
    error: npt.NDArray[np.uint8]

    @staticmethod
    def between(new: Frame, old: Frame) -> Motion:
        """Backward flow between two frames of one size."""
        pictures = [cv2.cvtColor(reduce(frame), cv2.COLOR_RGB2GRAY) for frame in (new, old)]
        search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        field = search.calc(pictures[0], pictures[1], None)  # type: ignore[call-overload]
        grid = pixel_grid(*field.shape[:2])
        error = np.asarray(cv2.absdiff(pictures[0], sample(pictures[1], grid + field)))
        return Motion(
            np.asarray(field, np.float32), (new.shape[1], new.shape[0]), np.asarray(cv2.blur(error, (5, 5)), np.uint8)
        )

    def carry(self, mask: Mask | SoftMask) -> SoftMask:
        """The old frame's mask (H, W) as it should lie on the new frame: float32 (H, W) in [0, 1]."""
        where = self._places
        soft = mask.astype(np.float32)
        return np.asarray(cv2.remap(soft, where[..., 0], where[..., 1], cv2.INTER_LINEAR), np.float32)

    def carry_counts(self, counts: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """The same for whole numbers, uint8 (H, W), which are not mixed; 0 for what has just come into sight."""
        where = self._places
        carried = np.asarray(cv2.remap(counts, where[..., 0], where[..., 1], cv2.INTER_NEAREST), np.uint8)
        return np.asarray(carried * self.recognised, np.uint8)

    def carry_votes(self, votes: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The same for any numbers, float32 (H, W), mixed; 0 for what has just come into sight."""
        where = self._places
        carried = cv2.remap(votes, where[..., 0], where[..., 1], cv2.INTER_LINEAR)
        return np.asarray(carried * self.recognised, np.float32)

    @cached_property
    def recognised(self) -> Mask:
        """Where what is there looks as it did a frame ago: bool (H, W)."""
        like = (self.error < MATCHED).astype(np.uint8)
        return np.asarray(cv2.resize(like, self.size, interpolation=cv2.INTER_NEAREST), np.bool_)

    @cached_property
    def _places(self) -> FlowField:
        width, height = self.size
        rows, columns = self.field.shape[:2]
        scale = np.array([width / columns, height / rows], np.float32)
        flow = cv2.resize(self.field, (width, height), interpolation=cv2.INTER_LINEAR) * scale
        return np.asarray(pixel_grid(height, width) + flow, np.float32)

    def carried(self, mask: Mask) -> Carried:
        """What can be said of the old frame's mask (H, W) on the new frame."""
        return Carried(self, mask)


@dataclass(frozen=True, eq=False)
class Carried:
    """The old frame's `mask` on the new frame; each answer is worked out once, when it is first asked for."""

    motion: Motion
    mask: Mask

    @cached_property
    def expected(self) -> Mask:
        """The mask as it should lie on the new frame, bool (H, W)."""
        return self._soft > 0.5

    @cached_property
    def scenery(self) -> Mask | None:
        """Where things move as the camera makes them, bool (H, W); None unless the mask moves otherwise.

        What has just come into sight was nowhere before and belongs neither here nor there.

        The camera's motion is the homography that most of the flow outside the mask obeys.
        """
        field, now = self.motion.field, self._reduced
        rows, columns = field.shape[:2]
        scale = columns / 432
        camera = project_grid(camera_motion(field, now, scale), rows, columns) - pixel_grid(rows, columns)
        own = lengths(field - camera)
        usual = float(np.median(own[now])) if now.any() else 0.0
        if usual < OWN_MOTION * scale:
            return None
        still = ((own < STANDS * usual) & (self.motion.error < MATCHED)).astype(np.uint8)
        return np.asarray(cv2.resize(still, self.motion.size, interpolation=cv2.INTER_NEAREST) > 0)

    @cached_property
    def shift(self) -> tuple[float, float]:
        """How far, in pixels to the right and down, most of the mask has moved; (0, 0) if it is empty.

        The median, so that an edge that flow got wrong or something that has come before the object counts little.
        """
        field, now = self.motion.field, self._reduced
        if not now.any():
            return 0.0, 0.0
        rows, columns = field.shape[:2]
        across, down = (float(np.median(field[..., axis][now])) for axis in (0, 1))
        return -across * self.motion.size[0] / columns, -down * self.motion.size[1] / rows

    @cached_property
    def _soft(self) -> SoftMask:
        return self.motion.carry(self.mask)

    @cached_property
    def _reduced(self) -> Mask:
        rows, columns = self.motion.field.shape[:2]
        return np.asarray(cv2.resize(self._soft, (columns, rows), interpolation=cv2.INTER_AREA) > 0.5)
