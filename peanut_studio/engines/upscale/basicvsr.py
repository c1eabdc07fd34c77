"""BasicVSR: video four times as large, each frame with the detail of those before and after it."""

from __future__ import annotations

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.flow.network import load_checkpoint, load_weights
from peanut_studio.engines.upscale.network import SequenceUpscaler
from peanut_studio.nets.basicvsr import SCALE, BasicVsr


class BasicVsrUpscaler(SequenceUpscaler):
    """In half precision on CUDA; flow is always measured in whole."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        (path,) = weights.values()
        content = load_checkpoint(path)
        net = BasicVsr()
        load_weights(net, content.get("params", content), path)
        net.eval().requires_grad_(False).to(device)
        if half := device.startswith("cuda"):
            net.half()
            net.spynet.float()
        super().__init__(net, SCALE, device, half=half)
