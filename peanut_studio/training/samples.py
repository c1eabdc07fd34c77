"""Pairs to learn from, cut out of clips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from peanut_studio.training.degradation import Degradation, compressed, reduced
from peanut_studio.training.footage import Footage


@dataclass(frozen=True)
class Cutting:
    """How samples are cut: `frames` of them, `side` of the small picture in pixels, and how it is made small."""

    frames: int = 7
    side: int = 64
    scale: int = 4
    how: Degradation = "bicubic"
    compress: bool = False


class Samples:
    """Pairs (small, large), float32 (T, 3, h, w) and (T, 3, scale h, scale w). The n-th is always the same."""

    def __init__(self, clips: Sequence[Path], cutting: Cutting) -> None:
        self._cutting = cutting
        side = cutting.side * cutting.scale
        self._footage = Footage(clips, cutting.frames, (side, side))

    def __getitem__(self, number: int) -> tuple[Tensor, Tensor]:
        rng, cutting = np.random.default_rng(number), self._cutting
        reader = self._footage.reader(int(rng.integers(len(self._footage.clips))))
        side = cutting.side * cutting.scale
        first = int(rng.integers(len(reader) - cutting.frames + 1))
        x, y = (int(rng.integers(length - side + 1)) for length in reader.size)
        pictures = [reader[first + index][y : y + side, x : x + side] for index in range(cutting.frames)]
        peak = float(np.iinfo(pictures[0].dtype).max)
        large = torch.from_numpy(np.stack(pictures).astype(np.float32) / peak).permute(0, 3, 1, 2)
        large = _turned(large, rng)
        small = reduced(large, cutting.scale, cutting.how)
        return (compressed(small) if cutting.compress else small).contiguous(), large.contiguous()

    def close(self) -> None:
        """Let go of the files."""
        self._footage.close()


def _turned(frames: Tensor, rng: np.random.Generator) -> Tensor:
    """Mirrored, turned and run backwards by chance."""
    for axis in (0, 2, 3):
        if rng.random() < 0.5:
            frames = frames.flip(axis)
    return frames.transpose(2, 3) if rng.random() < 0.5 else frames
