"""What counts when shadows are held against labels."""

from __future__ import annotations

import numpy as np

from tests.bench.shadows import MOVING, SHADOW, UNKNOWN, counts


def test_what_the_labels_do_not_know_and_the_cars_themselves_do_not_count() -> None:
    labels = np.zeros((20, 40), np.uint8)
    labels[5:10, 5:15] = SHADOW
    labels[10:12, 5:15] = UNKNOWN
    labels[0:5, 5:15] = MOVING
    found = np.zeros(labels.shape, np.bool_)
    found[0:12, 5:10] = True
    found[5:10, 30:32] = True
    right, taken, hit, whole = counts(found, labels, 0)
    assert (right, taken, hit, whole) == (25, 35, 25, 50)
    found[5:10, 15:17] = True
    assert tuple(counts(found, labels, 0)) == (25, 45, 25, 50)
    assert tuple(counts(found, labels, 3)) == (35, 45, 25, 50)
