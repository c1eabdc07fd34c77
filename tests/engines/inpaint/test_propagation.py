"""The built-in engine: what the clip shows elsewhere comes back."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from peanut_studio.engines.flow.dis import Dis
from peanut_studio.engines.inpaint import reel as reels
from peanut_studio.engines.inpaint.plate import Plate
from peanut_studio.engines.inpaint.propagation import Propagation
from peanut_studio.engines.inpaint.reel import Reel
from peanut_studio.engines.inpaint.telea import Telea
from peanut_studio.model.picture import Frame, FrameList
from peanut_studio.quality.fidelity import psnr

from .scenes import Hidden, Picture, blackened, discs, pan, texture

SIZE = (192, 128)


def fill(frames: list[Picture], masks: list[Hidden]) -> list[Frame]:
    return list(Propagation({}, "cpu").inpaint(FrameList(blackened(frames, masks)), masks))


def in_hole(results: list[Frame], frames: list[Picture], masks: list[Hidden]) -> float:
    return float(np.mean([psnr(a, b, m) for a, b, m in zip(results, frames, masks, strict=True)]))


def test_a_pan_shows_what_is_behind_a_still_mask() -> None:
    frames, masks = pan(24, SIZE, 4), discs(24, SIZE, 18)
    telea = list(Telea({}, "cpu").inpaint(FrameList(blackened(frames, masks)), masks))
    found = fill(frames, masks)
    assert in_hole(found, frames, masks) > in_hole(telea, frames, masks) + 10
    assert in_hole(found, frames, masks) > 30


def test_a_tripod_gives_back_what_was_there() -> None:
    frames = [texture(SIZE[1], SIZE[0])] * 16
    masks = discs(16, SIZE, 14, speed=6)
    for result, frame in zip(fill(frames, masks), frames, strict=True):
        assert np.abs(result.astype(int) - frame).max() <= 2


def test_a_change_of_light_is_followed() -> None:
    frames = [np.clip(frame * (0.7 + 0.02 * t), 0, 255).astype(np.uint8) for t, frame in enumerate(pan(16, SIZE, 4))]
    masks = discs(16, SIZE, 14)
    results = fill(frames, masks)
    offsets = [abs(float(a[m].mean()) - float(b[m].mean())) for a, b, m in zip(results, frames, masks, strict=True)]
    assert max(offsets) < 6  # the light itself changes by up to 40 grey levels


def test_a_passer_by_does_not_leave_a_ghost() -> None:
    wall = texture(SIZE[1], SIZE[0])
    frames = []
    for t in range(24):
        frame = wall.copy()
        cv2.rectangle(frame, (8 * t - 20, 40), (8 * t, 100), (250, 20, 20), cv2.FILLED)
        frames.append(frame)
    masks = discs(24, SIZE, 14, speed=3)
    masks = [mask & ~(frame == (250, 20, 20)).all(-1) for mask, frame in zip(masks, frames, strict=True)]
    results = fill(frames, masks)
    for result, mask in zip(results, masks, strict=True):
        ghost = (np.abs(result.astype(int) - (250, 20, 20)).max(-1) < 40) & mask
        assert ghost.sum() <= 0.1 * mask.sum()  # the edge beside him may be his, no more


def test_what_nothing_shows_leaves_no_black_specks_where_something_passes() -> None:
    wall, thing = texture(SIZE[1], SIZE[0]) // 3 + 120, texture(60, 50, 7) // 3 + 140
    frames = []
    for t in range(6):
        frame = wall.astype(np.uint8)
        frame[40:100, 20 + 6 * t : 70 + 6 * t] = thing
        frames.append(frame)
    masks = discs(6, SIZE, 30, 1.0)
    for result, mask in zip(fill(frames, masks), masks, strict=True):
        assert result[mask].max(axis=-1).min() > 60


def test_nothing_is_carried_over_a_cut() -> None:
    dark, light = texture(SIZE[1], SIZE[0], 3) // 4, 255 - texture(SIZE[1], SIZE[0], 4) // 4
    frames = [dark] * 8 + [light] * 8
    masks = discs(16, SIZE, 14)
    results = fill(frames, masks)
    assert max(result[mask].max() for result, mask in zip(results[:8], masks[:8], strict=True)) < 110
    assert min(result[mask].min() for result, mask in zip(results[8:], masks[8:], strict=True)) > 150


def test_what_is_never_seen_stays_put() -> None:
    frames, masks = [texture(SIZE[1], SIZE[0])] * 10, discs(10, SIZE, 16)
    results = fill(frames, masks)
    for result in results[1:]:
        assert np.abs(result.astype(int) - results[0].astype(int)).max() <= 2


def test_working_small_fills_at_native_size(monkeypatch: pytest.MonkeyPatch) -> None:
    frames, masks = pan(16, (384, 256), 8), discs(16, (384, 256), 30)
    engine = Propagation({}, "cpu")
    monkeypatch.setattr(engine, "_working_side", 192)
    results = list(engine.inpaint(FrameList(blackened(frames, masks)), masks))
    assert in_hole(results, frames, masks) > 27


def test_smaller_ends() -> None:
    engine = Propagation({}, "cpu")
    tries = 0
    while engine.smaller():
        tries += 1
        assert tries < 10
    assert tries > 0


def test_a_long_clip_is_never_held_whole() -> None:
    class Endless:
        size = (64, 48)

        def __len__(self) -> int:
            return 420

        def __getitem__(self, index: int, /) -> Frame:
            return np.full((48, 64, 3), index % 200, np.uint8)

    masks = [np.zeros((48, 64), np.bool_)] * 420
    reel = Reel(Endless(), masks, Dis({}, "cpu"), (64, 48))
    held = []
    for index in range(420):
        reel.advance(index)
        held.append(len(reel._held))
    most = reels.NEAR + reels.AHEAD + 1 + (reels.FAR - reels.NEAR) // reels.FAR_STEP + 1
    assert max(held) <= most
    assert held[300] == held[200]


def test_the_plate_is_the_median() -> None:
    frames = [texture(SIZE[1], SIZE[0])] * 12
    masks = discs(12, SIZE, 12, speed=8)
    results = list(Plate({}, "cpu").inpaint(FrameList(blackened(frames, masks)), masks))
    for result, frame in zip(results, frames, strict=True):
        np.testing.assert_array_equal(result, frame)
