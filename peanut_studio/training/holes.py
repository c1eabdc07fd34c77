"""Clips with holes to learn to fill: the holes are drawn at random, the truth behind them is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from peanut_studio.model.picture import Mask
from peanut_studio.training.footage import Footage


@dataclass(frozen=True)
class HoleCutting:
    """Samples of `local` consecutive frames and `references` from anywhere in the clip, of width and height `size`."""

    local: int = 5
    references: int = 3
    size: tuple[int, int] = (432, 240)


class HoleSamples:
    """Frames (T, 3, H, W) in [-1, 1], local ones first, and their holes (T, 1, H, W), 1 inside.

    The n-th is always the same.
    """

    def __init__(self, clips: Sequence[Path], cutting: HoleCutting) -> None:
        self._cutting = cutting
        self._footage = Footage(clips, cutting.local, cutting.size)

    def __getitem__(self, number: int) -> tuple[Tensor, Tensor]:
        rng, cutting = np.random.default_rng(number), self._cutting
        reader = self._footage.reader(int(rng.integers(len(self._footage.clips))))
        first = int(rng.integers(len(reader) - cutting.local + 1))
        chosen = [*range(first, first + cutting.local), *rng.integers(len(reader), size=cutting.references).tolist()]
        x, y = (int(rng.integers(have - wanted + 1)) for have, wanted in zip(reader.size, cutting.size, strict=True))
        width, height = cutting.size
        pictures = [reader[index][y : y + height, x : x + width] for index in chosen]
        peak = np.iinfo(pictures[0].dtype).max
        frames = torch.from_numpy(np.stack(pictures).astype(np.float32) * (2 / peak) - 1)
        hole = drawn(rng, cutting.size)
        speed = rng.uniform(-4, 4, 2) if rng.random() < 0.5 else np.zeros(2)
        holes = np.stack([moved(hole, speed * (index - first)) for index in chosen])
        return frames.permute(0, 3, 1, 2).contiguous(), torch.from_numpy(holes.astype(np.float32))[:, None]

    def close(self) -> None:
        """Let go of the files."""
        self._footage.close()


def drawn(rng: np.random.Generator, size: tuple[int, int]) -> Mask:
    """A blob as objects are, or as a careless hand draws: bool (height, width), a twentieth to a third of it."""
    width, height = size
    angles = np.sort(rng.uniform(0, 2 * np.pi, 12))
    reach = rng.uniform(0.4, 1, 12)[:, None] * np.array([width, height]) * rng.uniform(0.15, 0.33)
    middle = rng.uniform(0.25, 0.75, 2) * np.array([width, height])
    corners = middle + reach * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    canvas = np.zeros((height, width), np.uint8)
    cv2.fillPoly(canvas, [np.rint(corners).astype(np.int32)], (1,))
    cv2.ellipse(canvas, tuple(int(v) for v in middle), (width // 10, height // 10), 0, 0, 360, (1,), -1)
    found: Mask = canvas > 0
    return found


def moved(mask: Mask, by: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Mask:
    """The mask shifted by (x, y) pixels; what leaves the picture comes in on the other side."""
    found: Mask = np.roll(mask, (round(float(by[1])), round(float(by[0]))), axis=(0, 1))
    return found
