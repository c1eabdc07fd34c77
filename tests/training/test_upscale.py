"""Training learns, stops and goes on."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch

from peanut_studio.cli.app import run
from peanut_studio.engines.upscale.basicvsr import BasicVsrUpscaler
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import FrameList
from peanut_studio.model.progress import run_job
from peanut_studio.nets.basicvsr import BasicVsr
from peanut_studio.nets.vsr_parts import enlarged
from peanut_studio.training.degradation import compressed, reduced
from peanut_studio.training.losses import charbonnier
from peanut_studio.training.samples import Cutting, Samples
from peanut_studio.training.upscale import TrainRequest, train

SIDE = 16
CUTTING = Cutting(frames=2, side=SIDE)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """A pattern that moves; all of it is one sample."""
    path = tmp_path / "clip.mp4"
    y, x = np.mgrid[0:64, 0:64]
    checks = [np.sign(np.sin((x + 2 * t) / 5.0) * np.sin(y / 5.0)) for t in range(2)]
    frames = (np.dstack([128 + 90 * one] * 3).astype(np.uint8) for one in checks)
    write_clip(path, frames, (64, 64), Fraction(25))
    return path


def _request(clip: Path, target: Path, steps: int) -> TrainRequest:
    return TrainRequest((clip,), target, steps=steps, rate=4e-3, still=1000, channels=16, blocks=1, cutting=CUTTING)


def test_a_tiny_network_learns_a_tiny_clip(clip: Path, tmp_path: Path) -> None:
    torch.manual_seed(0)
    report = run_job(train(_request(clip, tmp_path / "net.pth", 70)))
    assert report.step == 70
    assert np.mean(report.losses[-5:]) < 0.75 * np.mean(report.losses[:5])
    net = BasicVsr(16, 1)
    net.load_state_dict(torch.load(tmp_path / "net.pth", weights_only=True)["params"])
    samples = Samples((clip,), CUTTING)
    small, large = samples[0]
    samples.close()
    with torch.inference_mode():
        assert charbonnier(net(small), large) < 0.8 * charbonnier(enlarged(small), large)


@pytest.mark.slow
def test_a_small_network_learns_a_tiny_clip_by_heart(clip: Path, tmp_path: Path) -> None:
    """Overfitting: what it has seen it enlarges far better than it had to begin with."""
    torch.manual_seed(0)
    report = run_job(train(replace(_request(clip, tmp_path / "net.pth", 600), rate=2e-3)))
    assert np.mean(report.losses[-20:]) < 0.2 * np.mean(report.losses[:5])
    net = BasicVsr(16, 1)
    net.load_state_dict(torch.load(tmp_path / "net.pth", weights_only=True)["params"])
    samples = Samples((clip,), CUTTING)
    small, large = samples[0]
    samples.close()
    with torch.inference_mode():
        before, after = (-10 * torch.log10(((made - large) ** 2).mean()) for made in (enlarged(small), net(small)))
    assert after > before + 6, "dB"


def test_training_from_the_command_line_gives_an_upscaler(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, target = tmp_path / "set" / "clip.mp4", tmp_path / "net.pth"
    path.parent.mkdir()
    write_clip(path, (np.full((256, 256, 3), 60 * index, np.uint8) for index in range(2)), (256, 256), Fraction(25))
    arguments = ["train", "upscale", str(path.parent), "--frames=2", "--device=cpu", "-o", str(target), "--json"]
    assert run([*arguments, "--steps=1", "--compress", "--degradation=blur"]) == 0
    assert json.loads(capsys.readouterr().out)["step"] == 1
    assert run([*arguments, "--steps=2"]) == 0
    assert json.loads(capsys.readouterr().out)["step"] == 2
    (picture,) = BasicVsrUpscaler({"net.pth": target}, "cpu").upscale(FrameList([np.zeros((64, 64, 3), np.uint8)]))
    assert picture.shape == (256, 256, 3)


def test_stopped_training_goes_on_as_if_it_had_not_been(clip: Path, tmp_path: Path) -> None:
    torch.manual_seed(0)
    start = tmp_path / "start.pth"
    torch.save({"params": BasicVsr(8, 1).state_dict()}, start)
    whole, parts = (
        TrainRequest((clip,), tmp_path / name, start, 6, 1e-3, 3, channels=8, blocks=1, cutting=CUTTING)
        for name in ("whole.pth", "parts.pth")
    )
    run_job(train(whole))
    job = train(parts)
    for progress in job:
        if progress.done == 4:
            break
    job.close()
    assert run_job(train(parts)).step == 6
    one, other = (torch.load(request.target, weights_only=True)["params"] for request in (whole, parts))
    for name in one:
        torch.testing.assert_close(one[name], other[name], rtol=0, atol=1e-6)
    flow = "spynet.basic_module.5.basic_module.8.bias"
    first = torch.load(start, weights_only=True)["params"]
    assert not torch.equal(one[flow], first[flow]), "after the still steps flow is learned, too"


def test_what_cannot_be_learned_from_is_said(clip: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too small or short to learn from: 7 frames of 256x256"):
        run_job(train(TrainRequest((clip,), tmp_path / "n.pth", channels=8, blocks=1)))
    with pytest.raises(InputError, match="give at least one clip"):
        run_job(train(TrainRequest((), tmp_path / "n.pth")))
    other = tmp_path / "other.pth"
    torch.save({"params": {}}, other)
    with pytest.raises(InputError, match="no training of this program"):
        run_job(train(_request(clip, other, 5)))


@pytest.mark.parametrize("how", ["bicubic", "blur"])
def test_frames_get_small_and_stay_what_they_are(how: str) -> None:
    y, x = torch.meshgrid(torch.arange(64.0), torch.arange(80.0), indexing="ij")
    ramp = ((x + y) / 200).expand(2, 3, -1, -1)
    small = reduced(ramp, 4, how)  # type: ignore[arg-type]
    assert small.shape == (2, 3, 16, 20)
    at = 1.5 if how == "bicubic" else 2
    wanted = ((4 * torch.arange(20.0) + at)[None] + (4 * torch.arange(16.0) + at)[:, None]) / 200
    assert (small[0, 0] - wanted)[3:-3, 3:-3].abs().max() < 2e-3
    flicker = (torch.arange(80) % 2).float().expand(1, 3, 64, 80)
    assert (reduced(flicker, 4, how)[..., 4:-4, 4:-4] - 0.5).abs().max() < 0.06, "what is too fine is gone"  # type: ignore[arg-type]


def test_compression_is_like_and_unlike() -> None:
    torch.manual_seed(0)
    frames = torch.rand(2, 3, 32, 48)
    found = compressed(frames)
    assert found.shape == frames.shape
    assert 0 < (found - frames).abs().mean() < 0.4


def test_samples_are_always_the_same_and_vary(clip: Path) -> None:
    samples = Samples((clip,), Cutting(frames=2, side=8))
    assert torch.equal(samples[3][1], samples[3][1])
    assert any(not torch.equal(samples[3][1], samples[number][1]) for number in range(4, 9))
    assert samples[0][0].shape == (2, 3, 8, 8)
    samples.close()
