"""A project's objects are tracked and removed as a window asks for it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.reader import open_clip, open_patched
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.correction import Correction
from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Mask
from peanut_studio.model.progress import run_job
from peanut_studio.model.project import Project
from peanut_studio.model.prompt import Click
from peanut_studio.model.refinement import Refinement
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.edit import Tools, remove_chosen, track_chosen, track_from
from peanut_studio.pipeline.refill import refill
from peanut_studio.pipeline.work_folder import WorkFolder

SIZE, COUNT = (96, 64), 12


def _disc(frame: int, radius: int = 9) -> Mask:
    return cv2.circle(np.zeros((SIZE[1], SIZE[0]), np.uint8), (24 + 3 * frame, 32), radius, 1, -1) > 0


@pytest.fixture
def project(tmp_path: Path) -> Project:
    path = tmp_path / "ball.mp4"
    ground = np.random.default_rng(3).integers(80, 140, (SIZE[1], SIZE[0], 3)).astype(np.uint8)
    frames = [np.where(_disc(t)[..., None], np.uint8([220, 30, 30]), ground) for t in range(COUNT)]
    write_clip(path, frames, SIZE, Fraction(25))
    with open_clip(path) as reader:
        return Project.of(reader.clip)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    monkeypatch.setenv("PEANUT_STUDIO_CACHE", str(tmp_path / "cache"))
    return Tools(Choices(segmenter="grabcut", inpainter="telea", device="cpu"), WeightStore(tmp_path / "none"))


def test_corrected_frames_come_out_of_tracking_to_the_pixel(project: Project, tools: Tools) -> None:
    painted = _disc(6)
    painted[:, 43:] = False
    start = project.with_mark(Click(24, 32)).with_corrections(1, [Correction.of(6, painted)])
    found = run_job(track_chosen(start, tools))
    assert found.computed == COUNT
    np.testing.assert_array_equal(found.tracks[1].mask(6), painted)
    done = start.with_object(1, lambda one: one.tracked(found.tracks[1], one))
    assert done.untracked_objects == ()
    again = done.with_corrections(1, [Correction.of(9, _disc(9))])
    more = run_job(track_chosen(again, tools))
    assert 0 < more.computed < COUNT
    np.testing.assert_array_equal(more.tracks[1].mask(6), painted)
    np.testing.assert_array_equal(more.tracks[1].mask(9), _disc(9))
    assert more.tracks[1].runs[3] == found.tracks[1].runs[3]


def test_one_way_settles_the_key_it_went_out_from(project: Project, tools: Tools) -> None:
    start = project.with_mark(Click(24 + 15, 32, frame=5))
    found = run_job(track_from(start, 1, 5, "forward", tools))
    assert found.settled == {5}
    assert found.tracks[1].frames == list(range(5, COUNT))
    done = start.with_object(1, lambda one: one.tracked(found.tracks[1], one, found.settled))
    rest = run_job(track_chosen(done, tools))
    assert rest.computed == 5


def test_refinement_and_removal_are_obeyed(project: Project, tools: Tools, tmp_path: Path) -> None:
    track = MaskTrack(1, SIZE, COUNT).with_frames([(frame, _disc(frame, 3), 1.0) for frame in range(COUNT)])
    tracked = project.with_mark(Click(24, 32)).with_object(1, lambda one: one.tracked(track, one))
    other = Correction.of(0, _disc(11))
    both = tracked.with_new_object().with_corrections(2, [other])
    both = both.with_object(2, lambda one: replace(one, removed=False))
    counts = []
    for grow in (0, 6):
        refined = both.with_object(1, lambda one, grow=grow: replace(one, refinement=Refinement(grow=grow)))
        removed = run_job(remove_chosen(refined, WorkFolder(tmp_path / f"work {grow}"), tools))
        assert removed.tracked.tracks == {}
        assert removed.result.made_from == (track,)
        with open_patched(removed.result.path) as film:
            red = film[5].astype(int)
        counts.append(int(np.count_nonzero(red[..., 0] - red[..., 1] > 90)))
    assert counts[0] > 30
    assert counts[1] < counts[0] / 4


def test_a_range_is_filled_by_another_engine_and_the_rest_stays(project: Project, tools: Tools, tmp_path: Path) -> None:
    track = MaskTrack(1, SIZE, COUNT).with_frames([(frame, _disc(frame, 5), 1.0) for frame in range(COUNT)])
    tracked = project.with_mark(Click(24, 32)).with_object(1, lambda one: one.tracked(track, one))
    folder = WorkFolder(tmp_path / "work")
    with pytest.raises(InputError, match="Remove first"):
        run_job(refill(tracked, "plate", folder, tools))
    first = run_job(remove_chosen(tracked, folder, tools)).result
    part = tracked.with_result(first).with_range(2, 5)
    assert not part.is_result_stale, "what was removed covers the range"
    second = run_job(refill(part, "plate", folder, tools)).result
    assert second.span == first.span
    assert second.filled == first.filled
    assert not part.with_result(second).is_result_stale
    with open_patched(first.path) as before, open_patched(second.path) as after:
        changed = {frame for frame in range(COUNT) if (before[frame] != after[frame]).any()}
    assert changed
    assert changed <= {2, 3, 4}
    beyond = replace(part, result=replace(first, span=Span(0, 4)))
    assert beyond.is_result_stale
    with pytest.raises(InputError, match="Remove first"):
        run_job(refill(beyond, "plate", folder, tools))
