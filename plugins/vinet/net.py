"""VINet (Kim, Woo, Lee and Kweon, "Deep Video Inpainting", CVPR 2019).

One frame at a time is filled from itself, four neighbours and the picture made before. Their features are brought to
it by flow, at an eighth, a quarter and half of the working size, gathered, and taken where they tell more; a memory
goes from frame to frame; the outcome is blended with the picture before, carried along. Parameter names are those of
the published checkpoints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from peanut_studio.nets.flow_warp import flow_warp

from .parts import Flat, FlatGated, FlowNet, Gated, GatedUp, Gathering, Hidden, Memory, enlarged, enlarged_flow

State = tuple[Tensor, Tensor]
Features = tuple[Tensor, Tensor, Tensor, Tensor]
"""At 1/8, 1/4, 1/2 and 1 of the working size."""


class Encoder(nn.Module):
    """A picture (N, 5, H, W) to features at 1/8, 1/4, 1/2 and 1 of the working size, which is half with `halves`."""

    def __init__(self, *, halves: bool) -> None:
        super().__init__()
        self.ec0 = Gated(5, 32, 2 if halves else 1)
        self.ec1, self.ec2 = Gated(32, 64, 2), Gated(64, 64)
        self.ec3_1, self.ec3_2 = Gated(64, 96, 2), Gated(96, 96)
        self.ec4_1, self.ec4, self.ec5 = Gated(96, 128, 2), Gated(128, 128), Gated(128, 128)

    def forward(self, x: Tensor) -> Features:
        whole = self.ec0(x)
        half = self.ec2(self.ec1(whole))
        quarter = self.ec3_2(self.ec3_1(half))
        eighth = self.ec5(self.ec4(self.ec4_1(quarter)))
        return eighth, quarter, half, whole


class Bottleneck(nn.Module):
    """What is known of the frame itself and what was gathered, (N, 256, H, W), seen from farther and farther off."""

    def __init__(self) -> None:
        super().__init__()
        self.bt0, self.bt1 = Gated(256, 128), Gated(128, 128, 1, 2)
        self.bt2, self.bt3 = Gated(128, 128, 1, 4), Gated(128, 128, 1, 8)

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.bt3(self.bt2(self.bt1(self.bt0(x))))
        return result


class Decoder(nn.Module):
    """Features to a picture (N, 3, *size), with those of a quarter and half of the working size."""

    def __init__(self) -> None:
        super().__init__()
        self.dc0, self.dc1, self.dc1_1 = FlatGated(128, 128), FlatGated(128, 128), GatedUp(128, 96)
        self.dc2_1 = FlatGated(192, 96)
        self.dc2_bt1, self.dc2_bt2, self.dc2_bt3 = (FlatGated(96, 96, spread) for spread in (2, 4, 8))
        self.dc2_2 = GatedUp(96, 64)
        self.dc3_1, self.dc3_2 = FlatGated(128, 64), FlatGated(64, 64)
        self.dc4, self.dc5, self.dc6 = GatedUp(64, 32), FlatGated(32, 16), Flat(16, 3)

    def forward(self, x: Tensor, quarter: Tensor, half: Tensor, size: tuple[int, int]) -> Tensor:
        x = self.dc1_1(self.dc1(self.dc0(x)), (quarter.shape[-2], quarter.shape[-1]))
        x = self.dc2_1(torch.cat((x, quarter), 1))
        x = self.dc2_bt3(self.dc2_bt2(self.dc2_bt1(x)))
        x = self.dc2_2(x, (half.shape[-2], half.shape[-1]))
        x = self.dc3_2(self.dc3_1(torch.cat((x, half), 1)))
        # Twice the size of the half-size features, then, in the network for 512 x 512, twice once more.
        x = self.dc4(x, (2 * half.shape[-2], 2 * half.shape[-1]))
        if x.shape[-2:] != size:
            x = enlarged(x, size)
        picture: Tensor = self.dc6(self.dc5(x))
        return picture


@dataclass(frozen=True, eq=False)
class Outcome:
    """A picture (N, 3, H, W), nearly in [-1, 1], and what the memory told and kept."""

    picture: Tensor
    state: State


class Vinet(nn.Module):
    """The whole network; `double_size` for the one that was trained on 512 x 512."""

    def __init__(self, *, double_size: bool = True) -> None:
        super().__init__()
        self.double_size = double_size
        self.encoder1, self.encoder2 = Encoder(halves=double_size), Encoder(halves=double_size)
        self.bottleneck, self.convlstm, self.decoder = Bottleneck(), Memory(128), Decoder()
        self.flownet, self.flownet_64 = FlowNet(128, refines=False), FlowNet(96, refines=True)
        self.flownet_128, self.flownet_256 = FlowNet(64, refines=True), FlowNet(32, refines=True)
        self.masknet, self.masknet_64, self.masknet_128, self.masknet_256 = map(Hidden, (128, 96, 64, 32))
        self.st_agg, self.st_agg_64, self.st_agg_128 = map(Gathering, (128, 96, 64))

    def seen(self, picture: Tensor) -> Features:
        """What another frame (N, 5, H, W), or the picture before, can tell."""
        features: Features = self.encoder2(picture)
        return features

    def forward(
        self, current: Tensor, others: Sequence[Features], before: Tensor, *, first: bool, state: State | None = None
    ) -> Outcome:
        """Fill `current` (1, 5, H, W) from what is `seen` of four others and the picture `before` (1, 5, H, W).

        The five channels are the picture in [-1, 1] with its hole 0, ones, and the hole. `first`: there is no picture
        before to blend with. Sides are multiples of 16, of 8 without `double_size`.
        """
        mine = self.encoder1(current)
        theirs = [torch.cat(features) for features in zip(*others, self.seen(before), strict=True)]
        flow: Tensor | None = None
        together = []
        stages = (
            (self.flownet, self.st_agg, self.masknet),
            (self.flownet_64, self.st_agg_64, self.masknet_64),
            (self.flownet_128, self.st_agg_128, self.masknet_128),
        )
        for (flownet, gather, hidden), here, there in zip(stages, mine, theirs, strict=False):
            same = here.expand(len(there), -1, -1, -1)
            if flow is None:
                flow = flownet(same, there)
            else:
                coarse = enlarged_flow(flow, 2)
                flow = flownet(same, flow_warp(there, coarse), coarse)
            gathered = gather(flow_warp(there, flow).transpose(0, 1)[None])
            share = hidden((here - gathered).abs())
            together.append((1 - share) * here + share * gathered)
        assert flow is not None
        told, kept = self.convlstm(self.bottleneck(torch.cat((mine[0], together[0]), 1)), state)
        size = (current.shape[-2], current.shape[-1])
        picture = self.decoder(told, together[1], together[2], size)
        if not first or state is not None:
            picture = self._blended(picture, before[:, :3], mine[3], theirs[3][-1:], flow[-1:])
        return Outcome(picture, (told, kept))

    def _blended(self, picture: Tensor, before: Tensor, mine: Tensor, theirs: Tensor, half: Tensor) -> Tensor:
        """With the picture before, where flow at half the working size brings it and it fits."""
        coarse = enlarged_flow(half, 2)
        brought = flow_warp(theirs, coarse, "border")
        share = self.masknet_256((mine - brought).abs())
        if self.double_size:
            share = functional.interpolate(share, scale_factor=2, mode="nearest")
            flow = enlarged_flow(half, 4)
        else:
            flow = self.flownet_256(mine, brought, coarse)
        blended: Tensor = (1 - share) * picture + share * flow_warp(before, flow, "border")
        return blended
