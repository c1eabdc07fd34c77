"""What is said of tracks when they are there."""

from __future__ import annotations

import numpy as np
import pytest

from peanut_studio.model.clip import Span
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.pipeline.track import TrackReport, notes_on


def _report(share: float, lost: tuple[Span, ...] = ()) -> TrackReport:
    mask = np.zeros((100, 100), np.bool_)
    mask[: round(100 * share)] = True
    track = MaskTrack(1, (100, 100), 9, prompted=frozenset({3})).with_frames((frame, mask, 1.0) for frame in range(9))
    return TrackReport((track,), Span(0, 9), "grabcut", lost, ())


@pytest.mark.parametrize(("share", "doubted"), [(0.2, False), (0.45, True)])
def test_much_of_the_picture_is_doubted_once(share: float, doubted: bool) -> None:
    said = list(notes_on(_report(share)))
    assert len(said) == doubted
    if doubted:
        assert said[0].startswith("What was pointed at covers 45% of frame 3")
        assert "--minus-point X,Y@3" in said[0]


def test_lost_frames_are_named() -> None:
    (said,) = notes_on(_report(0.1, (Span(2, 5),)))
    assert "lost on 3 of 9 frames (frames 2-4)" in said
