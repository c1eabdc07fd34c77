"""Pictures carried along flow from frame to frame (Zhou et al., ICCV 2023, section 3.2): nothing is learned."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional

CLOSE, LEAST = 0.01, 0.5
"""Flow there and back may differ by the one, times what it is, and the other (squares of pixels)."""

SOME = 0.1
"""How much of a hole may be brought along to a place that counts as known."""


def carried(picture: Tensor, flow: Tensor, kind: Literal["bilinear", "nearest"] = "bilinear") -> Tensor:
    """What lies at p + flow(p), 0 outside: pictures (N, C, H, W), flow (N, 2, H, W)."""
    height, width = flow.shape[-2:]
    columns = torch.arange(width, device=flow.device, dtype=flow.dtype) + flow[:, 0]
    rows = torch.arange(height, device=flow.device, dtype=flow.dtype)[:, None] + flow[:, 1]
    grid = torch.stack((2 * columns / max(width - 1, 1) - 1, 2 * rows / max(height - 1, 1) - 1), -1)
    return functional.grid_sample(picture, grid, mode=kind, padding_mode="zeros", align_corners=True)


def consistent(flow: Tensor, back: Tensor) -> Tensor:
    """1 where flow there and back leads home, (N, 1, H, W)."""
    home = carried(back, flow)
    apart = (flow + home).square().sum(1, keepdim=True)
    long = flow.square().sum(1, keepdim=True) + home.square().sum(1, keepdim=True)
    return (apart < CLOSE * long + LEAST).to(flow.dtype)


def propagated(pictures: Tensor, holes: Tensor, ahead: Tensor, back: Tensor) -> tuple[Tensor, Tensor]:
    """Pictures (T, 3, H, W), 0 in their holes (T, 1, H, W), filled from those after and then from those before.

    `ahead` and `back` (T - 1, 2, H, W) lead from each to the next and back. Gives pictures and what still is a hole.
    """
    count = len(pictures)
    for order in (range(count - 1, -1, -1), range(count)):
        forward = order.step > 0
        shown, hidden = [pictures[:1]] * count, [holes[:1]] * count
        for step, index in enumerate(order):
            picture, hole = pictures[index : index + 1], holes[index : index + 1]
            if step:
                other = index - 1 if forward else index + 1
                pair = min(index, other)
                flow, check = (back, ahead) if forward else (ahead, back)
                way, home = flow[pair : pair + 1], check[pair : pair + 1]
                known = consistent(way, home) * (carried(hidden[other], way) <= SOME)
                taken = hole * known
                picture = taken * carried(shown[other], way, "nearest") + (1 - taken) * picture
                hole = hole * (1 - known)
            shown[index], hidden[index] = picture, hole
        pictures, holes = torch.cat(shown), torch.cat(hidden)
    return pictures, holes
