"""Synthetic scenes of which the truth behind the hole is known."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Hidden = npt.NDArray[np.bool_]


def texture(height: int, width: int, seed: int = 1) -> Picture:
    """Something to hold on to: noise at several scales, uint8 (height, width, 3)."""
    rng = np.random.default_rng(seed)
    total = np.zeros((height, width, 3), np.float32)
    for step, strength in ((64, 70), (24, 50), (8, 30), (3, 12)):
        grid = rng.normal(0, 1, (height // step + 2, width // step + 2, 3)).astype(np.float32)
        total += strength * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(total + 128, 0, 255).astype(np.uint8)


def pan(count: int, size: tuple[int, int], speed: float, seed: int = 1) -> list[Picture]:
    """A camera that pans over a texture by `speed` pixels a frame."""
    width, height = size
    wall = texture(height + 8, width + int(abs(speed) * count) + 8, seed)
    frames = []
    for t in range(count):
        shift = np.array([[1, 0, -speed * t], [0, 1, 0]], np.float32)
        frames.append(np.asarray(cv2.warpAffine(wall, shift, (width, height), flags=cv2.INTER_CUBIC), np.uint8))
    return frames


def discs(count: int, size: tuple[int, int], radius: int, speed: float = 0.0) -> list[Hidden]:
    """A disc that starts a third of the way and moves by `speed` pixels a frame."""
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    middle = size[1] / 2
    return [(x - size[0] / 3 - speed * t) ** 2 + (y - middle) ** 2 <= radius**2 for t in range(count)]


def blackened(frames: list[Picture], masks: list[Hidden]) -> list[Picture]:
    """The frames without what the masks hide, so that a filler cannot peep."""
    return [np.where(mask[..., None], 0, frame).astype(np.uint8) for frame, mask in zip(frames, masks, strict=True)]
