"""TinyViT, the image encoder of MobileSAM.

Source: Wu et al., "TinyViT: Fast Pretraining Distillation for Small Vision Transformers", ECCV 2022, section 3.3 and
table 1 (architecture, the 5M variant); Zhang et al., "Faster Segment Anything", 2023 (as encoder of SAM: no
downsampling before the last stage, then SAM's neck). Parameter names follow the published checkpoint
`mobile_sam.pt` (prefix `image_encoder.`).
"""

from __future__ import annotations

from itertools import pairwise
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

STRIDE = 16
"""Pixels of the picture per cell of the encoding, each way."""

CHANNELS = 256
"""Channels of the encoding."""


class ConvNorm(nn.Module):
    """A convolution without bias, then batch normalisation; `fold` makes one convolution of the two."""

    def __init__(self, inputs: int, outputs: int, kernel: int = 1, stride: int = 1, groups: int = 1) -> None:
        super().__init__()
        self.c = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False)
        self.bn: nn.Module = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        return cast(Tensor, self.bn(self.c(x)))

    def fold(self) -> None:
        """Put the normalisation of evaluation mode into the convolution's weights. Not to be trained afterwards."""
        if isinstance(self.bn, nn.BatchNorm2d):
            self.c = nn.utils.fusion.fuse_conv_bn_eval(self.c.eval(), self.bn.eval())
            self.bn = nn.Identity()


