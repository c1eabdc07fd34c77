"""SAM 3 of `transformers`, small and with random weights; which thing is meant, with things that are given."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

pytest.importorskip("transformers", reason="needs the Python package transformers")

import transformers
from safetensors.torch import save_file

from peanut_studio.engines import registry
from peanut_studio.engines.conformance.checks import examine
from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.segment import sam3_net
from peanut_studio.engines.segment.sam3 import Sam3, Sam3Session
from peanut_studio.engines.segment.sam3_net import CONFIG, LOOKED_BACK, MERGES, REMINDED, VOCABULARY, WEIGHTS, Thing
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError, WeightsError
from peanut_studio.model.phrase_reading import read_phrase
from peanut_studio.model.picture import Frame, FrameList, Mask
from peanut_studio.model.prompt import Box, Click, MaskPrompt

WIDTH, HEIGHT = 96, 64


def settings() -> Any:
    """Of a network of 5 million parameters that takes everything for what the words mean."""
    part = {"hidden_size": 128, "intermediate_size": 48, "num_attention_heads": 2}
    layers = {**part, "num_layers": 1}
    vit = {
        **part, "model_type": "sam3_vit_model", "num_hidden_layers": 2, "image_size": 112, "patch_size": 14,
        "window_size": 4, "global_attn_indexes": [1], "pretrain_image_size": 112,
    }  # fmt: skip
    sizes = [[32, 32], [16, 16], [8, 8]]
    seeing = {
        "model_type": "sam3_vision_model",
        "backbone_config": vit,
        "fpn_hidden_size": 128,
        "backbone_feature_sizes": sizes,
    }
    reading = {
        **part, "model_type": "clip_text_model", "vocab_size": 100, "num_hidden_layers": 1, "projection_dim": 128,
        "max_position_embeddings": 32, "bos_token_id": 98, "eos_token_id": 99, "pad_token_id": 99,
    }  # fmt: skip
    detector = {
        "model_type": "sam3", "vision_config": seeing, "text_config": reading, "geometry_encoder_config": layers,
        "detr_encoder_config": layers, "detr_decoder_config": {**layers, "num_layers": 2, "num_queries": 6},
        "mask_decoder_config": {"hidden_size": 128, "num_attention_heads": 2},
    }  # fmt: skip
    tracker = {
        "model_type": "sam3_tracker_video", "vision_config": seeing, "image_size": 112,
        "prompt_encoder_config": {"hidden_size": 128, "image_size": 112, "patch_size": 14},
        "mask_decoder_config": {
            "hidden_size": 128, "mlp_dim": 48, "num_attention_heads": 2, "iou_head_hidden_dim": 128
        },
        "memory_attention_hidden_size": 128, "memory_attention_num_layers": 1, "memory_encoder_hidden_size": 128,
        "memory_attention_feed_forward_hidden_size": 48, "memory_attention_rope_feat_sizes": [8, 8],
        "mask_downsampler_embed_dim": 128, "memory_fuser_embed_dim": 128, "memory_fuser_intermediate_dim": 48,
    }  # fmt: skip
    return transformers.Sam3VideoConfig(
        detector_config=detector, tracker_config=tracker, low_res_mask_size=32, score_threshold_detection=0.0,
        new_det_thresh=0.0,
    )  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> WeightPaths:
    folder = tmp_path_factory.mktemp("sam3")
    torch.manual_seed(4)
    config = settings()
    net = transformers.Sam3VideoModel(config)
    save_file({name: value.clone().contiguous() for name, value in net.state_dict().items()}, folder / WEIGHTS)
    config.to_json_file(folder / CONFIG)
    letters = [chr(97 + number) for number in range(26)]
    pieces = {piece: number for number, piece in enumerate(["!", *letters, *(f"{letter}</w>" for letter in letters)])}
    (folder / VOCABULARY).write_text(json.dumps(pieces | {"<|startoftext|>": 98, "<|endoftext|>": 99}))
    (folder / MERGES).write_text("#version: 0.2\n")
    return {name: folder / name for name in (WEIGHTS, CONFIG, VOCABULARY, MERGES)}


@pytest.fixture(scope="module")
def engine(files: WeightPaths) -> Sam3:
    return Sam3(files, "cpu")


def frames(count: int) -> FrameList:
    dice = np.random.default_rng(3)
    return FrameList([dice.integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8) for _ in range(count)])


def test_it_does_what_every_segmenter_must(engine: Sam3) -> None:
    info = registry.info("segment", "sam3")
    assert info.words
    assert [finding for finding in examine(engine, info) if finding.fault] == []


def test_what_is_held_does_not_grow_with_the_clip(engine: Sam3) -> None:
    session = engine.open(frames(24))
    session.tell(1, read_phrase("all dogs"))
    walks: list[sam3_net.Sam3Walk] = []
    begin = session._net.begin
    session._net.begin = lambda texts: walks.append(begin(texts)) or walks[-1]  # type: ignore[method-assign]
    try:
        found = list(session.propagate(Span(0, 24)))
    finally:
        session._net.begin = begin  # type: ignore[method-assign]
    assert [tracked.frame for tracked in found] == list(range(24))
    assert any(tracked.masks[1].any() for tracked in found)
    (walk,) = walks
    memory = walk._memory
    assert list(memory.prompts.values()) == ["dogs"]
    assert all(picture is None for picture in memory.processed_frames.values())
    for outputs in memory.output_dict_per_obj.values():
        assert len(outputs["non_cond_frame_outputs"]) <= LOOKED_BACK
        assert len(outputs["cond_frame_outputs"]) <= REMINDED
    assert len(memory.obj_id_to_tracker_score_frame_wise) <= LOOKED_BACK
    assert not torch.is_inference_mode_enabled()


def test_taking_away_what_is_past_changes_nothing(engine: Sam3, monkeypatch: pytest.MonkeyPatch) -> None:
    def through() -> list[tuple[Mask, float]]:
        session = engine.open(frames(20))
        session.tell(1, read_phrase("dog"))
        return [(tracked.masks[1], tracked.confidence[1]) for tracked in session.propagate(Span(0, 20))]

    bounded = through()
    monkeypatch.setattr(sam3_net, "forget", lambda _memory, _now: None)
    for (mask, sure), (wanted, wished) in zip(bounded, through(), strict=True):
        assert np.array_equal(mask, wanted)
        assert sure == pytest.approx(wished)


def test_the_library_fetches_nothing_while_it_works(engine: Sam3) -> None:
    assert sam3_net.library.cv_utils_kernel is sam3_net.Kernels
    overlaps = torch.tensor([[1.0, 0.9, 0.0], [0.9, 1.0, 0.0], [0.0, 0.0, 1.0]])
    kept = sam3_net.Kernels.generic_nms(overlaps, torch.tensor([0.5, 0.8, 0.1]), 0.5, use_iou_matrix=True)
    assert kept.tolist() == [1, 2]
    mask = torch.zeros(1, 1, 6, 8, dtype=torch.uint8)
    mask[..., :2, :3] = mask[..., 4, 6] = 1
    labels, areas = sam3_net.Kernels.cc_2d(mask, get_counts=True)
    assert labels.shape == areas.shape == mask.shape
    assert (int(areas[0, 0, 0, 0]), int(areas[0, 0, 4, 6]), int(areas[0, 0, 5, 0])) == (6, 1, 0)


class Things:
    """In place of the network: three squares, one of which comes late."""

    def __init__(self) -> None:
        self.count = 0

    def begin(self, texts: list[str]) -> Things:
        self.texts, self.count = list(texts), 0
        return self

    def step(self, frame: Frame) -> Mapping[str, Mapping[int, Thing]]:
        seen = {0: Thing(spot(1), 0.9), 1: Thing(spot(3), 0.8)}
        if self.count > 1:
            seen[2] = Thing(spot(5), 0.95)
        self.count += 1
        return dict.fromkeys(self.texts, seen)


def spot(place: int) -> torch.Tensor:
    logits = torch.full((32, 32), -9.0)
    logits[12:20, 4 * place : 4 * place + 4] = 9
    return logits


def places(mask: Mask) -> set[int]:
    """Which of the squares are in it."""
    return {place for place in range(8) if mask[HEIGHT // 2, (4 * place + 2) * WIDTH // 32]}


def follow(phrase: str, *prompts: Any, count: int = 4) -> list[set[int]]:
    session = Sam3Session(frames(count), Things())  # type: ignore[arg-type]
    session.tell(1, read_phrase(phrase))
    for prompt in prompts:
        session.prompt(1, prompt)
    found = sorted(session.propagate(Span(0, count)), key=lambda tracked: tracked.frame)
    return [places(tracked.masks[1]) for tracked in found]


def test_the_phrase_says_which_and_how_many() -> None:
    assert follow("the dog") == [{1}] * 4
    assert follow("the dog on the right") == [{3}] * 4
    assert follow("the rightmost dog") == [{3}] * 4
    assert follow("two dogs") == [{1, 3}] * 4
    assert follow("three dogs") == [{1, 3}] * 2 + [{1, 3, 5}] * 2
    assert follow("all dogs") == [{1, 3}] * 2 + [{1, 3, 5}] * 2


def test_prompts_choose_among_the_things() -> None:
    middle = Click((4 * 3 + 2) * WIDTH / 32, HEIGHT / 2)
    assert follow("the dog", middle) == [{3}] * 4
    assert follow("the dog", Box(8, 20, 28, 44)) == [{1}] * 4
    mask = np.zeros((HEIGHT, WIDTH), np.bool_)
    mask[24:40, 36:48] = True
    assert follow("the dog", MaskPrompt(mask, 2)) == [{3}] * 4
    session = Sam3Session(frames(4), Things())  # type: ignore[arg-type]
    session.tell(1, read_phrase("the dog"))
    assert not session.prompt(1, Click(1, 1)).any(), "nothing is there"
    with pytest.raises(InputError, match="first give a point on it"):
        session.prompt(1, Click(1, 1, positive=False, frame=2))


def test_words_that_mean_nothing_to_it_are_refused() -> None:
    session = Sam3Session(frames(2), Things())  # type: ignore[arg-type]
    for phrase, said in (
        ("the moving car", "moving"),
        ("the car behind the bus", "behind"),
        ("the animal, not the dog", "dog"),
    ):
        with pytest.raises(InputError, match=f"'[^']*{said}[^']*'"):
            session.tell(1, read_phrase(phrase))
    with pytest.raises(InputError, match="follows words"):
        session.prompt(1, Click(3, 3))
    with pytest.raises(InputError, match="Nothing says which object is meant"):
        session.propagate(Span(0, 2))


def test_its_weights_are_gated_and_that_is_said(tmp_path: Path) -> None:
    store = WeightStore(tmp_path)
    facts = store.info(WEIGHTS)
    assert facts.gated
    assert "accepted" in facts.note
    with pytest.raises(WeightsError, match=r"only to those who accept its licence \(SAM License\): do that at https"):
        store.fetch(WEIGHTS)


def test_files_of_something_else_are_refused(files: WeightPaths, tmp_path: Path) -> None:
    wrong = tmp_path / WEIGHTS
    save_file({"something": torch.zeros(3)}, wrong)
    with pytest.raises(WeightsError, match="not the files of SAM 3"):
        Sam3({**files, WEIGHTS: wrong}, "cpu")
