"""What every registered segmenter promises, whatever its weights: they are untrained here."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from peanut_studio.engines import registry
from peanut_studio.engines.contract import LOST, EngineInfo
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import FrameList
from peanut_studio.model.prompt import Click, MaskPrompt

WIDTH, HEIGHT, COUNT = 96, 64, 4
SEGMENTERS = registry.engines("segment")

Make = Callable[[EngineInfo], Any]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """An engine with weights that were never trained; the SAM 2 family looks at small pictures."""

    def made(engine: EngineInfo) -> Any:
        missing = [name for name in engine.packages if importlib.util.find_spec(name) is None]
        if missing:
            pytest.skip(f"needs the package {missing[0]}")
        module, name = engine.entry.split(":")
        build = getattr(importlib.import_module(module), name)
        path = tmp_path / (engine.weights or ("none",))[0]
        if engine.id == "mobilesam":
            from peanut_studio.nets.mobile_sam import MobileSamNet

            torch.save(MobileSamNet().state_dict(), path)
        elif engine.id.startswith("sam2-"):
            from peanut_studio.engines.segment.sam2_net import build as network

            monkeypatch.setattr(build, "side", 128)
            empty = {
                name: torch.zeros((), dtype=value.dtype).expand(value.shape)
                for name, value in network(build.config, 128).state_dict().items()
            }
            torch.save({"model": empty}, path)
        return build({path.name: path}, "cpu")

    return made


@pytest.mark.parametrize("info", SEGMENTERS, ids=lambda info: info.id)
def test_every_frame_once_with_every_object(make: Make, info: EngineInfo) -> None:
    rng = np.random.default_rng(3)
    ground = rng.integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)
    frames = [np.roll(ground, 2 * index, axis=1) for index in range(COUNT)]
    given = np.zeros((HEIGHT, WIDTH), np.bool_)
    given[20:40, 30:60] = True
    before = [frame.copy() for frame in frames]
    session = make(info).open(FrameList(frames))
    clicked = session.prompt(1, Click(46, 30, frame=1))
    assert clicked.shape == (HEIGHT, WIDTH)
    assert clicked.dtype == np.bool_
    np.testing.assert_array_equal(session.prompt(2, MaskPrompt(given, frame=1)), given)
    assert not torch.is_inference_mode_enabled()
    order = []
    for tracked in session.propagate(Span(0, COUNT)):
        assert not torch.is_inference_mode_enabled(), "inference mode must not leak out of a generator"
        order.append(tracked.frame)
        assert set(tracked.masks) == set(tracked.confidence) == {1, 2}
        for number, mask in tracked.masks.items():
            assert mask.shape == (HEIGHT, WIDTH)
            assert mask.dtype == np.bool_
            assert 0 <= tracked.confidence[number] <= 1
            if tracked.confidence[number] < LOST and tracked.frame != 1:
                assert not mask.any(), "what is lost is empty"
        if tracked.frame == 1:
            np.testing.assert_array_equal(tracked.masks[2], given)
    assert order == [1, 2, 3, 0]
    for frame, kept in zip(frames, before, strict=True):
        np.testing.assert_array_equal(frame, kept)
    session.remove(1)
    (last,) = session.propagate(Span(COUNT - 1, COUNT))
    assert set(last.masks) == {2}
    session.close()
