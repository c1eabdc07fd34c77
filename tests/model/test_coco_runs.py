"""Run lengths pressed into text, as COCO does."""

from __future__ import annotations

import numpy as np
import pytest

from peanut_studio.model.coco_runs import parse_runs, press_runs
from peanut_studio.model.run_length import encode_runs


def test_known_texts() -> None:
    # By hand, from the format: 5 and 20 fit in a piece each with the sign bit free; -17 takes two.
    assert press_runs(np.array([5], np.uint32)) == "5"
    assert press_runs(np.array([20], np.uint32)) == "d0"
    assert press_runs(np.array([3, 4, 30, 4], np.uint32)) == "34n00"
    assert parse_runs("34n00").tolist() == [3, 4, 30, 4]


def test_there_and_back() -> None:
    dice = np.random.default_rng(0)
    for _ in range(30):
        mask = dice.random((int(dice.integers(1, 60)), int(dice.integers(1, 70)))) < dice.random()
        counts = encode_runs(mask)
        assert np.array_equal(parse_runs(press_runs(counts)), counts)
    large = np.array([3840 * 2160, 7, 1, 100000], np.uint32)
    assert np.array_equal(parse_runs(press_runs(large)), large)


@pytest.mark.parametrize("text", ["P", "5 5", "ö", "O"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"run length"):
        parse_runs(text)
