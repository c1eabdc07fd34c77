"""A made-up scene of which the truth is known: a camera pans over a texture, and a ball rolls through the picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Frame, Mask

SEED = 20


@dataclass(frozen=True)
class Scene:
    """`count` frames of `width` x `height` pixels; the same numbers on every machine, but for rounding."""

    width: int = 432
    height: int = 240
    count: int = 16

    def truth(self, index: int) -> Frame:
        """The frame without the ball: uint8 (H, W, 3)."""
        pan = np.array([[1, 0, 12 + 3.7 * index], [0, 1, 14 + 6 * np.sin(index / 7)]], np.float32)
        size = (self.width, self.height)
        return cv2.warpAffine(_ground(self), pan, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP).astype(np.uint8)

    def frame(self, index: int) -> Frame:
        """The frame with the ball: uint8 (H, W, 3)."""
        picture = self.truth(index).astype(np.float32)
        offset_x, offset_y, radius = self._from_centre(index)
        coverage = np.clip(radius - np.hypot(offset_x, offset_y) + 0.5, 0, 1)[..., None]
        turn = index / 5
        along = (offset_x * np.cos(turn) + offset_y * np.sin(turn)) / radius
        across = (offset_y * np.cos(turn) - offset_x * np.sin(turn)) / radius
        bright = np.clip(1.1 - 0.5 * np.hypot(offset_x / radius + 0.4, offset_y / radius + 0.4), 0.35, 1)
        stripe = np.where(np.abs(along) < 0.18, 1.0, 0.0) + np.where(np.abs(across) < 0.18, 1.0, 0.0)
        ball = np.where(stripe[..., None] > 0, (235, 75, 30), (215, 40, 35)) * bright[..., None]
        return np.rint(picture * (1 - coverage) + ball * coverage).astype(np.uint8)

    def mask(self, index: int) -> Mask:
        """Where the ball is: bool (H, W)."""
        offset_x, offset_y, radius = self._from_centre(index)
        return np.asarray(np.hypot(offset_x, offset_y) <= radius + 0.5, dtype=np.bool_)

    def centre(self, index: int) -> tuple[float, float]:
        """The middle of the ball, x and y in pixels."""
        return self.width * (0.22 + 0.018 * index), self.height * (0.62 - 0.12 * abs(np.sin(index / 4)))

    def sound(self, rate: int = 48000, frame_rate: int = 24) -> npt.NDArray[np.float32]:
        """A tone as long as the scene: float32 (samples,) in [-1, 1]."""
        time = np.arange(round(self.count * rate / frame_rate)) / rate
        return np.asarray(0.2 * np.sin(2 * np.pi * 440 * time) * (0.6 + 0.4 * np.sin(2 * np.pi * 2 * time)), np.float32)

    def _from_centre(self, index: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], float]:
        rows, columns = np.mgrid[: self.height, : self.width].astype(np.float64)
        x, y = self.centre(index)
        return columns - x, rows - y, self.height * 0.13


@lru_cache(maxsize=2)
def _ground(scene: Scene) -> npt.NDArray[np.uint8]:
    """What the camera pans over: a meadow under a cloudy sky, mottled at several sizes, with a fence."""
    height, width = scene.height + 40, scene.width + 40 + 4 * scene.count
    rng = np.random.default_rng(SEED)
    horizon = np.clip((np.arange(height) / height - 0.3) * 12, 0, 1)[:, None, None]
    ground = (1 - horizon) * np.array([150, 180, 215]) + horizon * np.array([105, 130, 70])
    ground = np.repeat(ground, width, axis=1).astype(np.float32)
    for cell, strength in ((64, 22), (24, 18), (9, 16), (4, 12)):
        grain = rng.normal(0, strength, (height // cell + 2, width // cell + 2, 3)).astype(np.float32)
        grain = 0.3 * grain + 0.7 * grain.mean(axis=-1, keepdims=True) * np.float32(1.7)
        ground += np.asarray(cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
    top, bottom = int(height * 0.42), int(height * 0.82)
    for y in (top + 14, bottom - 34):
        ground[y : y + 9] = 0.3 * ground[y : y + 9] + (95, 70, 45)
    for x in range(20, width, 46):
        ground[top:bottom, x : x + 11] = 0.3 * ground[top:bottom, x : x + 11] + (115, 85, 55)
        ground[top:bottom, x + 9 : x + 11] *= 0.6
    return np.asarray(np.clip(ground, 0, 255), np.uint8)
