"""Tracking where there is little to go by: one frame, nothing but black, fifty objects."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from peanut_studio.engines.segment.mobilesam import WEIGHTS
from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.picture import Frame
from peanut_studio.model.progress import run_job
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.footage import Footage
from peanut_studio.pipeline.pointing import Pointing
from peanut_studio.pipeline.track import TrackReport, TrackRequest, track
from peanut_studio.store.mask_cache import MaskCache

SIZE = (200, 100)


def squares(index: int) -> Frame:
    """Fifty squares, which all move one pixel a frame."""
    frame = np.full((SIZE[1], SIZE[0], 3), 40, np.uint8)
    for number in range(50):
        x, y = 20 * (number % 10) + 2 + index, 20 * (number // 10) + 4
        frame[y : y + 10, x : x + 10] = (220, 60 + 3 * number, 40)
    return frame


@pytest.fixture(params=["grabcut", pytest.param("mobilesam", marks=[pytest.mark.weights, pytest.mark.slow])])
def segmenter(request: pytest.FixtureRequest) -> str:
    """The plain one and the one that is taken where its weights are here."""
    name = str(request.param)
    if name == "mobilesam" and WeightStore().path(WEIGHTS) is None:
        pytest.skip(f"needs the weights {WEIGHTS}: peanut-studio models fetch {WEIGHTS}")
    return name


def tracked(segmenter: str, folder: Path, frames: list[Frame], *objects: Pointing) -> TrackReport:
    clip = folder / "clip.mkv"
    write_clip(clip, iter(frames), SIZE, Fraction(25))
    choices = Choices(segmenter=segmenter, device="cpu")
    report = run_job(track(TrackRequest(Footage(clip), objects, choices=choices, cache=MaskCache(folder / "cache"))))
    assert report.segmenter == segmenter
    return report


def test_a_clip_of_one_frame_has_one_mask(segmenter: str, tmp_path: Path) -> None:
    report = tracked(segmenter, tmp_path, [squares(0)], Pointing(boxes=((1, 3, 13, 15, 0),)))
    (found,) = report.tracks
    assert found.frames == [0]
    assert 50 < found.area(0) < 200


def test_a_black_clip_is_tracked_through_without_a_fault(segmenter: str, tmp_path: Path) -> None:
    black = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    report = tracked(segmenter, tmp_path, [black] * 3, Pointing(points=((50, 50, 0),)))
    assert report.tracks[0].frames == [0, 1, 2]


def test_fifty_objects_are_kept_apart(segmenter: str, tmp_path: Path) -> None:
    boxes = [(20 * (number % 10) + 1, 20 * (number // 10) + 3) for number in range(50)]
    report = tracked(
        segmenter,
        tmp_path,
        [squares(index) for index in range(3)],
        *(Pointing(boxes=((x, y, x + 12, y + 12, 0),)) for x, y in boxes),
    )
    assert [one.object_id for one in report.tracks] == list(range(1, 51))
    for one, (x, y) in zip(report.tracks, boxes, strict=True):
        assert one.frames == [0, 1, 2]
        mask = one.mask(0)
        assert mask[y + 6, x + 6]
        assert not mask[:, x + 20 :].any()
