"""Whatever a project holds comes back from its records."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peanut_studio.model.chosen import ChosenObject, Mark
from peanut_studio.model.clip import Clip, ColourTags, Span
from peanut_studio.model.correction import Correction
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.project import Marker, Project, Result
from peanut_studio.model.prompt import Box, Click
from peanut_studio.model.refinement import Refinement
from peanut_studio.model.run_length import encode_runs, pack
from peanut_studio.store.project_codec import ProjectDecoder, ProjectEncoder, keys_within, result_name
from peanut_studio.store.project_records import grow, key_of, shrink

SIZE, COUNT = (5, 4), 130
CLIP = Clip(
    Path("clip.mp4"), *SIZE, tuple(3 + 2 * t + t % 3 for t in range(COUNT)), Fraction(1, 1000), Fraction(30000, 1001),
    "h264", "yuv420p10le", 10, 90, Fraction(4, 3), ColourTags(9, 9, 16, True), True, ("Frames differ in length.",),
)  # fmt: skip

numbers = st.floats(-1e6, 1e6)
frames = st.integers(0, COUNT - 1)
names = st.text(max_size=12)
spans = st.tuples(frames, st.integers(1, COUNT)).map(lambda ends: Span(ends[0], min(COUNT, ends[0] + ends[1])))
masks = st.integers(0, 2**20 - 1).map(
    lambda bits: np.array([bits >> n & 1 for n in range(20)], dtype=np.bool_).reshape(SIZE[1], SIZE[0])
)
runs = masks.map(lambda mask: pack(encode_runs(mask)))
clicks = st.builds(Click, numbers, numbers, st.booleans(), frames)
boxes = st.builds(Box, numbers, numbers, numbers, numbers, frames)
marks: st.SearchStrategy[Mark] = st.one_of(clicks, boxes)
some_marks = st.lists(marks, max_size=4).map(tuple)
corrections = st.dictionaries(frames, runs, max_size=4).map(
    lambda made: tuple(Correction(frame, SIZE, made[frame]) for frame in sorted(made))
)
refinements = st.builds(
    Refinement,
    st.integers(-9, 9),
    st.integers(0, 9),
    st.integers(0, 9),
    st.none() | st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 9),
    st.booleans(),
)


@st.composite
def tracks(draw: st.DrawFn) -> MaskTrack:
    made = draw(st.dictionaries(frames, runs, min_size=1, max_size=6))
    sure = {frame: draw(st.floats(0, 1)) for frame in made if draw(st.booleans())}
    return MaskTrack(draw(st.integers(1, 9)), SIZE, COUNT, made, sure, draw(st.frozensets(frames, max_size=3)))


objects = st.builds(
    ChosenObject, st.integers(1, 99), names, st.tuples(*[st.integers(0, 255)] * 3), st.booleans(), st.booleans(),
    st.booleans(), some_marks, corrections, st.lists(spans, max_size=2).map(tuple), refinements, st.none() | tracks(),
    some_marks, corrections,
)  # fmt: skip


@st.composite
def projects(draw: st.DrawFn) -> Project:
    chosen = tuple(draw(st.lists(objects, max_size=3, unique_by=lambda one: one.object_id)))
    of = tuple(one.track for one in chosen if one.track is not None)
    result = Result(Path("r"), draw(spans), tuple(draw(st.lists(spans, max_size=2))), of, (Refinement(),) * len(of))
    markers = tuple(sorted(draw(st.lists(st.builds(Marker, frames, names), max_size=3))))
    selected = draw(st.none() | st.integers(1, 99))
    return Project(CLIP, draw(spans), chosen, selected, draw(st.sampled_from([None, result])), markers)


def facts(project: Project) -> object:
    result = project.result
    made = (result.path.name, result.span, result.filled, result.made_from, result.refined_by) if result else None
    return project.clip, project.span, project.objects, project.selected, project.markers, made


@settings(max_examples=150, deadline=None)
@given(made=st.tuples(projects(), projects()))
def test_projects_come_back_from_their_records(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[Project, ...]
) -> None:
    results = tmp_path_factory.getbasetemp() / "results"
    (results / "r").mkdir(parents=True, exist_ok=True)
    encoder, kept, roots = ProjectEncoder(), dict[bytes, bytes](), []
    for project in made:
        root, records = encoder.project(project)
        assert all(grow(shrink(body), key_of(body)) == body for body in records.values())
        kept.update(records)
        roots.append(root)
    decoder = ProjectDecoder(kept.__getitem__, results)
    clip = decoder.clip_of(roots[0], Path("clip.mp4"))
    assert [facts(decoder.project(root, clip)) for root in roots] == [facts(project) for project in made]
    assert set.union(*(keys_within(root, kept.__getitem__) for root in roots)) == set(kept)


def test_a_step_costs_what_is_new_in_it() -> None:
    rng = np.random.default_rng(0)
    drawn = [(frame, rng.random((SIZE[1], SIZE[0])) < 0.5, 0.9) for frame in range(COUNT)]
    chosen = ChosenObject(1, "Dog", (1, 2, 3), track=MaskTrack(1, SIZE, COUNT).with_frames(drawn))
    project = Project(CLIP, Span(0, COUNT), (chosen, replace(chosen, object_id=2)))
    encoder = ProjectEncoder()
    encoder.project(project)
    _, records = encoder.project(project.with_corrections(1, [Correction.of(70, np.ones((4, 5), np.bool_))]))
    # The mask, its leaf and the two others named again, the track, both objects, the project.
    assert len(records) <= 8
    assert sum(map(len, records.values())) < 6000


def test_what_is_shared_is_one_value_again(tmp_path: Path) -> None:
    (tmp_path / "result-1").mkdir()
    track = MaskTrack(1, SIZE, COUNT).with_frames([(3, np.ones((4, 5), np.bool_), 1.0)])
    chosen = ChosenObject(1, "Dog", (1, 2, 3), marks=(Click(1, 1, frame=3),), track=track)
    chosen = replace(chosen, tracked_from=chosen.marks)
    result = Result(tmp_path / "result-1", Span(3, 4), (Span(3, 4),), (track,), (chosen.refinement,))
    project = Project(CLIP, Span(3, 4), (chosen,), 1, result)
    assert not project.is_result_stale
    root, records = ProjectEncoder().project(project)
    back = ProjectDecoder(dict(records).__getitem__, tmp_path).project(root, CLIP)
    assert not back.is_result_stale
    (tmp_path / "result-1").rmdir()
    assert ProjectDecoder(dict(records).__getitem__, tmp_path).project(root, CLIP).result is None


@pytest.mark.parametrize("name", ["../secret", "..", "results/../../secret", "/etc"])
def test_a_result_outside_its_folder_is_not_looked_at(tmp_path: Path, name: str) -> None:
    encoder = ProjectEncoder()
    root, records = encoder.project(Project(CLIP, Span(0, 1), result=Result(Path("secret"), Span(0, 1), (), ())))
    body = records[root].replace(b'"secret"', f'"{name}"'.encode())
    (tmp_path / "secret").mkdir()
    (tmp_path / "results").mkdir()
    kept = {**records, key_of(body): body}
    assert ProjectDecoder(kept.__getitem__, tmp_path / "results").project(key_of(body), CLIP).result is None
    assert result_name(key_of(body), kept.__getitem__) in (None, "secret", "etc"), "nor copied from elsewhere"


def test_a_flipped_bit_is_seen() -> None:
    body = b"what was written " * 9
    stored = bytearray(shrink(body))
    stored[-1] ^= 1
    with pytest.raises(Exception, match=r"Error|damaged|incorrect"):
        grow(bytes(stored), key_of(body))
    with pytest.raises(ValueError, match="damaged"):
        grow(shrink(b"other"), key_of(body))
