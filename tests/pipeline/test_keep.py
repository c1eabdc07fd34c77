"""Fills kept window by window: the same bytes wherever the work was stopped, and no more work than needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from peanut_studio.engines import registry
from peanut_studio.engines.contract import EngineInfo
from peanut_studio.engines.inpaint import candidates, reel, reel_memory
from peanut_studio.engines.inpaint.plate import Plate
from peanut_studio.engines.inpaint.propagation import Propagation
from peanut_studio.engines.inpaint.telea import Telea
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, FrameList, Mask
from peanut_studio.model.progress import Job, Progress
from peanut_studio.pipeline.choice import Choices, Made
from peanut_studio.pipeline.keep import ALL, KeptInpainter, telling
from peanut_studio.store.result_cache import ResultCache
from tests.pipeline.windowed import Windowed

SIZE = (48, 32)
COUNT = 100
EVERY = reel_memory.EVERY

MakeKept = Callable[[], KeptInpainter]


def _scene(count: int = COUNT) -> tuple[list[Frame], list[Mask]]:
    """A camera that moves over a wall, then after a cut stands still; a disc hides what is partly never seen."""
    rng = np.random.default_rng(3)
    wall = cv2.resize(rng.integers(0, 256, (30, 90, 3), np.uint8), (360, 120), interpolation=cv2.INTER_CUBIC)
    rows, columns = np.mgrid[: SIZE[1], : SIZE[0]]
    frames, masks = [], []
    for index in range(count):
        left, top = (index * 2, 10) if index < 58 else (40, 70)
        mask = np.hypot(columns - 24 - index * 0.15, rows - 16) < 7
        if 30 <= index < 34:
            mask[:] = False
        frame = wall[top : top + SIZE[1], left : left + SIZE[0]].copy()
        frame[mask] = 0
        frames.append(frame)
        masks.append(np.asarray(mask, np.bool_))
    return frames, masks


def _kept(engine: Any, cache: ResultCache, window: int = 0) -> KeptInpainter:
    info = EngineInfo("fake", "inpaint", "", f"tests:{type(engine).__name__}", "", "", window=window)
    return KeptInpainter(Made(engine, info), Choices(), WeightStore(), cache)


def _same(first: Sequence[Frame], second: Sequence[Frame]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


@pytest.fixture
def cache(tmp_path: Path) -> ResultCache:
    return ResultCache(tmp_path / "fills")


@pytest.fixture(scope="module")
def near() -> Iterator[None]:
    """Propagation looks less far, so that a short clip has windows that have nothing to do with each other."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (reel, reel_memory):
            patch.setattr(module, "NEAR", 12)
            patch.setattr(module, "AHEAD", 14)
        patch.setattr(candidates, "NEAR", 12)
        patch.setattr(reel, "FAR", 24)
        yield


@pytest.fixture(scope="module")
def truth(near: None) -> list[Frame]:
    """What the engine makes of the scene when nothing is kept."""
    frames, masks = _scene()
    return list(Propagation({}, "cpu").inpaint(FrameList(frames), masks))


def test_uninterrupted_work_is_as_without_keeping(truth: list[Frame], cache: ResultCache) -> None:
    frames, masks = _scene()
    kept = _kept(Propagation({}, "cpu"), cache)
    assert _same(list(kept.inpaint(FrameList(frames), masks)), truth)
    assert (kept.windows, kept.made, kept.kept, kept.found) == (9, 9, COUNT, 0)
    again = _kept(Propagation({}, "cpu"), cache)
    assert _same(list(again.inpaint(FrameList(frames), masks)), truth)
    assert (again.windows, again.made, again.kept, again.found) == (9, 0, COUNT, COUNT)


def test_stopped_anywhere_it_goes_on_to_the_same_bytes(truth: list[Frame], cache: ResultCache) -> None:
    frames, masks = _scene()
    before = 0
    for stop in (5, EVERY + 1, 2 * EVERY, 41, 60, 61, 99):
        kept = _kept(Propagation({}, "cpu"), cache)
        running = kept.inpaint(FrameList(frames), masks)
        assert _same([next(running) for _ in range(stop)], truth[:stop])
        running.close()  # type: ignore[attr-defined]
        assert kept.found == before
        before = (stop - 1) // EVERY * EVERY  # the window in hand is lost, no more
        assert kept.kept == before
    kept = _kept(Propagation({}, "cpu"), cache)
    assert _same(list(kept.inpaint(FrameList(frames), masks)), truth)
    assert (kept.found, kept.made) == (before, 1)


