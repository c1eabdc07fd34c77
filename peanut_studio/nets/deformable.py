"""Deformable convolution (Dai et al., ICCV 2017; with weighted taps: Zhu et al., CVPR 2019), quick on processors too.

torchvision's runs on one core of a processor and gathers sample by sample. Here `grid_sample` gathers, which does so on
all cores and several samples at a time: 48 ms for 225 (256 channels of 108 x 60 to 128, two cores).
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional
from torchvision.ops import deform_conv2d

TOGETHER = 4
"""Groups whose samples are in memory at once."""
TAPS = tuple((row, column) for row in (-1, 0, 1) for column in (-1, 0, 1))


def deformed(features: Tensor, offset: Tensor, weights: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """A convolution of 3 x 3 taps that wander, each group of channels by its own: (N, C, H, W) to (N, D, H, W).

    `offset` (N, G * 9 * 2, H, W) is what each tap of each group is away from its place, (y, x) in pixels; `weights`
    (N, G * 9, H, W) is what it counts. `weight` is (D, C, 3, 3), `bias` (D,). Outside of the map all is 0.
    """
    if features.device.type != "cpu":
        return deform_conv2d(features, offset, weight, bias, padding=(1, 1), mask=weights)
    count, channels, height, width = features.shape
    groups = weights.shape[1] // len(TAPS)
    maps = features.reshape(count, groups, channels // groups, height, width)
    taps = torch.tensor(TAPS, dtype=offset.dtype).T[..., None, None]
    rows = taps[0] + torch.arange(height, dtype=offset.dtype)[:, None]
    columns = taps[1] + torch.arange(width, dtype=offset.dtype)
    away = offset.reshape(count, groups, len(TAPS), 2, height, width)
    counts = weights.reshape(count, groups, 1, len(TAPS), height, width)
    kernel = weight.reshape(len(weight), groups, -1)
    found = bias[:, None].expand(count, -1, height * width)
    for first in range(0, groups, TOGETHER):
        part = slice(first, first + TOGETHER)
        # In parts of the map, whose sides are -1 and 1.
        y = (away[:, part, :, 0] + rows) * (2 / height) + (1 / height - 1)
        x = (away[:, part, :, 1] + columns) * (2 / width) + (1 / width - 1)
        grid = torch.stack((x, y), dim=-1).flatten(2, 3).flatten(0, 1)
        samples = functional.grid_sample(maps[:, part].flatten(0, 1), grid, align_corners=False)
        samples = samples.view(count, -1, channels // groups, len(TAPS), height, width) * counts[:, part]
        found = found + kernel[:, part].flatten(1) @ samples.flatten(1, 3).flatten(2)
    return found.view(count, -1, height, width)
