"""Focal attention against a plain way of writing it: moved windows, unfolded pooled ones."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from peanut_studio.nets import focal_transformer
from peanut_studio.nets.focal_transformer import HEADS, FocalAttention, FocalBlock, joined, windows

WIDTH = 16


def plainly(attention: FocalAttention, tokens: Tensor, pooled: Tensor) -> Tensor:
    """The paper's equations, window by window of keys; 100 is taken off what lies over the edge."""
    frames, down, across = tokens.shape[0], pooled.shape[1], pooled.shape[2]
    query, key, value = attention.qkv(tokens).chunk(3, dim=-1)
    _, pooled_key, pooled_value = attention.qkv(pooled).chunk(3, dim=-1)

    def near(x: Tensor) -> Tensor:
        moves = [(-2, -4), (-2, 4), (2, -4), (2, 4)]
        moved = torch.cat([windows(x.roll(move, (1, 2))).unflatten(1, (frames, -1)) for move in moves], dim=2)
        return torch.cat((windows(x).unflatten(1, (frames, -1)), moved[:, :, attention.valid_ind_rolled]), dim=2)

    def far(x: Tensor) -> Tensor:
        found = functional.unfold(x.permute(0, 3, 1, 2), (5, 9), padding=(2, 4)).unflatten(1, (-1, 45))
        return found.permute(3, 0, 2, 1)

    inside = far(torch.ones(frames, down, across, 1))[..., 0]
    penalty = torch.cat((torch.zeros(down * across, frames, 165), (inside == 0) * -100.0), dim=2).flatten(1)
    keys = torch.cat((near(key), far(pooled_key)), dim=2).flatten(1, 2).unflatten(2, (HEADS, -1))
    values = torch.cat((near(value), far(pooled_value)), dim=2).flatten(1, 2).unflatten(2, (HEADS, -1))
    asked = windows(query).unflatten(2, (HEADS, -1))
    scores = torch.einsum("wqhc,wkhc->whqk", asked, keys) * (WIDTH / HEADS) ** -0.5 + penalty[:, None, None]
    answer = torch.einsum("whqk,wkhc->wqhc", scores.softmax(-1), values).flatten(2)
    found: Tensor = attention.proj(answer)
    return found


def test_windows_look_at_their_surroundings_and_at_pooled_windows_far_off() -> None:
    """More windows than one can see, so that reach and edges both matter."""
    torch.manual_seed(0)
    attention = FocalAttention(WIDTH).eval()
    tokens, pooled = torch.randn(2, 35, 99, WIDTH), torch.randn(2, 7, 11, WIDTH)
    with torch.inference_mode():
        found = attention(tokens, pooled, 2)
        torch.testing.assert_close(found, plainly(attention, tokens, pooled), rtol=1e-4, atol=1e-5)
        torch.testing.assert_close(attention(tokens, pooled, 1), found[:, :45])


def test_windows_are_joined_as_they_were_cut() -> None:
    tokens = torch.arange(3 * 10 * 18 * 2).view(3, 10, 18, 2)
    torch.testing.assert_close(joined(windows(tokens), tokens.shape), tokens)


def test_a_block_tells_the_first_frames_what_the_others_hold() -> None:
    torch.manual_seed(0)
    block = FocalBlock(WIDTH).eval()
    tokens = torch.randn(3, 10, 18, WIDTH)
    with torch.inference_mode():
        whole = block(tokens, (30, 54), 3)
        torch.testing.assert_close(block(tokens, (30, 54), 2), whole[:2])
        changed = torch.cat((tokens[:2], tokens[2:] + 1))
        assert not torch.allclose(block(changed, (30, 54), 2), whole[:2])


def test_what_was_used_to_fill_can_be_used_to_learn() -> None:
    focal_transformer._places.cache_clear()
    attention = FocalAttention(WIDTH)
    tokens, pooled = torch.randn(2, 10, 18, WIDTH), torch.randn(2, 2, 2, WIDTH)
    with torch.inference_mode():
        attention(tokens, pooled, 2)
    attention(tokens, pooled, 2).sum().backward()
    assert attention.qkv.weight.grad is not None
