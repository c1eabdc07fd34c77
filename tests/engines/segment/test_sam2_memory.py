"""How much SAM 2's session holds of a long clip, and in what order it walks, with a network that only counts."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch

pytest.importorskip("sam2", reason="needs the package sam2: pip install 'peanut-studio[sam2]'")

from peanut_studio.engines.segment.recall import Look, Memory, Recall, Seen, Way
from peanut_studio.engines.segment.sam2_bank import HELD
from peanut_studio.engines.segment.sam2_session import KEPT, Sam2Session
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Frame, Mask
from peanut_studio.model.prompt import Box, Click, MaskPrompt

WIDTH, HEIGHT = 40, 32
MASK = np.ones((HEIGHT, WIDTH), np.bool_)


class Clip:
    """Counts how often a frame is read."""

    def __init__(self, count: int) -> None:
        self.count, self.read = count, 0

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> Frame:
        self.read += 1
        return np.zeros((HEIGHT, WIDTH, 3), np.uint8)

    @property
    def size(self) -> tuple[int, int]:
        return WIDTH, HEIGHT


class Counter:
    """In place of `Sam2Net`: knows what is still held of what it gave."""

    reach = 15

    def __init__(self) -> None:
        self.looks: list[tuple[int, bool, frozenset[int], frozenset[int]]] = []
        self.seen: weakref.WeakSet[Seen] = weakref.WeakSet()
        self.memories: weakref.WeakSet[Memory] = weakref.WeakSet()
        self.recalled: list[bool] = []

    def encode(self, frame: Frame) -> Seen:
        seen = Seen([], (WIDTH, HEIGHT))
        self.seen.add(seen)
        return seen

    def point(self, index: int, seen: Seen, points: Any, guess: Any, recall: Recall | None, way: Way) -> Look:
        self.recalled.append(recall is not None)
        return self._look()

    def take(self, index: int, seen: Seen, mask: Mask, recall: Recall | None, way: Way) -> Look:
        return self.point(index, seen, (), None, recall, way)

    def follow(self, index: int, seen: Seen, recall: Recall, way: Way) -> Look:
        self.looks.append((index, way.backwards, frozenset(recall.prompted), frozenset(recall.passed)))
        return self._look()

    def remember(self, seen: Seen, look: Look, prompted: bool) -> Memory:
        memory = Memory(torch.zeros(1), [], look)
        self.memories.add(memory)
        return memory

    def mask(self, look: Look, size: tuple[int, int]) -> Mask:
        return MASK

    @staticmethod
    def _look() -> Look:
        return Look(torch.full((1, 1, 2, 2), 9.0), torch.zeros(1), torch.full((1, 1), 9.0), 0.9)


@pytest.fixture
def net() -> Counter:
    return Counter()


@pytest.fixture
def opened(net: Counter) -> Iterator[Sam2Session]:
    session = Sam2Session(Clip(12), net)  # type: ignore[arg-type]
    yield session
    session.close()
    assert not net.memories
    assert not net.seen


def walked(net: Counter) -> list[int]:
    return [index for index, *_ in net.looks]


def test_ten_thousand_frames_hold_no_more_than_a_hundred(net: Counter) -> None:
    clip = Clip(10_000)
    session = Sam2Session(clip, net)  # type: ignore[arg-type]
    for number in (1, 2):
        session.prompt(number, Click(3, 3, frame=4000))
    most = {"memories": 0, "seen": 0}
    for tracked in session.propagate(Span(0, 10_000)):
        assert sorted(tracked.masks) == [1, 2]
        most["memories"] = max(most["memories"], len(net.memories))
        most["seen"] = max(most["seen"], len(net.seen))
    assert most["memories"] <= 2 * (HELD + 2)
    assert most["seen"] <= KEPT + 1
    assert clip.read == 10_000, "each frame is read and encoded once for both objects"
    assert max(len(passed) for *_, passed in net.looks) == HELD


def test_what_the_network_looks_back_at_is_there(net: Counter) -> None:
    session = Sam2Session(Clip(200), net)  # type: ignore[arg-type]
    session.prompt(1, Click(3, 3, frame=100))
    assert len(list(session.propagate(Span(0, 200)))) == 200
    for index, backwards, prompted, passed in net.looks:
        assert prompted == {100}
        before = range(index + 1, index + 16) if backwards else range(index - 15, index)
        on_the_way = range(100) if backwards else range(101, 200)
        # Going backwards the frames beyond the prompted one, passed going forwards, are looked back at as well.
        assert passed >= {frame for frame in before if frame in on_the_way or (backwards and 100 < frame <= 115)}


def test_every_prompted_frame_counts_also_a_later_one(opened: Sam2Session, net: Counter) -> None:
    opened.prompt(1, Click(3, 3, frame=2))
    opened.prompt(1, MaskPrompt(MASK, frame=8))
    assert sorted(tracked.frame for tracked in opened.propagate(Span(0, 12))) == list(range(12))
    assert walked(net) == [3, 4, 5, 6, 7, 9, 10, 11, 1, 0]
    assert {prompted for _, _, prompted, _ in net.looks} == {frozenset({2, 8})}


@pytest.mark.parametrize(
    ("span", "direction", "frames"),
    [
        (Span(0, 12), "forward", [5, 6, 7, 8, 9, 10, 11]),
        (Span(0, 12), "backward", [5, 4, 3, 2, 1, 0]),
        (Span(0, 12), "both", [5, 6, 7, 8, 9, 10, 11, 4, 3, 2, 1, 0]),
        (Span(7, 9), "both", [7, 8]),
        (Span(7, 9), "backward", []),
        (Span(1, 3), "both", [2, 1]),
        (Span(1, 3), "forward", []),
        (Span(5, 6), "backward", [5]),
    ],
)  # fmt: skip
def test_where_an_object_is_carried(opened: Sam2Session, span: Span, direction: Any, frames: list[int]) -> None:
    opened.prompt(1, Click(3, 3, frame=5))
    assert [tracked.frame for tracked in opened.propagate(span, direction)] == frames


def test_a_range_is_reached_from_the_last_prompt_before_it(opened: Sam2Session, net: Counter) -> None:
    for frame in (1, 6, 11):
        opened.prompt(1, Click(3, 3, frame=frame))
    assert [tracked.frame for tracked in opened.propagate(Span(8, 10))] == [8, 9]
    assert walked(net) == [7, 8, 9]


def test_a_click_on_a_tracked_frame_is_seen_in_the_light_of_what_is_known(opened: Sam2Session, net: Counter) -> None:
    opened.prompt(1, Click(3, 3))
    assert [tracked.frame for tracked in opened.propagate(Span(0, 6), "forward")] == list(range(6))
    opened.prompt(1, Click(9, 3, positive=False, frame=4))
    opened.prompt(1, Click(9, 3, frame=9))
    assert net.recalled == [False, True, False]


def test_objects_on_different_frames_share_each_frame(opened: Sam2Session, net: Counter) -> None:
    opened.prompt(1, Click(3, 3, frame=2))
    opened.prompt(2, Click(3, 3, frame=8))
    results = {tracked.frame: tracked for tracked in opened.propagate(Span(0, 12))}
    assert sorted(results) == list(range(12))
    assert all(tracked.confidence[1] > 0.9 and tracked.confidence[2] > 0.9 for tracked in results.values())


def test_remove_and_close(opened: Sam2Session, net: Counter) -> None:
    opened.prompt(1, Click(3, 3))
    opened.remove(1)
    assert not net.memories
    with pytest.raises(InputError, match="No object has been pointed at"):
        opened.propagate(Span(0, 3))
    with pytest.raises(InputError, match="no object 1"):
        opened.remove(1)


@pytest.mark.parametrize(
    ("prompt", "sentence"),
    [
        (Click(40, 20), "The point 40,20 lies outside the frame, which is 40x32"),
        (Click(3, 3, frame=12), "clip has frames 0 to 11"),
        (Box(5, 5, 5, 9), "The box 5,5,5,9 is empty"),
        (MaskPrompt(np.zeros((HEIGHT, WIDTH), np.bool_)), "mask for frame 0 is empty"),
        (Click(3, 3, positive=False), "first give a point on it"),
    ],
)
def test_bad_prompts_are_refused_in_one_sentence(opened: Sam2Session, prompt: Any, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        opened.prompt(1, prompt)
    with pytest.raises(InputError, match="No object"):
        opened.propagate(Span(0, 3))


def test_a_span_outside_the_clip_is_refused(opened: Sam2Session) -> None:
    opened.prompt(1, Click(3, 3))
    with pytest.raises(InputError, match="lies outside the clip, which has 12 frames"):
        opened.propagate(Span(4, 13))
