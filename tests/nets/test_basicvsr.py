"""What the golden values do not say of BasicVSR and BasicVSR++."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from peanut_studio.nets.basicvsr import PASSED_BACK, PASSED_ON, BasicVsr
from peanut_studio.nets.basicvsr_pp import BasicVsrPp, is_mirrored
from peanut_studio.nets.flow_alignment import FlowAlignment
from peanut_studio.nets.flow_warp import flow_warp


def small(kind: str) -> nn.Module:
    torch.manual_seed(0)
    net: nn.Module = {
        "basicvsr": lambda: BasicVsr(8, 1),
        "basicvsr_pp": lambda: BasicVsrPp(16, 1),
        "restore": lambda: BasicVsrPp(16, 1, enlarges=False),
    }[kind]()
    return net.eval().requires_grad_(False)


@pytest.mark.parametrize(("kind", "scale"), [("basicvsr", 4), ("basicvsr_pp", 4), ("restore", 1)])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_sequences_of_any_length_are_taken(kind: str, scale: int, count: int) -> None:
    frames = torch.rand(count, 3, 64 * (4 // scale), 68 * (4 // scale))
    assert small(kind)(frames).shape == (count, 3, frames.shape[-2] * scale, frames.shape[-1] * scale)


@pytest.mark.parametrize("kind", ["basicvsr", "basicvsr_pp"])
def test_frames_learn_from_those_before_and_after(kind: str) -> None:
    net, frames = small(kind), torch.rand(4, 3, 64, 64)
    whole = net(frames)
    for changed, looked_at in ((3, 0), (0, 3)):
        other = frames.clone()
        other[changed] = torch.rand(3, 64, 64)
        assert not torch.equal(net(other)[looked_at], whole[looked_at])


def test_untrained_alignment_follows_each_half_of_the_groups_own_flow() -> None:
    align = FlowAlignment(16)
    with torch.no_grad():
        # The middle tap of one channel of each picture, so that the outcome is these channels, warped, each by half.
        align.weight.zero_()
        align.weight[0, 3, 1, 1] = 2
        align.weight[1, 16 + 5, 1, 1] = 2
    features = torch.rand(1, 32, 20, 24)
    first, second = (torch.tensor([x, y]).view(1, 2, 1, 1).expand(1, 2, 20, 24) for x, y in ((3.0, 1.0), (-2.0, 0.5)))
    with torch.inference_mode():
        found = align(features, torch.rand(1, 48, 20, 24), first, second)
    inner = (..., slice(3, -3), slice(4, -4))
    wanted = (flow_warp(features[:, 3:4], first), flow_warp(features[:, 21:22], second))
    for channel, picture in enumerate(wanted):
        torch.testing.assert_close(found[:, channel : channel + 1][inner], picture[inner], rtol=0, atol=1e-5)


def test_a_mirrored_sequence_is_known() -> None:
    frames: Tensor = torch.rand(3, 3, 8, 8)
    assert is_mirrored(torch.cat((frames, frames.flip(0))))
    assert not is_mirrored(torch.cat((frames, frames)))
    assert not is_mirrored(frames)


@pytest.mark.parametrize("kind", ["basicvsr", "basicvsr_pp"])
def test_half_precision_is_nearly_the_same_for_flow_stays_whole(kind: str) -> None:
    net, frames = small(kind), torch.rand(3, 3, 64, 80)
    whole = net(frames)
    net.half()
    net.spynet.float()
    half = net(frames)
    assert half.dtype == torch.float32, "what is not detail stays whole"
    assert 0 < (half - whole).abs().max() < 0.01


@pytest.mark.parametrize("kind", ["basicvsr", "basicvsr_pp", "restore"])
def test_frames_that_are_only_learned_from_change_nothing_of_the_others(kind: str) -> None:
    net, frames = small(kind), torch.rand(5, 3, 256, 256) if kind == "restore" else torch.rand(5, 3, 64, 64)
    assert torch.equal(torch.cat(list(net.stream(frames, 1, 4))), net(frames)[1:4])


def test_what_was_passed_on_makes_the_frames_before_needless() -> None:
    torch.manual_seed(1)
    net = BasicVsr(8, 1).eval()
    frames = torch.rand(6, 3, 64, 64)
    memory: dict[str, torch.Tensor] = {}
    with torch.inference_mode():
        whole = list(net.stream(frames))
        first = list(net.stream(frames[:6], 0, 3, memory))
        second = list(net.stream(frames[2:], 1, 4, memory))
        alone = list(net.stream(frames[2:], 1, 4))
    for found, wanted in zip([*first, *second], whole, strict=True):
        torch.testing.assert_close(found, wanted, rtol=0, atol=1e-6)
    assert (alone[0] - whole[3]).abs().max() > 5e-5, "without it something is missing"


def test_what_was_passed_back_makes_the_frames_after_needless() -> None:
    torch.manual_seed(1)
    net = BasicVsr(8, 1).eval()
    frames = torch.rand(6, 3, 64, 64)
    with torch.inference_mode():
        whole = list(net.stream(frames))
        back = net.backward_features(frames[4:], 0, 1)[0]
        back = net.backward_features(frames[3:5], 0, 1, back)[0]
        memory = {PASSED_BACK: back}
        known = list(net.stream(frames[:4], 0, 3, memory))
        alone = list(net.stream(frames[:4], 0, 3))
    assert set(memory) == {PASSED_ON}
    for found, wanted in zip(known, whole[:3], strict=True):
        torch.testing.assert_close(found, wanted, rtol=0, atol=1e-6)
    assert (alone[2] - whole[2]).abs().max() > 5e-5, "without it something is missing"
