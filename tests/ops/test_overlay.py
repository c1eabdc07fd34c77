"""Masks laid over pictures."""

from __future__ import annotations

import numpy as np

from peanut_studio.ops.mask_levels import EDGE, INSIDE, soft_levels
from peanut_studio.ops.overlay import contact_sheet, eight_bit, matte, tint


def test_only_the_mask_and_its_outline_are_tinted() -> None:
    frame = np.full((20, 30, 3), 100, dtype=np.uint8)
    mask = np.zeros((20, 30), dtype=bool)
    mask[5:15, 5:15] = True
    shown = tint(frame, mask)
    assert (shown[~mask] == 100).all()
    assert (shown[mask] != 100).any(axis=-1).all()
    assert (frame == 100).all()


def test_what_is_partly_covered_is_shown_partly_and_has_no_rim() -> None:
    mask = np.zeros((40, 60), np.bool_)
    mask[10:30, :30] = True
    coverage = mask.astype(np.float32)
    coverage[10:30, 24:40] = np.linspace(1, 0, 16)
    levels = soft_levels(mask, 0.0, coverage)
    assert (levels[15, :20] == INSIDE).all()
    assert (np.diff(levels[20, 26:38].astype(int)) < 0).all(), "falls off through the hair"
    assert levels[10, 8] == levels[29, 8] == EDGE, "and is sharp elsewhere"
    assert not (levels[12:28, 22:] == EDGE).any()


def test_deep_frames_are_shown_in_eight_bits() -> None:
    deep = np.array([[[0, 65535, 257 * 77]]], dtype=np.uint16)
    assert eight_bit(deep).tolist() == [[[0, 255, 77]]]


def test_a_sheet_holds_its_pictures() -> None:
    black, grey = np.zeros((4, 6, 3), dtype=np.uint8), np.full((4, 6, 3), 9, dtype=np.uint8)
    sheet = contact_sheet([[black, grey], [grey]], gap=2)
    assert sheet.shape == (10, 14, 3)
    assert (sheet[:4, 8:] == 9).all()
    assert (sheet[6:, :6] == 9).all()
    assert (sheet[6:, 6:] == 255).all()


def test_the_matte_is_the_union_of_soft_masks_of_any_size() -> None:
    first = np.zeros((4, 6), np.float32)
    first[1, 2] = 0.5
    second = np.ones((2, 3), np.float32)
    assert matte([first], (6, 4))[1, 2] == 128
    assert (matte([first, second], (6, 4)) == 255).all()
    assert matte([], (6, 4)).shape == (4, 6)
