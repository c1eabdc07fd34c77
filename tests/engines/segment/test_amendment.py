"""What a person rubs out or adds goes along with the object."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from peanut_studio.engines.segment.amendment import Amendment
from peanut_studio.engines.segment.mobilesam import WEIGHTS, MobileSam
from peanut_studio.engines.segment.motion import Motion
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, FrameList, Mask
from peanut_studio.model.prompt import Click, MaskPrompt
from peanut_studio.ops.mask_geometry import overlap

SIZE = (160, 240)
STEP = 5


def scene(index: int) -> tuple[Frame, Mask, Mask]:
    """A textured figure with a head that goes to the right over textured ground; its body, its head."""
    rng = np.random.default_rng(3)
    ground = cv2.GaussianBlur(rng.integers(70, 150, (*SIZE, 3), np.uint8), (0, 0), 2)
    skin = cv2.GaussianBlur(rng.integers(0, 255, (*SIZE, 3), np.uint8), (0, 0), 1.5)
    rows, columns = np.mgrid[: SIZE[0], : SIZE[1]]
    x = 60 + STEP * index
    body = (abs(columns - x) < 22) & (abs(rows - 100) < 40)
    head = np.hypot(columns - x, rows - 42) < 19
    frame = ground.copy()
    moved = np.roll(skin, STEP * index, axis=1)
    frame[body] = moved[body] // 2 + np.array([110, 20, 20], np.uint8)
    frame[head] = moved[head] // 2 + np.array([100, 60, 20], np.uint8)
    return frame, body & ~head, head


def test_outlines_that_differ_a_little_are_no_amendment() -> None:
    _, body, head = scene(0)
    whole = body | head
    grown = cv2.dilate(whole.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    assert Amendment.of(whole, grown) is None
    assert Amendment.of(grown, whole) is None
    found = Amendment.of(body, whole)
    assert found is not None
    assert overlap(found.removed, head) > 0.95
    assert not found.added.any()


def test_a_head_that_is_rubbed_out_stays_out_and_a_patch_stays_in() -> None:
    frame, body, head = scene(0)
    patch = np.zeros(SIZE, np.bool_)
    patch[120:140, 200:225] = True
    given = body | patch
    amendment = Amendment.of(given, body | head)
    before = frame
    for index in range(1, 7):
        frame, body, head = scene(index)
        motion = Motion.between(frame, before)
        assert amendment is not None
        amendment = amendment.moved(motion)
        assert amendment is not None
        given, amendment = amendment.applied(body | head, motion.carried(given).expected)
        assert overlap(given & ~patch, body) > 0.9, index
        assert given[patch].mean() > 0.9, index
        before = frame


def test_what_is_added_is_let_go_where_it_cannot_be_recognised() -> None:
    first, body, head = scene(0)
    amendment = Amendment.of(body | head | np.roll(body, 90, axis=1), body | head)
    assert amendment is not None
    other = np.asarray(255 - first, np.uint8)
    assert amendment.moved(Motion.between(other, first)) is None


def test_a_correction_is_tracked_on() -> None:
    path = WeightStore().path(WEIGHTS)
    if path is None:
        pytest.skip(f"needs the weights {WEIGHTS}: peanut-studio models fetch {WEIGHTS}")
    parts = [scene(index) for index in range(5)]
    session = MobileSam({WEIGHTS: path}, "cpu").open(FrameList([frame for frame, _, _ in parts]))
    _, body, head = parts[0]
    whole = session.prompt(1, Click(60.0, 100.0, True, 0))
    session.prompt(2, MaskPrompt(body | head, 0))
    session.prompt(3, MaskPrompt(body, 0))
    assert whole.any()
    tracked = list(session.propagate(Span(0, 5), "forward"))
    _, body, head = parts[-1]
    assert overlap(tracked[-1].masks[2], body | head) > 0.85
    assert tracked[-1].masks[3][head].mean() < 0.1
    assert overlap(tracked[-1].masks[3], body) > 0.8
