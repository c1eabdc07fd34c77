"""What SAMWISE adds to SAM 2 and RoBERTa, against the values of the published implementation."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from safetensors import safe_open

from peanut_studio.nets.samwise import Adapters

CHANNELS = {"samwise_adapters_tiny": (192, 384, 768), "samwise_adapters_base": (224, 448, 896)}
GAINS = (("proj_text_down", 3.0), ("in_proj_weight", 2.0), ("spatial_pos_embed", 8.0), ("decision_token", 16.0))

PARTS = {"down": "proj_vis_down", "pre_hsa": "norm_pre_HSA", "hsa": "hsa", "ca_v2t": "ca_V2T", "ca_t2v": "ca_T2V"}


def keep(seen: dict[str, torch.Tensor], key: str, _part: object, _given: object, found: torch.Tensor) -> None:
    seen[key] = found


@pytest.mark.parametrize("folder", CHANNELS)
def test_names_and_shapes_are_the_published_ones(parity: Path, folder: str) -> None:
    published = {
        key: (tuple(shape), dtype) for key, shape, dtype in json.loads((parity / folder / "keys.json").read_text())
    }
    ours = Adapters(CHANNELS[folder]).state_dict()
    assert {
        key: (tuple(value.shape), str(value.dtype).removeprefix("torch.")) for key, value in ours.items()
    } == published


@pytest.mark.parametrize("folder", CHANNELS)
def test_adapters_and_decision_equal_the_published_ones(parity: Path, recipe: ModuleType, folder: str) -> None:
    net = Adapters(CHANNELS[folder]).eval()
    recipe.fill(net, 1.3, overrides=GAINS)
    seen: dict[str, torch.Tensor] = {}
    for number, adapter in enumerate(net.cmt_adapters):
        for name, part in PARTS.items():
            getattr(adapter, part).register_forward_hook(partial(keep, seen, f"a{number}_{name}"))
    with safe_open(parity / folder / "golden.safetensors", "pt") as golden:
        case = json.loads(golden.metadata()["case"])
        wanted = {key: golden.get_tensor(key) for key in golden.keys()}  # noqa: SIM118
    seed, clips, count, words = case["seed"], case["B"], case["T"], case["L"]
    text = torch.from_numpy(normal(seed, (words, clips, 768)) * np.float32(0.5))
    torch.testing.assert_close(text, wanted["text_in"], rtol=0, atol=0)
    with torch.inference_mode():
        for number, (adapter, (height, width)) in enumerate(zip(net.cmt_adapters, case["hw"], strict=True)):
            shape = (clips * count, CHANNELS[folder][number], height, width)
            pictures = torch.from_numpy(normal(seed + 1 + number, shape))
            torch.testing.assert_close(pictures[:, :2], wanted[f"a{number}_vis_in_ch0"], rtol=0, atol=0)
            seen[f"a{number}_vis_out"], seen[f"a{number}_text_out"] = adapter(pictures, text)
        pointers = [torch.from_numpy(normal(seed + offset, (case["N"], 256))) for offset in (10, 11)]
        seen["cme_logits"] = net.conditional_memory_encoder(*pointers)
    slices = {"down": 32, "vis_out": 8}
    for key, found in sorted(seen.items()):
        name = key.partition("_")[2]
        if name in slices:
            found = found[:, :: slices[name]]
        elif key != "cme_logits":
            found = found[..., :: 8 if name == "text_out" else 32]
        error = float((found - wanted[key]).abs().max() / wanted[key].std())
        assert error < 1e-4, f"{key} is off by {error:g} of its spread"
    assert len(seen) == 22


def normal(seed: int, shape: tuple[int, ...]) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)
