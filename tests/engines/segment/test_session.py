"""The order and completeness of frames, with a follower that counts instead of looking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest

from peanut_studio.engines.segment.gathering import Found
from peanut_studio.engines.segment.motion import Motion
from peanut_studio.engines.segment.prompts import Hints
from peanut_studio.engines.segment.session import Session
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Frame, FrameList
from peanut_studio.model.prompt import Box, Click, MaskPrompt

WIDTH, HEIGHT, COUNT = 40, 32, 12


@dataclass(frozen=True)
class Trail:
    key: int
    at: int


class Counter:
    """Its confidence tells from which frame an object was carried: key / 100."""

    def __init__(self) -> None:
        self.visited: list[int] = []
        self.closed = False

    def locate(self, index: int, frame: Frame, hints: Hints) -> Found:
        mask = np.zeros(frame.shape[:2], np.bool_)
        mask[len(hints.clicks) % HEIGHT, index] = True
        return Found(mask, index / 100)

    def start(self, index: int, frame: Frame, found: Found) -> Trail:
        return Trail(index, index)

    def step(
        self, index: int, frame: Frame, motion: Motion, tracks: Mapping[int, Trail]
    ) -> dict[int, tuple[Found, Trail]]:
        self.visited.append(index)
        results = {}
        for number, trail in tracks.items():
            assert abs(index - trail.at) == 1, "a track moved by more than one frame"
            mask = np.zeros(frame.shape[:2], np.bool_)
            mask[number, index] = True
            results[number] = (Found(mask, trail.key / 100), Trail(trail.key, index))
        return results

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def follower() -> Counter:
    return Counter()


@pytest.fixture
def session(follower: Counter) -> Session[Trail]:
    rng = np.random.default_rng(3)
    frames = [rng.integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8) for _ in range(COUNT)]
    return Session(FrameList(frames), follower)


def came_from(session: Session[Trail], span: Span, direction: str, number: int = 1) -> dict[int, int]:
    results = list(session.propagate(span, direction))  # type: ignore[arg-type]
    indices = [tracked.frame for tracked in results]
    assert len(indices) == len(set(indices)), "a frame came twice"
    return {tracked.frame: round(100 * tracked.confidence[number]) for tracked in results}


def test_both_ways_from_one_prompt(session: Session[Trail]) -> None:
    session.prompt(1, Click(3, 3, frame=5))
    order = [tracked.frame for tracked in session.propagate(Span(0, COUNT))]
    assert order == [5, 6, 7, 8, 9, 10, 11, 4, 3, 2, 1, 0]


def test_forward_and_backward_only(session: Session[Trail]) -> None:
    session.prompt(1, Click(3, 3, frame=5))
    assert list(came_from(session, Span(2, 8), "forward")) == [5, 6, 7]
    assert list(came_from(session, Span(2, 8), "backward")) == [5, 4, 3, 2]


def test_frames_between_prompts_come_from_the_nearer(session: Session[Trail]) -> None:
    session.prompt(1, Click(3, 3, frame=2))
    session.prompt(1, Click(3, 3, frame=9))
    assert came_from(session, Span(0, COUNT), "both") == {
        0: 2, 1: 2, 2: 2, 3: 2, 4: 2, 5: 2, 6: 9, 7: 9, 8: 9, 9: 9, 10: 9, 11: 9,
    }  # fmt: skip
    forward = came_from(session, Span(0, COUNT), "forward")
    assert forward[8] == 2
    assert forward[9] == 9


def test_a_span_away_from_the_prompt_is_walked_to(session: Session[Trail], follower: Counter) -> None:
    session.prompt(1, Click(3, 3, frame=1))
    assert came_from(session, Span(6, 9), "both") == {6: 1, 7: 1, 8: 1}
    assert follower.visited == [2, 3, 4, 5, 6, 7, 8]
    follower.visited.clear()
    session.prompt(1, Click(3, 3, frame=5))
    assert came_from(session, Span(6, 9), "both") == {6: 5, 7: 5, 8: 5}
    assert follower.visited == [6, 7, 8]


def test_objects_prompted_on_different_frames_share_each_frame(session: Session[Trail], follower: Counter) -> None:
    session.prompt(1, Click(3, 3, frame=2))
    session.prompt(2, Click(3, 3, frame=8))
    results = {tracked.frame: tracked for tracked in session.propagate(Span(0, COUNT))}
    assert sorted(results) == list(range(COUNT))
    for frame, tracked in results.items():
        assert tracked.confidence == {1: 0.02, 2: 0.08}
        assert tracked.masks[1].sum() == tracked.masks[2].sum() == 1
        if frame not in (2, 8):
            assert tracked.masks[1][1, frame]
            assert tracked.masks[2][2, frame]
    assert follower.visited.count(9) == 1, "objects on the same frame are stepped together"


def test_an_object_not_yet_there_is_empty_and_lost(session: Session[Trail]) -> None:
    session.prompt(1, Click(3, 3, frame=2))
    session.prompt(2, Click(3, 3, frame=8))
    early = next(iter(session.propagate(Span(0, COUNT), "forward")))
    assert early.frame == 2
    assert not early.masks[2].any()
    assert early.confidence[2] == 0


def test_prompts_on_a_frame_add_up_until_a_mask_replaces_them(session: Session[Trail]) -> None:
    session.prompt(1, Click(3, 3, frame=2))
    assert session.prompt(1, Click(5, 3, positive=False, frame=2))[2, 2]
    assert session.prompt(1, MaskPrompt(np.ones((HEIGHT, WIDTH), np.bool_), frame=2))[0, 2]


def test_remove_and_close(session: Session[Trail], follower: Counter) -> None:
    session.prompt(1, Click(3, 3))
    session.remove(1)
    with pytest.raises(InputError, match="No object has been pointed at"):
        session.propagate(Span(0, 3))
    with pytest.raises(InputError, match="no object 1"):
        session.remove(1)
    session.close()
    assert follower.closed


@pytest.mark.parametrize(
    ("prompt", "sentence"),
    [
        (Click(40, 20), "The point 40,20 lies outside the frame, which is 40x32"),
        (Click(-3, 20), "The point -3,20 lies outside the frame"),
        (Click(3, 3, frame=12), "clip has frames 0 to 11"),
        (Box(5, 5, 5, 9), "The box 5,5,5,9 is empty"),
        (Box(9, 5, 5, 9), "The box 9,5,5,9 is empty"),
        (Box(50, 5, 60, 9), "lies outside the frame"),
        (MaskPrompt(np.zeros((HEIGHT, WIDTH), np.bool_)), "mask for frame 0 is empty"),
        (MaskPrompt(np.ones((WIDTH, HEIGHT), np.bool_)), "is 32x40, but the frame is 40x32"),
        (Click(3, 3, positive=False), "first give a point on it"),
    ],
)
def test_bad_prompts_are_refused_in_one_sentence(
    session: Session[Trail], prompt: Click | Box | MaskPrompt, sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        session.prompt(1, prompt)
    with pytest.raises(InputError, match="No object"):
        session.propagate(Span(0, 3))


def test_a_span_outside_the_clip_is_refused(session: Session[Trail]) -> None:
    session.prompt(1, Click(3, 3))
    with pytest.raises(InputError, match="lies outside the clip, which has 12 frames"):
        session.propagate(Span(4, 13))
