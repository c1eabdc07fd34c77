"""Masks made by hand in a project: what they replace, what they make stale, what survives tracking."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from peanut_studio.model.chosen import ChosenObject
from peanut_studio.model.clip import Clip, Span
from peanut_studio.model.correction import Correction
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Mask
from peanut_studio.model.project import Project, Result
from peanut_studio.model.prompt import Click
from peanut_studio.model.refinement import Refinement

COUNT = 30
CLIP = Clip(Path("x.mp4"), 12, 8, tuple(range(COUNT)), Fraction(1, 24), Fraction(24))
ALL = Span(0, COUNT)


def _mask(column: int) -> Mask:
    mask = np.zeros((8, 12), np.bool_)
    mask[2:5, column : column + 3] = True
    return mask


def _track() -> MaskTrack:
    return MaskTrack(1, (12, 8), COUNT).with_frames([(frame, _mask(1), 0.8) for frame in range(COUNT)])


@pytest.fixture
def tracked() -> Project:
    project = Project.of(CLIP).with_mark(Click(2, 3, frame=0))
    return project.with_object(1, lambda one: one.tracked(_track(), one))


def _only(project: Project) -> ChosenObject:
    (chosen,) = project.objects
    return chosen


def test_a_correction_gives_back_the_very_mask() -> None:
    mask = np.random.default_rng(0).random((8, 12)) > 0.5
    made = Correction.of(4, mask)
    np.testing.assert_array_equal(made.mask, mask)
    assert made == Correction.of(4, mask)
    assert Correction.of(4, np.zeros((8, 12), np.bool_)).is_empty


def test_a_correction_is_seen_at_once_and_makes_its_neighbours_stale(tracked: Project) -> None:
    assert not tracked.untracked_objects
    chosen = _only(tracked.with_corrections(1, [Correction.of(20, _mask(6))]))
    assert chosen.track is not None
    np.testing.assert_array_equal(chosen.track.mask(20), _mask(6))
    assert chosen.stale_over(ALL) == (Span(11, 20), Span(21, 30))
    assert chosen.key_frames == (0, 20)
    assert chosen.is_new(20)
    assert not chosen.is_new(0)


def test_marks_make_way_for_a_correction_on_their_frame(tracked: Project) -> None:
    chosen = _only(tracked.with_corrections(1, [Correction.of(0, _mask(6))]))
    assert chosen.marks == ()
    assert chosen.corrected_frames == (0,)


def test_what_was_painted_while_tracking_survives_it(tracked: Project) -> None:
    asked = _only(tracked.with_corrections(1, [Correction.of(20, _mask(6))]))
    later = asked.with_corrections([Correction.of(25, _mask(8))], (12, 8), COUNT)
    chosen = later.tracked(_track(), asked)
    assert chosen.track is not None
    np.testing.assert_array_equal(chosen.track.mask(20), _mask(6))
    np.testing.assert_array_equal(chosen.track.mask(25), _mask(8))
    assert chosen.stale_over(ALL) == (Span(23, 25), Span(26, 30))


def test_tracking_one_way_settles_only_its_key(tracked: Project) -> None:
    project = tracked.with_corrections(1, [Correction.of(10, _mask(6)), Correction.of(20, _mask(7))])
    chosen = _only(project)
    one_way = chosen.tracked(_track(), chosen, settled=[10])
    assert not one_way.is_new(10)
    assert one_way.is_new(20)
    assert one_way.stale_over(ALL) == (Span(16, 20), Span(21, 30))


def test_an_empty_mask_means_the_object_is_not_there(tracked: Project) -> None:
    chosen = _only(tracked.with_corrections(1, [Correction.of(9, np.zeros((8, 12), np.bool_))]))
    assert chosen.gone == (Span(9, 10),)
    assert chosen.track is not None
    assert chosen.track.area(9) == 0
    assert chosen.is_tracked(ALL)
    back = chosen.with_corrections([Correction.of(9, _mask(2))], (12, 8), COUNT)
    assert back.gone == ()


def test_deleted_from_here_on_stays_deleted_until_it_is_shown_again(tracked: Project) -> None:
    chosen = _only(tracked).gone_from(12, COUNT)
    assert chosen.is_tracked(ALL)
    again = chosen.tracked(_track(), chosen)
    assert again.track is not None
    assert again.track.frames == list(range(12))
    back = again.with_mark(Click(3, 3, frame=18))
    assert back.gone == (Span(12, 18),)
    assert back.missing_over(ALL) == (Span(18, 30),)


def test_clearing_a_correction_leaves_its_frame_to_tracking(tracked: Project) -> None:
    project = tracked.with_corrections(1, [Correction.of(20, _mask(6))])
    chosen = _only(project.without_key(20))
    assert chosen.corrections == ()
    assert chosen.untracked_over(ALL) == (Span(20, 21),)


def test_a_result_is_stale_when_a_refinement_or_what_is_removed_changes(tracked: Project) -> None:
    track = _only(tracked).track
    assert track is not None
    result = Result(Path("y.mp4"), ALL, (), (track,), (Refinement(),))
    done = replace(tracked, result=result)
    assert not done.is_result_stale
    assert done.with_object(1, lambda one: replace(one, refinement=Refinement(grow=2))).is_result_stale
    assert done.with_object(1, lambda one: replace(one, removed=False)).is_result_stale
    assert not done.with_object(1, lambda one: replace(one, name="x", locked=True)).is_result_stale