def test_a_range_is_gone_on_with(near: None, cache: ResultCache) -> None:
    frames, masks = (part[:60] for part in _scene())
    wanted = Span(15, 44)
    truth = list(Propagation({}, "cpu").inpaint(FrameList(frames), masks, wanted))
    running = _kept(Propagation({}, "cpu"), cache).inpaint(FrameList(frames), masks, wanted)
    assert _same([next(running) for _ in range(20)], truth[:20])
    running.close()  # type: ignore[attr-defined]
    kept = _kept(Propagation({}, "cpu"), cache)
    assert _same(list(kept.inpaint(FrameList(frames), masks, wanted)), truth)
    assert (kept.found, kept.made, kept.windows) == (9, 2, 3)
    whole = _kept(Windowed(), cache, 20)
    assert len(list(whole.inpaint(FrameList(frames), masks, wanted))) == len(wanted)


def test_a_damaged_window_is_made_again(truth: list[Frame], cache: ResultCache) -> None:
    frames, masks = _scene()
    list(_kept(Propagation({}, "cpu"), cache).inpaint(FrameList(frames), masks))
    pieces = [piece for piece in cache.folder.rglob("*.piece") if not piece.stem.endswith(ALL)]
    in_order = sorted(pieces, key=lambda piece: piece.stat().st_mtime_ns)
    for number in (1, 2, 4):
        path = in_order[number]
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    kept = _kept(Propagation({}, "cpu"), cache)
    assert _same(list(kept.inpaint(FrameList(frames), masks)), truth)
    assert (kept.windows, kept.made) == (9, 4), "from the first damaged one to the last"


def test_which_parts_were_used_may_get_lost(truth: list[Frame], cache: ResultCache) -> None:
    frames, masks = _scene()
    list(_kept(Propagation({}, "cpu"), cache).inpaint(FrameList(frames), masks))
    listed = [piece for piece in cache.folder.rglob("*.piece") if piece.stem.endswith(ALL)]
    assert len(listed) == 9
    for path in listed[:4]:
        path.unlink()
    work, inputs = listed[-1].stem.split("-")
    assert cache.save(work, inputs, {"uses": np.arange(9)}, durable=False), "nor is it believed blindly"
    kept = _kept(Propagation({}, "cpu"), cache)
    assert _same(list(kept.inpaint(FrameList(frames), masks)), truth)
    assert kept.made >= 5


def test_a_correction_fills_again_what_it_concerns(truth: list[Frame], cache: ResultCache) -> None:
    frames, masks = _scene()
    list(_kept(Propagation({}, "cpu"), cache).inpaint(FrameList(frames), masks))
    corrected = [mask.copy() for mask in masks]
    for index in (94, 95, 96):
        corrected[index][22:27, 36:44] = True
    fresh = list(Propagation({}, "cpu").inpaint(FrameList(frames), corrected))
    kept = _kept(Propagation({}, "cpu"), cache)
    assert _same(list(kept.inpaint(FrameList(frames), corrected)), fresh)
    assert kept.found == 72  # the windows that end more than 14 frames before
    # Both versions are kept: going back costs nothing.
    back = _kept(Propagation({}, "cpu"), cache)
    assert _same(list(back.inpaint(FrameList(frames), masks)), truth)
    assert back.made == 0


def test_what_comes_after_a_correction_is_left_where_it_stays_the_same(near: None, cache: ResultCache) -> None:
    frames, masks = _scene(260)
    wall = np.random.default_rng(8).integers(100, 140, (SIZE[1], SIZE[0], 3), np.uint8)
    frames = [np.where(mask[..., None], 0, wall).astype(np.uint8) for mask in masks]
    for index, mask in enumerate(masks):
        mask[:] = False
        mask[10:16, 1 + index % 21 * 2 : 5 + index % 21 * 2] = True  # everything is seen on some frame near by
        frames[index] = np.where(mask[..., None], 0, wall).astype(np.uint8)
    list(_kept(Propagation({}, "cpu"), cache).inpaint(FrameList(frames), masks))
    corrected = [mask.copy() for mask in masks]
    for index in (30, 31, 32):
        corrected[index][24:28, 30:34] = True
    fresh = list(Propagation({}, "cpu").inpaint(FrameList(frames), corrected))
    kept = _kept(Propagation({}, "cpu"), cache)
    assert _same(list(kept.inpaint(FrameList(frames), corrected)), fresh)
    assert kept.windows == 22
    assert kept.made <= 5, "what is made use of comes from frames near by"
    assert kept.found > 200


def test_a_correction_leaves_other_shots_alone(near: None, cache: ResultCache) -> None:
    """Also where much is made up, which is carried from frame to frame."""
    frames, masks = _scene(108)
    list(_kept(Propagation({}, "cpu"), cache).inpaint(FrameList(frames), masks))
    corrected = [mask.copy() for mask in masks]
    for index in (20, 21, 22):
        corrected[index][24:28, 30:34] = True
    fresh = list(Propagation({}, "cpu").inpaint(FrameList(frames), corrected))
    kept = _kept(Propagation({}, "cpu"), cache)
    assert _same(list(kept.inpaint(FrameList(frames), corrected)), fresh)
    assert kept.windows == 9
    assert kept.made <= 6, "the first shot ends with frame 57"


