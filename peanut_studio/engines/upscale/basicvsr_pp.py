"""BasicVSR++: video four times as large, or restored at its own size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.flow.network import load_checkpoint, load_weights
from peanut_studio.engines.precision import prepare
from peanut_studio.engines.upscale.network import SequenceUpscaler
from peanut_studio.model.errors import WeightsError
from peanut_studio.nets.basicvsr_pp import BasicVsrPp

PREFIX, COUNTER = "generator.", "step_counter"
"""How mmediting saves a network inside the model that trains it."""

_BLOCK = re.compile(r"backbone\.backward_1\.main\.2\.(\d+)\.conv1\.weight")


class BasicVsrPpUpscaler(SequenceUpscaler):
    """Width, depth and whether it enlarges are read from the checkpoint."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        (path,) = weights.values()
        state = network_state(load_checkpoint(path))
        net = build(state, path)
        load_weights(net, state, path)
        prepare(net, device)
        super().__init__(net, net.scale, device)


def network_state(content: Mapping[str, Any]) -> dict[str, Any]:
    """The network's own tensors, by the names that `BasicVsrPp` gives them."""
    state = content.get("state_dict", content)
    return {key.removeprefix(PREFIX): value for key, value in state.items() if key != COUNTER}


def build(state: Mapping[str, Any], path: Path) -> BasicVsrPp:
    """A network of the shape that the tensors have. Raises WeightsError when they are of another one."""
    blocks = [int(match[1]) for key in state if (match := _BLOCK.fullmatch(key))]
    if "conv_hr.weight" not in state or not blocks:
        raise WeightsError(f"{path} does not hold the weights of BasicVSR++; fetch it anew.")
    channels = int(state["conv_hr.weight"].shape[0])
    return BasicVsrPp(channels, max(blocks) + 1, enlarges="feat_extract.main.0.weight" in state)
