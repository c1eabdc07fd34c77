"""What training makes small."""

from __future__ import annotations

import torch
from torch import Tensor

EPSILON = 1e-12


def charbonnier(found: Tensor, wanted: Tensor) -> Tensor:
    """Mean of sqrt(difference^2 + epsilon) (Charbonnier et al. 1994): nearly the absolute difference, smooth at 0."""
    return torch.sqrt((found - wanted) ** 2 + EPSILON).mean()
