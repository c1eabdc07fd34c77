"""Flow that takes long is measured once for the same pictures, and comes back to the bit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from peanut_studio.engines import registry
from peanut_studio.engines.flow.lucas_kanade import LucasKanade
from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.pictures import write_png
from peanut_studio.model.picture import FlowField, Frame
from peanut_studio.pipeline import api
from peanut_studio.pipeline.choice import Choices, Workshop
from peanut_studio.pipeline.kept_flow import KeptFlow
from peanut_studio.pipeline.motion_view import MotionViewing
from peanut_studio.store.result_cache import ResultCache

SLOW = registry.info("flow", "lucas-kanade")


class Counting:
    """Numbers of all kinds, which no rounding survives; counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def flow(self, first: Frame, second: Frame) -> FlowField:
        self.asked += 1
        field = np.random.default_rng(int(first.sum())).normal(0, 20, (*first.shape[:2], 2)).astype(np.float32)
        field[0, 0], field[0, 1] = (-0.0, np.inf), (np.nan, 1e-42)
        return field


@pytest.fixture
def frames() -> list[Frame]:
    rng = np.random.default_rng(2)
    return [rng.integers(0, 256, (9, 14, 3), np.uint8) for _ in range(3)]


@pytest.fixture
def cache(tmp_path: Path) -> ResultCache:
    return ResultCache(tmp_path / "flows")


def test_the_same_pictures_are_measured_once(frames: list[Frame], cache: ResultCache) -> None:
    engine = Counting()
    first = KeptFlow(engine, SLOW, "cpu", WeightStore(), cache).flow(frames[0], frames[1])
    again = KeptFlow(engine, SLOW, "cpu", WeightStore(), cache).flow(frames[0].copy(), frames[1].copy())
    assert engine.asked == 1
    assert again.dtype == np.float32
    assert again.tobytes() == first.tobytes()
    again[:] = 0  # it is the caller's own


def test_anything_else_is_measured(frames: list[Frame], cache: ResultCache) -> None:
    engine = Counting()
    kept = KeptFlow(engine, SLOW, "cpu", WeightStore(), cache)
    kept.flow(frames[0], frames[1])
    kept.flow(frames[1], frames[0])
    kept.flow(frames[0], frames[2])
    changed = frames[1].copy()
    changed[4, 4, 1] ^= 1
    kept.flow(frames[0], changed)
    kept.flow(frames[0].astype(np.uint16), frames[1].astype(np.uint16))
    KeptFlow(engine, SLOW, "cuda", WeightStore(), cache).flow(frames[0], frames[1])
    KeptFlow(engine, registry.info("flow", "farneback"), "cpu", WeightStore(), cache).flow(frames[0], frames[1])
    assert engine.asked == 7


@pytest.mark.parametrize("spoil", [lambda data: data[: len(data) // 2], lambda data: data[:60] + b"x" + data[61:]])
def test_a_damaged_field_is_measured_again(
    frames: list[Frame], cache: ResultCache, spoil: Callable[[bytes], bytes]
) -> None:
    engine = Counting()
    kept = KeptFlow(engine, SLOW, "cpu", WeightStore(), cache)
    wanted = kept.flow(frames[0], frames[1])
    (path,) = cache.folder.rglob("*.piece")
    path.write_bytes(spoil(path.read_bytes()))
    assert kept.flow(frames[0], frames[1]).tobytes() == wanted.tobytes()
    assert engine.asked == 2


def test_only_what_is_slow_is_kept() -> None:
    assert not isinstance(Workshop(Choices(flow="dis")).flow().engine, KeptFlow)
    assert isinstance(Workshop(Choices(flow="lucas-kanade")).flow().engine, KeptFlow)


def test_a_second_film_and_the_view_share_what_was_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: ResultCache
) -> None:
    """The flow that a film was made of, at its own size, is there when it is written again or looked at."""
    asked = []
    original = LucasKanade.flow

    def counted(self: LucasKanade, first: Frame, second: Frame) -> FlowField:
        asked.append(first.shape)
        return original(self, first, second)

    monkeypatch.setattr(LucasKanade, "flow", counted)
    monkeypatch.setenv("PEANUT_STUDIO_CACHE", str(tmp_path / "cache"))
    clip = tmp_path / "clip"
    clip.mkdir()
    wall = np.random.default_rng(4).integers(0, 256, (40, 80, 3), np.uint8)
    for number in range(4):
        write_png(clip / f"{number}.png", wall[:, number : number + 64])
    api.flow(clip, tmp_path / "one", file_format="flo", engine="lucas-kanade")
    assert len(asked) == 3
    api.flow(clip, tmp_path / "two", file_format="flo", engine="lucas-kanade")
    view = MotionViewing(clip, Choices(flow="lucas-kanade"))
    try:
        assert view.picture(1) is not None
    finally:
        view.close()
    assert len(asked) == 3
    for one, two in zip(sorted((tmp_path / "one").iterdir()), sorted((tmp_path / "two").iterdir()), strict=True):
        assert one.read_bytes() == two.read_bytes()
