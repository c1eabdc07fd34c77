"""What a lane shows, column by column."""

from __future__ import annotations

import numpy as np

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.ops.lane_picture import BAR, BODY, GAP, HATCH, NOTHING, TOP, Columns, sound_picture, track_picture
from peanut_studio.ops.pyramid import Pyramid
from peanut_studio.ops.track_levels import TrackLevels


def levels_of(sure: dict[int, float], count: int) -> TrackLevels:
    return TrackLevels.of(MaskTrack(1, (8, 8), count, dict.fromkeys(sure, b""), sure), 0.3)


def test_a_bar_is_as_high_as_the_track_is_sure() -> None:
    seen = track_picture(levels_of({0: 1.0, 1: 0.5}, 3), Columns(0, 0.5, 6), 4)
    assert seen.T.tolist() == [
        [TOP, BAR, BAR, BAR],
        [TOP, BAR, BAR, BAR],
        [BODY, BODY, TOP, BAR],
        [BODY, BODY, TOP, BAR],
        [NOTHING] * 4,
        [NOTHING] * 4,
    ]


def test_one_doubtful_frame_of_a_thousand_is_seen() -> None:
    sure = dict.fromkeys(range(1000), 1.0) | {437: 0.5, 612: 0.1}
    seen = track_picture(levels_of(sure, 1000), Columns(0, 10, 100), 20)
    assert np.flatnonzero(seen[0] == BODY).tolist() == [43]
    assert np.flatnonzero(np.isin(seen[:, :], (GAP, HATCH)).all(0)).tolist() == [61]


def test_strokes_over_what_is_lost_are_as_thick_as_asked() -> None:
    levels = levels_of(dict.fromkeys(range(64), 0.1), 64)
    for stroke in (1, 2):
        seen = track_picture(levels, Columns(0, 1, 64), 16, stroke)
        assert set(np.unique(seen)) == {GAP, HATCH}
        assert (seen == HATCH).mean() == 1 / 8
        widths = np.diff(np.flatnonzero(np.diff((seen[8] == HATCH).astype(int)) != 0))
        assert set(widths.tolist()) <= {stroke, 8 * stroke - stroke}


def test_sound_goes_as_far_from_the_middle_as_it_is_loud() -> None:
    peaks = Pyramid.of(np.array([0, 0, 128, 0, 255, 255], np.uint8), greatest=True)
    seen = sound_picture(peaks, 2, Columns(0, 1, 3), 8)
    assert seen.sum(0).tolist() == [0, 4, 8]
    assert (seen == seen[::-1]).all()


def test_the_same_columns_are_seen_from_anywhere() -> None:
    rng = np.random.default_rng(1)
    levels = levels_of(dict(enumerate(rng.random(5000).tolist())), 5000)
    whole = track_picture(levels, Columns(0, 4, 1250), 24)
    part = track_picture(levels, Columns(400, 4, 100), 24)
    where = np.isin(whole[:, 100:200], (GAP, HATCH))
    assert (np.isin(part, (GAP, HATCH)) == where).all()
    assert (part == whole[:, 100:200])[~where].all()
