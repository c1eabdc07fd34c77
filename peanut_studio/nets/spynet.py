"""SPyNet: optical flow through a spatial pyramid (Ranjan and Black, CVPR 2017), in the form that BasicVSR uses.

Two families of checkpoints name the same convolutions differently:

=============== =========================================================== ===========================
naming          parameter names                                             published in
=============== =========================================================== ===========================
"sequential"    basic_module.{0..5}.basic_module.{0,2,4,6,8}.weight|bias     BasicSR (BasicVSR)
"conv_module"   basic_module.{0..5}.basic_module.{0..4}.conv.weight|bias     mmediting (BasicVSR++, E2FGVI)
=============== =========================================================== ===========================

Both hold the buffers `mean` and `std`, (1, 3, 1, 1). `rename` turns one into the other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from peanut_studio.nets.flow_warp import flow_warp

Naming = Literal["sequential", "conv_module"]
LEVELS = 6
WIDTHS = (8, 32, 64, 32, 16, 2)
MULTIPLE = 32
_SEQUENTIAL = re.compile(r"(basic_module\.\d+\.basic_module)\.(\d+)\.(weight|bias)$")
_CONV_MODULE = re.compile(r"(basic_module\.\d+\.basic_module)\.(\d+)\.conv\.(weight|bias)$")


def rename(state: Mapping[str, Tensor], naming: Naming) -> dict[str, Tensor]:
    """A state dict of either naming, with or without a prefix, in the wanted naming. Other keys stay as they are."""
    renamed = {}
    for key, value in state.items():
        plain, nested = _SEQUENTIAL.search(key), _CONV_MODULE.search(key)
        if naming == "conv_module" and plain:
            key = f"{key[: plain.start()]}{plain[1]}.{int(plain[2]) // 2}.conv.{plain[3]}"
        elif naming == "sequential" and nested:
            key = f"{key[: nested.start()]}{nested[1]}.{int(nested[2]) * 2}.{nested[3]}"
        renamed[key] = value
    return renamed


class _ConvModule(nn.Module):
    """A convolution and what follows it, under the name that mmcv gives it."""

    def __init__(self, conv: nn.Conv2d, relu: bool) -> None:
        super().__init__()
        self.conv = conv
        self._relu = relu

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        return functional.relu(x) if self._relu else x


class SpyNetLevel(nn.Module):
    """One level of the pyramid: five 7x7 convolutions that give what to add to the flow.

    In: (N, 8, H, W), the first picture, the second one warped, the flow so far; out: (N, 2, H, W), pixels.
    """

    def __init__(self, naming: Naming = "sequential") -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for index, (before, after) in enumerate(pairwise(WIDTHS)):
            conv, last = nn.Conv2d(before, after, 7, padding=3), index == len(WIDTHS) - 2
            if naming == "conv_module":
                layers.append(_ConvModule(conv, relu=not last))
            else:
                layers += [conv] if last else [conv, nn.ReLU()]
        self.basic_module = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        change: Tensor = self.basic_module(x)
        return change


class SpyNet(nn.Module):
    """Flow from a first to a second picture, coarse to fine over six levels."""

    mean: Tensor
    std: Tensor

    def __init__(self, naming: Naming = "sequential") -> None:
        super().__init__()
        self.basic_module = nn.ModuleList(SpyNetLevel(naming) for _ in range(LEVELS))
        self.register_buffer("mean", torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1))

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        """Where each pixel of `first` is found in `second`: both (N, 3, H, W), RGB in [0, 1], any size.

        Gives (N, 2, H, W) in pixels, channel 0 = x. The pictures are stretched to sides that are multiples of 32, and
        taken in the network's own precision, which ought to be whole.
        """
        first, second = first.to(self.mean.dtype), second.to(self.mean.dtype)
        height, width = first.shape[-2:]
        size = (-(-height // MULTIPLE) * MULTIPLE, -(-width // MULTIPLE) * MULTIPLE)
        stretched = [functional.interpolate(x, size, mode="bilinear", align_corners=False) for x in (first, second)]
        flow = self._coarse_to_fine(*stretched)
        flow = functional.interpolate(flow, (height, width), mode="bilinear", align_corners=False)
        return flow * flow.new_tensor([width / size[1], height / size[0]]).view(1, 2, 1, 1)

    def _coarse_to_fine(self, first: Tensor, second: Tensor) -> Tensor:
        firsts, seconds = self._pyramid(first), self._pyramid(second)
        flow = torch.zeros_like(firsts[0][:, :2])
        for number, level in enumerate(self.basic_module):
            if number:
                flow = 2 * functional.interpolate(flow, scale_factor=2, mode="bilinear", align_corners=True)
            warped = flow_warp(seconds[number], flow, padding="border")
            flow = flow + level(torch.cat((firsts[number], warped, flow), dim=1))
        return flow

    def _pyramid(self, picture: Tensor) -> list[Tensor]:
        """The normalised picture at 1/32, 1/16, ..., 1/1 of its size."""
        pictures = [(picture - self.mean) / self.std]
        for _ in range(LEVELS - 1):
            pictures.append(functional.avg_pool2d(pictures[-1], 2))
        return pictures[::-1]
