"""SPyNet against the values of the published implementations."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from safetensors import safe_open
from torch.nn import functional

from peanut_studio.engines.flow.spynet import SpyNetFlow
from peanut_studio.engines.weights import WeightStore
from peanut_studio.nets.spynet import SpyNet

BASICVSR = {
    "basicvsr_vimeo90k_bi": "BasicVSR_Vimeo90K_BIx4.pth",
    "basicvsr_vimeo90k_bd": "BasicVSR_Vimeo90K_BDx4.pth",
    "basicvsr_reds4": "BasicVSR_REDS4.pth",
}


@pytest.mark.weights
@pytest.mark.parametrize("folder", BASICVSR)
def test_trained_flow_equals_the_published_one(parity: Path, folder: str) -> None:
    name = BASICVSR[folder]
    path = WeightStore().path(name)
    if path is None:
        pytest.skip(f"needs the weights {name}: peanut-studio models fetch {name}")
    engine = SpyNetFlow({name: path}, "cpu")
    with safe_open(parity / folder / "golden.safetensors", "np") as golden:
        video, wanted = golden.get_tensor("video_u8"), golden.get_tensor("flows_backward")
        reverse = golden.get_tensor("flows_forward")
    assert wanted.std() > 0.1
    for index in range(len(video) - 1):
        flow = engine.flow(video[index], video[index + 1]).transpose(2, 0, 1)
        back = engine.flow(video[index + 1], video[index]).transpose(2, 0, 1)
        np.testing.assert_allclose(flow, wanted[index], rtol=0, atol=1e-4 * wanted.std())
        np.testing.assert_allclose(back, reverse[index], rtol=0, atol=1e-4 * reverse.std())


@pytest.mark.parametrize(("folder", "prefix"), [("e2fgvi", "update_spynet."), ("e2fgvi_hq", "update_spynet.")])
def test_synthetic_flow_equals_that_inside_e2fgvi(parity: Path, recipe: ModuleType, folder: str, prefix: str) -> None:
    net = SpyNet("conv_module").eval()
    state = {
        key: torch.from_numpy(recipe.value_for(prefix + key, value.shape, 1.2)) if value.ndim in (1, 4) else value
        for key, value in net.state_dict().items()
        if key not in ("mean", "std")
    }
    net.load_state_dict({**net.state_dict(), **state})
    with safe_open(parity / folder / "golden.safetensors", "np") as golden:
        metadata = golden.metadata()
        forward, backward = golden.get_tensor("flow_forward"), golden.get_tensor("flow_backward")
    case = json.loads(metadata["case"])
    video = recipe.synth_video(case["seed"], case["t"], case["h"], case["w"])
    mask = recipe.synth_mask(case["seed"] + 1000, case["t"], case["h"], case["w"])
    assert recipe.crc(video) == int(metadata["video_crc32"])
    assert recipe.crc(mask) == int(metadata["mask_crc32"])
    local = case["l_t"]
    frames = torch.from_numpy(video[:local].transpose(0, 3, 1, 2).astype(np.float32)) / 255 * 2 - 1
    frames = (frames * (1 - torch.from_numpy(mask[:local, None].astype(np.float32))) + 1) / 2
    small = functional.interpolate(frames, scale_factor=0.25, mode="bilinear", align_corners=True)
    step = case["sub"]
    with torch.inference_mode():
        there, back = net(small[:-1], small[1:]).numpy(), net(small[1:], small[:-1]).numpy()
    for flow, wanted in ((there, forward[0]), (back, backward[0])):
        np.testing.assert_allclose(flow[..., ::step, ::step], wanted, rtol=0, atol=1e-4 * wanted.std())
