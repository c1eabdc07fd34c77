"""Nothing is followed across a cut, and that is said."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, FrameList
from peanut_studio.model.progress import Progress, run_job
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.footage import Footage
from peanut_studio.pipeline.pointing import Pointing
from peanut_studio.pipeline.shots import cut_ahead, find_shots, names_of
from peanut_studio.pipeline.track import TrackReport, TrackRequest, track
from peanut_studio.store.mask_cache import MaskCache

SIZE = (160, 96)


def picture(seed: int, index: int = 0) -> Frame:
    dice = np.random.default_rng(seed)
    small = dice.integers(0, 140, (4, 5, 3), np.uint8)
    frame = np.asarray(cv2.resize(small, SIZE, interpolation=cv2.INTER_CUBIC), np.uint8)
    frame[30:70, 20 + 2 * index : 60 + 2 * index] = (250, 250, 250)
    return frame


def film(*shots: tuple[int, int]) -> list[Frame]:
    return [picture(seed, index) for seed, count in shots for index in range(count)]


def spans(*ends: int) -> tuple[Span, ...]:
    return tuple(Span(first, last) for first, last in pairwise(ends))


def test_shots_are_found_and_flashes_are_none() -> None:
    frames = film((1, 8), (2, 1), (3, 7))
    assert run_job(find_shots(FrameList(frames), Span(0, 16))) in (spans(0, 8, 9, 16), spans(0, 8, 16))
    flashed = film((1, 12))
    flashed[5] = np.full_like(flashed[5], 255)
    assert run_job(find_shots(FrameList(flashed), Span(0, 12))) == spans(0, 12)
    assert not any(cut_ahead(FrameList(flashed), index, step) for index in range(12) for step in (1, -1))
    two = FrameList(film((1, 6), (3, 6)))
    assert run_job(find_shots(two, Span(0, 12))) == spans(0, 6, 12)
    assert run_job(find_shots(two, Span(3, 7))) == spans(3, 6, 7)
    assert run_job(find_shots(two, Span(7, 12))) == spans(7, 12)
    assert [index for index in range(12) if cut_ahead(two, index, 1)] == [6]
    assert [index for index in range(12) if cut_ahead(two, index, -1)] == [5]
    assert names_of(spans(0, 6, 12)) == "frame 6"
    assert names_of(spans(0, 6, 9, 12)) == "frames 6 and 9"


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mkv"
    write_clip(path, iter(film((1, 6), (3, 6))), SIZE, Fraction(25))
    return path


def tracked(clip: Path, tmp_path: Path, *points: tuple[float, float, int]) -> tuple[TrackReport, list[str]]:
    notes: list[str] = []

    def on_progress(progress: Progress) -> None:
        if progress.note:
            notes.append(progress.note)

    request = TrackRequest(
        Footage(clip), (Pointing(points=points),), choices=Choices("grabcut"), cache=MaskCache(tmp_path / "cache")
    )
    return run_job(track(request), on_progress), notes


def test_an_object_is_followed_up_to_the_cut(clip: Path, tmp_path: Path) -> None:
    report, notes = tracked(clip, tmp_path, (40.0, 50.0, 1))
    (masks,) = report.tracks
    assert all(masks.area(frame) > 1000 for frame in range(6))
    assert not any(masks.area(frame) for frame in range(6, 12))
    assert report.lost == (Span(6, 12),)
    assert any("The clip is cut at frame 6; nothing is followed across a cut, so point at" in note for note in notes)


def test_it_goes_on_where_it_is_pointed_at_again(clip: Path, tmp_path: Path) -> None:
    report, notes = tracked(clip, tmp_path, (40.0, 50.0, 1), (42.0, 50.0, 7))
    assert all(report.tracks[0].area(frame) > 1000 for frame in range(12))
    assert report.tracks[0].prompted == {1, 7}
    assert report.lost == ()
    assert not any("so point" in note for note in notes)
    again, _ = tracked(clip, tmp_path, (40.0, 50.0, 1), (42.0, 50.0, 7))
    assert again.tracks[0].runs == report.tracks[0].runs
