"""Flow-guided deformable alignment of BasicVSR++: offsets are learned as small departures from optical flow."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from peanut_studio.nets.deformable import deformed
from peanut_studio.nets.vsr_parts import SLOPE

GROUPS = 16
REACH = 10
"""Pixels by which an offset may depart from the flow."""


class FlowAlignment(nn.Module):
    """Features of two frames (1, 2 C, H, W) brought into place and joined: (1, C, H, W).

    `condition` (1, 3 C, H, W) holds the first one warped, what is to be matched, and the second one warped. The first
    half of the groups follows `flow_first`, the other half `flow_second`, (1, 2, H, W), channel 0 = x.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(channels, 2 * channels, 3, 3))
        self.bias = nn.Parameter(torch.zeros(channels))
        nn.init.kaiming_uniform_(self.weight, a=5**0.5)
        last = nn.Conv2d(channels, 27 * GROUPS, 3, padding=1)
        # Untrained it warps by the flow alone.
        nn.init.zeros_(last.weight)
        if last.bias is not None:
            nn.init.zeros_(last.bias)
        self.conv_offset = nn.Sequential(
            nn.Conv2d(3 * channels + 4, channels, 3, padding=1),
            nn.LeakyReLU(SLOPE),
            nn.Conv2d(channels, channels, 3, padding=1),
            nn.LeakyReLU(SLOPE),
            nn.Conv2d(channels, channels, 3, padding=1),
            nn.LeakyReLU(SLOPE),
            last,
        )

    def forward(self, features: Tensor, condition: Tensor, flow_first: Tensor, flow_second: Tensor) -> Tensor:
        flows = (flow_first.to(condition.dtype), flow_second.to(condition.dtype))
        told = self.conv_offset(torch.cat((condition, *flows), dim=1)).to(flow_first.dtype)
        change, weights = told[:, : 18 * GROUPS], told[:, 18 * GROUPS :]
        # An offset is (y, x) for each of 9 taps of each group; a flow is (x, y).
        places = [flow.flip(1).repeat(1, 9 * GROUPS // 2, 1, 1) for flow in (flow_first, flow_second)]
        offset = REACH * torch.tanh(change) + torch.cat(places, dim=1)
        # Places need whole precision, as in `flow_warp`.
        taken, weight, bias = (x.to(offset.dtype) for x in (features, self.weight, self.bias))
        return deformed(taken, offset, torch.sigmoid(weights), weight, bias).to(features.dtype)
