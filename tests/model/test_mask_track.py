"""Masks through time and their run lengths."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from peanut_studio.model.clip import Span
from peanut_studio.model.mask_track import MaskTrack, TrackedMasks, join_frames
from peanut_studio.model.picture import Mask
from peanut_studio.model.run_length import area_of_runs, decode_runs, encode_runs

masks = arrays.arrays(np.bool_, arrays.array_shapes(min_dims=2, max_dims=2, max_side=17))


@given(masks)
def test_run_lengths_give_the_mask_back(mask: Mask) -> None:
    counts = encode_runs(mask)
    height, width = mask.shape
    assert np.array_equal(decode_runs(counts, (width, height)), mask)
    assert area_of_runs(counts) == mask.sum()
    assert counts.sum() == mask.size
    assert (counts[1:] > 0).all()


def test_counts_are_those_of_coco() -> None:
    mask = np.array([[0, 1, 1], [0, 1, 0]], dtype=bool)
    assert encode_runs(mask).tolist() == [2, 3, 1]
    assert encode_runs(~mask).tolist() == [0, 2, 3, 1]


def test_counts_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="6 pixels for a 4x2 mask"):
        decode_runs(encode_runs(np.zeros((2, 3), dtype=bool)), (4, 2))


def _disc(x: int) -> Mask:
    mask = np.zeros((4, 6), dtype=bool)
    mask[1:3, x : x + 2] = True
    return mask


def test_a_track_is_a_value() -> None:
    empty = MaskTrack(1, (6, 4), 5)
    track = empty.with_frames([(1, _disc(0), 0.9), (3, _disc(2), 0.2)])
    assert empty.frames == []
    assert track.frames == [1, 3]
    assert track == MaskTrack(1, (6, 4), 5).with_frames([(3, _disc(2), 0.2), (1, _disc(0), 0.9)])
    assert np.array_equal(track.mask(3), _disc(2))
    assert not track.mask(0).any()
    assert track.area(1) == 4
    assert track.area(0) == 0
    assert track.stretches_below(0.3) == [Span(3, 4)]
    with pytest.raises(IndexError):
        track.mask(5)


def test_a_track_refuses_what_does_not_belong_to_it() -> None:
    with pytest.raises(ValueError, match="a mask of 3x2 in a clip of 6x4"):
        MaskTrack(1, (6, 4), 5).with_frames([(0, np.ones((2, 3), dtype=bool), 1.0)])
    with pytest.raises(ValueError, match="frame 5 of a clip of 5 frames"):
        MaskTrack(1, (6, 4), 5).with_frames([(5, _disc(0), 1.0)])


def test_the_union_of_tracks() -> None:
    first = MaskTrack(1, (6, 4), 5).with_frames([(1, _disc(0), 1.0)])
    second = MaskTrack(2, (6, 4), 5).with_frames([(1, _disc(3), 1.0), (2, _disc(1), 1.0)])
    union = TrackedMasks([first, second])
    assert len(union) == 5
    assert np.array_equal(union[1], _disc(0) | _disc(3))
    assert np.array_equal(union[2], _disc(1))
    assert [union.is_empty(i) for i in range(5)] == [True, False, False, True, True]
    with pytest.raises(ValueError, match="different clips"):
        TrackedMasks([first, MaskTrack(2, (6, 4), 6)])


@given(st.sets(st.integers(0, 40)))
def test_joined_frames_are_the_frames(frames: set[int]) -> None:
    spans = join_frames(sorted(frames))
    assert {frame for span in spans for frame in range(span.start, span.stop)} == frames
    assert all(before.stop < after.start for before, after in itertools.pairwise(spans))
