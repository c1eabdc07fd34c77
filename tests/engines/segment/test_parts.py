"""An object that something before it cuts in two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import pytest
import torch

from peanut_studio.engines.segment.choice import Candidate
from peanut_studio.engines.segment.encoding import Answer, Encoded, whole
from peanut_studio.engines.segment.motion import Motion
from peanut_studio.engines.segment.parts import completed, restored
from peanut_studio.engines.segment.track import HELD, PIECED, REMEMBERED, Track
from peanut_studio.model.picture import Frame, Mask

SIZE = (320, 192)
REGION = whole(SIZE)


def _box(left: int, top: int, right: int, bottom: int) -> Mask:
    mask = np.zeros((SIZE[1], SIZE[0]), np.bool_)
    mask[top:bottom, left:right] = True
    return mask


def _answer(mask: Mask, quality: float = 0.9) -> Answer:
    return Answer(REGION, SIZE, np.where(mask, 8.0, -8.0).astype(np.float32), quality)


class _Eye:
    """Answers with the mask that it is asked about, and remembers the question."""

    def __init__(self, quality: float = 0.9) -> None:
        self.quality = quality
        self.asked: list[tuple[Sequence[tuple[float, float]], Sequence[tuple[float, float]]]] = []

    def ask(self, seen: Encoded, on: Any, off: Any, box: Any, mask: Mask) -> list[Answer]:
        self.asked.append((on, off))
        return [_answer(np.zeros_like(mask)), _answer(mask, self.quality)]


LEFT, RIGHT = _box(100, 60, 140, 120), _box(170, 60, 210, 120)
OBJECT = _box(100, 60, 210, 120)
AWAY = _box(20, 60, 60, 120)


def _seen() -> Encoded:
    return Encoded(REGION, SIZE, torch.zeros(1, 1, 39, 64))


def _complete(eye: _Eye, likely: Mask, remembered: Mask, scenery: Mask | None = None) -> Candidate:
    seen = _seen()
    best = Candidate(_answer(LEFT), LEFT, 0.5, 0.4)
    return completed(eye, seen, seen.coverage(likely), best, remembered, scenery)  # type: ignore[arg-type]


def test_a_part_beyond_what_hides_the_object_is_added() -> None:
    eye = _Eye()
    found = _complete(eye, LEFT | RIGHT, OBJECT)
    assert found.pieced
    assert np.mean(found.mask ^ (LEFT | RIGHT)) < 0.01
    on, off = eye.asked[0]
    assert any(170 <= x < 210 for x, _ in on)
    assert any(x < 140 for x, _ in on)
    assert off
    assert all(140 <= x < 170 and 60 <= y < 120 for x, y in off)


@pytest.mark.parametrize(
    ("likely", "scenery"), [(LEFT, None), (LEFT | AWAY, None), (LEFT | RIGHT, RIGHT)], ids=["none", "far", "scenery"]
)
def test_what_is_no_part_is_left_alone(likely: Mask, scenery: Mask | None) -> None:
    eye = _Eye()
    assert not _complete(eye, likely, OBJECT, scenery).pieced
    assert not eye.asked


def test_a_whole_that_the_network_does_not_trust_is_not_taken() -> None:
    eye = _Eye(quality=0.3)
    assert not _complete(eye, LEFT | RIGHT, OBJECT).pieced
    assert eye.asked


def _texture(seed: int, width: int, height: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    noise = np.random.default_rng(seed).random((height, width, 3)).astype(np.float32)
    return cv2.GaussianBlur(noise, (0, 0), 2) * 1200 - 470


def _moving(camera: int, thing: int) -> tuple[Frame, Frame]:
    """An old and a new frame: the scenery moves left by `camera`, the object at OBJECT by `thing`."""
    wide, patch = _texture(1, SIZE[0] + 40, SIZE[1]), _texture(2, 110, 60)
    frames = []
    for shift, left in ((0, 100), (camera, 100 - thing)):
        picture = wide[:, shift : shift + SIZE[0]].copy()
        picture[60:120, left : left + 110] = patch
        frames.append(np.clip(picture, 0, 255).astype(np.uint8))
    return frames[0], frames[1]


def test_the_scenery_is_told_from_an_object_that_moves_otherwise() -> None:
    old, new = _moving(camera=12, thing=0)
    scenery = Motion.between(new, old).carried(OBJECT).scenery
    assert scenery is not None
    assert scenery[10:40, 20:280].mean() > 0.9
    assert scenery[66:114, 112:198].mean() < 0.1


def test_nothing_is_called_scenery_when_all_moves_alike() -> None:
    old, new = _moving(camera=12, thing=12)
    assert Motion.between(new, old).carried(OBJECT).scenery is None
    assert Motion.between(new, old).carried(np.zeros_like(OBJECT)).scenery is None


def test_a_shift_is_what_most_of_the_mask_moves() -> None:
    old, new = _moving(camera=0, thing=9)
    across, down = Motion.between(new, old).carried(OBJECT).shift
    assert across == pytest.approx(-9, abs=1)
    assert down == pytest.approx(0, abs=0.5)
    assert Motion.between(new, old).carried(np.zeros_like(OBJECT)).shift == (0.0, 0.0)


def test_hidden_parts_are_remembered_for_a_while_and_move_along() -> None:
    old, new = _moving(camera=0, thing=9)
    motion = Motion.between(new, old)
    age = np.where(OBJECT, np.uint8(0), np.uint8(REMEMBERED))
    track = Track(LEFT, (100, 60, 139, 119), (40, 60), age=age).moved(motion.carried(LEFT))
    assert np.array_equal(track.whole, _box(91, 60, 201, 120))
    for _ in range(REMEMBERED - 1):
        track = track.seen(LEFT, (100, 60, 139, 119)).lost().moved(motion.carried(LEFT))
    assert track.whole.any()
    assert not track.whole[:, 160:].any()


def test_what_was_pieced_together_is_believed_less_and_not_remembered() -> None:
    age = np.full(OBJECT.shape, REMEMBERED, np.uint8)
    track = Track(LEFT, (100, 60, 139, 119), (110, 60), age=age)
    as_one = Candidate(_answer(OBJECT), OBJECT, 1.0, 0.9)
    pieced = Candidate(_answer(OBJECT), OBJECT, 1.0, 0.9, pieced=True)
    assert track.confidence(pieced) == pytest.approx(PIECED * track.confidence(as_one))
    assert not track.seen(OBJECT, (100, 60, 209, 119), pieced=True).whole.any()
    assert track.seen(OBJECT, (100, 60, 209, 119)).whole.any()


class _Shown:
    """Answers to a click with whatever thing lies there."""

    def __init__(self, *things: Mask) -> None:
        self.things = things

    def ask(self, seen: Encoded, on: list[tuple[float, float]]) -> list[Answer]:
        ((x, y),) = on
        return [_answer(thing) for thing in self.things if thing[round(y), round(x)]] or [_answer(LEFT & ~LEFT)]


def _restore(held: Mask, *things: Mask) -> Mask:
    best = Candidate(_answer(LEFT), LEFT, 0.9, 0.8)
    return restored(_Shown(*things), _seen(), best, held).mask  # type: ignore[arg-type]


def test_a_part_that_is_still_seen_is_not_lost() -> None:
    head = _box(140, 60, 164, 84)
    assert np.array_equal(_restore(LEFT | head, head), LEFT | head)


def test_a_part_behind_something_stays_hidden() -> None:
    head, fence = _box(140, 60, 164, 84), _box(136, 0, 240, 192)
    assert np.array_equal(_restore(LEFT | head, fence), LEFT)


def test_nothing_is_restored_where_nothing_was_lost() -> None:
    assert np.array_equal(_restore(LEFT, _box(140, 60, 164, 84)), LEFT)


def test_what_was_there_from_the_beginning_is_held_and_what_comes_in_is_not() -> None:
    still = np.zeros((192, 320, 3), np.uint8)
    motion = Motion.between(still, still)
    age, tenure = np.where(LEFT, np.uint8(0), np.uint8(REMEMBERED)), np.where(LEFT, np.uint8(255), np.uint8(0))
    track = Track(LEFT, (100, 60, 139, 119), (40, 60), age=age, tenure=tenure)

    def go_on(track: Track, mask: Mask, times: int) -> Track:
        for _ in range(times):
            track = track.moved(motion.carried(track.mask)).seen(mask, (100, 60, 209, 119))
        return track

    track = go_on(track, LEFT | RIGHT, HELD - 1)
    assert np.array_equal(track.held, LEFT)
    assert track.has_held(LEFT)
    assert not track.has_held(RIGHT)
    assert go_on(track, LEFT | RIGHT, 1).has_held(RIGHT)
    assert go_on(track, RIGHT, 5).has_held(LEFT)
    assert not go_on(track, RIGHT, 6).has_held(LEFT)
