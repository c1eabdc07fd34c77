"""What training makes small."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from peanut_studio.nets.flow_warp import flow_warp

EPSILON = 1e-12


def charbonnier(found: Tensor, wanted: Tensor) -> Tensor:
    """Mean of sqrt(difference^2 + epsilon) (Charbonnier et al. 1994): nearly the absolute difference, smooth at 0."""
    return torch.sqrt((found - wanted) ** 2 + EPSILON).mean()


def hole_and_rest(found: Tensor, wanted: Tensor, holes: Tensor) -> tuple[Tensor, Tensor]:
    """Mean absolute difference of pictures (T, 3, H, W) in the holes, (T, 1, H, W) of 0 and 1, and outside of them."""
    difference = (found - wanted).abs().mean(dim=1, keepdim=True)
    rest = 1 - holes
    return (
        (difference * holes).sum() / holes.sum().clamp_min(1),
        (difference * rest).sum() / rest.sum().clamp_min(1),
    )


def critic_hinge(real: Tensor, made: Tensor) -> Tensor:
    """What a critic makes small, from its scores: hinge loss (Lim and Ye 2017)."""
    return (functional.relu(1 - real).mean() + functional.relu(1 + made).mean()) / 2


def consistency(frames: Tensor, flow: Tensor, back: Tensor) -> Tensor:
    """How much consecutive pictures (T, 3, H, W) differ along flow, (T - 1, 2, H, W) from each to the next and back.

    Where flow there and back do not cancel, something is hidden in one of the two, and it does not count (Sundaram et
    al., ECCV 2010, equation 5; warping error: Lai et al., ECCV 2018).
    """
    returned = flow + flow_warp(back, flow)
    bound = 0.01 * ((flow**2).sum(1) + (back**2).sum(1)) + 0.5
    visible = ((returned**2).sum(1) < bound).to(frames.dtype)[:, None]
    difference = (frames[:-1] - flow_warp(frames[1:], flow)).abs().mean(dim=1, keepdim=True)
    return (difference * visible).sum() / visible.sum().clamp_min(1)


def dice(logits: Tensor, truth: Tensor) -> Tensor:
    """1 minus the soft overlap of masks (N, ...) with the truth of 0 and 1, mean over N (Milletari et al. 2016)."""
    chance, wanted = logits.flatten(1).sigmoid(), truth.flatten(1)
    both = (chance * wanted).sum(1)
    return (1 - (2 * both + 1) / (chance.sum(1) + wanted.sum(1) + 1)).mean()


def focal(logits: Tensor, truth: Tensor, share: float = 0.25, gamma: float = 2.0) -> Tensor:
    """Binary cross entropy in which what is sure counts little (Lin et al., ICCV 2017, equation 5), mean.

    `share` is the weight of pixels inside; below 0 all count alike. With `gamma` 0 it is plain cross entropy.
    """
    plain = functional.binary_cross_entropy_with_logits(logits, truth, reduction="none")
    chance = logits.sigmoid()
    right = chance * truth + (1 - chance) * (1 - truth)
    weight = (1 - right) ** gamma
    if share >= 0:
        weight = weight * (share * truth + (1 - share) * (1 - truth))
    return (weight * plain).mean()


def turning(logits: Tensor, tracked: Tensor, other: Tensor, margin: float = 0.0) -> Tensor:
    """What the conditional memory encoder makes small: cross entropy of its logits (N, 2).

    It should turn to the other object, the one seen without memory, where that overlaps the truth more, by `margin`,
    than the one that is tracked; both overlaps (N,).
    """
    return functional.cross_entropy(logits, (other > tracked + margin).long())
