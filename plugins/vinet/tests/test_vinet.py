"""VINet with synthetic weights against the values of the published implementation; the engine on a stream."""

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

from peanut_studio.engines.plugins.check import check
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.picture import FrameList

GAINS = [
    (r"^(encoder|bottleneck|st_agg)", 2.5),
    (r"^decoder", 2.9),
    (r"flow_estimator\.convs", 1.1),
    (r"flow_estimator\.conv1\.weight$", 0.7),
    (r"^decoder\.dc6\.weight$", 0.6),
    (r"convlstm", 1.5),
]
LARGEST_STORED = 12000


def build(imported: Any, recipe: ModuleType, *, double: bool) -> Any:
    net = imported("net").Vinet(double_size=double).eval().requires_grad_(False)
    recipe.fill(net, gain=1.3, overrides=GAINS)
    return net


def thinned(found: Tensor) -> np.ndarray:
    """As the reference values are stored: without the batch, halved along the longest side until it is small."""
    values: np.ndarray = found.numpy()
    values = values[0] if values.shape[0] == 1 else values
    while values.size > LARGEST_STORED:
        axis = int(np.argmax(values.shape))
        values = np.take(values, range(0, values.shape[axis], 2), axis)
    return values


def close(found: np.ndarray, wanted: np.ndarray) -> None:
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-4 * wanted.std())


def test_names_and_shapes_are_those_of_the_checkpoint(parity: Path, imported: Any) -> None:
    wanted = {key: (tuple(shape), kind) for key, shape, kind in json.loads((parity / "vinet/keys.json").read_text())}
    for double in (True, False):
        state = imported("net").Vinet(double_size=double).state_dict()
        assert {key: (tuple(x.shape), str(x.dtype).removeprefix("torch.")) for key, x in state.items()} == wanted


@pytest.mark.parametrize("golden", ["golden", "golden_256variant"])
def test_every_stage_equals_the_published_one(parity: Path, recipe: ModuleType, imported: Any, golden: str) -> None:
    with safe_open(parity / "vinet" / f"{golden}.safetensors", "np") as file:
        wanted = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        metadata = file.metadata()
    case = json.loads(metadata["case"])
    double, n = case["double"], case["crop"]
    net = build(imported, recipe, double=double)
    video = recipe.synth_video(case["seed"], 6, n, n, step=16, speed=3)
    hole = recipe.synth_mask(case["seed"] + 1000, 6, n, n)
    assert recipe.crc(video) == int(metadata["video_crc32"])
    assert recipe.crc(hole) == int(metadata["mask_crc32"])
    masks = torch.from_numpy(hole)[:, None].float()
    pictures = (torch.from_numpy(video).permute(0, 3, 1, 2) / 255 * 2 - 1) * (1 - masks)
    ones = torch.ones_like(masks)
    laid = torch.cat((pictures, ones, masks), 1)
    seen: dict[str, Any] = {}
    for name in ("encoder1", "bottleneck", "decoder", "st_agg", "flownet", "flownet_128"):
        net.get_submodule(name).register_forward_hook(lambda *event, name=name: seen.update({name: event[2]}))

    def compare(step: int) -> None:
        for scale, features in zip((8, 4, 2, 1), seen["encoder1"], strict=True):
            close(thinned(features), wanted[f"s{step}_enc1_{scale}"])
        close(thinned(seen["flownet"][-1:]), wanted[f"s{step}_flow_coarse_last"])
        close(thinned(seen["st_agg"][:, :, None]), wanted[f"s{step}_st_agg"])
        close(thinned(seen["bottleneck"]), wanted[f"s{step}_bottleneck"])
        close(thinned(seen["decoder"][:, :, None]), wanted[f"s{step}_decoder_raw"])

    def shown(outcome: Any) -> np.ndarray:
        every = case["sub_out"]
        picture: np.ndarray = outcome.picture[0, :, ::every, ::every].numpy()
        return picture

    with torch.inference_mode():
        others = [net.seen(laid[index : index + 1]) for index in range(6)]
        first = net(laid[2:3], [others[index] for index in (0, 1, 3, 4)], laid[2:3], first=True)
        compare(0)
        close(thinned(seen["flownet_128"].transpose(0, 1)), wanted["flows_half_0"])
        close(thinned(first.state[0]), wanted["lstm_hidden_0"])
        close(thinned(first.state[1]), wanted["lstm_cell_0"])
        close(shown(first), wanted["out0"])
        before = torch.cat((first.picture, ones[:1], (0.5 if double else 0) * masks[2:3]), 1)
        around = [others[index] for index in (1, 2, 4, 5)]
        second = net(laid[3:4], around, before, first=False)
        compare(1)
        close(shown(second), wanted["out1"])
        again = net(laid[3:4], around, before, first=False, state=first.state)
        close(shown(again), wanted["out1_with_lstm_state"])


