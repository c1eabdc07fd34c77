"""Grown masks with a soft edge."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from peanut_studio.model.picture import Mask
from peanut_studio.ops.feather import feather, scaled_width

masks = arrays.arrays(np.bool_, arrays.array_shapes(min_dims=2, max_dims=2, max_side=14))
widths = st.floats(0, 5)


def _distance(mask: Mask) -> np.ndarray:
    """Distance to the nearest masked pixel, by trying them all."""
    ys, xs = np.nonzero(mask)
    grid_y, grid_x = np.indices(mask.shape)
    return np.sqrt((grid_y[..., None] - ys) ** 2 + (grid_x[..., None] - xs) ** 2).min(axis=-1)


@given(masks, widths, widths)
def test_coverage_follows_the_distance(mask: Mask, grow: float, width: float) -> None:
    coverage = feather(mask, grow, width)
    assert coverage.dtype == np.float32
    if not mask.any():
        assert not coverage.any()
        return
    distance = _distance(mask).astype(np.float32)
    assert (coverage[mask] == 1).all()
    if width == 0:
        assert np.array_equal(coverage > 0, distance <= np.float32(grow))
    else:
        assert np.allclose(coverage, np.clip(1 - np.maximum(distance - grow, 0) / (width + 1), 0, 1), atol=1e-5)


def test_a_mask_over_everything_stays_everything() -> None:
    assert (feather(np.ones((5, 7), dtype=bool), 4, 3) == 1).all()


def test_a_wide_ramp_has_as_many_steps_as_asked_for() -> None:
    mask = np.zeros((1, 20), dtype=bool)
    mask[0, 0] = True
    ramp = feather(mask, 2, 3)[0]
    assert (ramp[:3] == 1).all()
    assert ramp[3:6].tolist() == pytest.approx([0.75, 0.5, 0.25])
    assert not ramp[6:].any()


def test_negative_widths_are_refused() -> None:
    with pytest.raises(ValueError, match="negative width"):
        feather(np.ones((2, 2), dtype=bool), -1, 0)


def test_default_widths_scale_with_the_picture() -> None:
    assert scaled_width(4, (854, 480)) == 4
    assert scaled_width(4, (1708, 960)) == 8
    assert scaled_width(4, (480, 854)) == 4
    assert scaled_width(4, (32, 32)) == 1
