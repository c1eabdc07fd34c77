"""Motion and warping error a frame, on clips whose motion and flicker are known."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.media.patches import Overlay, PatchFolder
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.clip import Span
from peanut_studio.quality.steadiness import Measuring

COUNT, STEP = 8, 3
SIZE = 160, 120
HOLE = slice(40, 80), slice(50, 100)


@pytest.fixture(scope="module")
def pan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wide view, over which the camera goes `STEP` pixels a frame."""
    path = tmp_path_factory.mktemp("pan") / "pan.mp4"
    noise = np.random.default_rng(3).integers(0, 256, (SIZE[1], SIZE[0] + COUNT * STEP, 3), np.uint8)
    wide = cv2.GaussianBlur(noise, (0, 0), 2.5)
    wide = cv2.normalize(wide, None, 0, 255, cv2.NORM_MINMAX)
    write_clip(path, [wide[:, STEP * t : STEP * t + SIZE[0]] for t in range(COUNT)], SIZE, Fraction(25))
    return path


def result(folder: Path, pan: Path, flicker: int) -> Path:
    """Frames 2, 3 and 4 filled with a ramp that goes along with the camera; every second one is brighter."""
    patches = PatchFolder.begin(folder, pan, None, Span(2, 5))
    height, width = HOLE[0].stop - HOLE[0].start, HOLE[1].stop - HOLE[1].start
    for frame in (2, 3, 4):
        ramp = 60 + (np.arange(width) + STEP * frame)[None, :, None] % 200 + flicker * (frame % 2)
        picture = np.broadcast_to(ramp, (height, width, 3)).astype(np.uint8)
        coverage = np.ones((height, width), np.float32)
        patches.save(frame, Overlay(HOLE[1].start, HOLE[0].start, picture, coverage))
    return folder


def test_motion_is_that_of_the_camera(pan: Path) -> None:
    measuring = Measuring(pan, None)
    assert not measuring.curves().is_known
    curves = measuring.measure(range(COUNT), 60)
    assert curves is not None
    assert curves.is_known
    np.testing.assert_allclose(curves.motion[:-1], STEP, atol=0.25)
    assert np.isnan(curves.motion[-1])
    assert np.isnan(curves.warping).all()
    assert abs(curves.most_motion - STEP) < 0.25
    assert curves.most_warping == 0
    assert measuring.measure(range(COUNT), 60) is None, "all is known"
    measuring.close()


def test_a_low_clip_is_measured_too(tmp_path: Path) -> None:
    path, rng = tmp_path / "low.mp4", np.random.default_rng(5)
    write_clip(path, [rng.integers(0, 256, (16, 192, 3), np.uint8) for _ in range(3)], (192, 16), Fraction(25))
    measuring = Measuring(path, None)
    curves = measuring.measure(range(3), 60)
    assert curves is not None
    assert curves.is_known
    measuring.close()


def test_it_goes_on_where_it_stopped(pan: Path) -> None:
    measuring = Measuring(pan, None)
    known = []
    while (curves := measuring.measure([4, 5, 0, 1], 0)) is not None:
        known.append(int(np.isfinite(curves.motion).sum()))
    assert known == [1, 2, 3, 4]
    assert np.isfinite(measuring.curves().motion[[0, 1, 4, 5]]).all()
    measuring.close()


def test_flicker_is_seen_on_its_frames_and_another_result_takes_its_place(pan: Path, tmp_path: Path) -> None:
    measuring = Measuring(pan, result(tmp_path / "flicker", pan, 30))
    curves = measuring.measure(range(COUNT), 60)
    assert curves is not None
    assert np.isfinite(curves.warping).nonzero()[0].tolist() == [2, 3]
    assert 22 < curves.warping[2] < 36
    assert 22 < curves.warping[3] < 36
    measuring.take_result(result(tmp_path / "steady", pan, 0))
    steady = measuring.measure(range(COUNT), 60)
    assert steady is not None
    assert steady.warping[2] < 13
    np.testing.assert_array_equal(steady.motion, curves.motion)
    measuring.take_result(None)
    assert np.isnan(measuring.curves().warping).all()
    measuring.close()
