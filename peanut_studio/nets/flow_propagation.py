"""Feature propagation along flow, there and back, as in E2FGVI (Li et al., CVPR 2022, section 3.2)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from peanut_studio.nets.flow_alignment import FlowAlignment
from peanut_studio.nets.flow_warp import flow_warp
from peanut_studio.nets.vsr_parts import SLOPE

BRANCHES = ("backward_", "forward_")


class FlowPropagation(nn.Module):
    """Features of consecutive frames (T, C, H, W), each told what the others know: the same shape."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.deform_align = nn.ModuleDict({name: FlowAlignment(channels) for name in BRANCHES})
        self.backbone = nn.ModuleDict(
            {
                name: nn.Sequential(
                    nn.Conv2d((2 + number) * channels, channels, 3, padding=1),
                    nn.LeakyReLU(SLOPE),
                    nn.Conv2d(channels, channels, 3, padding=1),
                )
                for number, name in enumerate(BRANCHES)
            }
        )
        self.fusion = nn.Conv2d(2 * channels, channels, 1)

    def forward(self, features: Tensor, ahead: Tensor, back: Tensor) -> Tensor:
        """`ahead` (T - 1, 2, H, W) is the flow from frame i to i + 1, `back` that from i + 1 to i."""
        behind = self._propagate("backward_", [features], ahead)
        before = self._propagate("forward_", [features, behind], back)
        fused: Tensor = self.fusion(torch.cat((behind, before), dim=1))
        return fused + features

    def _propagate(self, name: str, known: list[Tensor], flows: Tensor) -> Tensor:
        count = len(known[0])
        align, backbone = self.deform_align[name], self.backbone[name]
        nothing = torch.zeros_like(known[0][:1])
        feature, found = nothing, list[Tensor]()
        order = range(count) if name == "forward_" else range(count - 1, -1, -1)
        for step, index in enumerate(order):
            here = [features[index : index + 1] for features in known]
            if step:
                # The backward branch takes the flows from the first on, as the networks were trained.
                flow = flows[step - 1 : step]
                last, last_but_one, farther = found[-1], nothing, torch.zeros_like(flow)
                if step > 1:
                    last_but_one = found[-2]
                    farther = flow + flow_warp(flows[step - 2 : step - 1], flow)
                condition = torch.cat((flow_warp(last, flow), here[0], flow_warp(last_but_one, farther)), dim=1)
                feature = align(torch.cat((last, last_but_one), dim=1), condition, flow, farther)
            feature = feature + backbone(torch.cat((*here, feature), dim=1))
            found.append(feature)
        return torch.cat(found if name == "forward_" else found[::-1])
