"""Samples outside a patch stay what they were, and so do the decoded colours there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peanut_studio.media.colour import rgb_of
from peanut_studio.media.composite import chroma_alpha, compose
from peanut_studio.media.pixel_format import Layout
from peanut_studio.media.planes import Planes
from peanut_studio.model.clip import ColourTags

TAGS = ColourTags(matrix=1, full_range=False)
LAYOUTS = [
    Layout("yuv", 8, (1, 1)),
    Layout("yuv", 8, (1, 0)),
    Layout("yuv", 10, (0, 0)),
    Layout("yuv", 10, (1, 1), alpha=True),
    Layout("yuv", 8, (2, 2)),
    Layout("gray"),
    Layout("rgb"),
    Layout("rgb", 16, alpha=True),
]


def noise(layout: Layout, size: tuple[int, int], seed: int = 0) -> Planes:
    rng = np.random.default_rng(seed)
    dtype = np.uint8 if layout.bits == 8 else np.uint16
    sizes = layout.plane_sizes(*size)
    return Planes(layout, tuple(rng.integers(0, layout.peak + 1, (h, w)).astype(dtype) for w, h in sizes))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@given(
    size=st.tuples(st.integers(5, 40), st.integers(5, 40)),
    box=st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)),
    soft=st.booleans(),
    seed=st.integers(0, 99),
)
@settings(max_examples=40, deadline=None)
def test_nothing_changes_where_the_patch_is_not(
    layout: Layout, size: tuple[int, int], box: tuple[float, ...], soft: bool, seed: int
) -> None:
    width, height = size
    planes = noise(layout, size, seed)
    rng = np.random.default_rng(seed)
    fill = rng.integers(0, 256, (height, width, 3)).astype(np.uint8)
    if layout.bits > 8:
        fill = fill.astype(np.uint16) * np.uint16(257)
    alpha = np.zeros((height, width), np.float32)
    columns, rows = (
        sorted((int(box[0] * width), int(box[2] * width))),
        sorted((int(box[1] * height), int(box[3] * height))),
    )
    inside = alpha[rows[0] : rows[1] + 1, columns[0] : columns[1] + 1]
    inside[:] = rng.random(inside.shape) if soft else 1
    inside[rng.random(inside.shape) < 0.05] = 0
    before = [array.copy() for array in planes.arrays]
    result = compose(planes, fill, alpha, TAGS)
    for array, copy in zip(planes.arrays, before, strict=True):
        np.testing.assert_array_equal(array, copy, err_msg="the source was written to")
    outside = alpha == 0
    np.testing.assert_array_equal(result.arrays[0][outside], planes.arrays[0][outside])
    if layout.alpha:
        np.testing.assert_array_equal(result.arrays[3], planes.arrays[3])
    np.testing.assert_array_equal(rgb_of(result, TAGS)[outside], rgb_of(planes, TAGS)[outside])


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_the_patch_shows_inside(layout: Layout) -> None:
    planes = noise(layout, (64, 48))
    peak = 255 if layout.bits == 8 else 65535
    fill = np.empty((48, 64, 3), np.uint8 if peak == 255 else np.uint16)
    fill[:] = np.array([0.7, 0.7, 0.7] if layout.family == "gray" else [0.8, 0.2, 0.3]) * peak
    alpha = np.zeros((48, 64), np.float32)
    alpha[8:40, 8:56] = 1
    shown = rgb_of(compose(planes, fill, alpha, TAGS), TAGS)[20:28, 20:44]
    assert np.abs(shown / peak - fill[20:28, 20:44] / peak).max() < 0.02


def test_half_covered_is_half_way() -> None:
    planes = Planes(Layout("rgb"), tuple(np.full((8, 8), value, np.uint8) for value in (0, 100, 200)))
    fill = np.full((8, 8, 3), 200, np.uint8)
    mixed = compose(planes, fill, np.full((8, 8), 0.5, np.float32), TAGS)
    assert [int(array[4, 4]) for array in mixed.arrays] == [100, 150, 200]


def test_an_empty_patch_is_no_work() -> None:
    planes = noise(LAYOUTS[0], (16, 16))
    assert compose(planes, np.zeros((16, 16, 3), np.uint8), np.zeros((16, 16), np.float32), TAGS) is planes


def test_chroma_holds_back_one_sample_inside_the_edge() -> None:
    alpha = np.zeros((12, 16), np.float32)
    alpha[2:10, 4:14] = 1
    weight = chroma_alpha(alpha, (1, 1))
    free = np.zeros((6, 8), np.float32)
    free[2:4, 3:6] = 1
    np.testing.assert_array_equal(weight, free)
    whole = chroma_alpha(np.ones((12, 16), np.float32), (1, 1))
    np.testing.assert_array_equal(whole, np.ones((6, 8)))
    np.testing.assert_array_equal(chroma_alpha(alpha, (0, 0)), alpha)


def test_eight_bit_fills_go_into_deep_sources() -> None:
    planes = Planes(Layout("rgb", 10), tuple(np.zeros((4, 4), np.uint16) for _ in range(3)))
    filled = compose(planes, np.full((4, 4, 3), 255, np.uint8), np.ones((4, 4), np.float32), TAGS)
    assert {int(array.min()) for array in filled.arrays} == {1023}
