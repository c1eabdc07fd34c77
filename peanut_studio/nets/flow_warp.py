"""Backward warping of feature maps by flow."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional


def flow_warp(features: Tensor, flow: Tensor, padding: Literal["zeros", "border"] = "zeros") -> Tensor:
    """`features` (N, C, H, W) sampled bilinearly at p + flow(p); flow (N, 2, H, W) in pixels, channel 0 = x.

    `padding` says what lies outside: nothing, or the edge going on. The places are reckoned in the flow's precision:
    half precision would miss by a quarter of a pixel at 1000.
    """
    height, width = flow.shape[-2:]
    columns = torch.arange(width, device=flow.device, dtype=flow.dtype) + flow[:, 0]
    rows = torch.arange(height, device=flow.device, dtype=flow.dtype)[:, None] + flow[:, 1]
    grid = torch.stack((2 * columns / max(width - 1, 1) - 1, 2 * rows / max(height - 1, 1) - 1), dim=-1)
    sampled = functional.grid_sample(
        features.to(grid.dtype), grid, mode="bilinear", padding_mode=padding, align_corners=True
    )
    return sampled.to(features.dtype)
