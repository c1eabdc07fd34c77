"""What lies around a hidden pixel."""

from __future__ import annotations

import numpy as np

from peanut_studio.ops.enclosure import enclosure


def scene() -> tuple[np.ndarray, np.ndarray]:
    """A hole of 12 x 12 in the middle of 48 x 48, marked all round on its left half's side."""
    known = np.ones((48, 48), np.bool_)
    known[18:30, 18:30] = False
    return np.zeros((48, 48), np.bool_), known


def test_wholly_surrounded_is_one() -> None:
    marked, known = scene()
    marked[:] = True
    share = enclosure(marked, known, 1)
    assert (share[~known] == 1).all()
    assert (share[known] == 0).all()


def test_beside_something_is_about_a_half() -> None:
    marked, known = scene()
    marked[:, :18] = True
    share = enclosure(marked, known, 1)
    assert 0.25 <= share[24, 19] <= 0.5
    assert share[24, 28] < share[24, 19]


def test_only_the_first_known_pixel_counts() -> None:
    marked, known = scene()
    marked[:10], marked[38:], marked[:, :10], marked[:, 38:] = True, True, True, True
    assert not enclosure(marked, known, 1).any()


def test_a_coarser_step_says_nearly_the_same() -> None:
    marked, known = scene()
    marked[:, :18] = True
    fine, coarse = enclosure(marked, known, 1), enclosure(marked, known, 2)
    assert np.abs(fine - coarse)[~known].mean() < 0.12
