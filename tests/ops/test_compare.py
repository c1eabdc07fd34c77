"""Differences and single pixels in numbers."""

from __future__ import annotations

import numpy as np
import pytest

from peanut_studio.ops.compare import difference, levels_at


def test_the_difference_has_no_sign_and_does_not_wrap() -> None:
    first = np.full((2, 2, 3), 10, np.uint8)
    second = np.full((2, 2, 3), 10, np.uint8)
    second[0, 0] = (13, 0, 250)
    shown = difference(first, second, 4)
    assert shown[0, 0].tolist() == [12, 40, 255]
    assert difference(second, first, 4).tolist() == shown.tolist()
    assert not shown[1, 1].any()


def test_deep_frames_differ_by_less_than_one_step_of_eight_bits() -> None:
    first = np.full((1, 1, 3), 30000, np.uint16)
    second = first + np.uint16(64)
    assert difference(first, second, 4)[0, 0, 0] == 1
    assert difference(first, second, 40)[0, 0, 0] == 10


def test_pictures_of_two_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        difference(np.zeros((2, 2, 3), np.uint8), np.zeros((2, 3, 3), np.uint8))


def test_levels_are_those_of_the_clips_depth() -> None:
    frame = np.zeros((2, 3, 3), np.uint16)
    frame[1, 2] = (65535, 65535 * 512 // 1023 + 1, 0)
    assert levels_at(frame, 2, 1, 10) == (1023, 512, 0)
    assert levels_at(np.full((1, 1, 3), 77, np.uint8), 0, 0) == (77, 77, 77)
    with pytest.raises(IndexError):
        levels_at(frame, 3, 0)
    with pytest.raises(IndexError):
        levels_at(frame, -1, 0)
