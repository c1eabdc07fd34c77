"""An upscaler given windows and tiles that fit."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from peanut_studio.engines import memory_limit
from peanut_studio.engines.contract import EngineInfo
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import MemoryExhausted
from peanut_studio.model.picture import Frame, FrameList, Frames
from peanut_studio.pipeline.enlarge import Enlarger, factor_for, fitted

SIZE = (300, 200)


def _info(**facts: int) -> EngineInfo:
    return EngineInfo("fake", "upscale", "", "", "", "", **facts)  # type: ignore[arg-type]


def _frames(count: int = 10, size: tuple[int, int] = SIZE) -> FrameList:
    rng = np.random.default_rng(2)
    return FrameList([rng.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8) for _ in range(count)])


class Doubler:
    """Repeats pixels, and cannot take more than so many at once."""

    scale = 2

    def __init__(self, most: int = 1 << 40) -> None:
        self.most = most
        self.seen: list[tuple[int, tuple[int, int]]] = []

    def upscale(self, frames: Frames, wanted: Span | None = None) -> Iterator[Frame]:
        assert wanted is not None
        self.seen.append((len(frames), frames.size))
        for index in range(wanted.start, wanted.stop):
            if index == wanted.start + 1 and frames.size[0] * frames.size[1] > self.most:
                raise MemoryError
            yield frames[index].repeat(2, axis=0).repeat(2, axis=1)


def _all(enlarger: Enlarger, frames: Frames) -> list[Frame]:
    return [picture for window in enlarger.windows(len(frames)) for picture in enlarger.enlarge(frames, window)]


def _is_doubled(enlarged: list[Frame], frames: Frames) -> bool:
    wanted = [frames[index].repeat(2, axis=0).repeat(2, axis=1) for index in range(len(frames))]
    return all(np.array_equal(one, other) for one, other in zip(enlarged, wanted, strict=True))


def test_windows_are_seen_with_their_context_and_every_frame_comes_once() -> None:
    engine, frames = Doubler(), _frames()
    assert _is_doubled(_all(Enlarger(engine, _info(window=4, context=2)), frames), frames)
    assert [count for count, _ in engine.seen] == [6, 8, 4]


def test_a_picture_is_padded_to_what_the_engine_needs_and_cut_again() -> None:
    engine, frames = Doubler(), _frames(2, (50, 70))
    assert _is_doubled(_all(Enlarger(engine, _info(smallest=64, pad_to=4)), frames), frames)
    assert engine.seen == [(2, (64, 72))]


def test_where_memory_runs_out_tiles_get_smaller_and_nothing_is_lost() -> None:
    engine, frames = Doubler(most=120 * 120), _frames()
    assert _is_doubled(_all(Enlarger(engine, _info(window=4, context=1)), frames), frames)
    assert max(width * height for _, (width, height) in engine.seen[-4:]) <= 120 * 120


def test_tiles_are_planned_by_what_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peanut_studio.pipeline.enlarge.free_ram", lambda: 2 * 160 * 160 * 1000)
    engine, frames = Doubler(), _frames(3)
    enlarger = Enlarger(engine, _info(working_bytes=700, frame_bytes=100))
    assert enlarger.tile_side(SIZE, 3) == 160
    assert _is_doubled(_all(enlarger, frames), frames)
    assert {size for _, size in engine.seen} == {(160, 160)}


def test_tiles_are_planned_by_what_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_limit, "used", lambda: 10**9)
    with memory_limit.limited(10**9 + 2 * 160 * 160 * 1000):
        assert Enlarger(Doubler(), _info(working_bytes=700, frame_bytes=100)).tile_side(SIZE, 3) == 160
    assert memory_limit.left() is None


def test_tiles_are_planned_for_the_longest_window_though_the_first_is_shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peanut_studio.pipeline.enlarge.free_ram", lambda: 2 * 160 * 160 * 1000)
    engine, frames = Doubler(), _frames(10)
    enlarger = Enlarger(engine, _info(working_bytes=400, frame_bytes=100, window=2, context=2))
    assert _is_doubled(_all(enlarger, frames), frames)
    assert {size for _, size in engine.seen} == {(160, 160)}, "six frames, not the four of the first window"


def test_when_nothing_fits_one_sentence_says_so() -> None:
    with pytest.raises(MemoryExhausted, match="does not fit in memory, not even in tiles of 96 pixels"):
        _all(Enlarger(Doubler(most=0), _info()), _frames())


def test_other_failures_are_not_taken_for_lack_of_memory() -> None:
    engine = Doubler()
    engine.upscale = lambda frames, wanted: iter([frames[0][5:1, 9999]])  # type: ignore[method-assign]
    with pytest.raises(IndexError):
        _all(Enlarger(engine, _info()), _frames())


def test_a_picture_is_brought_to_the_very_size() -> None:
    picture = _frames(1)[0]
    assert fitted(picture, SIZE) is picture
    np.testing.assert_array_equal(fitted(picture, (150, 100)), cv2.resize(picture, (150, 100), interpolation=3))
    assert fitted(picture, (640, 480)).shape == (480, 640, 3)
    assert factor_for((300, 200), (640, 360)) == 3
    assert factor_for((300, 200), (300, 200)) == 1


def test_pictures_that_come_one_by_one_are_enlarged_and_let_go() -> None:
    engine, frames = Doubler(), _frames(10)
    alive = 0

    def coming() -> Iterator[Frame]:
        nonlocal alive
        for index in range(10):
            alive = index
            yield frames[index]

    enlarger = Enlarger(engine, _info(window=3, context=1))
    given = []
    for number, picture in enumerate(enlarger.enlarge_all(coming(), 10, 2)):
        assert alive <= number + 4, "no more is asked for than the window needs"
        given.append(picture)
    assert _is_doubled(given, frames)
    halfway = list(enlarger.enlarge_all(iter([frames[0]]), 1, 3))
    assert halfway[0].shape == (600, 900, 3)


class Adder(Doubler):
    """Doubles, and adds up the first pixel of all frames so far: what it takes along."""

    def upscale_from(self, frames: Frames, wanted: Span, memory: dict[str, int]) -> Iterator[Frame]:
        first = wanted.start if memory else 0
        total = memory.get("total", 0) + sum(int(frames[index][0, 0, 0]) for index in range(first, wanted.start))
        for number, picture in enumerate(self.upscale(frames, wanted), start=wanted.start):
            total += int(frames[number][0, 0, 0])
            picture[0, 0, 0] = total % 256
            yield picture
        memory["total"] = total


@pytest.mark.parametrize("side", [300, 160])
def test_what_is_known_of_the_past_is_taken_along(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Enlarger, "tile_side", lambda *_: side)
    frames, engine = _frames(10), Adder()
    enlarger = Enlarger(engine, _info(window=4, context=2))
    enlarged = _all(enlarger, frames)
    totals = np.cumsum([int(frames[index][0, 0, 0]) for index in range(10)]) % 256
    assert [int(picture[0, 0, 0]) for picture in enlarged] == totals.tolist()
    places = 1 if side == 300 else 6
    assert [count for count, _ in engine.seen[::places]] == [6, 7, 3], "of the past only the frame before"
    for again in (frames, _frames(10)):
        # Another window than the next, or another clip: nothing of what was taken along belongs to it.
        window = enlarger.windows(10)[1]
        picture = next(iter(enlarger.enlarge(again, window)))
        assert engine.seen[-1][0] == 8
        assert int(picture[0, 0, 0]) == sum(int(again[index][0, 0, 0]) for index in range(2, 5)) % 256
