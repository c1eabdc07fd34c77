"""Tracking as a job: kept as it comes, gone on with where it stopped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from peanut_studio.engines.contract import Direction, Tracked
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import MemoryExhausted
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import FrameList, Frames, Mask
from peanut_studio.model.progress import run_job
from peanut_studio.model.prompt import Click, MaskPrompt, Prompt
from peanut_studio.pipeline import segment
from peanut_studio.pipeline.segment import Kept, track_objects
from peanut_studio.store.mask_cache import MaskCache

COUNT = 20


def _square(frame: int, object_id: int) -> Mask:
    mask = np.zeros((16, 64), dtype=bool)
    mask[4:8, 2 * frame + object_id : 2 * frame + object_id + 4] = True
    return mask


class Stepper:
    """Knows where the squares are; remembers on which frames it looked, and what it was told."""

    def __init__(self, lost: range = range(0)) -> None:
        self.looked: list[int] = []
        self.told: list[list[tuple[int, Prompt]]] = []
        self.open_sessions = 0
        self.lost = lost

    def open(self, frames: Frames) -> Stepper:
        self.told.append([])
        self.open_sessions += 1
        return self

    def prompt(self, object_id: int, prompt: Prompt) -> Mask:
        self.told[-1].append((object_id, prompt))
        return _square(prompt.frame, object_id)

    def propagate(self, span: Span, direction: Direction = "both") -> Iterator[Tracked]:
        objects = sorted({number for number, _ in self.told[-1]})
        first = min(prompt.frame for _, prompt in self.told[-1])
        for frame in [*range(first, span.stop), *range(first - 1, span.start - 1, -1)]:
            self.looked.append(frame)
            empty = np.zeros((16, 64), dtype=bool)
            masks = {number: empty if frame in self.lost else _square(frame, number) for number in objects}
            yield Tracked(frame, masks, dict.fromkeys(objects, 0.1 if frame in self.lost else 0.8))

    def remove(self, object_id: int) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self.open_sessions -= 1


def _frames() -> FrameList:
    return FrameList([np.zeros((16, 64, 3), dtype=np.uint8)] * COUNT)


PROMPTS = {1: [Click(10, 5, frame=4)], 2: [Click(11, 5, frame=4)]}


def _check(tracks: tuple[MaskTrack, ...], span: Span) -> None:
    for track in tracks:
        assert track.frames == list(range(span.start, span.stop))
        assert all(np.array_equal(track.mask(frame), _square(frame, track.object_id)) for frame in track.frames)


def test_every_object_gets_a_mask_on_every_frame() -> None:
    stepper = Stepper()
    shown: list[int] = []
    tracks = run_job(track_objects(_frames(), PROMPTS, Span(2, 18), stepper), lambda p: shown.append(p.done))
    _check(tracks, Span(2, 18))
    assert [track.prompted for track in tracks] == [frozenset({4})] * 2
    assert shown == list(range(17))
    assert stepper.open_sessions == 0


def test_finished_tracks_are_not_tracked_again(tmp_path: Path) -> None:
    kept = Kept(MaskCache(tmp_path), "key")
    first = run_job(track_objects(_frames(), PROMPTS, Span(0, COUNT), Stepper(), kept))
    stepper = Stepper()
    notes: list[str] = []
    again = run_job(track_objects(_frames(), PROMPTS, Span(0, COUNT), stepper, kept), lambda p: notes.append(p.note))
    assert again == first
    assert stepper.told == []
    assert notes == ["The masks of 20 frames are kept from before."]


@pytest.mark.parametrize("stopped_after", [1, 5, 16, 18])
def test_stopped_tracking_goes_on_where_it_stopped(tmp_path: Path, stopped_after: int) -> None:
    kept = Kept(MaskCache(tmp_path), "key")
    stepper = Stepper()
    job = track_objects(_frames(), PROMPTS, Span(0, COUNT), stepper, kept)
    for _ in range(stopped_after + 1):
        next(job)
    job.close()
    assert stepper.open_sessions == 0
    seen = set(stepper.looked)
    assert len(seen) == stopped_after
    later = Stepper()
    tracks = run_job(track_objects(_frames(), PROMPTS, Span(0, COUNT), later, kept))
    _check(tracks, Span(0, COUNT))
    seeds = {prompt.frame for told in later.told for _, prompt in told if isinstance(prompt, MaskPrompt)}
    assert seeds
    assert seeds <= seen
    assert set(later.looked) - seeds == set(range(COUNT)) - seen


def test_an_interrupt_in_the_tracker_keeps_what_is_tracked(tmp_path: Path) -> None:
    class Interrupted(Stepper):
        def propagate(self, span: Span, direction: Direction = "both") -> Iterator[Tracked]:
            for tracked in super().propagate(span, direction):
                if tracked.frame == 9:
                    raise KeyboardInterrupt
                yield tracked

    kept = Kept(MaskCache(tmp_path), "key")
    with pytest.raises(KeyboardInterrupt):
        run_job(track_objects(_frames(), PROMPTS, Span(0, COUNT), Interrupted(), kept))
    assert [track.frames for track in kept.cache.load("key")] == [[4, 5, 6, 7, 8]] * 2


def test_lost_frames_are_gone_on_from_the_last_seen_one(tmp_path: Path) -> None:
    kept = Kept(MaskCache(tmp_path), "key")
    job = track_objects(_frames(), PROMPTS, Span(4, COUNT), Stepper(lost=range(8, 12)), kept)
    for _ in range(7):
        next(job)
    job.close()
    later = Stepper()
    run_job(track_objects(_frames(), PROMPTS, Span(4, COUNT), later, kept))
    assert {prompt.frame for told in later.told for _, prompt in told} == {7}


def test_masks_are_saved_while_tracking_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment, "SAVE_EVERY", 0.0)
    kept = Kept(MaskCache(tmp_path), "key")
    job = track_objects(_frames(), PROMPTS, Span(4, COUNT), Stepper(), kept)
    for _ in range(4):
        next(job)
    assert [track.frames for track in kept.cache.load("key")] == [[4, 5, 6]] * 2
    job.close()


def test_masks_of_another_clip_under_the_same_key_are_not_used(tmp_path: Path) -> None:
    kept = Kept(MaskCache(tmp_path), "key")
    kept.cache.save("key", [MaskTrack(1, (5, 5), 3).with_frames([(0, np.ones((5, 5), dtype=bool), 1.0)])])
    _check(run_job(track_objects(_frames(), PROMPTS, Span(0, COUNT), Stepper(), kept)), Span(0, COUNT))


class Hungry(Stepper):
    """Runs out of memory on frame 9 until it was made smaller."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.steps = steps

    def smaller(self) -> bool:
        self.steps -= 1
        return self.steps >= 0

    def propagate(self, span: Span, direction: Direction = "both") -> Iterator[Tracked]:
        for tracked in super().propagate(span, direction):
            if tracked.frame == 9 and self.steps == 1:
                raise MemoryError
            yield tracked


def test_tracking_that_does_not_fit_in_memory_goes_on_smaller() -> None:
    hungry = Hungry(1)
    _check(run_job(track_objects(_frames(), PROMPTS, Span(0, COUNT), hungry)), Span(0, COUNT))
    assert len(hungry.told) > 1
    assert hungry.open_sessions == 0


def test_tracking_that_cannot_get_smaller_ends_with_a_sentence(tmp_path: Path) -> None:
    class Starved(Stepper):
        def propagate(self, span: Span, direction: Direction = "both") -> Iterator[Tracked]:
            yield from list(super().propagate(Span(span.start, 7), direction))
            raise MemoryError

    kept = Kept(MaskCache(tmp_path), "key")
    with pytest.raises(MemoryExhausted, match="Tracking does not fit in memory"):
        run_job(track_objects(_frames(), PROMPTS, Span(0, COUNT), Starved(), kept))
    assert kept.cache.load("key")[0].frames == [0, 1, 2, 3, 4, 5, 6]
