"""Deformable convolution on a processor is torchvision's, forward and backward."""

from __future__ import annotations

import pytest
import torch
from torchvision.ops import deform_conv2d

from peanut_studio.nets.deformable import deformed


@pytest.mark.parametrize(
    ("count", "groups", "channels", "size"), [(1, 16, 32, (9, 14)), (2, 3, 6, (5, 4)), (1, 1, 2, (1, 1))]
)
def test_equals_torchvisions_whatever_its_taps_look_at(
    count: int, groups: int, channels: int, size: tuple[int, int]
) -> None:
    torch.manual_seed(0)
    features = torch.randn(count, channels, *size, dtype=torch.double, requires_grad=True)
    # Some taps lie whole pixels, and some far, out of the picture.
    offset = (torch.randn(count, groups * 18, *size, dtype=torch.double) * 4).requires_grad_()
    weights = torch.rand(count, groups * 9, *size, dtype=torch.double, requires_grad=True)
    weight = torch.randn(5, channels, 3, 3, dtype=torch.double, requires_grad=True)
    bias = torch.randn(5, dtype=torch.double, requires_grad=True)
    learned = (features, offset, weights, weight, bias)
    found = deformed(*learned)
    theirs = deform_conv2d(features, offset, weight, bias, padding=(1, 1), mask=weights)
    torch.testing.assert_close(found, theirs, rtol=1e-9, atol=1e-9)
    asked = torch.randn_like(found)
    for ours, others in zip(
        torch.autograd.grad(found, learned, asked), torch.autograd.grad(theirs, learned, asked), strict=True
    ):
        torch.testing.assert_close(ours, others, rtol=1e-9, atol=1e-9)
