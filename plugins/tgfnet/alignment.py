"""Another frame brought to where the target's scenery is, roughly: one affine motion for the whole picture.

A shift is looked for first, then each place looks for its like near where the shift says, and an affine motion is
fitted to what they find, twice. All of it can be differentiated, so that places learn to be described by how well the
brought frame fits.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

LONGEST = 432
"""Pictures with a longer side are reduced before they are described: what is compared grows with its square."""

CELLS = 8
"""Pixels of the reduced picture to a described place."""

WINDOWS = (3.0, 1.5)
"""Rounds of looking: within so many places of where the round before says."""

STIFFNESS = (3e-2, 3e-2, 1e-4)
"""How much the answer is drawn towards no turning, no zoom and no shift: where nothing matches it is none."""

OVERLAP = 0.25
"""The share of a picture that must be seen in the other one, for a shift to be taken into account."""

FAR_OFF = 1.0
"""Places by which a match misses the common motion when it counts half: other things move by themselves."""

FIRMLY_KNOWN = 0.99


class Alignment(nn.Module):
    """Describes places, finds each where the other frame has its like, and fits one affine motion to what it found."""

    def __init__(self, width: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for before, after, stride in ((4, width, 2), (width, width, 2), (width, 2 * width, 2)):
            layers += [nn.Conv2d(before, after, 5, stride, 2), nn.LeakyReLU(0.2)]
        self.describe = nn.Sequential(*layers, nn.Conv2d(2 * width, 2 * width, 3, padding=1))
        self.sharpness = nn.Parameter(torch.tensor(3.0))

    def forward(self, target: Tensor, others: Tensor) -> Tensor:
        """Affine motions (N, 2, 3), in the coordinates of `affine_grid`, from a target (1, 4, H, W) to others
        (N, 4, H, W): pictures and their holes.
        """
        mine, mine_known = self._described(target)
        theirs, theirs_known = self._described(others)
        height, width = theirs.shape[-2:]
        count = len(theirs)
        sharpness = torch.exp(self.sharpness)
        likeness = sharpness * (mine.flatten(2).transpose(1, 2) @ theirs.flatten(2))
        likeness = likeness.masked_fill(theirs_known.flatten(2) < 0.5, -1e4)
        places = _places(height, width, likeness)
        counted = mine_known.flatten(1).expand(count, -1)
        half = likeness.new_tensor([2 / width, 2 / height])
        shift = _shift(mine * mine_known, mine_known, theirs * theirs_known, theirs_known, sharpness) * half
        motion = torch.cat((torch.eye(2).to(likeness).expand(count, -1, -1), shift[:, :, None]), 2)
        for reach in WINDOWS:
            expected = _moved(motion, places)
            away = ((places - expected.detach()[:, :, None]) / half).square().sum(-1)
            chances = torch.softmax(likeness - away / (2 * reach**2), -1)
            found = chances @ places
            missed = ((found - expected) / half).square().sum(-1).detach()
            sure = counted * chances.square().sum(-1) / (1 + missed / FAR_OFF**2)
            motion = motion + _fitted(places, found - expected, sure)
        return motion

    def _described(self, seen: Tensor) -> tuple[Tensor, Tensor]:
        """Unit vectors (N, C, h, w), and how much of each place is known, (N, 1, h, w)."""
        height, width = seen.shape[-2:]
        ratio = LONGEST / max(height, width)
        if ratio < 1:
            size = (max(CELLS, round(height * ratio)), max(CELLS, round(width * ratio)))
            seen = functional.interpolate(seen, size, mode="area")
        features = self.describe(seen)
        features = features - features.mean((2, 3), keepdim=True)
        known = 1 - functional.interpolate(seen[:, 3:], features.shape[-2:], mode="area")
        return functional.normalize(features, dim=1), known


def aligned(others: Tensor, motion: Tensor) -> Tensor:
    """Pictures with their holes, (N, 4, H, W), moved; what comes from a hole or from outside is a hole."""
    grid = functional.affine_grid(motion, [len(others), 4, *others.shape[-2:]], align_corners=False)
    known = functional.grid_sample(1 - others[:, 3:], grid, align_corners=False)
    known = (known > FIRMLY_KNOWN).to(others.dtype)
    picture = functional.grid_sample(others[:, :3], grid, padding_mode="border", align_corners=False)
    return torch.cat((picture * known, 1 - known), 1)


def alignment_loss(targets: Tensor, brought: Tensor) -> Tensor:
    """The mean absolute difference where both, (N, 4, H, W), are known."""
    both = (1 - targets[:, 3:]) * (1 - brought[:, 3:])
    difference = (targets[:, :3] - brought[:, :3]).abs().mean(1, keepdim=True)
    return (difference * both).sum() / both.sum().clamp_min(1)


def _places(height: int, width: int, like: Tensor) -> Tensor:
    """The middles of h x w places, (h w, 2), in the coordinates of `affine_grid`."""
    rows = (torch.arange(height, device=like.device, dtype=like.dtype) * 2 + 1) / height - 1
    columns = (torch.arange(width, device=like.device, dtype=like.dtype) * 2 + 1) / width - 1
    y, x = torch.meshgrid(rows, columns, indexing="ij")
    return torch.stack((x.flatten(), y.flatten()), -1)


def _shift(mine: Tensor, mine_known: Tensor, theirs: Tensor, theirs_known: Tensor, sharpness: Tensor) -> Tensor:
    """By how many places (x, y) the whole picture moved, (N, 2): where the likeness, (1 and N, C, h, w), is most."""
    height, width = theirs.shape[-2:]
    margin = (height // 2, width // 2)
    likeness = functional.conv2d(theirs, mine, padding=margin)
    together = functional.conv2d(theirs_known, mine_known, padding=margin)
    mean = likeness / together.clamp_min(1)
    allowed = together >= OVERLAP * together.amax((2, 3), keepdim=True)
    mean = mean.masked_fill(~allowed, -1e4)
    # The mean of so many likenesses differs little from shift to shift.
    chances = torch.softmax((sharpness * 20 * mean).flatten(1), -1)
    rows = torch.arange(mean.shape[2], device=mean.device, dtype=mean.dtype) - margin[0]
    columns = torch.arange(mean.shape[3], device=mean.device, dtype=mean.dtype) - margin[1]
    y, x = torch.meshgrid(rows, columns, indexing="ij")
    return chances @ torch.stack((x.flatten(), y.flatten()), -1)


def _moved(motion: Tensor, places: Tensor) -> Tensor:
    """Where places (P, 2) go, (N, P, 2)."""
    return places @ motion[:, :, :2].transpose(1, 2) + motion[:, :, 2][:, None]


def _fitted(places: Tensor, missed: Tensor, weights: Tensor) -> Tensor:
    """The affine change (N, 2, 3) that comes nearest to what is missed (N, P, 2) at places (P, 2), weighted (N, P)."""
    known = functional.pad(places, (0, 1), value=1.0)
    total = weights.sum(1).clamp_min(1e-6)[:, None, None]
    weighted = known.T @ (weights[:, :, None] * known) / total
    target = known.T @ (weights[:, :, None] * missed) / total
    change: Tensor = torch.linalg.solve(weighted + torch.diag(known.new_tensor(STIFFNESS)), target)
    return change.transpose(1, 2)
