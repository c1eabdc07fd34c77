from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose
from torch import Tensor
from torch.nn import functional

from peanut_studio.nets.flow_warp import flow_warp
from peanut_studio.nets.spynet import Naming, SpyNet, rename


@pytest.mark.parametrize(
    ("naming", "folder", "prefix"),
    [
        ("sequential", "basicvsr_vimeo90k_bi", "spynet."),
        ("conv_module", "basicvsr_plusplus_x4", "spynet."),
        ("conv_module", "e2fgvi", "update_spynet."),
    ],
)
def test_names_and_shapes_are_those_of_the_checkpoints(parity: Path, naming: Naming, folder: str, prefix: str) -> None:
    keys = json.loads((parity / folder / "keys.json").read_text())
    wanted = {key.removeprefix(prefix): tuple(shape) for key, shape, _ in keys if key.startswith(prefix)}
    assert {key: tuple(value.shape) for key, value in SpyNet(naming).state_dict().items()} == wanted


def test_renaming_goes_both_ways_and_keeps_the_result() -> None:
    torch.manual_seed(0)
    plain = SpyNet("sequential").eval()
    state = plain.state_dict()
    prefixed = {f"generator.spynet.{key}": value for key, value in state.items()}
    there = rename(prefixed, "conv_module")
    assert "generator.spynet.basic_module.5.basic_module.4.conv.bias" in there
    assert rename(there, "sequential").keys() == prefixed.keys()
    assert rename(state, "sequential").keys() == state.keys()
    nested = SpyNet("conv_module").eval()
    nested.load_state_dict(rename(state, "conv_module"))
    pair = torch.rand(2, 1, 3, 40, 50)
    with torch.inference_mode():
        assert torch.equal(plain(*pair), nested(*pair))


@pytest.mark.parametrize("size", [(1, 1), (31, 33), (64, 96), (70, 45)])
def test_any_size_is_taken(size: tuple[int, int]) -> None:
    with torch.inference_mode():
        flow = SpyNet()(torch.rand(2, 3, *size), torch.rand(2, 3, *size))
    assert flow.shape == (2, 2, *size)


def test_flow_is_scaled_with_the_stretched_picture() -> None:
    # A network whose finest level always answers (1, 1) pixel: the answer shrinks by the stretch of each side.
    net = SpyNet()
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.zero_()
        net.basic_module[-1].basic_module[-1].bias.fill_(1)
        flow = net(torch.rand(1, 3, 48, 96), torch.rand(1, 3, 48, 96))
    assert_allclose(flow[0, 0], np.ones((48, 96)), rtol=1e-6)
    assert_allclose(flow[0, 1], np.full((48, 96), 48 / 64), rtol=1e-6)


def shifted(picture: Tensor, by: int) -> Tensor:
    return functional.pad(picture, (0, by))[..., by:]


def test_flow_warp_looks_ahead() -> None:
    picture = torch.rand(1, 2, 8, 10)
    flow = torch.zeros(1, 2, 8, 10)
    flow[:, 0] = 3
    assert_allclose(flow_warp(picture, flow), shifted(picture, 3), atol=1e-6)
    border = flow_warp(picture, flow, padding="border")
    assert_allclose(border[..., -3:], picture[..., -1:].expand(-1, -1, -1, 3), atol=1e-6)
