"""Curves have gaps where nothing was tracked."""

from __future__ import annotations

import numpy as np

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.ops.track_curves import track_curves


def test_area_is_in_per_cent_and_untracked_frames_are_gaps() -> None:
    mask = np.zeros((10, 20), np.bool_)
    mask[:5, :4] = True
    track = MaskTrack(1, (20, 10), 4).with_frames([(1, mask, 0.5), (3, np.zeros_like(mask), 0.1)])
    curves = track_curves(track)
    assert np.isnan(curves.area[[0, 2]]).all()
    assert np.isnan(curves.confidence[[0, 2]]).all()
    assert curves.area[[1, 3]].tolist() == [10.0, 0.0]
    assert curves.confidence[[1, 3]].tolist() == [0.5, 0.1]
    assert curves.largest == 10.0
    assert track_curves(MaskTrack(1, (20, 10), 4)).largest == 0.0
