"""Outlines made steady along the flow."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from peanut_studio.engines.segment.motion import Motion
from peanut_studio.engines.segment.smooth import SmoothMasks
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Frame, Mask
from peanut_studio.ops.mask_refine import grown

SIZE, COUNT, SPEED = (160, 120), 12, 4


def place(frame: int) -> tuple[int, int]:
    return 40 + SPEED * frame, 60


@pytest.fixture(scope="module")
def frames() -> list[Frame]:
    random = np.random.default_rng(4)
    ground = cv2.GaussianBlur(random.integers(0, 256, (SIZE[1], SIZE[0], 3)).astype(np.uint8), (0, 0), 2)
    thing = cv2.GaussianBlur(random.integers(0, 256, (SIZE[1], SIZE[0], 3)).astype(np.uint8), (0, 0), 2)
    shown = []
    for frame in range(COUNT):
        moved = np.roll(thing, SPEED * frame, axis=1)
        shown.append(np.where(truth(frame)[..., None], moved // 2 + 120, ground // 2).astype(np.uint8))
    return shown


def truth(frame: int) -> Mask:
    return cv2.circle(np.zeros((SIZE[1], SIZE[0]), np.uint8), place(frame), 20, 1, -1) > 0


def flickering() -> MaskTrack:
    """The truth with a rim that jumps by up to 3 pixels."""
    random = np.random.default_rng(5)
    masks = [grown(truth(frame), int(random.integers(-3, 4))) for frame in range(COUNT)]
    return MaskTrack(1, SIZE, COUNT).with_frames((frame, mask, 0.9) for frame, mask in enumerate(masks))


def flicker(masks: list[Mask], frames: list[Frame]) -> float:
    """Pixels by which a mask differs from the one before, carried along the flow; the mean."""
    apart = [
        (Motion.between(frames[n], frames[n - 1]).carry(masks[n - 1]) > 0.5) ^ masks[n] for n in range(1, len(masks))
    ]
    return float(np.mean([one.sum() for one in apart]))


def test_flicker_falls_and_the_mask_comes_nearer_the_truth(frames: list[Frame]) -> None:
    track = flickering()
    before = [track.mask(frame) for frame in range(COUNT)]
    smooth = SmoothMasks(frames, track, 3)
    after = [smooth[frame] for frame in range(COUNT)]
    assert flicker(after, frames) < 0.5 * flicker(before, frames)
    wrong = [np.mean([(one ^ truth(n)).sum() for n, one in enumerate(masks)]) for masks in (before, after)]
    assert wrong[1] < 0.8 * wrong[0]


def test_a_mask_that_is_lost_for_a_frame_comes_back_and_a_flash_goes(frames: list[Frame]) -> None:
    nothing = np.zeros((SIZE[1], SIZE[0]), np.bool_)
    track = MaskTrack(1, SIZE, COUNT).with_frames((n, truth(n) if n != 5 else nothing, 1.0) for n in range(COUNT))
    assert (SmoothMasks(frames, track, 2)[5] & truth(5)).sum() > 0.9 * truth(5).sum()
    flash = MaskTrack(1, SIZE, COUNT).with_frames((n, truth(n) if n == 5 else nothing, 1.0) for n in range(COUNT))
    assert not SmoothMasks(frames, flash, 2)[5].any()


def test_frames_that_were_not_tracked_neither_vote_nor_change(frames: list[Frame]) -> None:
    track = MaskTrack(1, SIZE, COUNT).with_frames((n, truth(n), 1.0) for n in range(4, 8))
    smooth = SmoothMasks(frames, track, 3)
    assert not smooth[3].any()
    assert (smooth[4] ^ truth(4)).sum() < 0.05 * truth(4).sum()
    steady = [smooth[frame] for frame in (7, 4)]  # in any order
    assert all(one.any() for one in steady)


def test_motions_that_are_past_are_let_go(frames: list[Frame]) -> None:
    smooth = SmoothMasks(frames, flickering(), 2)
    for frame in range(COUNT):
        smooth[frame]
        assert len(smooth._motions) <= 8
