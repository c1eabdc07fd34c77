"""E2FGVI (Li et al., "Towards an end-to-end framework for flow-guided video inpainting", CVPR 2022).

Flow is measured between masked frames at a quarter of their size, which a SPyNet trained with the rest completes as it
goes; features follow it from frame to frame; a transformer looks at consecutive and at far frames together; a decoder
gives pictures. Parameter names are those of the published checkpoints of E2FGVI and E2FGVI-HQ.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from peanut_studio.nets.flow_propagation import FlowPropagation
from peanut_studio.nets.focal_transformer import WINDOW, FocalBlock, SoftComposition, SoftSplit
from peanut_studio.nets.spynet import SpyNet

CHANNELS, WIDTH, BLOCKS = 128, 512, 8
SLOPE = 0.2
SIZE = (240, 432)
"""Height and width that E2FGVI works at."""
REDUCTION = 4
MULTIPLE = (REDUCTION * 3 * WINDOW[0], REDUCTION * 3 * WINDOW[1])
"""What height and width must be multiples of: (60, 108)."""


class Encoder(nn.Module):
    """Pictures (N, 3, H, W) to features (N, 128, H / 4, W / 4)."""

    def __init__(self) -> None:
        super().__init__()
        # Channels in and out, stride, groups. From the sixth on the fourth's output joins in, group by group.
        shapes = [
            (3, 64, 2, 1),
            (64, 64, 1, 1),
            (64, 128, 2, 1),
            (128, 256, 1, 1),
            (256, 384, 1, 1),
            (640, 512, 1, 2),
            (768, 384, 1, 4),
            (640, 256, 1, 8),
            (512, CHANNELS, 1, 1),
        ]
        layers: list[nn.Module] = []
        for before, after, stride, groups in shapes:
            layers += [nn.Conv2d(before, after, 3, stride, 1, groups=groups), nn.LeakyReLU(SLOPE)]
        self.layers = nn.Sequential(*layers)

    def forward(self, pictures: Tensor) -> Tensor:
        x = self.layers[:8](pictures)
        early, x = x, self.layers[8:10](x)
        for number in range(10, len(self.layers), 2):
            groups = self.layers[number].groups
            parts = [part.unflatten(1, (groups, -1)) for part in (early, x)]
            x = self.layers[number : number + 2](torch.cat(parts, dim=2).flatten(1, 2))
        features: Tensor = x
        return features


class Doubling(nn.Module):
    """Twice the size, bilinearly, then a convolution: (N, C, H, W) -> (N, D, 2 H, 2 W)."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(before, after, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        larger = functional.interpolate(x, scale_factor=2, mode="bilinear", align_corners=True)
        found: Tensor = self.conv(larger)
        return found


def to_pictures(channels: int, between: int) -> nn.Sequential:
    """Features (N, channels, H, W) to pictures (N, 3, 4 H, 4 W), as STTN, E2FGVI and ProPainter have it."""
    return nn.Sequential(
        Doubling(channels, between),
        nn.LeakyReLU(SLOPE),
        nn.Conv2d(between, 64, 3, padding=1),
        nn.LeakyReLU(SLOPE),
        Doubling(64, 64),
        nn.LeakyReLU(SLOPE),
        nn.Conv2d(64, 3, 3, padding=1),
    )


class E2fgvi(nn.Module):
    """Holes of a sequence filled. With `any_size` it is E2FGVI-HQ, whose sides are any multiples of (60, 108).

    Pictures are RGB in [-1, 1], their holes 0. The stages stand alone, so that what is known of a frame (`encode`) and
    of a pair of frames (`flow`) can be kept from one stretch of frames to the next. `width` of the tokens and `blocks`
    are those of the published networks unless said.
    """

    def __init__(self, *, any_size: bool, width: int = WIDTH, blocks: int = BLOCKS) -> None:
        super().__init__()
        size = None if any_size else (SIZE[0] // REDUCTION, SIZE[1] // REDUCTION)
        self.encoder = Encoder()
        self.decoder = to_pictures(CHANNELS, CHANNELS)
        self.feat_prop_module = FlowPropagation(CHANNELS)
        self.ss = SoftSplit(CHANNELS, width)
        self.sc = SoftComposition(CHANNELS, width, size)
        self.transformer = nn.ModuleList(FocalBlock(width) for _ in range(blocks))
        self.update_spynet = SpyNet("conv_module")

    def forward(self, frames: Tensor, local: int) -> Tensor:
        """Frames (T, 3, H, W), the first `local` of them consecutive, the others from elsewhere -> (local, 3, H, W)."""
        small = reduced(frames[:local])
        ahead = [small[:0, :2], *(self.flow(small[i : i + 1], small[i + 1 : i + 2]) for i in range(local - 1))]
        back = [small[:0, :2], *(self.flow(small[i + 1 : i + 2], small[i : i + 1]) for i in range(local - 1))]
        features = self.encode(frames)
        return self.decode(self.completed(features[:local], features[local:], torch.cat(ahead), torch.cat(back)))

    def encode(self, frames: Tensor) -> Tensor:
        """(N, 3, H, W) -> (N, 128, H / 4, W / 4)."""
        features: Tensor = self.encoder(frames.to(self.ss.embedding.weight.dtype))
        return features

    def flow(self, first: Tensor, second: Tensor) -> Tensor:
        """Completed flow between frames (N, 3, h, w) as `reduced` gives them: (N, 2, h, w), pixels at that size."""
        flow: Tensor = self.update_spynet(first, second)
        return flow

    def completed(self, local: Tensor, references: Tensor, ahead: Tensor, back: Tensor) -> Tensor:
        """Features of consecutive frames (L, 128, h, w), their holes filled; `decode` makes pictures of them.

        It takes what `encode` gave for them and for other frames, and the flow between the former, (L - 1, 2, h, w),
        from each to the next and to the one before.
        """
        count, size = len(local), local.shape[-2:]
        local = self.feat_prop_module(local, ahead, back)
        seen = self.transformed(self.ss(torch.cat((local, references))), size, count)
        filled: Tensor = local + self.sc(seen, size)
        return filled

    def transformed(self, tokens: Tensor, size: torch.Size, wanted: int) -> Tensor:
        """Tokens (T, rows, columns, 512) of features of `size` -> those of the first `wanted` frames."""
        for number, block in enumerate(self.transformer, start=1):
            tokens = block(tokens, size, wanted if number == len(self.transformer) else len(tokens))
        return tokens

    def decode(self, features: Tensor) -> Tensor:
        """(N, 128, h, w) -> (N, 3, 4 h, 4 w) in [-1, 1]. One at a time: large maps are short-lived."""
        laid = features.contiguous(memory_format=torch.channels_last)
        return torch.cat([torch.tanh(self.decoder(one)) for one in torch.split(laid, 1)])


def reduced(frames: Tensor) -> Tensor:
    """Frames in [-1, 1] at a quarter of their size, in [0, 1]: what flow is measured on."""
    size = (frames.shape[-2] // REDUCTION, frames.shape[-1] // REDUCTION)
    return functional.interpolate((frames + 1) / 2, size, mode="bilinear", align_corners=True)
