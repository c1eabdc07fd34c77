"""Motion as it is looked at: in the clip's own pixels, with one scale, measured once."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.motion_view import MotionViewing

SIZE, COUNT, STEP = (1280, 360), 4, 6


@pytest.fixture(scope="module")
def panned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Soft noise that moves to the left by STEP pixels a frame."""
    path = tmp_path_factory.mktemp("footage") / "pan.mp4"
    noise = np.random.default_rng(3).integers(0, 255, (SIZE[1], SIZE[0] + COUNT * STEP), np.uint8)
    wide = cv2.cvtColor(cv2.normalize(cv2.GaussianBlur(noise, (0, 0), 4), None, 0, 255, cv2.NORM_MINMAX), 8)
    write_clip(path, [wide[:, STEP * t : STEP * t + SIZE[0]] for t in range(COUNT)], SIZE, Fraction(25))
    return path


def test_motion_is_in_pixels_of_the_clip(panned: Path) -> None:
    track = MaskTrack(1, SIZE, COUNT).with_frames(
        [(0, np.pad(np.ones((40, 40), np.bool_), ((160, 160), (620, 620))), 1)]
    )
    viewing = MotionViewing(panned, Choices(device="cpu"))
    shown = viewing.picture(0, [track])
    assert shown is not None
    assert shown.field.shape[:2] == (270, 960)
    assert np.median(shown.field[..., 0]) == pytest.approx(-STEP, abs=0.4)
    assert shown.beside == pytest.approx(STEP, abs=0.5)
    assert not shown.is_still
    assert shown.typical == pytest.approx(STEP, abs=0.5)
    assert shown.scale == 10
    viewing.close()


def test_the_last_frame_shows_the_motion_before_it_and_nothing_is_measured_twice(panned: Path) -> None:
    viewing = MotionViewing(panned, Choices(device="cpu"))
    last, before = viewing.picture(COUNT - 1), viewing.picture(COUNT - 2)
    assert last is not None
    assert before is not None
    assert last.field is before.field
    assert last.beside is None
    assert (viewing.picture(COUNT - 1, arrows=True) or last).picture.tolist() != last.picture.tolist()
    viewing.close()
