"""Cuts are told from motion."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.model.picture import Frame
from peanut_studio.ops.shots import gist_of, is_cut


def scene(seed: int) -> Frame:
    dice = np.random.default_rng(seed)
    small = dice.integers(0, 255, (6, 8, 3), np.uint8)
    return np.asarray(cv2.resize(small, (320, 180), interpolation=cv2.INTER_CUBIC), np.uint8)


def test_other_pictures_are_cuts_and_what_moves_is_none() -> None:
    assert sum(is_cut(gist_of(scene(number)), gist_of(scene(number + 50))) for number in range(10)) == 10
    one = scene(1)
    assert not is_cut(gist_of(one), gist_of(np.roll(one, 25, axis=1)))
    assert not is_cut(gist_of(one), gist_of((one * 0.9).astype(np.uint8)))
    black = np.zeros_like(one)
    assert not is_cut(gist_of(black), gist_of(black))
    deep = one.astype(np.uint16) * 257
    assert not is_cut(gist_of(one), gist_of(deep))


@pytest.mark.clips
def test_fast_motion_is_no_cut(clips: Path) -> None:
    ends = []
    for name in ("davis_bmx-trees", "davis_tennis", "sam2_cups", "trackanything_cat_vfr"):
        files = sorted((clips / name / "frames").glob("*.jpg"))[:40]
        gists = [gist_of(np.asarray(cv2.imread(str(file)), np.uint8)) for file in files]
        assert not any(is_cut(*pair) for pair in pairwise(gists))
        ends += [gists[0]] if gists else []
    assert all(is_cut(*pair) for pair in pairwise(ends))
    assert len(ends) > 1
