"""BasicVSR++ with synthetic weights against the values of the published implementation."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from safetensors import safe_open
from torch import Tensor

from peanut_studio.nets.basicvsr_pp import BRANCHES, BasicVsrPp, reduced


def build(folder: str) -> BasicVsrPp:
    return BasicVsrPp(64, 7) if folder.endswith("x4") else BasicVsrPp(64, 15, enlarges=False)


@pytest.fixture(scope="module")
def nets(recipe: ModuleType) -> dict[str, BasicVsrPp]:
    made = {}
    for folder in ("basicvsr_plusplus_x4", "basicvsr_plusplus_restore"):
        net = made[folder] = build(folder).eval().requires_grad_(False)
        smaller = [(r"\.conv2\.weight$", 0.3), (r"conv_last\.weight$", 0.3)]
        recipe.fill(net, gain=1.2, keep=[r"\.mean$", r"\.std$"], overrides=smaller)
    return made


def close(found: Tensor, wanted: np.ndarray) -> None:
    np.testing.assert_allclose(found.numpy(), wanted, rtol=0, atol=1e-4 * wanted.std())


@pytest.mark.parametrize("folder", ["basicvsr_plusplus_x4", "basicvsr_plusplus_restore"])
def test_names_and_shapes_are_those_of_the_checkpoints(parity: Path, folder: str) -> None:
    keys = json.loads((parity / folder / "keys.json").read_text())
    wanted = {key: tuple(shape) for key, shape, _ in keys}
    assert {key: tuple(value.shape) for key, value in build(folder).state_dict().items()} == wanted


@pytest.mark.parametrize(
    ("folder", "kept"),
    [
        ("basicvsr_plusplus_x4", "golden"),
        ("basicvsr_plusplus_x4", "golden_mirror"),
        ("basicvsr_plusplus_restore", "golden"),
    ],
)
def test_every_stage_equals_the_published_one(
    parity: Path, recipe: ModuleType, nets: dict[str, BasicVsrPp], folder: str, kept: str
) -> None:
    net = nets[folder]
    with safe_open(parity / folder / f"{kept}.safetensors", "np") as golden:
        wanted = {name: golden.get_tensor(name) for name in golden.keys()}  # noqa: SIM118
        metadata = golden.metadata()
    case = json.loads(metadata["case"])
    video = recipe.synth_video(case["seed"], case["t"], case["h"], case["w"])
    if case.get("mirror"):
        video = np.concatenate((video, video[::-1]))
    assert recipe.crc(video) == int(metadata["video_crc32"])
    frames = torch.from_numpy(video).permute(0, 3, 1, 2) / 255
    align = net.deform_align["backward_1"]
    seen: dict[str, Tensor] = {}
    hooks = [
        align.register_forward_hook(lambda *event: seen.update(aligned=event[2])),
        align.conv_offset.register_forward_hook(lambda *event: seen.update(told=event[2])),
    ]
    with torch.inference_mode():
        small = reduced(frames) if folder.endswith("restore") else frames
        flows = net.flows(small)
        features = net.features(frames, *flows)
        for hook in hooks:
            hook.remove()
        stages = {name: torch.cat(found) for name, found in features.items()}
        output = torch.cat(list(net.reconstructed(frames, features, 0, len(frames))))
    if "lq_down" in wanted:
        close(small[..., ::2, ::2], wanted["lq_down"])
    close(flows[0][..., ::2, ::2], wanted["flows_backward"])
    if "flows_forward" in wanted:
        close(flows[1][..., ::2, ::2], wanted["flows_forward"])
    for name in ("spatial", *BRANCHES):
        close(stages[name][:, ::8, ::4, ::4], wanted[f"feat_{name}"])
    # The last step of the backward branch is frame 0.
    close(seen["told"][0, ::8, ::4, ::4], wanted["conv_offset_backward_1_last"])
    close(seen["aligned"][0, ::4, ::4, ::4], wanted["align_backward_1_last"])
    step = case["sub_out"]
    close(output[..., ::step, ::step], wanted["output"])
    close(output[..., 100:132, 100:140], wanted["output_crop"])
