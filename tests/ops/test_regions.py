"""Boxes, crops and windows."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from peanut_studio.model.picture import Mask
from peanut_studio.ops.regions import Region, join_regions, pad_to, region_of, widen, windows


@given(arrays.arrays(np.bool_, arrays.array_shapes(min_dims=2, max_dims=2, max_side=12)))
def test_the_region_is_tight(mask: Mask) -> None:
    region = region_of(mask)
    if region is None:
        assert not mask.any()
        return
    inside = mask[region.slices]
    assert inside.sum() == mask.sum()
    assert inside[0].any()
    assert inside[-1].any()
    assert inside[:, 0].any()
    assert inside[:, -1].any()


def test_joined_regions_hold_all() -> None:
    assert join_regions([None, Region(1, 2, 3, 4), Region(2, 0, 9, 3)]) == Region(1, 0, 9, 4)
    assert join_regions([None, None]) is None


@given(st.data(), st.integers(0, 20), st.integers(1, 9))
def test_widened_regions_hold_the_old_and_stay_inside(data: st.DataObject, margin: int, multiple: int) -> None:
    width, height = data.draw(st.integers(1, 40)), data.draw(st.integers(1, 40))
    x0, y0 = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    x1, y1 = data.draw(st.integers(x0 + 1, width)), data.draw(st.integers(y0 + 1, height))
    wide = widen(Region(x0, y0, x1, y1), (width, height), margin, multiple)
    assert 0 <= wide.x0 <= max(0, x0 - margin)
    assert 0 <= wide.y0 <= max(0, y0 - margin)
    assert min(width, x1 + margin) <= wide.x1 <= width
    assert min(height, y1 + margin) <= wide.y1 <= height
    assert wide.width % multiple == 0 or wide.width == width
    assert wide.height % multiple == 0 or wide.height == height


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 16))
def test_padding_reaches_the_multiple_and_keeps_the_picture(height: int, width: int, multiple: int) -> None:
    picture = np.arange(height * width * 3, dtype=np.uint16).reshape(height, width, 3)
    padded = pad_to(picture, multiple)
    assert padded.shape[0] % multiple == 0
    assert padded.shape[1] % multiple == 0
    assert padded.shape[0] - height < multiple
    assert np.array_equal(padded[:height, :width], picture)


@given(st.integers(1, 200), st.integers(0, 40), st.integers(0, 39))
def test_windows_cover_every_frame_and_overlap(length: int, window: int, overlap: int) -> None:
    if 0 < window < length and overlap >= window:
        with pytest.raises(ValueError, match="cannot overlap"):
            windows(length, window, overlap)
        return
    spans = windows(length, window, overlap)
    assert spans[0].start == 0
    assert spans[-1].stop == length
    assert all(len(span) <= window for span in spans) or window == 0 or len(spans) == 1
    for before, after in itertools.pairwise(spans):
        assert before.start < after.start
        assert before.stop - after.start >= overlap
