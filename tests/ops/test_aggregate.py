"""Robust means."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from peanut_studio.ops.aggregate import robust_mean


def test_an_outlier_is_outvoted() -> None:
    candidates = np.full((5, 4, 3), 100, np.float32)
    candidates[0] = 250
    colours, best = robust_mean(candidates, np.ones((5, 4), np.float32))
    np.testing.assert_allclose(colours, 100, atol=0.1)
    np.testing.assert_array_equal(best, 1)


def test_no_candidate_gives_no_weight() -> None:
    colours, best = robust_mean(np.full((2, 3, 3), 9, np.float32), np.array([[0, 1, 0], [0, 0, 1]], np.float32))
    assert best.tolist() == [0, 1, 1]
    assert colours[0].tolist() == [0, 0, 0]
    np.testing.assert_allclose(colours[1:], 9)


@given(st.integers(1, 6), st.integers(1, 50), st.integers(0, 2**32 - 1))
def test_the_result_lies_among_the_candidates(count: int, pixels: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    candidates = rng.uniform(0, 255, (count, pixels, 3)).astype(np.float32)
    colours, _ = robust_mean(candidates, rng.uniform(0.1, 1, (count, pixels)).astype(np.float32))
    assert (colours >= candidates.min(axis=0) - 1e-2).all()
    assert (colours <= candidates.max(axis=0) + 1e-2).all()


def test_many_pixels_are_done_in_parts_alike() -> None:
    rng = np.random.default_rng(0)
    candidates = rng.uniform(0, 255, (3, 70000, 3)).astype(np.float32)
    weights = rng.uniform(0.1, 1, (3, 70000)).astype(np.float32)
    whole, _ = robust_mean(candidates, weights)
    tail, _ = robust_mean(candidates[:, -100:], weights[:, -100:])
    np.testing.assert_allclose(whole[-100:], tail, rtol=1e-5)
