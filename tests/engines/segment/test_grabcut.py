from __future__ import annotations

import cv2
import numpy as np
import pytest

from peanut_studio.engines.contract import LOST
from peanut_studio.engines.segment.grabcut import GrabCut
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, FrameList, Mask
from peanut_studio.model.prompt import Box, Click, MaskPrompt, Prompt
from peanut_studio.ops.mask_geometry import overlap

WIDTH, HEIGHT, RADIUS = 240, 160, 24


def scene(count: int, gone_from: int = 10**6) -> tuple[list[Frame], list[Mask]]:
    """An orange disc over bluish texture that goes to the right by 3 pixels a frame, and is no more from a frame on."""
    rng = np.random.default_rng(2)
    noise = cv2.GaussianBlur(rng.integers(0, 255, (HEIGHT, WIDTH), np.uint8), (0, 0), 3)
    ground = np.stack([noise // 3, noise // 2 + 60, noise // 2 + 90], axis=2).astype(np.uint8)
    grain = rng.integers(-12, 12, (HEIGHT, WIDTH, 3))
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    frames: list[Frame] = []
    masks: list[Mask] = []
    for index in range(count):
        mask = (np.hypot(rows - 80, columns - 60 - 3 * index) < RADIUS) & (index < gone_from)
        frame = ground.copy()
        frame[mask] = (230, 130, 40)
        frames.append(np.clip(frame + grain, 0, 255).astype(np.uint8))
        masks.append(mask)
    return frames, masks


@pytest.mark.parametrize(
    "prompt", [Box(30, 50, 90, 110), Click(60, 80), MaskPrompt(np.hypot(*np.mgrid[-80:80, -60:180]) < RADIUS)]
)
def test_a_disc_is_found_and_followed(prompt: Prompt) -> None:
    frames, masks = scene(8)
    session = GrabCut({}, "cpu").open(FrameList(frames))
    assert overlap(session.prompt(1, prompt), masks[0]) > 0.9
    for tracked in session.propagate(Span(0, 8)):
        assert overlap(tracked.masks[1], masks[tracked.frame]) > 0.88
        assert tracked.confidence[1] > 0.5


def test_what_has_gone_is_lost_rather_than_wrong() -> None:
    frames, _ = scene(7, gone_from=4)
    session = GrabCut({}, "cpu").open(FrameList(frames))
    session.prompt(1, Box(30, 50, 90, 110))
    for tracked in session.propagate(Span(0, 7)):
        if tracked.frame >= 5:
            assert tracked.confidence[1] < LOST
            assert not tracked.masks[1].any()


def test_a_point_that_does_not_belong_is_left_out() -> None:
    frames, masks = scene(1)
    frame = frames[0].copy()
    neighbour = np.zeros((HEIGHT, WIDTH), np.bool_)
    neighbour[60:100, 84:110] = True
    frame[neighbour & ~masks[0]] = (40, 200, 60)
    session = GrabCut({}, "cpu").open(FrameList([frame]))
    both = session.prompt(1, Box(30, 50, 115, 110))
    without = session.prompt(1, Click(100, 80, positive=False))
    assert both[80, 100]
    assert not without[80, 100]
    assert overlap(without, masks[0]) > overlap(both, masks[0])


def test_results_do_not_depend_on_what_was_done_before() -> None:
    frames, _ = scene(1)
    first = GrabCut({}, "cpu").open(FrameList(frames)).prompt(1, Box(30, 50, 90, 110))
    cv2.setRNGSeed(99)
    again = GrabCut({}, "cpu").open(FrameList(frames)).prompt(1, Box(30, 50, 90, 110))
    np.testing.assert_array_equal(first, again)


def test_a_mask_made_by_hand_is_kept_to_the_pixel_and_tracked_from() -> None:
    frames, masks = scene(6)
    given = masks[2].copy()
    given[:, :60] = False
    session = GrabCut({}, "cpu").open(FrameList(frames))
    np.testing.assert_array_equal(session.prompt(1, MaskPrompt(given, 2)), given)
    found = {tracked.frame: tracked for tracked in session.propagate(Span(0, 6))}
    np.testing.assert_array_equal(found[2].masks[1], given)
    assert found[2].confidence[1] == 1.0
    assert sorted(found) == list(range(6))


def test_a_click_on_a_mask_takes_away_or_adds_the_patch_under_it() -> None:
    frame = np.full((96, 128, 3), (40, 90, 40), np.uint8)
    body, leg = np.zeros((2, 96, 128), np.bool_)
    body[20:60, 30:90], leg[60:80, 40:60] = True, True
    frame[body], frame[leg] = (200, 40, 40), (40, 40, 200)
    session = GrabCut({}, "cpu").open(FrameList([frame]))
    session.prompt(1, MaskPrompt(body | leg))
    less = session.prompt(1, Click(50, 70, False))
    assert overlap(less, body) > 0.9
    more = session.prompt(1, Click(50, 70))
    assert overlap(more, body | leg) > 0.9
