"""Cutie followed on from a mask, against the package's own way through a clip; the weights are random."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

pytest.importorskip("cutie.inference", reason="needs the package rf-cutie: pip install 'peanut-studio[cutie]'")

from cutie.inference.inference_core import InferenceCore

from peanut_studio.engines import registry
from peanut_studio.engines.conformance.scene import Pan
from peanut_studio.engines.segment import cutie_net
from peanut_studio.engines.segment.cutie import Cutie
from peanut_studio.engines.segment.cutie_follower import Sight
from peanut_studio.engines.segment.cutie_net import MEMORIES, quiet
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.prompt import MaskPrompt

COUNT, SIZE = 8, (128, 96)


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("weights")
    Cutie.untrained(folder)
    return {name: folder / name for name in registry.info("segment", "cutie").weights}


@pytest.fixture(scope="module")
def engine(paths: dict[str, Path]) -> Cutie:
    return Cutie(paths, "cpu")


def given(x: int) -> Any:
    mask = np.zeros((SIZE[1], SIZE[0]), np.bool_)
    mask[20:44, x : x + 30] = True
    return mask


@pytest.mark.parametrize("backwards", [False, True])
def test_a_mask_is_followed_as_the_package_does(engine: Cutie, backwards: bool) -> None:
    frames, mask = Pan(COUNT, SIZE), given(30)
    order = range(COUNT - 1, -1, -1) if backwards else range(COUNT)
    core = InferenceCore(engine._net, engine._net.cfg)
    expected = {}
    for index in order:
        picture = torch.from_numpy(frames[index].transpose(2, 0, 1).astype(np.float32)) / 255
        shown = torch.from_numpy(mask).long() if index == order[0] else None
        with torch.inference_mode(), quiet():
            expected[index] = core.step(picture, shown, objects=[1]).argmax(0).numpy() == 1
    session = engine.open(frames)
    session.prompt(1, MaskPrompt(mask, frame=order[0]))
    found = {tracked.frame: tracked for tracked in session.propagate(Span(0, COUNT))}
    assert sorted(found) == list(range(COUNT))
    compared = 0
    for index in order[1:]:
        if found[index].confidence[1] >= 0.3:
            assert np.mean(found[index].masks[1] != expected[index]) < 0.001
            compared += 1
    assert compared > 3, [(found[index].confidence[1], expected[index].mean()) for index in order]


def test_two_objects_share_the_sight_of_a_frame(engine: Cutie, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    encode = engine._net.encode_image
    monkeypatch.setattr(engine._net, "encode_image", lambda image: (seen.append(1), encode(image))[1])
    session = engine.open(Pan(COUNT, SIZE))
    for number, x in enumerate((10, 50), start=1):
        session.prompt(number, MaskPrompt(given(x)))
    for tracked in session.propagate(Span(0, COUNT), "forward"):
        assert set(tracked.masks) == {1, 2}
    assert len(seen) == COUNT


def test_memory_does_not_grow_with_the_clip(engine: Cutie, monkeypatch: pytest.MonkeyPatch) -> None:
    session = engine.open(Pan(60, SIZE))
    session.prompt(1, MaskPrompt(given(30)))
    memories: list[Any] = []
    follow = cutie_net.follower_of

    def watched(*asked: Any) -> Any:
        memories.append(follow(*asked))
        return memories[-1]

    monkeypatch.setattr(cutie_net, "follower_of", watched)
    kept = [memories[0].memory.work_mem.size(0) for _ in session.propagate(Span(0, 60), "forward")]
    assert len(memories) == 1
    cells = (SIZE[0] // 16) * (SIZE[1] // 16)
    assert cells < max(kept) <= (MEMORIES + 1) * cells


def test_a_sight_is_of_one_frame(engine: Cutie) -> None:
    sight, image = Sight(engine._net), torch.rand(1, 3, 64, 96)
    with torch.inference_mode():
        first = sight.get_key(0, image)
        assert sight.get_key(7, image)[0] is first[0]
        sight.now = 1
        assert sight.get_key(0, image)[0] is not first[0]


def test_other_files_are_refused(paths: dict[str, Path], tmp_path: Path) -> None:
    other = tmp_path / "cutie-base-mega.pth"
    torch.save({"key": torch.zeros(3)}, other)
    with pytest.raises(WeightsError, match="does not hold the weights of CUTIE"):
        Cutie({**paths, other.name: other}, "cpu")
