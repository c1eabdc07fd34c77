"""Tracking where there is little to go by: one frame, nothing but black, fifty objects."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np

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


def tracked(folder: Path, frames: list[Frame], *objects: Pointing) -> TrackReport:
    clip = folder / "clip.mkv"
    write_clip(clip, iter(frames), SIZE, Fraction(25))
    choices = Choices(segmenter="grabcut", device="cpu")
    return run_job(track(TrackRequest(Footage(clip), objects, choices=choices, cache=MaskCache(folder / "cache"))))


def test_a_clip_of_one_frame_has_one_mask(tmp_path: Path) -> None:
    report = tracked(tmp_path, [squares(0)], Pointing(boxes=((1, 3, 13, 15, 0),)))
    (found,) = report.tracks
    assert found.frames == [0]
    assert 50 < found.area(0) < 200


def test_a_black_clip_is_tracked_through_without_a_fault(tmp_path: Path) -> None:
    black = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    report = tracked(tmp_path, [black] * 3, Pointing(points=((50, 50, 0),)))
    assert report.tracks[0].frames == [0, 1, 2]


def test_fifty_objects_are_kept_apart(tmp_path: Path) -> None:
    boxes = [(20 * (number % 10) + 1, 20 * (number // 10) + 3) for number in range(50)]
    report = tracked(
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
