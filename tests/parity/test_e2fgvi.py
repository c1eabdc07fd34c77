"""E2FGVI with synthetic weights against the values of the published implementation."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from safetensors import safe_open
from torch import Tensor

from peanut_studio.nets.e2fgvi import BLOCKS, E2fgvi, reduced

FOLDERS = {"e2fgvi": False, "e2fgvi_hq": True}


def build(folder: str, recipe: ModuleType) -> E2fgvi:
    net = E2fgvi(any_size=FOLDERS[folder]).eval().requires_grad_(False)
    gains = [(r"attn\.qkv\.weight$", 1.8), (r"^sc\.embedding", 0.25), (r"^decoder\.6\.", 0.6)]
    recipe.fill(net, gain=1.2, keep=[r"\.mean$", r"\.std$"], overrides=gains)
    return net


def close(found: Tensor, wanted: np.ndarray) -> None:
    np.testing.assert_allclose(found.numpy(), wanted, rtol=0, atol=1e-4 * wanted.std())


@pytest.mark.parametrize("folder", FOLDERS)
def test_names_and_shapes_are_those_of_the_checkpoints(parity: Path, folder: str) -> None:
    wanted = {
        key: (tuple(shape), dtype) for key, shape, dtype in json.loads((parity / folder / "keys.json").read_text())
    }
    state = E2fgvi(any_size=FOLDERS[folder]).state_dict()
    assert {key: (tuple(x.shape), str(x.dtype).removeprefix("torch.")) for key, x in state.items()} == wanted


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_stage_equals_the_published_one(parity: Path, recipe: ModuleType, folder: str) -> None:
    net = build(folder, recipe)
    with safe_open(parity / folder / "golden.safetensors", "np") as golden:
        wanted = {name: golden.get_tensor(name) for name in golden.keys()}  # noqa: SIM118
        metadata = golden.metadata()
    case = json.loads(metadata["case"])
    size = (case["t"], case["h"], case["w"])
    video, mask = recipe.synth_video(case["seed"], *size), recipe.synth_mask(case["seed"] + 1000, *size)
    assert recipe.crc(video) == int(metadata["video_crc32"])
    assert recipe.crc(mask) == int(metadata["mask_crc32"])
    frames = (torch.from_numpy(video).permute(0, 3, 1, 2) / 255 * 2 - 1) * (1 - torch.from_numpy(mask)[:, None])
    local = case["l_t"]
    seen: dict[str, Tensor] = {}
    first = net.transformer[0]
    hooks = [
        first.register_forward_hook(lambda *event: seen.update(block=event[2])),
        first.attn.register_forward_hook(lambda *event: seen.update(attention=event[2])),
    ]
    with torch.inference_mode():
        small = reduced(frames[:local])
        ahead, back = net.flow(small[:-1], small[1:]), net.flow(small[1:], small[:-1])
        features = net.encode(frames)
        known = net.feat_prop_module(features[:local], ahead, back)
        together = torch.cat((known, features[local:]))
        tokens = net.ss(together)
        out = net.transformed(tokens, features.shape[-2:], len(frames))
        composition = net.sc(out, features.shape[-2:])
        output = net.decode(together + composition)
        for hook in hooks:
            hook.remove()
        shown = net(frames, local) if folder == "e2fgvi_hq" else output[:local]
    s, so = case["sub"], case["sub_out"]
    close(ahead[None, ..., ::s, ::s], wanted["flow_forward"])
    close(back[None, ..., ::s, ::s], wanted["flow_backward"])
    close(features[:, ::16, ::s, ::s], wanted["enc_feat"])
    close(known[:, ::16, ::s, ::s], wanted["prop_feat"])
    close(tokens[:, ::2, ::3, ::32], wanted["tokens_in"])
    close(seen["attention"][::3, ::11, ::32], wanted["block0_attn"])
    close(seen["block"][:, ::2, ::3, ::32], wanted["block0_out"])
    close(out[:, ::2, ::3, ::32], wanted["tokens_out"])
    close(composition[:, ::16, ::s, ::s], wanted["softcomp"])
    close(output[..., ::so, ::so], wanted["output"])
    close(output[:, :, 40:72, 50:98], wanted["output_crop"])
    # Frames that are only looked at need no answer of the last block, and no picture.
    assert len(net.transformer) == BLOCKS
    close(shown, output[:local].numpy())


def test_a_frame_by_itself_is_filled(recipe: ModuleType) -> None:
    net = build("e2fgvi_hq", recipe)
    with torch.inference_mode():
        assert net(torch.zeros(1, 3, 60, 108), 1).shape == (1, 3, 60, 108)
