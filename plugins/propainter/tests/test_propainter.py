"""ProPainter's parts with synthetic weights against the values of the published implementation."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch
from safetensors import safe_open
from torch import Tensor


class Golden:
    """What is wanted of a part, and of what."""

    def __init__(self, folder: Path) -> None:
        with safe_open(folder / "golden.safetensors", "np") as file:
            self.values = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            self.case = json.loads(file.metadata()["case"])
        keys = json.loads((folder / "keys.json").read_text())
        self.keys = {key: (tuple(shape), kind) for key, shape, kind in keys}

    def close(self, name: str, found: Tensor) -> None:
        wanted = self.values[name]
        np.testing.assert_allclose(found.numpy(), wanted, rtol=0, atol=1e-4 * wanted.std(), err_msg=name)


def shapes(net: torch.nn.Module) -> dict[str, Any]:
    return {key: (tuple(x.shape), str(x.dtype).removeprefix("torch.")) for key, x in net.state_dict().items()}


def watched(part: torch.nn.Module, seen: dict[str, Tensor], name: str) -> None:
    def note(*event: Any) -> None:
        seen.setdefault(name, event[2])

    part.register_forward_hook(note)


@pytest.fixture(scope="module")
def raft_state(parity: Path, recipe: ModuleType) -> dict[str, Tensor]:
    gains = [
        (r"^fnet\.conv2\.weight$", 0.9),
        (r"flow_head\.conv2\.weight$", 0.5),
        (r"mask\.2\.weight$", 2.0),
        (r"flow_head\.conv2\.bias$", 0.3),
    ]
    state = {}
    for key, (shape, kind) in Golden(parity / "propainter_raft").keys.items():
        # Where two names share one tensor, the recipe takes the values of the later name.
        value = recipe.value_for(key.replace("downsample.1", "norm3"), shape, 1.2, gains)
        state[key] = torch.from_numpy(value) if kind == "float32" else torch.tensor(0)
    return state


def test_raft_reads_the_authors_checkpoint_and_gives_their_flow(
    parity: Path, recipe: ModuleType, imported: Any, raft_state: dict[str, Tensor]
) -> None:
    raft, golden = imported("raft"), Golden(parity / "propainter_raft")
    net = raft.build().eval()
    net.load_state_dict(raft.renamed({f"module.{key}": value for key, value in raft_state.items()}))
    assert raft.published(net.state_dict()).keys() == golden.keys.keys()
    case = golden.case
    video = recipe.synth_video(case["seed"], 3, case["h"], case["w"], step=20, speed=4)
    np.testing.assert_array_equal(video, golden.values["video_u8"])
    pictures = torch.from_numpy(video).permute(0, 3, 1, 2) / 255 * 2 - 1
    seen: dict[str, Tensor] = {}
    watched(net.feature_encoder, seen, "features")
    watched(net.context_encoder, seen, "context")
    with torch.inference_mode():
        ahead, back = raft.both_ways(net, pictures[:2], pictures[1:], case["iters"])
    golden.close("fmap1", seen["features"][:2, ::16])
    golden.close("cnet", seen["context"][:2, ::16])
    s = case["s"]
    golden.close("flow_up", ahead[..., ::s, ::s])
    golden.close("flow_up_crop", ahead[..., 40:72, 40:72])
    golden.close("flow_up_backward", back[..., ::s, ::s])


def test_flow_completion_equals_the_published_one(parity: Path, recipe: ModuleType, imported: Any) -> None:
    net, golden = imported("completion").FlowCompletion().eval(), Golden(parity / "propainter_flowcomp")
    assert shapes(net) == golden.keys
    recipe.fill(net, gain=1.3)
    case = golden.case
    size = (case["t"] - 1, case["h"], case["w"])
    ahead, back = (
        torch.from_numpy(
            (recipe.synth_video(case["seed"] + way, *size, step=16, speed=1, grain=3)[..., :2] - np.float32(128)) / 32
        ).permute(0, 3, 1, 2)
        for way in (0, 1)
    )
    holes = torch.from_numpy(golden.values["mask_u8"])[:, None].float()
    seen: dict[str, Tensor] = {}
    watched(net.downsample, seen, "down")
    watched(net.mid_dilation, seen, "mid")
    watched(net.feat_prop_module, seen, "known")
    with torch.inference_mode():
        there = net(ahead, holes[:-1])
        home = net(back.flip(0), holes[1:].flip(0)).flip(0)
        both = net.completed(ahead, back, holes)
    golden.close("down_f", seen["down"][:, ::8, :, ::4, ::4])
    golden.close("mid_f", seen["mid"][:, ::16])
    golden.close("prop_f", seen["known"][None, :, ::16])
    for name, found in (("pred_f", there), ("pred_b", home), ("comb_f", both[0]), ("comb_b", both[1])):
        golden.close(name, found[None])


def test_pictures_are_carried_and_completed_as_by_the_published_one(
    parity: Path, recipe: ModuleType, imported: Any
) -> None:
    golden, net = Golden(parity / "propainter_inpaint"), imported("generator").Generator().eval()
    assert shapes(net) == golden.keys
    held = net.transformers.transformer[0].attention.valid_ind_rolled.clone()
    gains = [(r"attention\.(query|key)\.weight$", 1.8), (r"^sc\.embedding", 0.25), (r"^decoder\.6\.", 0.6)]
    recipe.fill(net, gain=1.2, overrides=gains)
    assert len(held) == 148
    case = golden.case
    count, local = case["t"], case["l"]
    video = recipe.synth_video(case["seed"], count, case["h"], case["w"])
    np.testing.assert_array_equal(video, golden.values["video_u8"])
    holes = torch.from_numpy(golden.values["mask_u8"])[:, None].float()
    pictures = torch.from_numpy(video).permute(0, 3, 1, 2) / 255 * 2 - 1
    field = recipe.synth_video(case["seed"] + 5, count - 1, case["h"], case["w"], step=16, speed=1, grain=3)[..., :2]
    shifted = (field.astype(np.float32) - 128) / 64 + np.array([2 + 1 / 128, 1 + 1 / 128], np.float32)
    ahead = torch.from_numpy(shifted.astype(np.float32)).permute(0, 3, 1, 2).contiguous()
    carried, remaining = imported("carrying").propagated(pictures * (1 - holes), holes, ahead, -ahead)
    s = case["s"]
    golden.close("prop_img", carried[..., ::s, ::s])
    np.testing.assert_array_equal(remaining[:, 0].numpy(), golden.values["updated_mask_u8"])
    seen: dict[str, Tensor] = {}
    parts = {"tokens_in": net.ss, "attn0": net.transformers.transformer[0].attention, "tokens_out": net.transformers}
    for name, part in parts.items():
        watched(part, seen, name)
    watched(net.feat_prop_module, seen, "known")
    watched(net.sc, seen, "composed")
    with torch.inference_mode():
        features = net.encode(pictures * (1 - holes) + carried * holes, holes, remaining)
        flows = (ahead[: local - 1], -ahead[: local - 1])
        known = net.completed(features[:local], features[local:], *flows, holes[:local], remaining[:local])
        shown = net.decode(known)
    golden.close("enc", features[:, ::16, ::2, ::2])
    golden.close("prop_out", seen["known"][:, ::16, ::2, ::2])
    for name in parts:
        golden.close(name, seen[name][:, ::2, ::3, ::32])
    np.testing.assert_allclose(
        seen["composed"][:, ::16, ::2, ::2].numpy(), golden.values["softcomp"][:local], rtol=0, atol=1e-3
    )
    golden.close("output", shown[..., ::s, ::s])
    golden.close("output_crop", shown[..., 30:62, 40:88])
