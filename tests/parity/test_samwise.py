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
from torch.nn import functional

from peanut_studio.nets.samwise import Adapters

NEEDS = "needs the package sam2: pip install 'peanut-studio[sam2]'"
WHOLE_GAINS = (
    ("proj_text_down", 3),
    (r"cmt_adapters.*in_proj_weight", 2),
    ("spatial_pos_embed", 8),
    ("decision_token", 16),
    (r"proj_vis_up\.0\.weight$", 0.3),
    ("proj_text_up", 0.3),
    (r"pred_obj_score_head\.layers\.2\.bias$", -30),
    ("positional_encoding_gaussian_matrix", 11),
    (r"(iou|obj_score)_token|mask_tokens|point_embed|not_a_point|no_mask_embed|no_mem_embed|no_obj_ptr|_tpos_enc", 8),
)

FLOORS = {"nomem_early_ptr": 1e-4}
"""How far a reference value, in float32, lies from the network in float64, in parts of its spread; others lie
nearer than 8e-5. Processors round differently."""

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


@pytest.mark.parametrize("size", ["tiny", "base"])
def test_names_and_shapes_of_the_whole_are_the_published_ones(parity: Path, size: str) -> None:
    pytest.importorskip("sam2", reason=NEEDS)
    from peanut_studio.nets.samwise_net import Samwise

    listed = json.loads((parity / f"samwise_full_{size}" / "keys.json").read_text())
    published = {key: (tuple(shape), dtype) for key, shape, dtype in listed}
    ours = Samwise(size).state_dict()
    assert {
        key: (tuple(value.shape), str(value.dtype).removeprefix("torch.")) for key, value in ours.items()
    } == published


@pytest.mark.slow
def test_the_whole_equals_the_published_one(parity: Path, recipe: ModuleType) -> None:
    pytest.importorskip("sam2", reason=NEEDS)
    from peanut_studio.nets.samwise_net import Samwise

    net = Samwise("tiny").eval()
    recipe.fill(net, 1.2, keep=(r"\.version$", "_float_tensor$"), overrides=WHOLE_GAINS)
    with safe_open(parity / "samwise_full_tiny" / "golden.safetensors", "pt") as golden:
        facts = golden.metadata()
        wanted = {key: golden.get_tensor(key) for key in golden.keys()}  # noqa: SIM118
    case = json.loads(facts["case"])
    video = recipe.synth_video(case["seed"], case["t"], case["h"], case["w"], step=24, speed=6)
    assert recipe.crc(video) == int(facts["video_crc32"])
    mean, spread = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    pictures = ((torch.from_numpy(video).float() / 255 - mean) / spread).permute(0, 3, 1, 2)
    pictures = functional.pad(pictures, (0, 1024 - case["w"], 0, 1024 - case["h"]))
    seen: dict[str, torch.Tensor] = {}
    net.sam.image_encoder.neck.register_forward_pre_hook(
        lambda _part, given: seen.update({f"vis_stage{at}": stage for at, stage in enumerate(given[0])})
    )
    with torch.inference_mode():
        numbers = torch.tensor([case["ids"]])
        seen["text_embed_in"] = net.text_encoder.sentences.embed(numbers)
        clip = net.encode(pictures, numbers)
        past, answers, conditioned = [], [], []
        for frame in range(case["t"]):
            conditioned.append(net.conditioned(clip, frame, past))
            answers.append(net.decode(clip, frame, conditioned[-1]))
            past.append(net.remember(clip, frame, answers[-1]))
        alone = net.decode(clip, 2, net.conditioned(clip, 2, ()))
        seen["cme_logits"] = net.conditional_memory_encoder(answers[2].pointer, alone.early)
        large = [functional.interpolate(answer.logits, (1024, 1024), mode="bilinear")[0] for answer in answers]
    step = case["s"]
    found = {
        "text_embed_in": seen["text_embed_in"][..., ::8],
        **{f"vis_stage{at}": seen[f"vis_stage{at}"][:, ::16, ::8, ::8] for at in (0, 1)},
        **{f"vis_stage{at}": seen[f"vis_stage{at}"][:, ::16, ::4, ::4] for at in (2, 3)},
        "state": clip.said.expand(case["t"], -1),
        "pix_feat_with_mem": torch.cat(conditioned)[:, ::16, ::4, ::4],
        "low_res": torch.cat([answer.logits[0] for answer in answers])[:, ::4, ::4],
        "obj_ptr": torch.cat([answer.pointer for answer in answers]),
        "object_score": torch.cat([answer.presence for answer in answers]),
        "memory_features": torch.cat([kept.features for kept in past])[:, ::8, ::4, ::4],
        "nomem_early_ptr": alone.early,
        "nomem_low_res": alone.logits[0, :, ::4, ::4],
        "cme_logits": seen["cme_logits"],
        "pred_masks": torch.cat(large)[:, : case["h"] : step, : case["w"] : step],
    }
    assert set(found) == set(wanted)
    for key, value in found.items():
        error = float((value - wanted[key]).abs().max() / wanted[key].std())
        assert error < max(1e-4, 3 * FLOORS.get(key, 0)), f"{key} is off by {error:g} of its spread"


def test_what_fits_the_words_better_is_pressed_into_memory_only() -> None:
    pytest.importorskip("sam2", reason=NEEDS)
    from peanut_studio.nets import samwise_net

    remembered: list[torch.Tensor] = []

    class Sam:
        def _encode_new_memory(
            self, *, pred_masks_high_res: torch.Tensor, **_rest: object
        ) -> tuple[object, list[object]]:
            remembered.append(pred_masks_high_res)
            return None, [None]

    net = samwise_net.Samwise.__new__(samwise_net.Samwise)
    torch.nn.Module.__init__(net)
    object.__setattr__(net, "sam", Sam())
    net.side = samwise_net.SIDE
    clip = samwise_net.Seen((torch.zeros(1), torch.zeros(1), torch.zeros(1, 1, 64, 64)), torch.zeros(1), torch.zeros(1))
    one = torch.zeros(1, 256)
    tracked, other = torch.full((1, 1, 256, 256), -3.0), torch.full((1, 1, 256, 256), -2.0)
    other[..., :128] = 2.0
    answers = [samwise_net.Answer(logits, one, one[:, :1], one, logits) for logits in (tracked, other)]
    net.remember(clip, 0, answers[0], answers[1])
    assert remembered[0][..., :500].unique().tolist() == [20.0]
    assert remembered[0][..., 520:].unique().tolist() == [-3.0]
    assert tracked.unique().tolist() == [-3.0]
