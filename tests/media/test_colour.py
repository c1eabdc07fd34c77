"""RGB from stored samples and back without a shift."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from peanut_studio.media.chroma import downsampled, upsampled
from peanut_studio.media.colour import BT709, coding_of, planes_from_rgb, rgb_of
from peanut_studio.media.pixel_format import Layout, nearest_layout, working_layout
from peanut_studio.media.planes import Planes, relaid, with_depth
from peanut_studio.model.clip import ColourTags

LAYOUTS = [Layout("yuv", bits, shift) for bits in (8, 10, 12, 16) for shift in ((1, 1), (1, 0), (0, 0), (0, 1), (2, 0))]


def patches(layout: Layout, full: bool) -> Planes:
    """Flat patches, one colour each, all legal: some with little colour, so that none leaves RGB."""
    unit = 1 << (layout.bits - 8)
    low, high = (0, layout.peak) if full else (16 * unit, 235 * unit)
    rng = np.random.default_rng(0)
    luma = rng.integers(low + (high - low) // 4, high - (high - low) // 4, (4, 6))
    chroma = [rng.integers(112 * unit, 144 * unit, (4, 6)) for _ in range(2)]
    dtype = np.uint8 if layout.bits == 8 else np.uint16
    sizes = layout.plane_sizes(6 * 16, 4 * 16)
    arrays = tuple(
        cv2.resize(values.astype(np.uint16), size, interpolation=cv2.INTER_NEAREST).astype(dtype)
        for values, size in zip([luma, *chroma], sizes, strict=True)
    )
    return Planes(layout, arrays)


def centres(array: np.ndarray) -> np.ndarray:
    """The middles of the patches, where the neighbours' colour does not reach."""
    step_y, step_x = array.shape[0] // 4, array.shape[1] // 6
    return array[step_y // 2 :: step_y, step_x // 2 :: step_x]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("matrix", [1, 5, 6, 7, 9])
def test_samples_come_back_within_one_code(layout: Layout, full: bool, matrix: int) -> None:
    tags = ColourTags(matrix=matrix, full_range=full)
    before = patches(layout, full)
    rgb = rgb_of(before, tags)
    assert rgb.dtype == (np.uint8 if layout.bits == 8 else np.uint16)
    after = planes_from_rgb(rgb, layout, tags)
    for first, second in zip(before.arrays, after.arrays, strict=True):
        assert first.shape == second.shape
        difference = centres(first).astype(int) - centres(second)
        assert np.abs(difference).max() <= 1
        assert abs(difference.mean()) < 0.35


def test_known_colours_of_bt709_and_bt601() -> None:
    """Table values of pure red, and of white and black, in limited range (BT.709 and BT.601: Y = 16 + 219 K)."""
    for matrix, red_luma in ((1, 16 + 219 * 0.2126), (6, 16 + 219 * 0.299)):
        tags = ColourTags(matrix=matrix, full_range=False)
        layout = Layout("yuv", 8)
        rgb = np.array([[[255, 0, 0], [255, 255, 255], [0, 0, 0]]], np.uint8)
        planes = planes_from_rgb(rgb, layout, tags)
        assert planes.arrays[0].tolist() == [[round(red_luma), 235, 16]]
        assert planes.arrays[2].tolist() == [[240, 128, 128]]
        np.testing.assert_allclose(rgb_of(planes, tags).astype(int), rgb, atol=2)


def test_untagged_clips_are_read_by_their_height() -> None:
    layout = Layout("yuv", 8, (1, 1))
    assert coding_of(ColourTags(), layout, 576).red == 0.299
    assert coding_of(ColourTags(), layout, 720).red == 0.2126
    assert coding_of(ColourTags(matrix=9), layout, 576).red == 0.2627
    assert coding_of(ColourTags(), layout, 720).full_range is False
    assert coding_of(ColourTags(), Layout("gray"), 720).full_range is True


def test_conversion_is_that_of_the_formula_everywhere() -> None:
    rng = np.random.default_rng(1)
    layout = Layout("yuv", 8)
    planes = Planes(layout, tuple(rng.integers(0, 256, (150, 70)).astype(np.uint8) for _ in range(3)))
    luma, blue, red = (array.astype(np.float64) for array in planes.arrays)
    y, u, v = (luma - 16) / 219, (blue - 128) / 224, (red - 128) / 224
    kr, kb = 0.2126, 0.0722
    r, b = y + 2 * (1 - kr) * v, y + 2 * (1 - kb) * u
    g = (y - kr * r - kb * b) / (1 - kr - kb)
    exact = np.clip(np.stack([r, g, b], axis=2) * 255, 0, 255)
    assert np.abs(rgb_of(planes, BT709) - exact).max() <= 0.501


@pytest.mark.parametrize("shift", [(1, 1), (1, 0), (2, 0), (0, 1)])
def test_chroma_neither_moves_nor_changes_on_a_slope(shift: tuple[int, int]) -> None:
    """A slope of colour survives down and up sampling away from the borders: the siting of both is the same."""
    columns, rows = np.meshgrid(np.arange(64, dtype=np.float32), np.arange(48, dtype=np.float32))
    slope = 2 * columns + 1.5 * rows
    small = downsampled(slope, shift)
    large = upsampled(np.rint(small * 100).astype(np.uint16), shift, (64, 48)) / 100
    np.testing.assert_allclose(large[6:-6, 8:-8], slope[6:-6, 8:-8], atol=0.02)


@pytest.mark.parametrize("source", [(1, 1), (1, 0), (0, 0)])
@pytest.mark.parametrize("target", [(1, 1), (1, 0), (0, 0)])
def test_chroma_stays_in_place_in_another_subsampling(source: tuple[int, int], target: tuple[int, int]) -> None:
    columns, rows = np.meshgrid(np.arange(64, dtype=np.float32), np.arange(48, dtype=np.float32))
    slope = 400 * columns + 300 * rows
    places = [np.rint(downsampled(slope, shift)).astype(np.uint16) for shift in (source, target)]
    luma = np.zeros((48, 64), np.uint16)
    moved = relaid(Planes(Layout("yuv", 16, source), (luma, places[0], places[0])), Layout("yuv", 16, target))
    for chroma in moved.arrays[1:]:
        assert chroma.shape == places[1].shape
        difference = chroma.astype(int) - places[1].astype(int)
        assert np.abs(difference[6:-6, 8:-8]).max() <= 2


def test_deeper_is_an_exact_shift_and_shallower_rounds() -> None:
    samples = np.arange(256, dtype=np.uint8)
    np.testing.assert_array_equal(with_depth(samples, 8, 10), samples.astype(np.uint16) * 4)
    np.testing.assert_array_equal(with_depth(with_depth(samples, 8, 10), 10, 8), samples)
    np.testing.assert_array_equal(with_depth(np.array([1, 2, 1023], np.uint16), 10, 8), [0, 1, 255])


def test_grey_becomes_neutral_and_alpha_opaque() -> None:
    grey = Planes(Layout("gray"), (np.arange(48, dtype=np.uint8).reshape(6, 8),))
    wide = relaid(grey, Layout("yuv", 10, (1, 1), alpha=True))
    assert [array.shape for array in wide.arrays] == [(6, 8), (3, 4), (3, 4), (6, 8)]
    assert set(np.unique(wide.arrays[1])) == {512}
    assert set(np.unique(wide.arrays[3])) == {1023}
    with pytest.raises(ValueError, match="gbrp as yuv420p"):
        relaid(Planes(Layout("rgb"), (grey.arrays[0],) * 3), Layout("yuv", 8, (1, 1)))


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("nv12", Layout("yuv", 8, (1, 1))),
        ("p010le", Layout("yuv", 10, (1, 1))),
        ("yuyv422", Layout("yuv", 8, (1, 0))),
        ("yuvj444p", Layout("yuv", 8)),
        ("yuv420p9le", Layout("yuv", 9, (1, 1))),
        ("yuva444p12le", Layout("yuv", 16, alpha=True)),
        ("rgb565le", Layout("rgb", 8)),
        ("rgb48be", Layout("rgb", 16)),
        ("pal8", Layout("rgb", 8)),
        ("gray12le", Layout("gray", 12)),
        ("ya8", Layout("rgb", 8, alpha=True)),
        ("yuv410p", Layout("yuv", 8, (2, 2))),
    ],
)
def test_every_pixel_format_has_a_planar_home(name: str, wanted: Layout) -> None:
    assert working_layout(name) == wanted
    assert working_layout(wanted.name) == wanted


def test_the_nearest_layout_loses_least() -> None:
    allowed = [working_layout(name) for name in ("yuv420p", "yuv444p", "yuv420p10le", "yuv444p10le", "gray")]
    choose = {
        "yuv420p": "yuv420p",
        "yuv422p": "yuv444p",
        "yuv444p12le": "yuv444p10le",
        "yuv422p10le": "yuv444p10le",
        "gbrp": "yuv420p",
        "gbrp16le": "yuv420p10le",
        "gray": "gray",
        "yuva420p": "yuv420p",
    }
    for name, wanted in choose.items():
        assert nearest_layout(working_layout(name), allowed).name == wanted, name


def test_rgb_of_ten_bits_comes_back_exactly() -> None:
    layout = Layout("rgb", 10)
    codes = np.arange(1024, dtype=np.uint16).reshape(32, 32)
    planes = Planes(layout, (codes, codes[::-1].copy(), codes.T.copy()))
    rgb = rgb_of(planes, replace(BT709, matrix=0))
    assert (rgb.min(), rgb.max()) == (0, 65535)
    for before, after in zip(planes.arrays, planes_from_rgb(rgb, layout, BT709).arrays, strict=True):
        np.testing.assert_array_equal(before, after)
