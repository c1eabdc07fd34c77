"""A network learns to fill holes, stops and goes on."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch

from peanut_studio.cli.app import run
from peanut_studio.engines.inpaint.e2fgvi import E2fgviHqInpainter
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import FrameList
from peanut_studio.model.progress import run_job
from peanut_studio.training.holes import HoleCutting, HoleSamples, drawn
from peanut_studio.training.inpaint import InpaintTraining, train
from peanut_studio.training.losses import consistency, critic_hinge, hole_and_rest

SIZE = (108, 60)
CUTTING = HoleCutting(local=2, references=1, size=SIZE)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Coloured stripes that stand still."""
    path = tmp_path / "clip.mp4"
    y, x = np.mgrid[0:60, 0:108]
    picture = np.dstack([200 - x, 60 + y, 90 + 60 * np.sin(x / 9)]).astype(np.uint8)
    write_clip(path, iter([picture] * 3), SIZE, Fraction(25))
    return path


def _request(clip: Path, target: Path, steps: int, rate: float = 1e-3) -> InpaintTraining:
    return InpaintTraining((clip,), target, steps=steps, rate=rate, width=32, blocks=1, critic=0.1, cutting=CUTTING)


@pytest.mark.parametrize(
    ("steps", "rate", "share"), [(12, 3e-4, 0.9), pytest.param(120, 5e-4, 0.25, marks=pytest.mark.slow)]
)
def test_a_small_network_learns_a_small_clip(clip: Path, tmp_path: Path, steps: int, rate: float, share: float) -> None:
    torch.manual_seed(0)
    report = run_job(train(_request(clip, tmp_path / "net.pth", steps, rate)))
    assert report.step == steps
    assert np.mean(report.losses[-3:]) < share * np.mean(report.losses[:3])


def test_training_from_the_command_line_goes_on(clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "net.pth"
    arguments = ["train", "inpaint", str(clip), "--frames=2", "--references=0", "--device=cpu", "-o", str(target)]
    assert run([*arguments, "--size=108x60", "--steps=1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["step"] == 1
    assert run([*arguments, "--size=wide"]) != 0
    assert "'wide' is not a size" in capsys.readouterr().err
    frames = [np.zeros((60, 108, 3), np.uint8)]
    holes = [np.ones((60, 108), np.bool_)]
    (filled,) = E2fgviHqInpainter({"net.pth": target}, "cpu").inpaint(FrameList(frames), holes)
    assert filled.any(), "what was trained is an inpainter"
    target.unlink()  # 600 MB


def test_stopped_training_goes_on_as_if_it_had_not_been(clip: Path, tmp_path: Path) -> None:
    found = []
    for name, stop in (("whole.pth", None), ("parts.pth", 2)):
        torch.manual_seed(0)
        request = _request(clip, tmp_path / name, 4)
        if stop is not None:
            job = train(request)
            for progress in job:
                if progress.done == stop:
                    break
            job.close()
        assert run_job(train(request)).step == 4
        found.append(torch.load(request.target, weights_only=True)["params"])
    for name, value in found[0].items():
        torch.testing.assert_close(value, found[1][name], rtol=0, atol=1e-5)


def test_what_cannot_be_learned_from_is_said(clip: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too small or short to learn from: 5 frames of 432x240"):
        run_job(train(InpaintTraining((clip,), tmp_path / "n.pth", width=32, blocks=1)))
    with pytest.raises(InputError, match="give at least one clip"):
        run_job(train(InpaintTraining((), tmp_path / "n.pth")))
    with pytest.raises(InputError, match="multiples of 108x60"):
        run_job(train(InpaintTraining((clip,), tmp_path / "n.pth", cutting=HoleCutting(size=(100, 60)))))
    other = tmp_path / "other.pth"
    torch.save({"params": {}}, other)
    with pytest.raises(InputError, match="no training of this program"):
        run_job(train(_request(clip, other, 5)))


def test_holes_are_neither_nothing_nor_everything(clip: Path) -> None:
    for seed in range(30):
        assert 0.01 < drawn(np.random.default_rng(seed), (216, 120)).mean() < 0.6
    samples = HoleSamples((clip,), CUTTING)
    frames, holes = samples[3]
    assert frames.shape == (3, 3, 60, 108)
    assert holes.shape == (3, 1, 60, 108)
    assert set(holes.unique().tolist()) == {0, 1}
    assert torch.equal(samples[3][1], holes)
    assert any(not torch.equal(samples[number][1][0], samples[number][1][1]) for number in range(8)), "some move"
    assert any(torch.equal(samples[number][1][0], samples[number][1][1]) for number in range(8)), "some stand still"
    samples.close()


def test_losses_count_what_they_should() -> None:
    wanted = torch.zeros(1, 3, 4, 4)
    holes = torch.zeros(1, 1, 4, 4)
    holes[..., :2] = 1
    inside, outside = hole_and_rest(wanted + holes * 2 + (1 - holes) * 0.5, wanted, holes)
    assert (float(inside), float(outside)) == (2, 0.5)
    assert float(critic_hinge(torch.tensor([2.0]), torch.tensor([-2.0]))) == 0
    assert float(critic_hinge(torch.tensor([0.0]), torch.tensor([0.0]))) == 1


def test_what_moves_with_the_picture_is_consistent_and_what_is_hidden_does_not_count() -> None:
    torch.manual_seed(0)
    wall = torch.rand(1, 3, 20, 40)
    frames = torch.cat((wall[..., :30], wall[..., 2:32]))
    flow = torch.zeros(1, 2, 20, 30)
    flow[:, 0] = -2
    still = torch.zeros_like(flow)
    assert consistency(frames[..., 4:-4], flow[..., 4:-4], -flow[..., 4:-4]) < 0.1 * consistency(frames, still, still)
    # Flow that does not come back counts for nothing.
    assert float(consistency(frames, flow, flow)) == 0
