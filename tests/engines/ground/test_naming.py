"""Grounders of `transformers`: the real adapters on tiny networks made from their settings, with random weights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from peanut_studio.engines.contract import Grounder, WeightPaths
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.errors import InputError, WeightsError
from peanut_studio.model.phrase_reading import read_phrase
from peanut_studio.model.picture import FrameList

transformers: Any = pytest.importorskip("transformers", reason="needs the Python package transformers")

FRAMES = FrameList([np.random.default_rng(1).integers(0, 255, (90, 160, 3), np.uint8)])
RED_CAR = read_phrase("红色的车")


@pytest.fixture(scope="module")
def dino_files(tmp_path_factory: pytest.TempPathFactory) -> WeightPaths:
    """A Grounding DINO of 0.2 million parameters, and as many words as its special ones need."""
    from peanut_studio.engines.ground import grounding_dino as dino

    folder = tmp_path_factory.mktemp("dino")
    torch.manual_seed(2)
    picture = transformers.SwinConfig(
        image_size=64, embed_dim=16, depths=[1, 1, 1, 1], num_heads=[1, 1, 2, 2], window_size=4, out_indices=[2, 3, 4]
    )
    words = transformers.BertConfig(
        vocab_size=1100, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    config = transformers.GroundingDinoConfig(
        backbone_config=picture, text_config=words, d_model=32, encoder_layers=2, decoder_layers=3,
        encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32, num_queries=20,
    )  # fmt: skip
    known = {0: "[PAD]", 100: "[UNK]", 101: "[CLS]", 102: "[SEP]", 1012: ".", 1029: "?", 200: "red", 201: "car"}
    (folder / "vocab.txt").write_text("\n".join(known.get(number, f"word{number}") for number in range(1100)))
    net = transformers.GroundingDinoForObjectDetection(config)
    save_file(_apart(net), folder / "model.safetensors")
    config.to_json_file(folder / "config.json")
    names = (dino.WEIGHTS, dino.CONFIG, dino.VOCABULARY)
    return dict(zip(names, (folder / name for name in ("model.safetensors", "config.json", "vocab.txt")), strict=True))


@pytest.fixture(scope="module")
def owl_files(tmp_path_factory: pytest.TempPathFactory) -> WeightPaths:
    """An OWLv2 of some thousand parameters that knows letters."""
    from peanut_studio.engines.ground import owlv2 as owl

    folder = tmp_path_factory.mktemp("owl")
    torch.manual_seed(3)
    small = {"hidden_size": 32, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = transformers.Owlv2Config(
        text_config={
            **small, "vocab_size": 100, "max_position_embeddings": 16, "bos_token_id": 98, "eos_token_id": 99,
            "pad_token_id": 0,
        },
        vision_config={**small, "image_size": 64, "patch_size": 16},
        projection_dim=32,
    )  # fmt: skip
    net = transformers.Owlv2ForObjectDetection(config)
    with torch.no_grad():
        for parameter in net.box_head.parameters():
            parameter.mul_(0.01)
    save_file(_apart(net), folder / "model.safetensors")
    config.to_json_file(folder / "config.json")
    letters = [chr(97 + number) for number in range(26)]
    pieces = {piece: number for number, piece in enumerate(["!", *letters, *(f"{letter}</w>" for letter in letters)])}
    (folder / "vocab.json").write_text(json.dumps(pieces | {"<|startoftext|>": 98, "<|endoftext|>": 99}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    names = (owl.WEIGHTS, owl.CONFIG, owl.VOCABULARY, owl.MERGES)
    files = ("model.safetensors", "config.json", "vocab.json", "merges.txt")
    return dict(zip(names, (folder / name for name in files), strict=True))


def _apart(net: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {name: tensor.clone().contiguous() for name, tensor in net.state_dict().items()}


def make_dino(files: WeightPaths) -> Any:
    from peanut_studio.engines.ground.grounding_dino import GroundingDino

    return GroundingDino(files, "cpu")


def make_owl(files: WeightPaths) -> Any:
    from peanut_studio.engines.ground.owlv2 import Owlv2

    return Owlv2(files, "cpu")


def check(grounder: Grounder) -> None:
    """What every grounder promises."""
    found = grounder.propose(FRAMES, 0, RED_CAR)
    assert grounder.knows_nouns
    assert found, "random networks see things everywhere"
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        x0, y0, x1, y1 = one.box
        assert 0 <= x0 < x1 <= 159
        assert 0 <= y0 < y1 <= 89
        assert 0 < one.score <= 1
    with pytest.raises(InputError, match="'螺旋桨' is not among the Chinese words"):
        grounder.propose(FRAMES, 0, read_phrase("红色的螺旋桨"))
    assert not torch.is_inference_mode_enabled()


def test_grounding_dino_keeps_its_promises(
    dino_files: WeightPaths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("peanut_studio.engines.ground.grounding_dino.LEAST", 0.0)
    grounder = make_dino(dino_files)
    assert capsys.readouterr() == ("", ""), "the library draws no bars of its own"
    saved = load_file(dino_files["grounding-dino-tiny.safetensors"])
    loaded = grounder._net.state_dict()
    assert all(torch.equal(loaded[name], saved[name]) for name in saved)
    check(grounder)


def test_grounding_dino_sees_what_the_librarys_own_processor_makes(dino_files: WeightPaths) -> None:
    """The same tokens and, but for how the picture is resized, the same boxes as by the way the library documents."""
    grounder = make_dino(dino_files)
    processor = transformers.GroundingDinoImageProcessor()
    seen = processor(images=FRAMES[0], return_tensors="pt")
    tokens = transformers.BertTokenizer(vocab=str(dino_files["grounding-dino-tiny.vocab.txt"]))(
        "red car.", return_tensors="pt"
    )
    told: dict[str, torch.Tensor] = {}
    grounder._net.register_forward_pre_hook(lambda _net, _args, given: told.update(given), with_kwargs=True)
    grounder.propose(FRAMES, 0, RED_CAR)
    assert torch.equal(told["input_ids"], tokens["input_ids"])
    assert told["pixel_values"].shape == seen["pixel_values"].shape
    assert (told["pixel_values"] - seen["pixel_values"]).abs().mean() < 0.1


def test_owlv2_keeps_its_promises(owl_files: WeightPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peanut_studio.engines.ground.owlv2.LEAST", 0.0)
    check(make_owl(owl_files))


def test_files_of_something_else_are_refused(dino_files: WeightPaths, owl_files: WeightPaths, tmp_path: Path) -> None:
    from peanut_studio.engines.ground import grounding_dino as dino

    with pytest.raises(WeightsError, match="not the files of Grounding DINO; fetch them again"):
        make_dino({**dino_files, dino.WEIGHTS: owl_files["owlv2-base-patch16-ensemble.safetensors"]})
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"no")
    with pytest.raises(WeightsError, match="fetch them again"):
        make_dino({**dino_files, dino.WEIGHTS: broken})


@pytest.mark.weights
@pytest.mark.clips
@pytest.mark.parametrize("name", ["grounding-dino", "owlv2"])
def test_the_trained_ones_find_a_camel(name: str, clips: Path) -> None:
    from peanut_studio.engines import registry

    store = WeightStore()
    if not registry.is_ready("ground", name, store):
        pytest.skip(f"needs the weights of {name}, some 700 MB: peanut-studio models fetch {name}")
    import cv2

    picture = cv2.imread(str(clips / "davis_camel" / "frames" / "00000.jpg"))[..., ::-1]
    truth = cv2.imread(str(clips / "davis_camel" / "masks" / "00000.png"), cv2.IMREAD_GRAYSCALE) > 127
    found = registry.create("ground", name, device="cpu").propose(FrameList([picture]), 0, read_phrase("the camel"))
    x0, y0, x1, y1 = (round(side) for side in found[0].box)
    inside = np.zeros_like(truth)
    inside[y0 : y1 + 1, x0 : x1 + 1] = True
    assert np.count_nonzero(truth & inside) > 0.9 * np.count_nonzero(truth)
