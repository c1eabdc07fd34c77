"""From phrases to candidates, ranked over several frames."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.phrase_reading import read_phrase
from peanut_studio.model.picture import Frame, FrameList
from peanut_studio.model.progress import run_job
from peanut_studio.ops.mask_geometry import overlap
from peanut_studio.pipeline.choice import Choices, Workshop
from peanut_studio.pipeline.evidence import gather
from peanut_studio.pipeline.ground import Grounded, ground, spread
from peanut_studio.pipeline.words import describe, pointing_at, write_numbered
from tests.pipeline.things import SIZE, Discs, disc, made, scene

FRAMES = scene()


def found(
    text: str, frames: list[Frame] = FRAMES, looks: Sequence[int] = (0,), grounder: Discs | None = None
) -> Grounded:
    return run_job(ground(FrameList(frames), read_phrase(text), looks, made(grounder)))


def taken(grounded: Grounded) -> set[int]:
    """Which discs are meant."""
    return {
        number
        for one in grounded.meant
        for number in range(4)
        if one.mask is not None and overlap(one.mask, disc(number, grounded.frame)) > 0.99
    }


@pytest.mark.parametrize(
    ("text", "discs"),
    [
        ("the red disc on the left", {0}), ("红色右边的", {1}), ("the moving one", {2}), ("the largest", {3}),
        ("the still blue one", set()), ("two red discs", {0, 1}), ("all red discs", {0, 1}), ("所有红色的", {0, 1}),
        ("all that is not red", {2, 3}), ("the second from the left", {2}), ("white, at the bottom", {3}),
    ],
)  # fmt: skip
def test_what_a_phrase_means(text: str, discs: set[int]) -> None:
    assert taken(found(text)) == discs


def test_boxes_are_ranked_like_masks() -> None:
    best = found("the red one on the right", grounder=Discs(with_masks=False)).candidates[0]
    assert best.mask is None
    assert best.box == (112, 42, 128, 58)
    assert pointing_at(best).boxes == ((112, 42, 128, 58, 0),)
    assert not pointing_at(best).points
    assert pointing_at(found("the red one on the right").candidates[0]).points == ((120, 50, 0),)


def test_the_frame_on_which_it_is_seen_is_found() -> None:
    frames = [*scene(6, discs=(0, 3)), *scene(12)[6:]]
    grounded = found("the blue one", frames, (0, 5, 11))
    assert grounded.frame == 11
    assert taken(grounded) == {2}
    assert spread(Span(10, 21)) == (10, 13, 17)
    assert spread(Span(4, 5)) == (4,)


def test_nothing_that_fits_is_told_with_what_comes_nearest() -> None:
    grounded = found("the purple one")
    assert grounded.meant == grounded.matches == ()
    with pytest.raises(
        InputError, match=r"Nothing matches 'the purple one' on frame 0; what comes nearest is candidate 1"
    ):
        grounded.choose(None)
    assert grounded.choose(2) == (grounded.candidates[1],), "who says which gets it all the same"
    with pytest.raises(InputError, match="no candidate 7"):
        grounded.choose(7)
    with pytest.raises(InputError, match="nothing there looks like a thing"):
        found("the red one", grounder=Discs(seen=())).choose(None)


def test_about_equally_good_ones_are_told() -> None:
    grounded = found("the red disc")
    assert [one.number for one in grounded.rivals] == [2]
    assert "about as good: 2 (0." in describe(grounded, grounded.choose(None))
    assert "about as good" not in describe(grounded, grounded.choose(2)).replace("about as good: 1", "")
    assert found("the moving one").rivals == ()


def test_words_that_were_not_used_are_told() -> None:
    (note, other) = found("the red car behind the bus").notes
    assert note == (
        "The grounder 'discs' knows no names of things: 'car' was not used, only colour, place, size and motion were."
    )
    assert "'behind the bus' was not used" in other
    assert found("the red car", grounder=Discs(knows_nouns=True)).notes == ()


def test_progress_comes_before_every_look() -> None:
    grounder = Discs()
    job = ground(FrameList(FRAMES), read_phrase("red"), (0, 4), made(grounder))
    assert (next(job).done, grounder.asked) == (0, [])
    assert (next(job).done, grounder.asked) == (1, [0])
    job.close()


def test_evidence_is_not_taken_from_beyond_a_cut() -> None:
    bright: list[Frame] = [np.full_like(FRAMES[0], 250)] * 12
    there = gather(FrameList(FRAMES[:4]), 3, [disc(0, 3)])
    beyond = gather(FrameList([*FRAMES[:4], *bright]), 3, [disc(0, 3)])
    assert there[0] is not None
    assert beyond[0] is not None
    assert beyond[0].steadiness == there[0].steadiness == 0.5, "nothing is known of other frames"
    assert gather(FrameList(FRAMES), 0, [np.zeros((SIZE[1], SIZE[0]), np.bool_)]) == [None]


def test_a_clip_of_one_frame_and_a_black_one() -> None:
    assert taken(found("the red disc on the left", FRAMES[:1])) == {0}
    black: list[Frame] = [np.zeros_like(FRAMES[0])] * 3
    assert found("red", black).candidates == ()


def test_the_picture_shows_every_candidate(tmp_path: Path) -> None:
    grounded = found("red")
    write_numbered(tmp_path / "found.png", FrameList(FRAMES), grounded)
    picture = cv2.imread(str(tmp_path / "found.png"))[..., ::-1]
    assert picture.shape == FRAMES[0].shape
    changed = (picture != FRAMES[0]).any(axis=-1)
    for one in grounded.candidates:
        assert one.mask is not None
        assert changed[one.mask].mean() > 0.1


@pytest.mark.parametrize(
    ("ready", "chosen"),
    [({"grounding-dino", "owlv2"}, "grounding-dino"), ({"owlv2"}, "owlv2"), (set(), "regions")],
)
def test_auto_takes_one_that_knows_names_where_all_it_needs_is_here(
    monkeypatch: pytest.MonkeyPatch, ready: set[str], chosen: str
) -> None:
    monkeypatch.setattr("peanut_studio.engines.registry.is_ready", lambda _task, name, _weights: name in ready)
    monkeypatch.setattr("peanut_studio.engines.registry.create", lambda _task, name, **_given: name)
    assert Workshop(Choices()).grounder().engine == chosen
    assert Workshop(Choices(grounder="regions")).grounder().engine == "regions"
