"""SPyNet with the weights that lie in a BasicVSR checkpoint."""

from __future__ import annotations

import torch

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.flow.input import same_size
from peanut_studio.engines.flow.network import load_checkpoint, load_weights, to_field, to_tensor
from peanut_studio.model.picture import FlowField, Frame
from peanut_studio.nets.spynet import SpyNet

PREFIX = "spynet."


class SpyNetFlow:
    """Learned flow of moderate cost."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        (path,) = weights.values()
        content = load_checkpoint(path)
        state = content.get("params", content)
        self._net = SpyNet()
        load_weights(self._net, {key.removeprefix(PREFIX): state[key] for key in state if key.startswith(PREFIX)}, path)
        self._net.eval().requires_grad_(False).to(device)
        self._device = device

    @torch.inference_mode()
    def flow(self, first: Frame, second: Frame) -> FlowField:
        """Where each pixel of `first` is found in `second`: float32 (H, W, 2), pixels."""
        same_size(first, second)
        return to_field(self._net(to_tensor(first, self._device), to_tensor(second, self._device)))
