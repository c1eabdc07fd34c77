"""SAMWISE follows what words mean: clip by clip, memory carried on, bounded, corrected by hand."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import torch

pytest.importorskip("sam2", reason="needs the package sam2: pip install 'peanut-studio[sam2]'")
pytest.importorskip("transformers", reason="needs the Python package transformers")

from peanut_studio.engines.contract import LOST
from peanut_studio.engines.segment.samwise import SamwiseSession
from peanut_studio.engines.segment.samwise_sight import Sight
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.phrase_reading import read_phrase
from peanut_studio.model.picture import Frame, Mask
from peanut_studio.model.prompt import Box, Click, MaskPrompt
from peanut_studio.nets.samwise_net import POINTERS, Answer, Kept, Pointed, Samwise, Seen

WIDTH, HEIGHT = 120, 80
DOG = read_phrase("the dog")


def square(index: int) -> Mask:
    mask = np.zeros((HEIGHT, WIDTH), np.bool_)
    left = 8 + 2 * (index % 40)
    mask[24:56, left : left + 32] = True
    return mask


class Clip:
    """A bright square that moves over black; notes which frames are read."""

    size = WIDTH, HEIGHT

    def __init__(self, count: int) -> None:
        self.count, self.read = count, list[int]()

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> Frame:
        self.read.append(index)
        return np.repeat((square(index) * np.uint8(255))[..., None], 3, axis=2)


class Bright(torch.nn.Module):
    """In place of the network: the object is what is bright. Knows what is still held of what it gave."""

    def __init__(self, present: float = 9.0, turns: bool = False) -> None:
        super().__init__()
        self.side, self.present, self.turns = 128, present, turns
        self.clips: list[int] = []
        self.looks: list[tuple[int, int]] = []
        self.pointed: list[Pointed] = []
        self.seen: weakref.WeakSet[Seen] = weakref.WeakSet()
        self.kept: weakref.WeakSet[Kept] = weakref.WeakSet()
        self.most_seen = self.most_kept = 0

    def encode(self, pictures: torch.Tensor, numbers: torch.Tensor) -> Seen:
        self.clips.append(len(pictures))
        seen = Seen((pictures[:, :1, ::4, ::4],), numbers, numbers)
        self.seen.add(seen)
        self.most_seen = max(self.most_seen, len(self.seen))
        return seen

    def conditioned(self, seen: Seen, frame: int, past: Sequence[Kept], keys: Sequence[Kept] = ()) -> torch.Tensor:
        self.looks.append((len(past), len(keys)))
        return torch.zeros(1)

    def decode(self, seen: Seen, frame: int, places: torch.Tensor, pointed: Pointed | None = None) -> Answer:
        if pointed is not None:
            self.pointed.append(pointed)
        logits = seen.levels[0][frame : frame + 1] * 8
        presence = torch.full((1, 1), self.present)
        return Answer(logits, torch.zeros(1, 256), presence, torch.zeros(1, 256), logits)

    def conditional_memory_encoder(self, _tracked: torch.Tensor, _other: torch.Tensor) -> torch.Tensor:
        return torch.tensor([[0.0, 1.0 if self.turns else -1.0]])

    def remember(self, seen: Seen, frame: int, answer: Answer, better: Answer | None = None) -> Kept:
        kept = Kept(torch.zeros(1), torch.zeros(1), torch.zeros(1))
        self.kept.add(kept)
        self.most_kept = max(self.most_kept, len(self.kept))
        return kept


def letters(words: str) -> dict[str, list[int]]:
    return {"input_ids": [0, *(ord(one) for one in words), 2]}


def open_session(clip: Clip, net: Any, told: bool = True) -> SamwiseSession:
    session = SamwiseSession(clip, Sight(net, letters, "cpu"))
    if told:
        session.tell(1, DOG)
    return session


def like(mask: Mask, truth: Mask) -> bool:
    return float(np.count_nonzero(mask & truth)) > 0.8 * float(np.count_nonzero(mask | truth))


def test_words_alone_are_followed_through_the_range_in_clips_of_eight() -> None:
    clip, net = Clip(30), Bright()
    found = list(open_session(clip, net).propagate(Span(3, 23)))
    assert [tracked.frame for tracked in found] == list(range(3, 23))
    assert all(like(tracked.masks[1], square(tracked.frame)) for tracked in found)
    assert all(tracked.confidence[1] > 0.8 for tracked in found)
    assert net.clips == [8, 8, 4]
    with_memory = [past for number, (past, _) in enumerate(net.looks) if past or not number]
    assert with_memory == [min(number, POINTERS) for number in range(20)], "carried over clips"
    assert clip.read == list(range(3, 23)), "every frame is read once"


def test_backwards_it_sets_out_from_the_end() -> None:
    found = list(open_session(Clip(20), Bright()).propagate(Span(2, 14), "backward"))
    assert [tracked.frame for tracked in found] == list(range(13, 1, -1))
    assert all(like(tracked.masks[1], square(tracked.frame)) for tracked in found)


def test_what_is_held_does_not_grow_with_the_clip() -> None:
    net = Bright()
    session = open_session(Clip(160), net)
    session.tell(2, read_phrase("the cat"))
    assert sum(1 for _ in session.propagate(Span(0, 160))) == 160
    assert net.most_seen <= 2
    assert net.most_kept <= 2 * (POINTERS + 1) + 1


def test_a_correction_is_remembered_and_ends_the_doubts() -> None:
    turning = Bright(turns=True)
    list(open_session(Clip(20), turning).propagate(Span(0, 20)))
    assert turning.looks.count((0, 0)) == 1 + 5, "the second opinion has no memory"
    net = Bright(turns=True)
    session = open_session(Clip(20), net)
    mask = square(10) & False
    mask[5:9, 5:9] = True
    assert np.array_equal(session.prompt(1, MaskPrompt(mask, 10)), mask)
    assert net.clips == [8], "the frame and those before it"
    found = {tracked.frame: tracked.masks[1] for tracked in session.propagate(Span(0, 20))}
    assert sorted(found) == list(range(20))
    assert np.array_equal(found[10], mask)
    assert like(found[11], square(11))
    assert like(found[9], square(9))
    assert all(keys == 1 for _, keys in net.looks[1:])


def test_what_is_pointed_at_is_given_in_the_networks_pixels() -> None:
    net = Bright()
    session = open_session(Clip(20), net)
    session.prompt(1, Click(59.5, 39.5, frame=0))
    session.prompt(1, Box(-4, 0, 119, 79, frame=1))
    first, second = net.pointed
    assert first.points is not None
    assert second.points is not None
    assert second.labels is not None
    assert first.points.flatten().tolist() == pytest.approx([60 * 128 / 120 - 0.5, 40 * 85 / 80 - 0.5])
    assert second.points[0, 1, 0] < 128
    assert second.labels.tolist() == [[2, 3]]
    session.prompt(1, MaskPrompt(square(2), 2))
    given = net.pointed[2].mask
    assert given is not None
    assert given.shape == (1, 1, 128, 128)
    assert given[..., 83:, :].max() == 0, "below the picture there is nothing"
    assert float(given.sum()) == pytest.approx(32 * 32 * (128 / 120) ** 2, rel=0.1)


def test_an_object_that_is_not_there_is_lost() -> None:
    net = Bright()
    session = open_session(Clip(4), net)
    net.present = -9.0
    for tracked in session.propagate(Span(0, 4)):
        assert not tracked.masks[1].any()
        assert tracked.confidence[1] < 0.3


def test_what_cannot_be_followed_is_said() -> None:
    session = open_session(Clip(4), Bright(), told=False)
    with pytest.raises(InputError, match="Nothing says which object is meant"):
        session.propagate(Span(0, 4))
    with pytest.raises(InputError, match="follows words"):
        session.prompt(1, Click(3, 3))
    with pytest.raises(InputError, match="'螺旋桨' is not among the Chinese words"):
        session.tell(1, read_phrase("红色的螺旋桨"))
    session.tell(1, DOG)
    with pytest.raises(InputError, match="lies outside the clip"):
        session.propagate(Span(0, 9))
    with pytest.raises(InputError, match="outside the frame"):
        session.prompt(1, Click(300, 3))
    session.remove(1)
    with pytest.raises(InputError, match="no object 1"):
        session.remove(1)


def test_the_network_itself_streams_as_it_does_by_hand() -> None:
    torch.manual_seed(0)
    sight = Sight(Samwise("tiny", 128), letters, "cpu")
    clip, net = Clip(10), sight.net
    torch.nn.init.constant_(net.conditional_memory_encoder.decision_class_head.weight, 0)
    net.conditional_memory_encoder.decision_class_head.bias.copy_(torch.tensor([1.0, 0.0]))
    session = SamwiseSession(clip, sight)
    session.tell(1, DOG)
    streamed = {tracked.frame: tracked for tracked in session.propagate(Span(0, 10))}
    past: list[Kept] = []
    with torch.inference_mode():
        for part in (range(8), range(8, 10)):
            seen = net.encode(torch.stack([sight.picture(clip[index]) for index in part]), sight.read(DOG))
            for place, index in enumerate(part):
                answer = net.decode(seen, place, net.conditioned(seen, place, past))
                past = [*past, net.remember(seen, place, answer)][-POINTERS:]
                wanted = sight.found(answer, clip.size)
                shown = wanted.mask if wanted.confidence >= LOST else wanted.mask & False
                assert np.array_equal(streamed[index].masks[1], shown)
                assert streamed[index].confidence[1] == pytest.approx(wanted.confidence, abs=1e-5)
        given = Pointed(mask=torch.ones(1, 1, 128, 128))
        known = net.decode(seen, 0, net.conditioned(seen, 0, past, past[:1]), given)
    assert float(known.logits.min()) == pytest.approx(10)
    assert not torch.is_inference_mode_enabled()
