"""Whose a pixel is that lies between two masks."""

from __future__ import annotations

import numpy as np

from peanut_studio.ops.nearer import SOFT, nearer_to


def test_each_mask_owns_its_side_and_the_share_passes_in_the_middle() -> None:
    one, other = np.zeros((2, 9, 60), np.bool_)
    one[:, 10:20], other[:, 40:50] = True, True
    share = nearer_to(one, other)
    assert share.dtype == np.float32
    assert (share[:, :25] == 1).all()
    assert (share[:, 35:] == 0).all()
    middle = share[4, 25:35]
    assert (np.diff(middle) <= 0).all()
    assert 0.3 < share[4, 29] < 0.7
    assert ((middle > 0) & (middle < 1)).sum() <= 2 * SOFT
    np.testing.assert_allclose(share + nearer_to(other, one), 1, atol=1e-6)


def test_where_both_are_the_first_is() -> None:
    one, other = np.zeros((2, 20, 20), np.bool_)
    one[5:10, 5:10], other[:, 8:] = True, True
    share = nearer_to(one, other)
    assert (share[one] == 1).all()
    assert (share[12:, 12:] == 0).all()


def test_an_empty_mask_owns_nothing() -> None:
    one, none = np.zeros((2, 6, 7), np.bool_)
    one[2, 3] = True
    assert (nearer_to(one, none) == 1).all()
    assert (nearer_to(none, one) == 0).all()
