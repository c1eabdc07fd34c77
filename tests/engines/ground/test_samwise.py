"""SAMWISE as a grounder: what it is shown, what it makes of the answer, when it turns to another object."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

pytest.importorskip("sam2", reason="needs the package sam2: pip install 'peanut-studio[sam2]'")
pytest.importorskip("transformers", reason="needs the Python package transformers")

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.ground.samwise import SamwiseGrounder
from peanut_studio.engines.segment.samwise_sight import CLIP, WEIGHTS
from peanut_studio.engines.segment.samwise_walk import walk_clip
from peanut_studio.model.errors import InputError, WeightsError
from peanut_studio.model.phrase_reading import read_phrase
from peanut_studio.model.picture import FrameList
from peanut_studio.nets.samwise_net import SIDE, Answer, Kept, Seen
from tests.engines.untrained import samwise_files

WIDTH, HEIGHT = 160, 90


class Net:
    """In place of the network: the object is the left half of the picture; notes what it is asked."""

    side = SIDE

    def __init__(self, *, present: float = 9.0, turns: bool = False) -> None:
        self.present, self.turns = present, turns
        self.pictures = self.numbers = torch.zeros(0)
        self.looks: list[tuple[int, int]] = []
        self.pressed: list[int] = []

    def encode(self, pictures: torch.Tensor, numbers: torch.Tensor) -> Seen:
        self.pictures, self.numbers = pictures, numbers
        return Seen((), numbers, numbers)

    def conditioned(self, seen: Seen, frame: int, past: Sequence[Kept], keys: Sequence[Kept] = ()) -> torch.Tensor:
        self.looks.append((frame, len(past)))
        return torch.zeros(1)

    def decode(self, seen: Seen, frame: int, places: torch.Tensor) -> Answer:
        logits = torch.full((1, 1, 256, 256), -4.0)
        if self.present > 0:
            logits[..., :128] = 4.0
        return Answer(logits, torch.zeros(1, 256), torch.full((1, 1), self.present), torch.zeros(1, 256), logits)

    def conditional_memory_encoder(self, _tracked: torch.Tensor, _other: torch.Tensor) -> torch.Tensor:
        return torch.tensor([[0.0, 1.0 if self.turns else -1.0]])

    def remember(self, seen: Seen, frame: int, answer: Answer, better: Answer | None = None) -> Kept:
        if better is not None:
            self.pressed.append(frame)
        return Kept(torch.zeros(1), torch.zeros(1), torch.zeros(1))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> WeightPaths:
    return samwise_files(tmp_path_factory.mktemp("samwise"))


@pytest.fixture(scope="module")
def grounder(files: WeightPaths) -> SamwiseGrounder:
    class Tiny(SamwiseGrounder):
        size = "tiny"

    return Tiny(files, "cpu")


FRAMES = FrameList([np.full((HEIGHT, WIDTH, 3), 10 * index, np.uint8) for index in range(12)])


def with_net(grounder: SamwiseGrounder, monkeypatch: pytest.MonkeyPatch, net: Net) -> SamwiseGrounder:
    monkeypatch.setattr(grounder._sight, "net", net)
    return grounder


def test_it_sees_eight_frames_and_the_words_as_typed(
    grounder: SamwiseGrounder, monkeypatch: pytest.MonkeyPatch
) -> None:
    net = Net()
    (found,) = with_net(grounder, monkeypatch, net).propose(FRAMES, 10, read_phrase("The dog"))
    assert net.pictures.shape == (CLIP, 3, 1024, 1024)
    seen = net.pictures[:, 0, 100, 100] * 0.229 + 0.485
    np.testing.assert_allclose(seen.numpy() * 255, [10 * index for index in range(3, 11)], atol=0.01)
    assert net.pictures[:, :, 576:].abs().max() == 0, "below the picture there is nothing"
    letters = "the dog".replace(" ", "")
    assert [number for number in net.numbers[0].tolist() if number > 5] == [6 + ord(one) - 97 for one in letters]
    assert (net.numbers[0, 0], net.numbers[0, -1]) == (0, 2)
    assert found.mask is not None
    assert found.mask.shape == (HEIGHT, WIDTH)
    assert found.mask[:, : WIDTH // 2 - 1].all()
    assert not found.mask[:, WIDTH // 2 + 1 :].any()
    assert found.box[:2] == (0, 0)
    assert 0.9 < found.score < 1
    assert grounder.knows_nouns


def test_the_first_frames_are_a_shorter_clip_and_nothing_is_an_answer(
    grounder: SamwiseGrounder, monkeypatch: pytest.MonkeyPatch
) -> None:
    net = Net(present=-5.0)
    assert with_net(grounder, monkeypatch, net).propose(FRAMES, 1, read_phrase("dog")) == []
    assert len(net.pictures) == 2


def test_chinese_is_translated_or_refused(grounder: SamwiseGrounder, monkeypatch: pytest.MonkeyPatch) -> None:
    net = Net()
    with_net(grounder, monkeypatch, net).propose(FRAMES, 0, read_phrase("红色的车"))
    letters = [number for number in net.numbers[0].tolist() if number > 5]
    assert letters == [6 + ord(one) - 97 for one in "redcar"]
    with pytest.raises(InputError, match="'螺旋桨' is not among the Chinese words"):
        grounder.propose(FRAMES, 0, read_phrase("红色的螺旋桨"))


def test_every_few_frames_it_may_turn_to_another_object() -> None:
    steady, turning = Net(), Net(turns=True)
    for net in (steady, turning):
        assert len(list(walk_clip(net, net.encode(torch.zeros(1), torch.zeros(1)), 20))) == 20  # type: ignore[arg-type]
    assert steady.pressed == []
    assert turning.pressed == [5, 8, 11, 14, 17]
    assert max(kept for _, kept in turning.looks) == 15
    alone = [frame for frame, kept in turning.looks if kept == 0]
    assert alone == [0, 5, 8, 11, 14, 17], "the second opinion has no memory"


def test_a_file_of_something_else_is_refused(files: WeightPaths, tmp_path: Path) -> None:
    path = tmp_path / WEIGHTS
    given: dict[str, Any] = {**files, WEIGHTS: path}
    torch.save({"model": {"something": torch.zeros(3)}}, path)
    with pytest.raises(WeightsError, match="does not hold the weights of SAMWISE"):
        SamwiseGrounder(given, "cpu")
    path.write_bytes(b"<html>not found</html>")
    with pytest.raises(WeightsError, match="is not a readable checkpoint"):
        SamwiseGrounder(given, "cpu")


@pytest.mark.slow
def test_the_real_network_answers_with_one_frame(grounder: SamwiseGrounder) -> None:
    assert grounder.propose(FRAMES, 0, read_phrase("dog")) == [], "weights of zero see nothing"
    assert not torch.is_inference_mode_enabled()
