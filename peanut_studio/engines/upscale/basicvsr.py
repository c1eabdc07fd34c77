"""BasicVSR: video four times as large, each frame with the detail of those before and after it."""

from __future__ import annotations

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.flow.network import load_checkpoint, load_weights
from peanut_studio.engines.precision import prepare
from peanut_studio.engines.upscale.network import SequenceUpscaler
from peanut_studio.nets.basicvsr import SCALE, BasicVsr


class BasicVsrUpscaler(SequenceUpscaler):
    """Four times as large; the weights are BasicSR's."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        (path,) = weights.values()
        content = load_checkpoint(path)
        net = BasicVsr()
        load_weights(net, content.get("params", content), path)
        prepare(net, device)
        super().__init__(net, SCALE, device)
