"""TGF-Net: its parts, the engine on a stream, and that it learns."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from peanut_studio.engines.catalogue import load_catalogue
from peanut_studio.engines.conformance.scene import Discs, Pan, texture
from peanut_studio.engines.plugins.check import check
from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError, WeightsError
from peanut_studio.model.picture import FrameList
from peanut_studio.model.progress import run_job
from peanut_studio.training import engine as training
from peanut_studio.training.engine import EngineTraining
from peanut_studio.training.holes import HoleCutting

SIZE = (64, 48)
SMALL = (48, 32)
CATALOGUE = load_catalogue(Path(__file__).parents[1] / "engine.toml")


def laid(picture: np.ndarray, hole: np.ndarray | None = None) -> Tensor:
    """A picture uint8 (H, W, 3) and its hole (H, W) as the network gets them."""
    tensor = torch.from_numpy(picture.astype(np.float32) / 127.5 - 1).permute(2, 0, 1)[None]
    covered = torch.zeros_like(tensor[:, :1]) if hole is None else torch.from_numpy(hole.astype(np.float32))[None, None]
    return torch.cat((tensor * (1 - covered), covered), 1)


@pytest.fixture
def engine(imported: Any, tmp_path: Path) -> Any:
    kind = imported("engine").TgfNetInpainter
    kind.untrained(tmp_path)
    return kind({"tgfnet.pth": tmp_path / "tgfnet.pth"}, "cpu")


@pytest.mark.parametrize(("dx", "dy"), [(0, 0), (24, 8), (-40, 0)])
def test_a_pan_is_found_before_anything_was_learned(imported: Any, dx: int, dy: int) -> None:
    torch.manual_seed(0)
    align, wall = imported("alignment"), texture((320, 200))
    first, second = wall[40:160, 60:252], wall[40 + dy : 160 + dy, 60 + dx : 252 + dx]
    hole = np.zeros((120, 192), np.bool_)
    hole[40:80, 60:110] = True
    target, other = laid(first, hole), laid(second)
    with torch.inference_mode():
        brought = align.aligned(other, align.Alignment(16)(target, other))
    after, before = (float(align.alignment_loss(target, part)) for part in (brought, other))
    assert after < 0.08
    assert after < before / 2 or (dx, dy) == (0, 0)


def test_what_is_brought_from_a_hole_or_from_outside_is_a_hole(imported: Any) -> None:
    align = imported("alignment")
    hole = np.zeros((48, 64), np.bool_)
    hole[20:28, 20:40] = True
    motion = torch.tensor([[[1.0, 0, 0.5], [0, 1, 0]]])  # 16 pixels to the right lies what is shown.
    brought = align.aligned(laid(texture(SIZE), hole), motion)
    wanted = np.zeros((48, 64), np.bool_)
    wanted[:, 48:] = True
    wanted[20:28, 4:24] = True
    np.testing.assert_array_equal(brought[0, 3].numpy() > 0.5, wanted)
    assert (brought[0, :3].numpy()[:, wanted] == 0).all()


def test_outside_the_hole_features_are_the_targets_own(imported: Any) -> None:
    """What other frames show reaches the decoder in the hole only."""
    torch.manual_seed(1)
    net = imported("net").TgfNet(8).eval()
    hole = np.zeros((48, 64), np.bool_)
    hole[16:32, 24:40] = True
    target, seen = laid(texture(SIZE), hole), []
    net.decoder.register_forward_hook(lambda *event: seen.append(event[1]))
    with torch.inference_mode():
        for seed in (5, 6):
            net(target, [laid(texture(SIZE, seed)), laid(texture(SIZE, seed + 2))])
    for one, other, cell in zip(*seen, (2, 4, 8), strict=True):
        inside = torch.from_numpy(hole[::cell, ::cell])
        differs = ((one - other).abs().amax(1)[0] > 1e-6).numpy()
        np.testing.assert_array_equal(differs, inside.numpy())


def test_sizes_are_those_of_the_paper(imported: Any) -> None:
    net = imported("net").TgfNet()
    convolutions = [part for part in net.encoder.modules() if isinstance(part, torch.nn.Conv2d)]
    assert len(convolutions) == 7
    assert [part.shape[-1] for part in net.encoder(torch.zeros(1, 4, 64, 64))] == [32, 16, 8]
    for fusion in net.fusions:
        assert len(fusion.streams) == 3
        for stream, kernel in zip(fusion.streams, (3, 5, 7), strict=True):
            assert stream.across.kernel_size == (2, kernel, kernel)
            planes = [part for part in stream.within.modules() if isinstance(part, torch.nn.Conv2d)]
            assert [part.kernel_size for part in planes] == [(kernel, kernel)] * 5
        assert fusion.attention.kernel_size == (3, 3)
        assert fusion.attention.out_channels == 1


def test_the_loss_counts_what_it_should(imported: Any) -> None:
    lessons = imported("lessons")
    truth, hole = torch.zeros(1, 3, 8, 8), torch.zeros(1, 1, 8, 8)
    hole[..., :4] = 1
    assert float(lessons.pyramid_loss(truth + hole, truth, hole)) == 1.5  # half of it, three times
    assert float(lessons.pyramid_loss(truth + 1 - hole, truth, hole)) == 0.5
    assert float(lessons.pyramid_loss((truth + hole)[..., ::2, ::2], truth, hole)) == 1.5
    assert float(lessons.variation(truth + 1, hole)) == 0
    assert float(lessons.variation(torch.rand(1, 3, 8, 8) * (1 - hole), hole)) > 0
    plain, critic = lessons.Lessons(imported("net").TgfNet(4)), lessons.Critic().requires_grad_(False)
    frames, holes = torch.rand(3, 3, 16, 16) * 2 - 1, hole.repeat(3, 1, 2, 2)
    without = float(plain(frames, holes, 2).detach())
    watched = lessons.Lessons(plain.network, critic)
    assert float(watched(frames, holes, 2).detach()) > without


def test_a_restored_frame_replaces_its_input(engine: Any, imported: Any) -> None:
    frames, masks = Pan(4, SIZE), Discs(4, SIZE, 8)
    seen: list[list[Tensor]] = []
    engine._net.register_forward_pre_hook(lambda *event: seen.append([event[1][0], *event[1][1]]))
    first, second = list(engine.inpaint(frames, masks, Span(0, 2)))
    assert first.shape == second.shape
    assert len(seen) == 2
    before = seen[1][1]
    assert not before[:, 3].any(), "the frame before has no hole any more"
    shown = ((before[0, :3].permute(1, 2, 0) + 1) / 2 * 255).round().numpy()
    assert np.abs(shown - first).max() <= 1
    assert imported("engine").STEPS.index(-1) == 2


def test_a_stream_keeps_no_more_than_it_needs(engine: Any, imported: Any) -> None:
    stream = imported("engine").Stream(engine._net, Pan(40, SIZE), Discs(40, SIZE, 6), "cpu")
    for index in range(0, 40, 3):
        stream.picture(index)
        assert len(stream._known) <= 2 * 12 + 1


def test_pictures_of_any_size_are_filled(engine: Any) -> None:
    rng = np.random.default_rng(1)
    for width, height in ((1, 1), (17, 5), (600, 20)):
        frames = [rng.integers(0, 255, (height, width, 3), np.uint8)] * 2
        masks = [np.ones((height, width), np.bool_)] * 2
        filled = list(engine.inpaint(FrameList(frames), masks, Span(1, 2)))
        assert [picture.shape for picture in filled] == [(height, width, 3)]


def test_other_files_are_refused(imported: Any, tmp_path: Path) -> None:
    path = tmp_path / "tgfnet.pth"
    contents: list[dict[str, dict[str, Tensor]]] = [
        {"params": {}},
        {"params": {"encoder.to_half.0.0.weight": torch.zeros(8, 4, 3, 3)}},
    ]
    for content in contents:
        torch.save(content, path)
        with pytest.raises(WeightsError, match="does not hold the weights of TgfNet"):
            imported("engine").TgfNetInpainter({path.name: path}, "cpu")


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """A camera that pans over a soft texture."""
    path, frames = tmp_path / "clip.mp4", Pan(8, SMALL, speed=3)
    write_clip(path, (frames[index] for index in range(8)), SMALL, Fraction(25))
    return path


@pytest.fixture
def request_for(clip: Path, tmp_path: Path, imported: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    kind = imported("engine").TgfNetInpainter
    monkeypatch.setattr(training, "_trainable", lambda _engine: kind)
    cutting = HoleCutting(local=2, references=1, size=SMALL)

    def make(steps: int, rate: float = 4e-3, name: str = "tgfnet.pth") -> EngineTraining:
        target = tmp_path / name
        return EngineTraining((clip,), target, "tgfnet", steps=steps, rate=rate, width=8, cutting=cutting)

    return make


def learned(request: EngineTraining, stop: int | None = None) -> tuple[float, ...]:
    torch.manual_seed(0)
    store = WeightStore(request.target.parent / "weights", catalogue=CATALOGUE, announce=lambda _sentence: None)
    job = training.train(request, store)
    if stop is None:
        return run_job(job).losses
    for progress in job:
        if progress.done == stop:
            job.close()
            break
    return ()


LONG = pytest.mark.skipif(bool(os.environ.get("CI")), reason="takes three of CI's thirty minutes; runs without CI set")


@pytest.mark.parametrize(("steps", "share"), [(30, 0.75), pytest.param(400, 0.3, marks=[pytest.mark.slow, LONG])])
def test_it_learns_a_small_clip_by_heart(request_for: Any, imported: Any, clip: Path, steps: int, share: float) -> None:
    request = request_for(steps)
    losses = learned(request)
    assert np.mean(losses[-5:]) < share * np.mean(losses[:5])
    engine = imported("engine").TgfNetInpainter({"tgfnet.pth": request.target}, "cpu")
    frames, masks = Pan(8, SMALL, speed=3), Discs(8, SMALL, 6)
    filled = list(engine.inpaint(frames, masks))
    error = [np.abs(filled[k].astype(float) - frames[k])[masks[k]].mean() for k in range(8)]
    if steps > 100:
        assert np.mean(error) < 12, "what is hidden is filled with what is there, of 255 grey levels"


def test_stopped_training_goes_on_as_if_it_had_not_been(request_for: Any) -> None:
    whole, parts = request_for(4, name="whole.pth"), request_for(4, name="parts.pth")
    learned(whole)
    learned(parts, stop=2)
    assert len(learned(parts)) == 2
    one, other = (torch.load(made.target, weights_only=True)["params"] for made in (whole, parts))
    for name, value in one.items():
        torch.testing.assert_close(value, other[name], rtol=0, atol=1e-5)


def test_what_cannot_be_learned_from_is_said(request_for: Any, tmp_path: Path) -> None:
    request = request_for(2)
    with pytest.raises(InputError, match="whole multiples of 8 pixels"):
        learned(EngineTraining(request.clips, request.target, "tgfnet", cutting=HoleCutting(size=(100, 60))))
    other = tmp_path / "other.pth"
    torch.save({"params": {}}, other)
    with pytest.raises(InputError, match="does not hold a network of 'tgfnet' of that width"):
        learned(EngineTraining(request.clips, request.target, "tgfnet", start=other, cutting=request.cutting))


def test_weights_of_the_critic_are_checked_and_said_to_lack(tmp_path: Path, imported: Any) -> None:
    said: list[str] = []
    plugin = imported("engine")
    store = WeightStore(tmp_path / "weights", catalogue=CATALOGUE, announce=said.append)
    assert training._at_hand(plugin.TgfNetInpainter, store) == {}
    assert "what the loss asks of it is left out" in said[0]
    torch.save(
        imported("lessons").Critic().state_dict() | {"classifier.0.weight": torch.zeros(1)}, tmp_path / "vgg.pth"
    )
    assert plugin.TgfNetInpainter.lessons({plugin.CRITIC: tmp_path / "vgg.pth"}, 4).critic is not None
    torch.save({}, tmp_path / "vgg.pth")
    with pytest.raises(WeightsError, match="does not hold the weights of Critic"):
        plugin.TgfNetInpainter.lessons({plugin.CRITIC: tmp_path / "vgg.pth"}, 4)


def test_it_does_what_every_engine_must() -> None:
    assert [finding for finding in check(Path(__file__).parents[1]) if finding.fault] == []
