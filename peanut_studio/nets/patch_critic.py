"""Temporal PatchGAN (Chang et al., ICCV 2019): tells real stretches of video from made ones, patch by patch."""

from __future__ import annotations

from itertools import pairwise

from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

WIDTHS = (3, 64, 128, 256, 256, 256, 256)


class PatchCritic(nn.Module):
    """Frames (T, 3, H, W) in [-1, 1] to scores (1, C, T, H / 64, W / 64), above 0 for real ones.

    Six convolutions over time and space, the weights normalised by their largest singular value (Miyato et al. 2018).
    """

    def __init__(self, share: float = 1.0) -> None:
        super().__init__()
        widths = (WIDTHS[0], *(max(1, int(width * share)) for width in WIDTHS[1:]))
        layers: list[nn.Module] = []
        for number, (before, after) in enumerate(pairwise(widths)):
            last = number == len(widths) - 2
            conv = nn.Conv3d(before, after, (3, 5, 5), stride=(1, 2, 2), padding=(1, 2, 2), bias=last)
            layers += [conv] if last else [spectral_norm(conv), nn.LeakyReLU(0.2)]
        self.conv = nn.Sequential(*layers)

    def forward(self, frames: Tensor) -> Tensor:
        scores: Tensor = self.conv(frames.transpose(0, 1)[None])
        return scores
