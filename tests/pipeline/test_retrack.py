"""After a correction only what it concerns is tracked again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from peanut_studio.engines.contract import Direction, Tracked
from peanut_studio.model.chosen import ChosenObject
from peanut_studio.model.clip import Span
from peanut_studio.model.correction import Correction
from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import FrameList, Frames, Mask
from peanut_studio.model.progress import Progress, run_job
from peanut_studio.model.prompt import Click, MaskPrompt, Prompt
from peanut_studio.pipeline.legs import Leg, legs_from, legs_needed
from peanut_studio.pipeline.retrack import IN_A_ROW, Retracked, retrack
from peanut_studio.pipeline.segment import Kept
from peanut_studio.store.mask_cache import MaskCache

COUNT = 30
SIZE = (100, 12)
ALL = Span(0, COUNT)


def _place(frame: int, width: int = 6, off: int = 0) -> Mask:
    """Where the object is: it moves two pixels a frame."""
    mask = np.zeros((SIZE[1], SIZE[0]), np.bool_)
    mask[3:9, 4 + 2 * frame + off : 4 + 2 * frame + off + width] = True
    return mask


class Mover:
    """Carries the mask that it was told two pixels a frame; remembers which frames it worked out."""

    def __init__(self) -> None:
        self.worked: list[int] = []
        self.sessions = 0
        self.fails_at: int | None = None

    def open(self, frames: Frames) -> Mover:
        self.told: tuple[int, Mask] | None = None
        self.sessions += 1
        return self

    def prompt(self, object_id: int, prompt: Prompt) -> Mask:
        mask = prompt.mask if isinstance(prompt, MaskPrompt) else _place(prompt.frame)
        self.told = (prompt.frame, mask)
        return mask

    def propagate(self, span: Span, direction: Direction = "both") -> Iterator[Tracked]:
        assert self.told is not None
        assert direction != "both"
        start, mask = self.told
        step = 1 if direction == "forward" else -1
        for frame in range(start, span.stop if step > 0 else span.start - 1, step):
            if frame not in span:
                continue
            if frame == self.fails_at:
                self.fails_at = None
                raise MemoryError
            self.worked.append(frame)
            yield Tracked(frame, {1: np.roll(mask, 2 * (frame - start), axis=1)}, {1: 0.9})

    def remove(self, object_id: int) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self.sessions -= 1

    def smaller(self) -> bool:
        return True


FRAMES = FrameList([np.zeros((SIZE[1], SIZE[0], 3), np.uint8)] * COUNT)


def _tracked(wrong: range = range(0)) -> ChosenObject:
    """Tracked from a point on frame 0; on `wrong` frames the mask lies too far to the right."""
    chosen = ChosenObject(1, "Ball", (1, 2, 3), marks=(Click(6, 5),))
    masks = [(frame, _place(frame, off=5 if frame in wrong else 0), 0.9) for frame in range(COUNT)]
    return chosen.tracked(MaskTrack(1, SIZE, COUNT).with_frames(masks), chosen)


def _corrected(chosen: ChosenObject, frame: int, mask: Mask | None = None) -> ChosenObject:
    made = Correction.of(frame, _place(frame) if mask is None else mask)
    return chosen.with_corrections([made], SIZE, COUNT)


def _run(chosen: ChosenObject, legs: tuple[Leg, ...], engine: Mover, kept: Kept | None = None) -> Retracked:
    done = run_job(retrack(FRAMES, chosen, legs, engine, kept))
    assert engine.sessions == 0
    return done


def test_tracking_goes_out_from_the_correction_and_stops_where_masks_agree() -> None:
    engine = Mover()
    chosen = _corrected(_tracked(wrong=range(18, 24)), 20)
    told: list[Progress] = []
    job = retrack(FRAMES, chosen, legs_needed(chosen, ALL), engine)
    done = run_job(job, told.append)
    assert sorted(engine.worked) == [15, 16, 17, 18, 19, 21, 22, 23, 24, 25, 26]
    assert done.computed == frozenset(engine.worked)
    assert all(np.array_equal(done.track.mask(frame), _place(frame)) for frame in range(COUNT))
    assert (told[-1].done, told[-1].total) == (11, 11)
    assert chosen.tracked(done.track, chosen).is_tracked(ALL)


def test_what_is_right_already_costs_a_few_frames_only() -> None:
    engine = Mover()
    chosen = _corrected(_tracked(), 20)
    _run(chosen, legs_needed(chosen, ALL), engine)
    assert len(engine.worked) == 2 * IN_A_ROW


def test_frames_nearer_to_other_keys_are_kept() -> None:
    engine = Mover()
    chosen = _corrected(_tracked(), 20, _place(20, width=20))
    done = _run(chosen, legs_needed(chosen, ALL), engine)
    assert sorted(engine.worked) == [*range(11, 20), *range(21, 30)]
    assert done.track.runs[10] is (chosen.track and chosen.track.runs[10])
    np.testing.assert_array_equal(done.track.mask(11), _place(11, width=20))
    again = _corrected(chosen.tracked(done.track, chosen), 24, _place(24, width=3))
    engine = Mover()
    done = _run(again, legs_needed(again, ALL), engine)
    assert sorted(engine.worked) == [23, *range(25, 30)]
    np.testing.assert_array_equal(done.track.mask(20), _place(20, width=20))


def test_an_engine_that_remembers_is_told_of_the_other_keys_too() -> None:
    class Rememberer(Mover):
        remembers = True
        heard: tuple[int, ...] = ()

        def prompt(self, object_id: int, prompt: Prompt) -> Mask:
            self.heard = (*self.heard, prompt.frame)
            return super().prompt(object_id, prompt)

        def propagate(self, span: Span, direction: Direction = "both") -> Iterator[Tracked]:
            self.told = (self.heard[0], _place(self.heard[0]))
            return super().propagate(span, direction)

    chosen = _corrected(_corrected(_tracked(wrong=range(18, 24)), 28), 20)
    (leg, *_) = [leg for leg in legs_needed(chosen, ALL) if leg.key == 20 and leg.step > 0]
    engine, forgetful = Rememberer(), Mover()
    _run(chosen, (leg,), engine)
    assert engine.heard == (20, 28, 0), "the leg's own key first, then the others, nearest first"
    _run(chosen, (leg,), forgetful)
    assert forgetful.told is not None
    assert forgetful.told[0] == 20


def test_a_wider_range_goes_on_from_the_masks_beside_it() -> None:
    engine = Mover()
    chosen = _tracked()
    assert chosen.track is not None
    part = chosen.tracked(chosen.track.without_frames([*range(5), *range(20, 30)]), chosen)
    done = _run(part, legs_needed(part, ALL), engine)
    assert engine.worked == [*range(5), *range(20, 30)]
    assert done.track.frames == list(range(COUNT))


def test_agreeing_masks_are_passed_over_to_those_that_are_missing() -> None:
    engine = Mover()
    tracked = _tracked()
    assert tracked.track is not None
    part = _corrected(tracked.tracked(tracked.track.without_frames(range(25, 30)), tracked), 14)
    _run(part, legs_needed(part, ALL), engine)
    assert sorted(engine.worked) == [11, 12, 13, 15, 16, 17, *range(25, 30)]


def test_one_way_goes_up_to_the_next_key() -> None:
    chosen = _corrected(_corrected(_tracked(), 10), 20, _place(20, width=20))
    engine = Mover()
    _run(chosen, legs_from(chosen, 20, "backward", ALL), engine)
    assert engine.worked == list(range(19, 10, -1))
    engine = Mover()
    _run(chosen, legs_from(chosen, 5, "forward", ALL), engine)
    assert engine.worked == [6, 7, 8, 9]
    engine = Mover()
    _run(chosen, legs_from(chosen, 5, "both", ALL), engine)
    assert sorted(engine.worked) == [1, 2, 3, 4, 6, 7, 8, 9]


def test_the_first_mask_of_all_is_worked_out_too() -> None:
    chosen = ChosenObject(1, "Ball", (1, 2, 3), marks=(Click(6, 5, frame=4),))
    engine = Mover()
    _run(chosen, legs_from(chosen, 4, "backward", Span(2, 9)), engine)
    assert engine.worked == [3, 2, 4]


def test_there_must_be_a_mask_to_go_on_from() -> None:
    chosen = ChosenObject(1, "Ball", (1, 2, 3), marks=(Click(6, 5),))
    with pytest.raises(InputError, match="Ball has no mask on frame 7: point at it"):
        legs_from(chosen, 7, "forward", ALL)
    with pytest.raises(InputError, match="Frame 29 is outside the range from 0 to 9"):
        legs_from(chosen, 29, "forward", Span(0, 10))


def test_stopped_work_goes_on_where_it_stopped(tmp_path: Path) -> None:
    chosen = _corrected(_tracked(wrong=range(30)), 20, _place(20, width=20))
    legs, kept = legs_needed(chosen, ALL), Kept(MaskCache(tmp_path), "key")
    first, later = Mover(), Mover()
    job = retrack(FRAMES, chosen, legs, first, kept)
    for _ in range(6):
        next(job)
    job.close()
    done = _run(chosen, legs, later, kept)
    assert not set(first.worked) & set(later.worked)
    assert done.computed == set(first.worked) | set(later.worked)


def test_memory_that_runs_out_costs_no_frame() -> None:
    engine = Mover()
    engine.fails_at = 24
    chosen = _corrected(_tracked(wrong=range(21, 30)), 20)
    done = _run(chosen, legs_needed(chosen, ALL), engine)
    assert all(np.array_equal(done.track.mask(frame), _place(frame)) for frame in range(COUNT))
    assert sorted(engine.worked) == [17, 18, 19, *range(21, 30)]


def test_nothing_is_tracked_where_the_object_is_gone() -> None:
    chosen = _corrected(_tracked(), 20, np.zeros((SIZE[1], SIZE[0]), np.bool_))
    assert legs_needed(chosen, ALL) == ()
    chosen = _corrected(chosen, 16, _place(16, width=20))
    engine = Mover()
    done = _run(chosen, legs_needed(chosen, ALL), engine)
    assert 20 not in done.computed
    np.testing.assert_array_equal(done.track.mask(21), _place(21, width=20))
