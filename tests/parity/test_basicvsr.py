"""BasicVSR, with its trained weights, against the values of the published implementations."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from safetensors import safe_open

from peanut_studio.engines.weights import WeightStore
from peanut_studio.nets.basicvsr import BasicVsr

FILES = {
    "basicvsr_vimeo90k_bi": "BasicVSR_Vimeo90K_BIx4.pth",
    "basicvsr_vimeo90k_bd": "BasicVSR_Vimeo90K_BDx4.pth",
    "basicvsr_reds4": "BasicVSR_REDS4.pth",
}


def trained(name: str) -> BasicVsr:
    path = WeightStore().path(name)
    if path is None:
        pytest.skip(f"needs the weights {name}: peanut-studio models fetch {name}")
    net = BasicVsr()
    net.load_state_dict(torch.load(path, weights_only=True)["params"])
    return net.eval().requires_grad_(False)


def close(found: torch.Tensor, wanted: np.ndarray) -> None:
    np.testing.assert_allclose(found.numpy(), wanted, rtol=0, atol=1e-4 * wanted.std())


@pytest.mark.parametrize("folder", FILES)
def test_names_and_shapes_are_those_of_the_checkpoints(parity: Path, folder: str) -> None:
    keys = json.loads((parity / folder / "keys_file.json").read_text())
    wanted = {key: tuple(shape) for key, shape, _ in keys}
    assert {key: tuple(value.shape) for key, value in BasicVsr().state_dict().items()} == wanted


@pytest.mark.weights
def test_trained_features_equal_the_published_ones(parity: Path) -> None:
    """The published network gives the middle frame of those it is given, from what comes to it from both sides."""
    folder = "basicvsr_vimeo90k_bi"
    net = trained(FILES[folder])
    with safe_open(parity / folder / "golden.safetensors", "np") as golden:
        wanted = {name: golden.get_tensor(name) for name in golden.keys()}  # noqa: SIM118
        step = json.loads(golden.metadata()["case"])["s"]
    frames = torch.from_numpy(wanted["video_u8"]).permute(0, 3, 1, 2) / 255
    middle = len(frames) // 2
    with torch.inference_mode():
        behind = net.backward_features(frames, 0, len(frames))
        backward = torch.cat([behind[index] for index in range(middle, len(frames))])
        forward = torch.cat([*islice(net.forward_features(frames), middle + 1)])
        output = next(islice(net.stream(frames), middle, None))[0]
    close(backward[:, ::8, ::4, ::4], wanted["backward_feat"])
    close(forward[:, ::8, ::4, ::4], wanted["forward_feat"])
    close(output[..., ::step, ::step], wanted["output"])
    close(output[..., 100:132, 100:140], wanted["output_crop"])


@pytest.mark.weights
@pytest.mark.parametrize(
    ("folder", "kept"),
    [*((folder, "golden") for folder in FILES), ("basicvsr_vimeo90k_bi", "golden_heldout")],
)
def test_every_frame_equals_the_published_ones(parity: Path, recipe: ModuleType, folder: str, kept: str) -> None:
    net = trained(FILES[folder])
    with safe_open(parity / folder / f"{kept}_allframes.safetensors", "np") as golden:
        case = json.loads(golden.metadata()["case"])
        output, crop = golden.get_tensor("output_all"), golden.get_tensor("output_all_crop")
    video = recipe.synth_video(case["seed"], case["t"], case["h"], case["w"], case["step"], case["speed"])
    with torch.inference_mode():
        found = net(torch.from_numpy(video).permute(0, 3, 1, 2) / 255)
    close(found[..., :: case["s"], :: case["s"]], output)
    close(found[..., 100:132, 100:140], crop)
