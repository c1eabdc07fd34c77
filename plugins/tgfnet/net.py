"""TGF-Net (Liu, Li and Zhu, "Temporal Group Fusion Network for Deep Video Inpainting", IEEE TCSVT 2022).

Its authors published neither program nor weights; this is built from what the paper says of it. A target frame and each
of its reference frames make a group. References are aligned coarsely, frames encoded into a pyramid, each group fused
at each scale, the groups weighed against each other place by place, and the outcome decoded.

Where the description that this was built from is silent, it was decided here:

- Alignment is one affine motion a reference, fitted to where described places find their like (`alignment`).
  References are moved as pictures, before they are encoded.
- The encoder has 2 + 2 + 3 convolutions with 32, 64 and 128 channels at 1/2, 1/4 and 1/8 (`width` is the first).
- The three streams of a fusion have kernels of 3, 5 and 7 and half as many channels as their scale: a third of the
  work.
- Within the hole the fused features replace the target's, (1 - M) F + M FF, at every scale, and all three go to the
  decoder: the coarsest is enlarged, joined with the next finer by concatenation, and so on. M is the hole, a place
  being inside as soon as a pixel of it is.
- The decoder makes pictures at 1/4, 1/2 and full size, for the loss of the pyramid; the last step up is sub-pixel.
- Activations are leaky (0.2); there is no normalisation, so weights begin as He et al. (ICCV 2015) tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from .alignment import Alignment, aligned

WIDTH = 32
KERNELS = (3, 5, 7)
PLANE_LAYERS = 5
SLOPE = 0.2
MULTIPLE = 8
FAINT = 0.01
"""Of the layers that show pictures: the first ones are grey."""

Pyramid = tuple[Tensor, Tensor, Tensor]
"""At 1/2, 1/4 and 1/8 of the size."""


def conv(before: int, after: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    """A convolution and its activation."""
    return nn.Sequential(nn.Conv2d(before, after, kernel, stride, kernel // 2), nn.LeakyReLU(SLOPE))


class Encoder(nn.Module):
    """Pictures with their holes (N, 4, H, W) to features at three scales."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.to_half = nn.Sequential(conv(4, width, stride=2), conv(width, width))
        self.to_quarter = nn.Sequential(conv(width, 2 * width, stride=2), conv(2 * width, 2 * width))
        self.to_eighth = nn.Sequential(
            conv(2 * width, 4 * width, stride=2), conv(4 * width, 4 * width), conv(4 * width, 4 * width)
        )

    def forward(self, seen: Tensor) -> Pyramid:
        half = self.to_half(seen)
        quarter = self.to_quarter(half)
        return half, quarter, self.to_eighth(quarter)


class Stream(nn.Module):
    """Groups (N, C, 2, H, W) through one convolution over both frames and five within the picture, of one kernel."""

    def __init__(self, channels: int, inner: int, kernel: int) -> None:
        super().__init__()
        margin = kernel // 2
        self.across = nn.Conv3d(channels, inner, (2, kernel, kernel), padding=(0, margin, margin))
        self.within = nn.Sequential(*(conv(inner, inner, kernel) for _ in range(PLANE_LAYERS)))

    def forward(self, groups: Tensor) -> Tensor:
        result: Tensor = self.within(functional.leaky_relu(self.across(groups)[:, :, 0], SLOPE))
        return result


class Fusion(nn.Module):
    """Of one scale: within each group at three ranges, then over the groups, place by place."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        inner = channels // 2
        self.streams = nn.ModuleList(Stream(channels, inner, kernel) for kernel in KERNELS)
        self.join = nn.Conv2d(len(KERNELS) * inner, channels, 1)
        self.attention = nn.Conv2d(channels, 1, 3, padding=1)

    def forward(self, target: Tensor, references: Tensor) -> Tensor:
        """What the groups of a target (1, C, H, W) and its references (N, C, H, W) tell together, (1, C, H, W)."""
        groups = torch.stack((references, target.expand_as(references)), 2)
        fused = self.join(torch.cat([stream(groups) for stream in self.streams], 1))
        shares = torch.softmax(self.attention(fused), 0)
        together: Tensor = (shares * fused).sum(0, keepdim=True)
        return together


class Decoder(nn.Module):
    """Features at three scales to pictures (N, 3, ...) in [-1, 1] at 1/4, 1/2 and full size."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.coarse = nn.Sequential(conv(4 * width, 2 * width), conv(2 * width, 2 * width))
        self.middle = nn.Sequential(conv(4 * width, 2 * width), conv(2 * width, width))
        self.fine = nn.Sequential(conv(2 * width, 2 * width), conv(2 * width, 2 * width))
        self.larger = nn.Sequential(
            nn.Conv2d(2 * width, 4 * width, 3, padding=1), nn.PixelShuffle(2), conv(width, width)
        )
        self.pictures = nn.ModuleList(nn.Conv2d(before, 3, 3, padding=1) for before in (width, 2 * width, width))

    def forward(self, half: Tensor, quarter: Tensor, eighth: Tensor) -> Pyramid:
        middle = self.middle(torch.cat((_doubled(self.coarse(eighth)), quarter), 1))
        fine = self.fine(torch.cat((_doubled(middle), half), 1))
        stages = (middle, fine, self.larger(fine))
        quarter, half, full = (torch.tanh(show(stage)) for show, stage in zip(self.pictures, stages, strict=True))
        return quarter, half, full


def _doubled(features: Tensor) -> Tensor:
    return functional.interpolate(features, scale_factor=2, mode="bilinear", align_corners=False)


@dataclass(frozen=True, eq=False)
class Outcome:
    """Pictures (1, 3, ...) in [-1, 1] at 1/4, 1/2 and full size, and the references (N, 4, H, W) as aligned."""

    pyramid: Pyramid
    brought: Tensor

    @property
    def picture(self) -> Tensor:
        """The one at full size."""
        return self.pyramid[-1]


class TgfNet(nn.Module):
    """The whole network."""

    def __init__(self, width: int = WIDTH) -> None:
        super().__init__()
        self.alignment = Alignment(width)
        self.encoder = Encoder(width)
        self.fusions = nn.ModuleList(Fusion(width * scale) for scale in (1, 2, 4))
        self.decoder = Decoder(width)
        for part in self.modules():
            if isinstance(part, nn.Conv2d | nn.Conv3d):
                nn.init.kaiming_normal_(part.weight, SLOPE)
        for show in self.decoder.pictures:
            nn.init.normal_(show.get_parameter("weight"), std=FAINT)

    def forward(self, target: Tensor, references: Sequence[Tensor]) -> Outcome:
        """Fill a target (1, 4, H, W): a picture in [-1, 1], its hole 0, and the hole, 1 inside.

        References are of the same kind, one at least: a clip of a single frame gives the target itself. Sides are
        multiples of 8.
        """
        others = torch.cat(list(references))
        with torch.autocast(target.device.type, enabled=False):
            # A place is found to a fraction of a pixel: that wants whole numbers.
            brought = aligned(others, self.alignment(target, others))
        mine, theirs = self.encoder(target), self.encoder(brought)
        together = []
        for fuse, here, there in zip(self.fusions, mine, theirs, strict=True):
            hole = functional.adaptive_max_pool2d(target[:, 3:], here.shape[-2:])
            together.append((1 - hole) * here + hole * fuse(here, there))
        return Outcome(self.decoder(*together), brought)
