"""What TGF-Net is taught with.

Weights of the terms are the paper's. Decided here: absolute differences outside the hole count once, in it three times,
at each scale of the pyramid alike; perceptual and style loss are on the filled frame, after the first three poolings of
VGG-16; total variation counts in the hole and on the pixels next to it; no gradient goes through a restored frame
that serves as a reference.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from peanut_studio.engines.kit import load_checkpoint, load_weights

from .alignment import alignment_loss
from .net import Outcome, TgfNet

HOLE, PERCEPTUAL, STYLE, VARIATION, ALIGNMENT = 3.0, 0.01, 24.0, 0.1, 2.0
MEAN, SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of ImageNet's colours, with which VGG-16 was trained."""

VGG = ((3, 64), (64, 64), (), (64, 128), (128, 128), (), (128, 256), (256, 256), (256, 256), ())
"""The first three stages of VGG-16 (Simonyan and Zisserman 2015): convolutions, and () where it pools."""


class Critic(nn.Module):
    """The first three stages of VGG-16; layers are numbered as in the published checkpoint."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for part in VGG:
            layers += [nn.Conv2d(*part, 3, padding=1), nn.ReLU()] if part else [nn.MaxPool2d(2)]
        self.features = nn.Sequential(*layers)

    @classmethod
    def load(cls, path: Path) -> Critic:
        """With the published weights. Raises WeightsError when the file does not hold them."""
        critic = cls()
        names = critic.state_dict().keys()
        load_weights(critic, {name: value for name, value in load_checkpoint(path).items() if name in names}, path)
        return critic.requires_grad_(False).eval()

    def forward(self, pictures: Tensor) -> list[Tensor]:
        """Features of pictures (N, 3, H, W) in [-1, 1] after each pooling."""
        mean, spread = (pictures.new_tensor(part)[:, None, None] for part in (MEAN, SPREAD))
        x = ((pictures + 1) / 2 - mean) / spread
        found = []
        for layer in self.features:
            x = layer(x)
            if isinstance(layer, nn.MaxPool2d):
                found.append(x)
        return found


class Lessons(nn.Module):
    """The network and the loss that it makes small; without a critic, perceptual and style loss are left out."""

    def __init__(self, network: TgfNet, critic: Critic | None = None) -> None:
        super().__init__()
        self.network = network
        self.critic = critic

    def forward(self, frames: Tensor, holes: Tensor, local: int) -> Tensor:
        """The loss over the first `local` of frames (T, 3, H, W) in [-1, 1] with holes (T, 1, H, W), one after the
        other, all others being references; a restored frame replaces its input. The mean over those frames.
        """
        seen = list(torch.split(torch.cat((frames * (1 - holes), holes), 1), 1))
        total = frames.new_zeros(())
        for index in range(local):
            references = seen[:index] + seen[index + 1 :] or seen
            outcome = self.network(seen[index], references)
            truth, hole = frames[index : index + 1], holes[index : index + 1]
            filled = outcome.picture * hole + truth * (1 - hole)
            total = total + self._loss(outcome, filled, truth, hole)
            total = total + ALIGNMENT * alignment_loss(seen[index].expand_as(outcome.brought), outcome.brought)
            seen[index] = torch.cat((filled.detach(), torch.zeros_like(hole)), 1)
        return total / local

    def _loss(self, outcome: Outcome, filled: Tensor, truth: Tensor, hole: Tensor) -> Tensor:
        loss = sum(
            (pyramid_loss(picture, truth, hole) for picture in outcome.pyramid),
            start=VARIATION * variation(filled, hole),
        )
        if self.critic is not None:
            made, wanted = self.critic(filled), self.critic(truth)
            for mine, theirs in zip(made, wanted, strict=True):
                loss = loss + PERCEPTUAL * (mine - theirs).abs().mean()
                loss = loss + STYLE * (gram(mine) - gram(theirs)).abs().mean()
        return loss


def pyramid_loss(picture: Tensor, truth: Tensor, hole: Tensor) -> Tensor:
    """The absolute difference of a picture of any scale from the truth reduced to it, counted more in the hole."""
    size = picture.shape[-2:]
    truth, hole = (functional.interpolate(part, size, mode="area") for part in (truth, hole))
    return ((picture - truth).abs() * (1 + (HOLE - 1) * hole)).mean()


def variation(filled: Tensor, hole: Tensor) -> Tensor:
    """The mean absolute difference of neighbours of which one or both are in the hole (Rudin et al. 1992)."""
    total = filled.new_zeros(())
    for axis in (2, 3):
        length = filled.shape[axis] - 1
        one, other = filled.narrow(axis, 0, length), filled.narrow(axis, 1, length)
        counts = torch.maximum(hole.narrow(axis, 0, length), hole.narrow(axis, 1, length))
        total = total + ((one - other).abs() * counts).sum() / (3 * counts.sum()).clamp_min(1)
    return total


def gram(features: Tensor) -> Tensor:
    """Which features (N, C, H, W) go together, (N, C, C) (Gatys et al. 2016)."""
    flat = features.flatten(2)
    return flat @ flat.transpose(1, 2) / (features.shape[1] * flat.shape[2])
