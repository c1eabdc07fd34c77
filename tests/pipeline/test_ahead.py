"""Windows filled ahead of a film, in whatever order and each by itself: the film then needs none computed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from peanut_studio.engines.contract import EngineInfo
from peanut_studio.engines.inpaint.propagation import Propagation
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.clip import Span
from peanut_studio.model.mask_track import MaskTrack, TrackedMasks
from peanut_studio.model.picture import FrameList
from peanut_studio.model.progress import run_job
from peanut_studio.pipeline.ahead import fill_ahead, parts_of
from peanut_studio.pipeline.choice import Choices, Made
from peanut_studio.pipeline.fill import Filler, Patch
from peanut_studio.pipeline.hole import Hole
from peanut_studio.pipeline.keep import MOST_AT_ONCE, KeptInpainter
from peanut_studio.store.result_cache import ResultCache
from tests.pipeline.windowed import Windowed

SIZE = (48, 32)


def _hole(filled: list[int], count: int) -> Hole:
    mask = np.zeros((SIZE[1], SIZE[0]), bool)
    mask[10:20, 15:30] = True
    return Hole(TrackedMasks([MaskTrack(1, SIZE, count).with_frames([(frame, mask, 1.0) for frame in filled])]), 2, 1)


def _frames(count: int) -> FrameList:
    rng = np.random.default_rng(2)
    wall = rng.integers(0, 256, (SIZE[1], SIZE[0] + count, 3), dtype=np.uint8)
    return FrameList([wall[:, index : index + SIZE[0]].copy() for index in range(count)])


def _filler(engine: object, info: EngineInfo, cache: ResultCache) -> tuple[Filler, KeptInpainter]:
    keeping = KeptInpainter(Made(engine, info), Choices(), WeightStore(), cache)
    return Filler(keeping, info), keeping


def _info(engine: type, window: int, context: int) -> EngineInfo:
    entry = f"{engine.__module__}:{engine.__name__}"
    return EngineInfo("fake", "inpaint", "", entry, "", "", needs="region", window=window, context=context)


def _is_same(first: list[Patch], second: list[Patch]) -> bool:
    return [patch.frame for patch in first] == [patch.frame for patch in second] and all(
        one.region == other.region and np.array_equal(one.picture, other.picture)
        for one, other in zip(first, second, strict=True)
    )


@pytest.mark.parametrize(
    ("engine", "window", "context", "count", "filled", "spans"),
    [
        # Windows that share frames, which are blended; the last one is as long as the others.
        (Windowed, 20, 4, 60, range(5, 50), [(1, 21), (16, 36), (31, 51), (34, 54)]),
        (Windowed, 1, 0, 12, range(3, 8), [(3, 4), (4, 5), (5, 6), (6, 7), (7, 8)]),
        # One that goes through a stretch with a memory of it: stretches are apart, its windows are not.
        (Propagation, 0, 6, 70, [*range(20), *range(44, 66)], [(0, 26), (38, 70)]),
    ],
)
def test_what_was_filled_ahead_apart_is_what_a_film_is_made_of(
    engine: type,
    window: int,
    context: int,
    count: int,
    filled: range | list[int],
    spans: list[tuple[int, int]],
    tmp_path: Path,
) -> None:
    def made() -> object:
        return engine({}, "cpu") if engine is Propagation else engine()

    hole, frames, whole = _hole(list(filled), count), _frames(count), Span(0, count)
    info = _info(engine, window, context)
    alone = list(_filler(made(), info, ResultCache(tmp_path / "alone"))[0].fill(frames, hole, whole, whole))
    for number in reversed(range(len(spans))):
        filler, keeping = _filler(made(), info, ResultCache(tmp_path / "shared"))
        parts = parts_of(filler, keeping, hole, whole, whole)
        assert [(part.start, part.stop) for part in parts] == spans
        run_job(fill_ahead(filler, frames, hole, whole, parts[number : number + 1]))
        assert keeping.made == keeping.windows > 0
    filler, keeping = _filler(made(), info, ResultCache(tmp_path / "shared"))
    film = list(filler.fill(frames, hole, whole, whole))
    assert keeping.made == 0 < keeping.windows
    assert _is_same(film, alone)


def test_windows_without_anything_to_fill_and_such_as_are_not_kept_are_no_parts(tmp_path: Path) -> None:
    info = _info(Windowed, 10, 12)
    filler, keeping = _filler(Windowed(), info, ResultCache(tmp_path))
    hole = _hole([30], 60)
    # Frames 20 to 40 are looked at, in three windows; one of them has the hole.
    assert parts_of(filler, keeping, hole, Span(0, 60), Span(0, 60)) == (Span(28, 38),)
    long = MOST_AT_ONCE + 1
    filler, keeping = _filler(Windowed(), _info(Windowed, 0, 0), ResultCache(tmp_path))
    assert parts_of(filler, keeping, _hole(list(range(long)), long), Span(0, long), Span(0, long)) == ()
