"""The motion that flow is measured against is true: it brings the second picture to the first."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from peanut_studio.engines.conformance.scene import texture
from peanut_studio.ops.warp import warp
from tests.bench.flow import MARGIN, SIZE, Known, moved, passing, turned

WALL = cv2.GaussianBlur(texture((SIZE[0] + 2 * MARGIN, SIZE[1] + 2 * MARGIN)), (0, 0), 1.5)
SHIFT = np.array([[1.0, 0, 12.5], [0, 1.0, -3.0]])


@pytest.mark.parametrize("known", [moved(WALL, SHIFT), moved(WALL, turned(4, 1.05)), passing(WALL, 12, 5)])
def test_the_truth_is_true(known: Known) -> None:
    away = np.abs(warp(known.second, known.flow).astype(float) - known.first).max(axis=2)
    assert known.seen.mean() > 0.85
    assert np.quantile(away[known.seen], 0.99) < 4
    assert away[~known.seen].mean() > 10, "what is hidden or has left is not compared"
