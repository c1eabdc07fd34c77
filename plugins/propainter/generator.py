"""ProPainter (Zhou et al., "ProPainter: Improving Propagation and Transformer for Video Inpainting", ICCV 2023).

Features follow completed flow from frame to frame; a sparse transformer looks at consecutive and at far frames
together; a decoder gives pictures. Parameter names are those of the published checkpoint.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from peanut_studio.nets.e2fgvi import Encoder, to_pictures
from peanut_studio.nets.focal_transformer import BORDER, PATCH, STRIDE, SoftComposition, SoftSplit

from .alignment import Alignment, backbone
from .attention import SparseTransformer
from .carrying import carried, consistent

CHANNELS, WIDTH, BLOCKS = 128, 512, 8
REDUCTION = 4
SLOPE = 0.2
REACH = 3
BRANCHES = ("backward_1", "forward_1")


class FeaturePropagation(nn.Module):
    """Features of consecutive frames (T, C, H, W), each told what those after and before it know."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        told = 2 * channels + 5
        self.deform_align = nn.ModuleDict({name: Alignment(channels, channels, told, REACH) for name in BRANCHES})
        self.backbone = nn.ModuleDict({name: backbone(2 * channels + 2, channels, SLOPE) for name in BRANCHES})
        self.fuse = backbone(2 * channels + 2, channels, SLOPE)

    def forward(self, features: Tensor, ahead: Tensor, back: Tensor, holes: Tensor) -> Tensor:
        """`ahead`, `back`: flow (T - 1, 2, H, W); `holes` (T, 2, H, W): as given, and after pictures were carried."""
        behind = self._passed("backward_1", features, ahead, back, holes)
        before = self._passed("forward_1", behind, back, ahead, holes)
        fused: Tensor = self.fuse(torch.cat((behind, before, holes), 1))
        return fused + features

    def _passed(self, name: str, features: Tensor, flows: Tensor, checks: Tensor, holes: Tensor) -> Tensor:
        count, forward = len(features), name == "forward_1"
        found: list[Tensor] = []
        for step, index in enumerate(range(count) if forward else range(count - 1, -1, -1)):
            here, hole = features[index : index + 1], holes[index : index + 1]
            feature = here
            if step:
                pair = index - 1 if forward else index
                flow, check = flows[pair : pair + 1], checks[pair : pair + 1]
                condition = torch.cat((here, carried(found[-1], flow), flow, consistent(flow, check), hole), 1)
                feature = self.deform_align[name](found[-1], condition, flow)
            feature = feature + self.backbone[name](torch.cat((here, feature, hole), 1))
            found.append(feature)
        return torch.cat(found if forward else found[::-1])


class Generator(nn.Module):
    """The network. Pictures are RGB in [-1, 1], holes 1 inside; sides are multiples of 8."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.encoder.layers[0] = nn.Conv2d(5, 64, 3, 2, 1)
        self.decoder = to_pictures(CHANNELS, CHANNELS)
        self.ss, self.sc = SoftSplit(CHANNELS, WIDTH), SoftComposition(CHANNELS, WIDTH, None)
        self.feat_prop_module = FeaturePropagation(CHANNELS)
        self.transformers = SparseTransformer(WIDTH, BLOCKS)

    def encode(self, pictures: Tensor, holes: Tensor, remaining: Tensor) -> Tensor:
        """Features (N, 128, H / 4, W / 4) of pictures (N, 3, H, W), carried ones in their holes (N, 1, H, W), and what
        remains of these."""
        features: Tensor = self.encoder(torch.cat((pictures, holes, remaining), 1))
        return features

    def completed(
        self, local: Tensor, references: Tensor, ahead: Tensor, back: Tensor, holes: Tensor, remaining: Tensor
    ) -> Tensor:
        """Features of consecutive frames (L, 128, h, w), completed from each other and from the references.

        Flow (L - 1, 2, H, W) and holes (L, 1, H, W), both kinds, are those of the consecutive frames, at full size.
        """
        size = (local.shape[-2], local.shape[-1])
        small = [functional.interpolate(hole, size, mode="nearest") for hole in (holes, remaining)]
        flows = [reduced(flow, size) for flow in (ahead, back)]
        local = self.feat_prop_module(local, flows[0], flows[1], torch.cat(small, 1))
        hidden = functional.max_pool2d(small[0], PATCH, STRIDE, BORDER).amax((0, 1))
        tokens = self.transformers(self.ss(torch.cat((local, references))), hidden, size)
        filled: Tensor = local + self.sc(tokens[: len(local)], size)
        return filled

    def decode(self, features: Tensor) -> Tensor:
        """(N, 128, h, w) -> (N, 3, 4 h, 4 w) in [-1, 1]. One at a time: large maps are short-lived."""
        return torch.cat([torch.tanh(self.decoder(one)) for one in torch.split(features, 1)])


def reduced(flow: Tensor, size: tuple[int, int]) -> Tensor:
    """Flow (N, 2, H, W) for pictures of a quarter of the size."""
    if not len(flow):
        return flow.new_zeros((0, 2, *size))
    return functional.interpolate(flow, size, mode="bilinear", align_corners=False) / REDUCTION
