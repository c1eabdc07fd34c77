"""Large frames made small, as footage gets small: what an upscaler learns to undo."""

from __future__ import annotations

import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Literal, TypeAlias

import torch
from torch import Tensor
from torch.nn import functional

from peanut_studio.media.reader import open_clip
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.picture import Frame

Degradation: TypeAlias = Literal["bicubic", "blur"]
BLUR = 1.6
"""Sigma, in large pixels, of what the literature calls BD."""


def reduced(frames: Tensor, scale: int, how: Degradation) -> Tensor:
    """Frames (T, 3, H, W) in [0, 1] at 1/scale: bicubic with antialiasing, or blurred and then each n-th pixel."""
    if how == "bicubic":
        small = functional.interpolate(
            frames, scale_factor=1 / scale, mode="bicubic", align_corners=False, antialias=True
        )
        return small.clamp(0, 1)
    radius = int(3 * BLUR + 0.5)
    at = torch.arange(-radius, radius + 1, dtype=frames.dtype)
    line = torch.exp(-(at**2) / (2 * BLUR**2))
    kernel = torch.outer(line, line)
    kernel = (kernel / kernel.sum()).expand(3, 1, -1, -1)
    padded = functional.pad(frames, (radius,) * 4, mode="reflect")
    return functional.conv2d(padded, kernel, groups=3)[..., scale // 2 :: scale, scale // 2 :: scale]


def compressed(frames: Tensor) -> Tensor:
    """Frames (T, 3, H, W) in [0, 1] as H.264 leaves them; sides must be even."""
    pictures = to_pictures(frames)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        height, width = pictures[0].shape[:2]
        write_clip(path, iter(pictures), (width, height), Fraction(25))
        with open_clip(path) as reader:
            back = [torch.from_numpy(reader[index]) for index in range(len(pictures))]
    return torch.stack(back).permute(0, 3, 1, 2).float() / 255


def to_pictures(frames: Tensor) -> list[Frame]:
    """Tensors (T, 3, H, W) in [0, 1] as 8-bit pictures."""
    return list((frames.clamp(0, 1) * 255).round().permute(0, 2, 3, 1).to(torch.uint8).numpy())
