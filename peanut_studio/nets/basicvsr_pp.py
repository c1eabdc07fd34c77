"""BasicVSR++ (Chan et al., CVPR 2022): second-order grid propagation and flow-guided deformable alignment.

Features go backward, forward, backward and forward through time; each pass sees those before it. On its way a feature
is brought into place by deformable convolution whose offsets start from optical flow, and it comes from the last two
frames at once. Parameter names are mmediting's, as in the published checkpoints without their prefix `generator.`.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional

from peanut_studio.nets.flow_alignment import FlowAlignment
from peanut_studio.nets.flow_warp import flow_warp
from peanut_studio.nets.spynet import SpyNet
from peanut_studio.nets.vsr_parts import SLOPE, Trunk, enlarged, shuffled

BRANCHES = ("backward_1", "forward_1", "backward_2", "forward_2")
SMALLEST = 64
"""Sides of the pictures that flow is measured on; four times that where the output has the size of the input."""


class PixelShufflePack(nn.Module):
    """Twice the size: (N, C, H, W) -> (N, C, 2 H, 2 W)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.upsample_conv = nn.Conv2d(channels, channels * 4, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return shuffled(self.upsample_conv(x))


class BasicVsrPp(nn.Module):
    """A sequence (T, 3, H, W), RGB in [0, 1], to one of four times the size, not clipped.

    With `enlarges` false to one of the same size (deblurring, denoising, decompression): inside it works at a quarter
    of the size, and sides must be multiples of 4. Of half precision see `BasicVsr`.
    """

    def __init__(self, channels: int = 64, blocks: int = 7, *, enlarges: bool = True) -> None:
        super().__init__()
        self._enlarges, self._channels = enlarges, channels
        self.spynet = SpyNet("conv_module")
        self.feat_extract: nn.Module = Trunk(3, channels, 5)
        if not enlarges:
            self.feat_extract = nn.Sequential(
                nn.Conv2d(3, channels, 3, stride=2, padding=1),
                nn.LeakyReLU(SLOPE),
                nn.Conv2d(channels, channels, 3, stride=2, padding=1),
                nn.LeakyReLU(SLOPE),
                Trunk(channels, channels, 5),
            )
        self.deform_align = nn.ModuleDict({name: FlowAlignment(channels) for name in BRANCHES})
        self.backbone = nn.ModuleDict(
            {name: Trunk((2 + number) * channels, channels, blocks) for number, name in enumerate(BRANCHES)}
        )
        self.reconstruction = Trunk(5 * channels, channels, 5)
        self.upsample1 = PixelShufflePack(channels)
        self.upsample2 = PixelShufflePack(channels)
        self.conv_hr = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv_last = nn.Conv2d(channels, 3, 3, padding=1)

    @property
    def scale(self) -> int:
        """How many times larger the output is."""
        return 4 if self._enlarges else 1

    def forward(self, frames: Tensor) -> Tensor:
        return torch.cat(list(self.stream(frames)))

    def stream(self, frames: Tensor, start: int = 0, stop: int | None = None) -> Iterator[Tensor]:
        """Frames start, ..., stop - 1, (1, 3, H', W'), one after the other: one at a time is in memory at full size.

        The frames before and after these are only learned from.
        """
        small = frames if self._enlarges else reduced(frames)
        features = self.features(frames, *self.flows(small))
        yield from self.reconstructed(frames, features, start, len(frames) if stop is None else stop)

    def features(self, frames: Tensor, backward: Tensor, forward: Tensor) -> dict[str, list[Tensor]]:
        """What "spatial" and each branch know of each frame, (1, C, h, w), in the order in which they are joined."""
        numbers = frames.to(self.conv_hr.weight.dtype)
        spatial = [self.feat_extract(numbers[index : index + 1]) for index in range(len(frames))]
        found = {"spatial": spatial}
        for name in BRANCHES:
            found[name] = self._propagate(found, name, backward if name.startswith("backward") else forward)
        return found

    def reconstructed(
        self, frames: Tensor, features: dict[str, list[Tensor]], start: int, stop: int
    ) -> Iterator[Tensor]:
        """What `stream` gives, from what `features` gave."""
        for index in range(start, stop):
            yield self._reconstruct(frames[index : index + 1], [found[index] for found in features.values()])

    def flows(self, frames: Tensor) -> tuple[Tensor, Tensor]:
        """Both (T - 1, 2, H, W): from frame i to i + 1 (it brings features back), and from i + 1 to i.

        A sequence that runs on into its mirror image is measured once: its flows are each other's reverse.
        """
        if len(frames) < 2:
            none = frames.new_zeros(0, 2, *frames.shape[-2:])
            return none, none
        backward = torch.cat([self.spynet(frames[i : i + 1], frames[i + 1 : i + 2]) for i in range(len(frames) - 1)])
        if is_mirrored(frames):
            return backward, backward.flip(0)
        forward = torch.cat([self.spynet(frames[i + 1 : i + 2], frames[i : i + 1]) for i in range(len(frames) - 1)])
        return backward, forward

    def _propagate(self, found: dict[str, list[Tensor]], name: str, flows: Tensor) -> list[Tensor]:
        """One branch: features of frames 0 .. T - 1. `flows[i]` lies between frames i and i + 1."""
        count = len(found["spatial"])
        is_backward = name.startswith("backward")
        order = list(reversed(range(count))) if is_backward else list(range(count))
        align, backbone = self.deform_align[name], self.backbone[name]
        nothing = torch.zeros_like(found["spatial"][0])
        known: list[Tensor] = []
        feature, before = nothing, None
        for step, index in enumerate(order):
            here = [features[index] for features in found.values()]
            if step:
                at = index if is_backward else index - 1
                flow = flows[at : at + 1]
                last, last_but_one = known[-1], known[-2] if step > 1 else nothing
                farther = torch.zeros_like(flow) if before is None else flow + flow_warp(before, flow)
                condition = torch.cat((flow_warp(last, flow), here[0], flow_warp(last_but_one, farther)), dim=1)
                feature = align(torch.cat((last, last_but_one), dim=1), condition, flow, farther)
                before = flow
            feature = feature + backbone(torch.cat((*here, feature), dim=1))
            known.append(feature)
        return known[::-1] if is_backward else known

    def _reconstruct(self, frame: Tensor, features: list[Tensor]) -> Tensor:
        x = self.upsample2(self.upsample1(self.reconstruction(torch.cat(features, dim=1))))
        detail: Tensor = self.conv_last(functional.leaky_relu(self.conv_hr(x), SLOPE))
        return detail.to(frame.dtype) + (enlarged(frame) if self._enlarges else frame)


def reduced(frames: Tensor) -> Tensor:
    """Pictures at a quarter of their size, bicubically, every fourth sample: what flow is measured on."""
    return functional.interpolate(frames, scale_factor=0.25, mode="bicubic", align_corners=False)


def is_mirrored(frames: Tensor) -> bool:
    """Whether the second half of a sequence is the first one in reverse."""
    half = len(frames) // 2
    return len(frames) % 2 == 0 and torch.equal(frames[:half], frames[half:].flip(0))