class PatchEmbed(nn.Module):
    """(B, 3, H, W) -> (B, C, H/4, W/4)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.seq = nn.Sequential(ConvNorm(3, channels // 2, 3, 2), nn.GELU(), ConvNorm(channels // 2, channels, 3, 2))

    def forward(self, x: Tensor) -> Tensor:
        return cast(Tensor, self.seq(x))


class InvertedResidual(nn.Module):
    """A MobileNetV2 block with an expansion of 4, activated after the sum."""

    def __init__(self, channels: int, expansion: int = 4) -> None:
        super().__init__()
        inner = channels * expansion
        self.conv1 = ConvNorm(channels, inner)
        self.conv2 = ConvNorm(inner, inner, 3, groups=inner)
        self.conv3 = ConvNorm(inner, channels)

    def forward(self, x: Tensor) -> Tensor:
        return functional.gelu(x + self.conv3(functional.gelu(self.conv2(functional.gelu(self.conv1(x))))))


class Downsample(nn.Module):
    """(B, C, H, W) -> (B, C', H/s, W/s)."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.conv1 = ConvNorm(inputs, outputs)
        self.conv2 = ConvNorm(outputs, outputs, 3, stride, groups=outputs)
        self.conv3 = ConvNorm(outputs, outputs)

    def forward(self, x: Tensor) -> Tensor:
        return cast(Tensor, self.conv3(functional.gelu(self.conv2(functional.gelu(self.conv1(x))))))


class WindowAttention(nn.Module):
    """Self-attention inside windows of `window` x `window` cells, biased by the distance of the cells."""

    offsets: Tensor

    def __init__(self, channels: int, heads: int, window: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(channels)
        self.qkv = nn.Linear(channels, 3 * channels)
        self.proj = nn.Linear(channels, channels)
        self.attention_biases = nn.Parameter(torch.zeros(heads, window * window))
        rows = torch.arange(window).repeat_interleave(window)
        columns = torch.arange(window).repeat(window)
        offsets = (rows[:, None] - rows).abs() * window + (columns[:, None] - columns).abs()
        self.register_buffer("offsets", offsets, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        windows, cells, channels = x.shape
        qkv = self.qkv(self.norm(x)).view(windows, cells, self.heads, 3, channels // self.heads)
        query, key, value = (qkv[:, :, :, part].transpose(1, 2) for part in range(3))
        bias = self.attention_biases[:, self.offsets].unsqueeze(0)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        return cast(Tensor, self.proj(mixed.transpose(1, 2).reshape(windows, cells, channels)))


class FeedForward(nn.Module):
    def __init__(self, channels: int, expansion: int = 4) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(channels)
        self.fc1 = nn.Linear(channels, channels * expansion)
        self.fc2 = nn.Linear(channels * expansion, channels)

    def forward(self, x: Tensor) -> Tensor:
        return cast(Tensor, self.fc2(functional.gelu(self.fc1(self.norm(x)))))


class TransformerBlock(nn.Module):
    """Attention, a depth-wise 3x3 convolution, a feed-forward layer. (B, H, W, C) -> the same."""

    def __init__(self, channels: int, heads: int, window: int) -> None:
        super().__init__()
        self.window = window
        self.attn = WindowAttention(channels, heads, window)
        self.mlp = FeedForward(channels)
        self.local_conv = ConvNorm(channels, channels, 3, groups=channels)

    def forward(self, x: Tensor) -> Tensor:
        batch, height, width, channels = x.shape
        side = self.window
        padded = functional.pad(x, (0, 0, 0, -width % side, 0, -height % side))
        rows, columns = padded.shape[1] // side, padded.shape[2] // side
        cells = padded.view(batch, rows, side, columns, side, channels).transpose(2, 3)
        mixed = self.attn(cells.reshape(-1, side * side, channels))
        mixed = mixed.view(batch, rows, columns, side, side, channels).transpose(2, 3)
        x = x + mixed.reshape(batch, rows * side, columns * side, channels)[:, :height, :width]
        x = self.local_conv(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
        return cast(Tensor, x + self.mlp(x))


class Stage(nn.Module):
    """Blocks of one resolution, then the step to the next. (B, C, H, W) -> (B, C', H', W')."""

    def __init__(self, blocks: list[nn.Module], downsample: nn.Module | None) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(blocks)
        self.downsample = downsample

    def forward(self, x: Tensor) -> Tensor:
        attends = isinstance(self.blocks[0], TransformerBlock)
        x = x.permute(0, 2, 3, 1) if attends else x
        for block in self.blocks:
            x = block(x)
        x = x.permute(0, 3, 1, 2) if attends else x
        return x if self.downsample is None else self.downsample(x)


class ChannelNorm(nn.Module):
    """Layer normalisation over the channels of (B, C, H, W)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        shape = (x.shape[1],)
        return functional.layer_norm(x.permute(0, 2, 3, 1), shape, self.weight, self.bias, 1e-6).permute(0, 3, 1, 2)


class TinyViT(nn.Module):
    """(B, 3, H, W) normalised RGB, sides multiples of 16 -> (B, 256, H/16, W/16).

    Trained at 1024 x 1024. Attention stays inside windows and has no absolute positions, so other sizes work. The
    classification head of the checkpoint (`norm_head`, `head`) is kept for strict loading and not used.
    """

    def __init__(
        self,
        widths: tuple[int, int, int, int] = (64, 128, 160, 320),
        depths: tuple[int, int, int, int] = (2, 2, 6, 2),
        heads: tuple[int, int, int, int] = (2, 4, 5, 10),
        windows: tuple[int, int, int, int] = (7, 7, 14, 7),
    ) -> None:
        super().__init__()
        self.patch_embed = PatchEmbed(widths[0])
        steps: list[nn.Module | None] = [
            Downsample(before, after, stride)
            for (before, after), stride in zip(pairwise(widths), (2, 2, 1), strict=True)
        ]
        stages: list[nn.Module] = []
        for level, step in enumerate([*steps, None]):
            if level == 0:
                blocks: list[nn.Module] = [InvertedResidual(widths[0]) for _ in range(depths[0])]
            else:
                blocks = [TransformerBlock(widths[level], heads[level], windows[level]) for _ in range(depths[level])]
            stages.append(Stage(blocks, step))
        self.layers = nn.ModuleList(stages)
        self.norm_head = nn.LayerNorm(widths[-1])
        self.head = nn.Linear(widths[-1], 1000)
        self.neck = nn.Sequential(
            nn.Conv2d(widths[-1], CHANNELS, 1, bias=False),
            ChannelNorm(CHANNELS),
            nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1, bias=False),
            ChannelNorm(CHANNELS),
        )

    def forward(self, x: Tensor) -> Tensor:
        x = self.patch_embed(x)
        for stage in self.layers:
            x = stage(x)
        return cast(Tensor, self.neck(x))

    def fold(self) -> None:
        """Fold every batch normalisation into its convolution, for inference."""
        for module in self.modules():
            if isinstance(module, ConvNorm):
                module.fold()
