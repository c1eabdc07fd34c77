"""What BasicVSR and BasicVSR++ are both made of. Parameter names are those of the published checkpoints."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

SLOPE = 0.1
"""Of the leaky rectifiers."""


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions whose outcome is added to what came in: (N, C, H, W) -> the same, as precise as it came."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        change: Tensor = self.conv2(functional.relu(self.conv1(x.to(self.conv1.weight.dtype))))
        return x + change


class Trunk(nn.Module):
    """A convolution to `channels`, then residual blocks: (N, before, H, W) -> (N, channels, H, W)."""

    def __init__(self, before: int, channels: int, blocks: int) -> None:
        super().__init__()
        self.main = nn.Sequential(
            nn.Conv2d(before, channels, 3, padding=1),
            nn.LeakyReLU(SLOPE),
            nn.Sequential(*(ResidualBlock(channels) for _ in range(blocks))),
        )

    def forward(self, x: Tensor) -> Tensor:
        features: Tensor = self.main[:2](x.to(self._type))
        return self._added(features).to(self._type)

    def precise(self, x: Tensor) -> Tensor:
        """The same in whole numbers, where the network computes in bfloat16, the first convolution included.

        What adds up over the blocks and, carried along, over the frames would be rounded every time to 8 bits.
        """
        if self._type != torch.bfloat16:
            return self._added(self.main[:2](x.to(self._type)))
        first: nn.Conv2d = self.main[0]  # type: ignore[assignment]
        assert first.bias is not None
        features = functional.conv2d(x.float(), first.weight.float(), first.bias.float(), padding=1)
        return self._added(functional.leaky_relu(features, SLOPE))

    def _added(self, features: Tensor) -> Tensor:
        added: Tensor = self.main[2](features.float() if self._type == torch.bfloat16 else features)
        return added

    @property
    def _type(self) -> torch.dtype:
        return next(self.parameters()).dtype


def shuffled(x: Tensor) -> Tensor:
    """(N, 4 C, H, W) -> (N, C, 2 H, 2 W), rectified (Shi et al. 2016, sub-pixel convolution)."""
    return functional.leaky_relu(functional.pixel_shuffle(x, 2), SLOPE)


def enlarged(frames: Tensor) -> Tensor:
    """Pictures (N, C, H, W) bilinearly at four times their size: what the networks add their detail to."""
    return functional.interpolate(frames, scale_factor=4, mode="bilinear", align_corners=False)
