"""A hole in front of something that moves is filled with that thing, one beside it is not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from peanut_studio.engines.inpaint.passing import hole_motion
from peanut_studio.engines.inpaint.plate import Plate
from peanut_studio.engines.inpaint.propagation import Propagation
from peanut_studio.model.picture import FrameList
from peanut_studio.quality.fidelity import psnr

from .scenes import Hidden, Picture, blackened, discs, texture

SIZE, COUNT, SPEED = (192, 128), 20, 3


def van_before_a_wall() -> list[Picture]:
    """A textured box, 90 by 80, that moves three pixels a frame."""
    wall, van = texture(SIZE[1], SIZE[0], 1), texture(80, 90, 7)
    frames = []
    for t in range(COUNT):
        frame = wall.copy()
        left = 20 + SPEED * t
        frame[24:104, left : left + 90] = van
        frames.append(frame)
    return frames


def test_a_small_hole_in_front_of_a_van_shows_the_van() -> None:
    frames = van_before_a_wall()
    masks: list[Hidden] = []
    for t in range(COUNT):
        mask = np.zeros((SIZE[1], SIZE[0]), np.uint8)
        cv2.circle(mask, (96, 64), 9, 1, cv2.FILLED)
        masks.append((mask > 0) & (30 + SPEED * t < 96 - 9) & (100 + SPEED * t > 96 + 9))
    shown = [t for t in range(COUNT) if masks[t].any()]
    assert len(shown) > 10
    given = FrameList(blackened(frames, masks))

    def score(engine: Propagation | Plate) -> float:
        results = list(engine.inpaint(given, masks))
        return float(np.mean([psnr(results[t], frames[t], masks[t]) for t in shown]))

    assert score(Propagation({}, "cpu")) > score(Plate({}, "cpu")) + 3


def test_a_hole_moves_and_grows_as_its_middle_and_area_do() -> None:
    first, second = discs(2, SIZE, 12)[0], discs(3, SIZE, 24, speed=4)[2]
    there, back = hole_motion(first, second)
    middle = np.array([SIZE[0] / 3, SIZE[1] / 2, 1])
    assert there @ middle == pytest.approx([SIZE[0] / 3 + 8, SIZE[1] / 2, 1], abs=0.6)
    assert there[0, 0] == pytest.approx(2, abs=0.05)
    assert back @ there == pytest.approx(np.eye(3), abs=1e-9)


def test_a_hole_that_is_not_there_does_not_move() -> None:
    empty = np.zeros((SIZE[1], SIZE[0]), np.bool_)
    there, back = hole_motion(empty, discs(1, SIZE, 12)[0])
    assert np.array_equal(there, np.eye(3))
    assert np.array_equal(back, np.eye(3))