@pytest.fixture
def engine(imported: Any, recipe: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    net = build(imported, recipe, double=True)
    state = {f"module.{key}": value for key, value in net.state_dict().items()}
    torch.save({"state_dict": state}, tmp_path / "net.pth")
    monkeypatch.setattr(imported("engine").VinetInpainter, "run_in", 2)
    return imported("engine").VinetInpainter({"save_agg_rec_512.pth": tmp_path / "net.pth"}, "cpu")


def scene(recipe: ModuleType, count: int) -> tuple[list[Any], list[Any]]:
    video, mask = recipe.synth_video(5, count, 48, 64), recipe.synth_mask(1005, count, 48, 64)
    return list(video), [np.asarray(hole, np.bool_) for hole in mask]


def test_the_engine_fills_as_the_authors_do(engine: Any, imported: Any, recipe: ModuleType) -> None:
    """Against their way on the whole clip in memory: BGR, reflected ends, a run-in backwards that nobody sees."""
    count = 9
    frames, masks = scene(recipe, count)
    found = list(engine.inpaint(FrameList(frames), masks))
    net = build(imported, recipe, double=True)
    hole = torch.from_numpy(np.stack(masks))[:, None].float()
    laid = (torch.from_numpy(np.stack(frames)[..., ::-1].copy()).permute(0, 3, 1, 2) / 255 * 2 - 1) * (1 - hole)
    laid = torch.cat((laid, torch.ones_like(hole), hole), 1)
    outcome: list[Tensor] = []
    before = None
    with torch.inference_mode():
        for index in (2, 1, *range(count)):
            around = [abs(index + step) for step in (-6, -3, 3, 6)]
            around = [place if place < count else 2 * (count - 1) - place for place in around]
            others = [net.seen(laid[place : place + 1]) for place in around]
            current = laid[index : index + 1]
            picture = net(current, others, current if before is None else before, first=before is None).picture
            before = torch.cat((picture, current[:, 3:4], 0.5 * current[:, 4:]), 1)
            outcome.append(picture[0].flip(0).permute(1, 2, 0))
    for frame, mask, result, picture in zip(frames, masks, found, outcome[2:], strict=True):
        np.testing.assert_array_equal(result[~mask], frame[~mask])
        shown = ((picture.clamp(-1, 1) + 1) / 2 * 255).round().numpy()
        assert np.abs(result[mask].astype(int) - shown[mask]).max() <= 1


def test_a_stream_keeps_no_more_than_it_needs(engine: Any, imported: Any, recipe: ModuleType) -> None:
    frames, masks = scene(recipe, 24)
    stream = imported("engine").Stream(engine._net, FrameList(frames), masks, "cpu")
    for index in range(24):
        stream.picture(index)
        assert len(stream._seen) <= 13


def test_pictures_of_any_size_are_filled(engine: Any) -> None:
    rng = np.random.default_rng(1)
    for width, height in ((1, 1), (17, 5), (600, 20)):
        frames = [rng.integers(0, 255, (height, width, 3), np.uint8)] * 2
        masks = [np.ones((height, width), np.bool_)] * 2
        filled = list(engine.inpaint(FrameList(frames), masks, Span(1, 2)))
        assert [picture.shape for picture in filled] == [(height, width, 3)]


@pytest.mark.parametrize(
    ("index", "count", "place"), [(0, 1, 0), (-3, 1, 0), (-1, 2, 1), (2, 2, 0), (-2, 5, 2), (5, 5, 3), (14, 5, 2)]
)
def test_a_clip_is_gone_through_forwards_and_backwards(imported: Any, index: int, count: int, place: int) -> None:
    assert imported("engine").mirrored(index, count) == place


def test_other_files_are_refused(imported: Any, tmp_path: Path) -> None:
    path = tmp_path / "save_agg_rec_512.pth"
    torch.save({"state_dict": {"module.encoder1.ec0.conv.weight": torch.zeros(3)}}, path)
    with pytest.raises(WeightsError, match="does not hold the weights of Vinet"):
        imported("engine").VinetInpainter({path.name: path}, "cpu")


def test_it_does_what_every_engine_must(imported: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imported("engine").VinetInpainter, "run_in", 2)
    assert [finding for finding in check(Path(__file__).parents[1]) if finding.fault] == []
