"""Features of other frames brought into place by convolutions whose taps wander (deformable convolutions)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from peanut_studio.nets.deformable import deformed

GROUPS = 16
SLOPE = 0.1


class Alignment(nn.Module):
    """Features (N, taken, H, W) to (N, channels, H, W); taps wander by up to `reach` pixels, as `condition` says."""

    def __init__(self, taken: int, channels: int, told: int, reach: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(channels, taken, 3, 3))
        self.bias = nn.Parameter(torch.zeros(channels))
        nn.init.kaiming_uniform_(self.weight, a=5**0.5)
        self.conv_offset = nn.Sequential(
            nn.Conv2d(told, channels, 3, padding=1),
            nn.LeakyReLU(SLOPE),
            nn.Conv2d(channels, channels, 3, padding=1),
            nn.LeakyReLU(SLOPE),
            nn.Conv2d(channels, channels, 3, padding=1),
            nn.LeakyReLU(SLOPE),
            nn.Conv2d(channels, 27 * GROUPS, 3, padding=1),
        )
        self._reach = reach

    def forward(self, features: Tensor, condition: Tensor, flow: Tensor | None = None) -> Tensor:
        """With `flow` (N, 2, H, W) taps wander from where it leads."""
        told = self.conv_offset(condition)
        offset = self._reach * torch.tanh(told[:, : 18 * GROUPS])
        if flow is not None:
            # An offset is (y, x) for each of 9 taps of each group; a flow is (x, y).
            offset = offset + flow.flip(1).repeat(1, 9 * GROUPS, 1, 1)
        weights = torch.sigmoid(told[:, 18 * GROUPS :])
        return deformed(features, offset, weights, self.weight, self.bias)


def backbone(before: int, channels: int, slope: float = 0.2) -> nn.Sequential:
    """Two convolutions."""
    return nn.Sequential(
        nn.Conv2d(before, channels, 3, padding=1), nn.LeakyReLU(slope), nn.Conv2d(channels, channels, 3, padding=1)
    )