@pytest.mark.parametrize("engine", [Plate, Telea])
def test_other_engines_go_on_too(near: None, cache: ResultCache, engine: type[Any]) -> None:
    frames, masks = (part[40:76] for part in _scene())
    one_by_one = engine is Telea

    def filled(inpainter: Any, stop: int) -> list[Frame]:
        if not one_by_one:
            running = inpainter.inpaint(FrameList(frames), masks)
            return [next(running) for _ in range(stop)]
        return [next(inpainter.inpaint(FrameList([frames[at]]), [masks[at]])) for at in range(stop)]

    truth = filled(engine({}, "cpu"), 36)
    assert _same(filled(_kept(engine({}, "cpu"), cache), 17), truth[:17])
    kept = _kept(engine({}, "cpu"), cache)
    assert _same(filled(kept, 36), truth)
    assert kept.found in ((17, 18) if one_by_one else (EVERY,))  # two frames are alike to the bit


def test_a_window_of_a_network_is_kept_when_it_is_whole(cache: ResultCache) -> None:
    frames, masks = (part[:20] for part in _scene())
    truth = list(Windowed().inpaint(FrameList(frames), masks))
    stopped = _kept(Windowed(), cache, 20)
    running = stopped.inpaint(FrameList(frames), masks)
    assert _same([next(running) for _ in range(19)], truth[:19])
    running.close()  # type: ignore[attr-defined]
    assert stopped.kept == 0
    for made in (1, 0):
        kept = _kept(Windowed(), cache, 20)
        assert _same(list(kept.inpaint(FrameList(frames), masks)), truth)
        assert kept.made == made
    frames[7] = frames[7] + 1
    kept = _kept(Windowed(), cache, 20)
    assert _same(list(kept.inpaint(FrameList(frames), masks)), list(Windowed().inpaint(FrameList(frames), masks)))
    assert kept.made == 1


def test_made_otherwise_it_is_made_again(cache: ResultCache) -> None:
    frames, masks = (part[:1] for part in _scene())
    made = Made(Telea({}, "cpu"), registry.info("inpaint", "telea"))

    def count(made: Made, choices: Choices = Choices()) -> int:  # noqa: B008
        kept = KeptInpainter(made, choices, WeightStore(), cache)
        list(kept.inpaint(FrameList(frames), masks))
        return kept.made

    assert count(made) == 1
    assert count(made) == 0
    assert count(made, Choices(flow="dis")) == 1
    assert count(replace(made, info=replace(made.info, id="other"))) == 1


def test_where_nothing_can_be_kept_the_work_is_done(truth: list[Frame], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    frames, masks = _scene()
    kept = _kept(Propagation({}, "cpu"), ResultCache(tmp_path / "file"))
    assert _same(list(kept.inpaint(FrameList(frames), masks)), truth)
    assert kept.kept == 0


def test_with_less_memory_it_is_another_work(near: None, cache: ResultCache) -> None:
    frames, masks = (part[:14] for part in _scene())
    for made in (2, 0):
        kept = _kept(Propagation({}, "cpu"), cache)
        assert kept.smaller()
        list(kept.inpaint(FrameList(frames), masks))
        assert kept.made == made
    kept = _kept(Propagation({}, "cpu"), cache)
    list(kept.inpaint(FrameList(frames), masks))
    assert kept.made == 2


def test_what_does_not_fit_on_the_gpu_goes_on_on_the_processor(
    cache: ResultCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def create(_task: str, name: str, *, device: str, **_more: Any) -> Telea:
        made.append(f"{name} on {device}")
        return Telea({}, "cpu")

    monkeypatch.setattr(registry, "create", create)
    monkeypatch.setattr(registry, "place", lambda _info, device: "cpu" if device == "cpu" else "cuda")
    here = Made(Telea({}, "cuda"), registry.info("inpaint", "telea"))
    keeping = KeptInpainter(here, Choices(inpainter="telea"), WeightStore(), cache)
    before = keeping._settings
    assert keeping.retreat()
    assert made == ["telea on cpu"]
    assert keeping._settings != before, "what the GPU made is not taken for what the processor makes"
    assert not keeping.retreat()


def test_notes_are_told_as_they_come(cache: ResultCache) -> None:
    notes: list[str] = []

    def work() -> Job[None]:
        for number in range(3):
            if number == 1:
                notes.append("Memory is short.")
            yield Progress("filling", number, 3)

    told = list(telling(work(), _kept(Windowed(), cache), notes))
    assert [progress.note for progress in told] == ["", "Memory is short.", "", ""]
    assert not notes
