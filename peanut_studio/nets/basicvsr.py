"""BasicVSR (Chan et al., CVPR 2021): four times enlargement of video, features carried both ways through time by flow.

Parameter names are BasicSR's, as in its published checkpoints ({"params": state dict}).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import torch
from torch import Tensor, nn
from torch.nn import functional

from peanut_studio.nets.flow_warp import flow_warp
from peanut_studio.nets.spynet import SpyNet
from peanut_studio.nets.vsr_parts import SLOPE, Trunk, enlarged, shuffled

SCALE = 4
PASSED_ON, PASSED_BACK = "passed on", "passed back"
"""What a frame hands to the next one, and to the one before."""

SMALLEST = 64
"""Sides, in pixels, under which the flow inside means nothing: its coarsest level would have one pixel."""


class BasicVsr(nn.Module):
    """A sequence of frames (T, 3, H, W), RGB in [0, 1], to (T, 3, 4 H, 4 W), not clipped. Sides from 64 pixels.

    Where the network is in half precision, `spynet` and the frames are better left whole: only detail is then halved.
    """

    def __init__(self, channels: int = 64, blocks: int = 30) -> None:
        super().__init__()
        self._channels = channels
        self.spynet = SpyNet()
        self.backward_trunk = Trunk(channels + 3, channels, blocks)
        self.forward_trunk = Trunk(channels + 3, channels, blocks)
        self.fusion = nn.Conv2d(channels * 2, channels, 1)
        self.upconv1 = nn.Conv2d(channels, channels * 4, 3, padding=1)
        self.upconv2 = nn.Conv2d(channels, channels * 4, 3, padding=1)
        self.conv_hr = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv_last = nn.Conv2d(channels, 3, 3, padding=1)

    def forward(self, frames: Tensor) -> Tensor:
        return torch.cat(list(self.stream(frames)))

    def stream(
        self, frames: Tensor, start: int = 0, stop: int | None = None, memory: dict[str, Tensor] | None = None
    ) -> Iterator[Tensor]:
        """Frames start, ..., stop - 1 enlarged, one after the other, (1, 3, 4 H, 4 W): one at a time is in memory.

        The frames before and after these are learned from, which costs a third of what enlarging them would. Where
        `memory` holds what frame start - 1 passed on, no frame before that one is looked at; where it holds what the
        last frame passed back, all after that one is known. In the end it holds what frame stop - 1 passes on.
        """
        stop = len(frames) if stop is None else stop
        passed = memory.get(PASSED_ON) if memory is not None else None
        first = 0 if passed is None else start
        back = memory.pop(PASSED_BACK, None) if memory is not None else None
        behind = self.backward_features(frames, start, stop, back)
        for index, feature in enumerate(islice(self.forward_features(frames, first, passed), stop - first), first):
            passed = feature
            if index >= start:
                yield self._enlarge(frames[index : index + 1], behind.pop(index), feature)
        if memory is not None and passed is not None:
            memory[PASSED_ON] = passed

    def backward_features(
        self, frames: Tensor, start: int, stop: int, feature: Tensor | None = None
    ) -> dict[int, Tensor]:
        """For each of frames start, ..., stop - 1 what comes to it from those after it, (1, C, H, W).

        `feature` is what the last frame passed back, which is then not among the found.
        """
        found: dict[int, Tensor] = {}
        for index in reversed(range(start, len(frames) if feature is None else len(frames) - 1)):
            if feature is not None:
                feature = flow_warp(feature, self.spynet(frames[index : index + 1], frames[index + 1 : index + 2]))
            feature = self._step(self.backward_trunk, frames[index : index + 1], feature)
            if index < stop:
                found[index] = feature
        return found

    def forward_features(self, frames: Tensor, first: int = 0, feature: Tensor | None = None) -> Iterator[Tensor]:
        """For each frame from `first` on what comes to it from those before it, (1, C, H, W).

        `feature` is what the frame before `first` passed on.
        """
        for index in range(first, len(frames)):
            if feature is not None:
                feature = flow_warp(feature, self.spynet(frames[index : index + 1], frames[index - 1 : index]))
            feature = self._step(self.forward_trunk, frames[index : index + 1], feature)
            yield feature

    def _step(self, trunk: Trunk, frame: Tensor, feature: Tensor | None) -> Tensor:
        if feature is None:
            feature = frame.new_zeros(1, self._channels, *frame.shape[-2:])
        return trunk.precise(torch.cat((frame, feature), dim=1))

    def _enlarge(self, frame: Tensor, behind: Tensor, ahead: Tensor) -> Tensor:
        both = torch.cat((behind, ahead), dim=1).to(self.fusion.weight.dtype)
        x = functional.leaky_relu(self.fusion(both), SLOPE)
        x = shuffled(self.upconv2(shuffled(self.upconv1(x))))
        detail: Tensor = self.conv_last(functional.leaky_relu(self.conv_hr(x), SLOPE))
        return detail.to(frame.dtype) + enlarged(frame)
