"""Frames round a short range, used where it is known what is on them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Frame, Mask
from peanut_studio.pipeline import api
from peanut_studio.pipeline.handles import known_reach, with_handles

SIZE = (192, 128)
COUNT = 40
RANGE = (16, 22)


def test_a_short_range_gets_handles_and_a_long_one_none() -> None:
    assert with_handles(Span(100, 113), 400) == Span(77, 136)
    assert with_handles(Span(100, 101), 400) == Span(76, 125)
    assert with_handles(Span(5, 18), 20) == Span(0, 20)
    assert with_handles(Span(100, 160), 400) == Span(100, 160)
    assert with_handles(Span(100, 160), 400, 7) == Span(93, 167)
    assert with_handles(Span(100, 113), 400, 0) == Span(100, 113)
    with pytest.raises(InputError, match="-1 is not a number of frames"):
        with_handles(Span(1, 2), 9, -1)


def _track(sure: dict[int, float], number: int = 1) -> MaskTrack:
    mask = np.ones((4, 4), np.bool_)
    empty = np.zeros((4, 4), np.bool_)
    track = MaskTrack(number, (4, 4), 30)
    return track.with_frames((frame, mask if value else empty, value) for frame, value in sure.items())


def test_handles_end_where_an_object_is_not_known_for_sure() -> None:
    whole = _track(dict.fromkeys(range(30), 1.0))
    assert known_reach([whole], Span(10, 15), Span(4, 25)) == Span(4, 25)
    doubtful = _track({**dict.fromkeys(range(30), 1.0), 7: 0.1, 18: 0.0})
    assert known_reach([doubtful], Span(10, 15), Span(4, 25)) == Span(8, 18)
    assert known_reach([whole, doubtful], Span(10, 15), Span(4, 25)) == Span(8, 18)


def test_of_what_has_left_the_picture_nobody_knows_when_it_comes_back() -> None:
    left = _track({**dict.fromkeys(range(30), 1.0), 14: 0.0})
    assert known_reach([left], Span(10, 15), Span(4, 25)) == Span(4, 15)
    never_there = _track({}, 2)
    whole = _track(dict.fromkeys(range(30), 1.0))
    assert known_reach([whole, never_there], Span(10, 15), Span(4, 25)) == Span(4, 25)


def _ground() -> Frame:
    noise = np.random.default_rng(3).integers(0, 256, (SIZE[1], SIZE[0], 3), np.uint8)
    return np.asarray(cv2.GaussianBlur(noise, (0, 0), 2.5), np.uint8)


def _disc(index: int) -> Mask:
    rows, columns = np.mgrid[: SIZE[1], : SIZE[0]]
    return np.asarray(np.hypot(rows - 64, columns - 30 - 3.4 * index) < 22, np.bool_)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A red disc that crosses a still ground: it hides its middle during all of RANGE."""
    path = tmp_path_factory.mktemp("handles") / "clip.mp4"
    frames = []
    for index in range(COUNT):
        frame = _ground()
        frame[_disc(index)] = (220, 30, 30)
        frames.append(frame)
    write_clip(path, frames, SIZE, Fraction(24))
    return path


def _error(target: Path) -> float:
    with api.open_clip(target) as reader:
        assert len(reader) == RANGE[1] - RANGE[0]
        wrong = [
            np.abs(reader[place].astype(int) - _ground())[_disc(index)].mean()
            for place, index in enumerate(range(*RANGE))
        ]
    return float(np.mean(wrong))


def test_what_a_short_range_never_shows_is_taken_from_round_it(clip: Path, tmp_path: Path) -> None:
    errors = []
    for handles in (0, None):
        report = api.remove(
            clip,
            tmp_path / f"{handles}.mkv",
            points=[(30 + 3.4 * RANGE[0], 64, RANGE[0])],
            start="16f",
            end="22f",
            segmenter="grabcut",
            handles=handles,
            codec="ffv1",
            keep_masks=tmp_path / f"masks{handles}",
            shadows=False,
        )
        assert report.span == Span(*RANGE)
        assert report.reach == (Span(*RANGE) if handles == 0 else Span(0, COUNT))
        assert all(frame in report.span for track in report.tracks for frame in track.frames)
        errors.append(_error(report.target))
    assert errors[1] < 0.5 * errors[0], errors
    assert errors[1] < 6, errors


def test_given_masks_are_used_as_far_as_they_go(clip: Path, tmp_path: Path) -> None:
    track = MaskTrack(1, SIZE, COUNT).with_frames((index, _disc(index), 1.0) for index in range(5, 30))
    report = api.remove(clip, tmp_path / "out.mkv", masks=[track], start="16f", end="22f", codec="ffv1")
    assert report.reach == Span(5, 30)
    assert _error(report.target) < 8
    report = api.remove(
        clip, tmp_path / "telea.mkv", masks=[track], start="16f", end="22f", codec="ffv1", inpainter="telea"
    )
    assert report.reach == Span(*RANGE), "what fills frame by frame has no use for others"
