"""RAFT (Teed and Deng, ECCV 2020) for its authors' checkpoints: torchvision's network, names changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torchvision.models.optical_flow import raft_large

MULTIPLE, SMALLEST = 8, 128
"""Sides are multiples of the one, and at least the other: maps of 1/8 are compared over four octaves."""

ROUNDS = 20
"""How often ProPainter has the flow refined."""

_NAMES = (
    (r"^module\.", ""),
    (r"^fnet\.", "feature_encoder."),
    (r"^cnet\.", "context_encoder."),
    (r"^(\w+_encoder)\.conv1\.", r"\1.convnormrelu.0."),
    (r"^(\w+_encoder)\.norm1\.", r"\1.convnormrelu.1."),
    (r"^(\w+_encoder)\.conv2\.", r"\1.conv."),
    (r"\.conv([12])\.(weight|bias)$", r".convnormrelu\1.0.\2"),
    (r"\.norm([12])\.", r".convnormrelu\1.1."),
    (r"^update_block\.flow_head\.convnormrelu([12])\.0\.", r"update_block.flow_head.conv\1."),
    (r"^update_block\.encoder\.convc([12])\.", r"update_block.motion_encoder.convcorr\1.0."),
    (r"^update_block\.encoder\.convf([12])\.", r"update_block.motion_encoder.convflow\1.0."),
    (r"^update_block\.encoder\.conv\.", "update_block.motion_encoder.conv.0."),
    (r"^update_block\.gru\.conv([zrq])([12])\.", r"update_block.recurrent_block.convgru\2.conv\1."),
    (r"^update_block\.mask\.0\.", "mask_predictor.convrelu.0."),
    (r"^update_block\.mask\.2\.", "mask_predictor.conv."),
)

_BACK = (
    (r"^feature_encoder\.", "fnet."),
    (r"^context_encoder\.", "cnet."),
    (r"^(\w+)\.convnormrelu\.0\.", r"\1.conv1."),
    (r"^(\w+)\.convnormrelu\.1\.", r"\1.norm1."),
    (r"^([fc]net)\.conv\.", r"\1.conv2."),
    (r"\.convnormrelu([12])\.0\.", r".conv\1."),
    (r"\.convnormrelu([12])\.1\.", r".norm\1."),
    (r"\.motion_encoder\.convcorr([12])\.0\.", r".encoder.convc\1."),
    (r"\.motion_encoder\.convflow([12])\.0\.", r".encoder.convf\1."),
    (r"\.motion_encoder\.conv\.0\.", ".encoder.conv."),
    (r"\.recurrent_block\.convgru([12])\.conv([zrq])\.", r".gru.conv\2\1."),
    (r"^mask_predictor\.convrelu\.0\.", "update_block.mask.0."),
    (r"^mask_predictor\.conv\.", "update_block.mask.2."),
)


def renamed(state: Mapping[str, Any]) -> dict[str, Any]:
    """A checkpoint of the authors with torchvision's names. Some norms are in it under two names: one is left out."""
    found = {}
    for key, value in state.items():
        name = _through(_NAMES, key)
        if ".norm3." not in name:
            found[name] = value
    return found


def build() -> nn.Module:
    """The network; `renamed` checkpoints fit it."""
    return raft_large(weights=None, progress=False)  # type: ignore[no-any-return]


def flow_between(net: nn.Module, first: Tensor, second: Tensor, rounds: int = ROUNDS) -> Tensor:
    """Flow (N, 2, H, W) from pictures (N, 3, H, W) in [-1, 1] to others, of any size."""
    height, width = first.shape[-2:]
    below, right = (max(-(-side // MULTIPLE) * MULTIPLE, SMALLEST) - side for side in (height, width))
    both = (nn.functional.pad(picture, (0, right, 0, below), mode="replicate") for picture in (first, second))
    refined: list[Tensor] = net(*both, num_flow_updates=rounds)
    return refined[-1][..., :height, :width]


def both_ways(net: nn.Module, first: Tensor, second: Tensor, rounds: int = ROUNDS) -> tuple[Tensor, Tensor]:
    """Flow from the one to the other and back."""
    found = flow_between(net, torch.cat((first, second)), torch.cat((second, first)), rounds)
    return found[: len(first)], found[len(first) :]


def published(state: Mapping[str, Any]) -> dict[str, Any]:
    """torchvision's names back to those of the authors: what `renamed` understands."""
    found = {}
    for key, value in state.items():
        name = _through(_BACK, key)
        found[name] = value
        if ".downsample.1." in name:
            found[name.replace(".downsample.1.", ".norm3.")] = value
    return found


def _through(patterns: tuple[tuple[str, str], ...], name: str) -> str:
    for pattern, other in patterns:
        name = re.sub(pattern, other, name)
    return name
