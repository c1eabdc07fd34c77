"""Windows and tiles cover everything, and tiles that agree leave no trace."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peanut_studio.model.picture import Frame
from peanut_studio.ops.tiles import lay, lookahead_windows, tiles


@given(st.integers(1, 60), st.integers(1, 20), st.integers(0, 8))
def test_windows_keep_every_frame_once_and_look_round_it(count: int, length: int, context: int) -> None:
    windows = lookahead_windows(count, length, context)
    kept = [frame for window in windows for frame in range(window.kept.start, window.kept.stop)]
    assert kept == list(range(count))
    for window in windows:
        if len(windows) > 1:
            assert window.seen.start == max(0, window.kept.start - context)
            assert window.seen.stop == min(count, window.kept.stop + context)


def test_a_window_without_length_is_the_whole_clip() -> None:
    (window,) = lookahead_windows(50, 0, 3)
    assert (window.kept.start, window.kept.stop) == (0, 50)


@given(st.integers(1, 300), st.integers(1, 300), st.integers(40, 100), st.integers(0, 32))
def test_tiles_cover_the_picture_and_share_enough(width: int, height: int, side: int, overlap: int) -> None:
    places = tiles((width, height), side, overlap)
    covered = np.zeros((height, width), int)
    for place in places:
        covered[place.slices] += 1
        assert (place.width, place.height) == (min(side, width), min(side, height))
    assert (covered > 0).all()
    columns = sorted({(place.x0, place.x1) for place in places})
    assert all(before[1] - after[0] >= overlap for before, after in pairwise(columns))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_tiles_laid_together_give_the_picture(dtype: type) -> None:
    picture: Frame = np.random.default_rng(1).integers(0, 256, (150, 170, 3)).astype(dtype)
    canvas = np.zeros_like(picture)
    for place in tiles((170, 150), 64, 16):
        lay(canvas, picture[place.slices], place, 16)
    np.testing.assert_array_equal(canvas, picture)


def test_the_edge_of_a_tile_does_not_count_and_no_step_is_seen() -> None:
    canvas = np.zeros((64, 200, 3), np.uint8)
    for number, place in enumerate(tiles((200, 64), 112, 24)):
        tile = np.full((64, 112, 3), 100 if number == 0 else 148, np.uint8)
        tile[:, :4] = tile[:, -4:] = 0  # What a network makes of the edge of what it sees.
        lay(canvas, tile, place, 24)
    row = canvas[30, 4:-4, 0].astype(int)
    assert row.min() == 100
    assert np.abs(np.diff(row)).max() <= 5
