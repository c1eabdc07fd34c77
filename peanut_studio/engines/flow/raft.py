"""RAFT (Teed and Deng, ECCV 2020), network and training by torchvision."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import torch
from torch.nn import functional
from torchvision.models import optical_flow

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.flow.input import same_size
from peanut_studio.engines.flow.network import load_checkpoint, load_weights, to_field, to_tensor
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import FlowField, Frame

MULTIPLE = 8
SMALLEST = 128
"""RAFT correlates maps of 1/8 size over four octaves, which needs 16 cells a side."""


class Raft:
    """Learned flow of high quality; wants a GPU. `updates` is how often the flow is refined."""

    build: ClassVar[Callable[..., torch.nn.Module]] = staticmethod(optical_flow.raft_large)

    def __init__(self, weights: WeightPaths, device: str, updates: int = 12) -> None:
        if updates < 1:
            raise InputError(f"RAFT refines its flow at least once, not {updates} times.")
        (path,) = weights.values()
        self._net = self.build(weights=None, progress=False)
        load_weights(self._net, load_checkpoint(path), path)
        self._net.eval().requires_grad_(False).to(device)
        self._device, self._updates = device, updates

    @torch.inference_mode()
    def flow(self, first: Frame, second: Frame) -> FlowField:
        """Where each pixel of `first` is found in `second`: float32 (H, W, 2), pixels."""
        height, width = same_size(first, second)
        below, right = (max(-(-side // MULTIPLE) * MULTIPLE, SMALLEST) - side for side in (height, width))
        before, after = (
            functional.pad(2 * to_tensor(frame, self._device) - 1, (0, right, 0, below), mode="replicate")
            for frame in (first, second)
        )
        refined = self._net(before, after, num_flow_updates=self._updates)
        return to_field(refined[-1][..., :height, :width])


class RaftSmall(Raft):
    """The fifth of RAFT's size, for a CPU with patience."""

    build = staticmethod(optical_flow.raft_small)
