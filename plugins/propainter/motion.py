"""Motion between the frames of a window, known inside holes too: by networks, or plainly where they are not here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from peanut_studio.engines.contract import FlowEstimator

from .completion import FlowCompletion
from .raft import ROUNDS, both_ways

LEAST_MARGIN, SHARE = 8, 20
"""Flow that no network completes is not believed so many pixels round a hole, or that share of the longer side."""

ROUNDS_OF_MEANS = 16
"""How often what is filled in is made the mean of what lies round it, at every size."""

Measure = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
"""Pictures (1, 3, H, W) in [-1, 1] to flow from the one to the other and back."""


def by_network(net: nn.Module, rounds: int = ROUNDS) -> Measure:
    """RAFT."""
    return lambda first, second: both_ways(net, first, second, rounds)


def by_engine(engine: FlowEstimator) -> Measure:
    """Whatever the user chose."""

    def measured(first: Tensor, second: Tensor) -> tuple[Tensor, Tensor]:
        pictures = [_eight_bit(picture) for picture in (first, second)]
        ahead, back = engine.flow(pictures[0], pictures[1]), engine.flow(pictures[1], pictures[0])
        there, home = (torch.from_numpy(flow).permute(2, 0, 1)[None].to(first.device) for flow in (ahead, back))
        return there, home

    return measured


class Plain:
    """Dense inverse search (Kroeger et al. 2016)."""

    def __init__(self) -> None:
        self._search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)

    def flow(self, first: Any, second: Any) -> Any:
        """As `FlowEstimator` has it, for sides of 16 pixels and more."""
        grey = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (first, second)]
        start = np.zeros((*grey[0].shape, 2), np.float32)
        return np.asarray(self._search.calc(grey[0], grey[1], start), np.float32)


def completed(net: FlowCompletion | None, ahead: Tensor, back: Tensor, holes: Tensor) -> tuple[Tensor, Tensor]:
    """Flow (T - 1, 2, H, W) to the next frames and back, known inside holes (T, 1, H, W) as well."""
    if not len(ahead):
        return ahead, back
    if net is not None:
        return net.completed(ahead, back, holes)
    return _calmed(ahead, holes[:-1]), _calmed(back, holes[1:])


def _calmed(flows: Tensor, holes: Tensor) -> Tensor:
    # Near a hole plain flow goes with what is in it.
    margin = max(LEAST_MARGIN, max(flows.shape[-2:]) // SHARE)
    holes = functional.max_pool2d(holes, 2 * margin + 1, 1, margin)
    return torch.cat(
        [spread(flow, hole) for flow, hole in zip(torch.split(flows, 1), torch.split(holes, 1), strict=True)]
    )


def spread(flow: Tensor, hole: Tensor) -> Tensor:
    """A flow (1, 2, H, W) whose hole (1, 1, H, W) is filled smoothly from round it, level by level."""
    known = 1 - hole
    if bool(known.all()) or not bool(known.any()):
        return flow * known
    if min(flow.shape[-2:]) == 1:
        mean = (flow * known).sum((2, 3), keepdim=True) / known.sum()
        return flow * known + mean * hole
    weight = functional.avg_pool2d(known, 2, ceil_mode=True, count_include_pad=False)
    coarse = functional.avg_pool2d(flow * known, 2, ceil_mode=True, count_include_pad=False) / weight.clamp(min=1e-6)
    filled = spread(coarse, (weight == 0).to(flow.dtype))
    size = (flow.shape[-2], flow.shape[-1])
    filled = flow * known + functional.interpolate(filled, size, mode="bilinear", align_corners=False) * hole
    for _ in range(ROUNDS_OF_MEANS):
        mean = functional.avg_pool2d(functional.pad(filled, (1, 1, 1, 1), mode="replicate"), 3, 1)
        filled = flow * known + mean * hole
    return filled


def _eight_bit(picture: Tensor) -> Any:
    values = ((picture[0] + 1) * 127.5).round().clamp(0, 255).permute(1, 2, 0)
    return np.ascontiguousarray(values.cpu().numpy().astype(np.uint8))
