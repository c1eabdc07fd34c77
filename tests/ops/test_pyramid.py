"""Long rows are summed up without losing what is rare, in a time that does not depend on how far away they are seen."""

from __future__ import annotations

import time

import numpy as np
import pytest

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.ops.pyramid import Pyramid, runs_of
from peanut_studio.ops.track_levels import TrackLevels


@pytest.mark.parametrize("step", [0.1, 0.7, 1.0, 1.5, 2.0, 3.3, 7.9, 40.0, 333.3])
@pytest.mark.parametrize("greatest", [False, True])
def test_no_extreme_is_missed_and_none_is_made_up(step: float, greatest: bool) -> None:
    values = np.random.default_rng(3).random(1000).astype(np.float32)
    count = int(900 / step)
    found = Pyramid.of(values, greatest).bins(13.7, step, count)
    pick = np.max if greatest else np.min
    for one in range(0, count, max(1, count // 50)):
        start, stop = 13.7 + one * step, 13.7 + (one + 1) * step
        inside = values[int(start) : int(np.ceil(stop))]
        margin = 0 if step < 4 else int(step)
        near = values[max(0, int(start) - margin) : int(np.ceil(stop)) + margin]
        assert (found[one] >= pick(inside)) if greatest else (found[one] <= pick(inside))
        assert (found[one] <= pick(near)) if greatest else (found[one] >= pick(near))


def test_a_single_frame_is_seen_from_any_distance() -> None:
    row = Pyramid.of_spans([(54321, 54322)], 100_000)
    for step in (1.0, 10.0, 100.0, 1000.0):
        found = row.bins(0, step, int(100_000 / step))
        assert found[int(54321 / step)] == 1
        assert found.sum() <= 2


def test_runs_are_the_stretches_of_true() -> None:
    assert runs_of(np.array([True, True, False, True])) == [(0, 2), (3, 4)]
    assert runs_of(np.zeros(3, np.bool_)) == []


@pytest.mark.alone
def test_looking_at_a_million_takes_a_millisecond() -> None:
    row = Pyramid.of(np.ones(1_000_000, np.float32))
    row.bins(0, 1000, 1000)
    begun = time.perf_counter()
    for _ in range(20):
        row.bins(0, 1000, 1000)
    assert (time.perf_counter() - begun) / 20 < 0.002


def test_levels_of_a_track() -> None:
    track = MaskTrack(1, (4, 2), 100, dict.fromkeys(range(10, 60), b""), {12: 0.1, 13: 0.6, 80: 0.0})
    levels = TrackLevels.of(track, 0.3)
    assert runs_of(levels.tracked.levels[0] > 0) == [(10, 60)]
    assert runs_of(levels.lost.levels[0] > 0) == [(12, 13)]
    assert levels.sure.levels[0][[9, 12, 13, 20, 80]] == pytest.approx([1, 0.1, 0.6, 1, 1])
