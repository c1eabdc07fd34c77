"""A project's file may have read what lies in its folder and what the user brought in or agreed to; nothing else."""

from __future__ import annotations

import builtins
import io
import json
import shutil
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from peanut_studio.media.enlarged import EnlargedFolder
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.project import Result
from peanut_studio.pipeline.collect import collect
from peanut_studio.pipeline.open_project import OpenProject
from peanut_studio.pipeline.trust import Trust
from peanut_studio.store import known_media

SIZE = (64, 48)
links = pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_DATA", str(tmp_path / "data"))


def film(path: Path, grey: int = 90) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_clip(path, [np.full((SIZE[1], SIZE[0], 3), grey, np.uint8)] * 4, SIZE, Fraction(25))
    return path


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Path]:
    """A project made here with a clip that lies elsewhere: the file, the clip."""
    clip, path = film(tmp_path / "films" / "secret.mp4"), tmp_path / "project" / "work.peanut"
    project = OpenProject.begin(path)
    project.add(clip)
    project.close()
    return path, clip


def elsewhere() -> None:
    """From now on as if all that was done had been done on another machine."""
    known_media.file().unlink()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were opened for reading by Python, or listed."""
    seen: list[str] = []
    plain = io.open

    def noting(file: object, *args: object, **more: object) -> object:
        seen.append(str(file))
        return plain(file, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(io, "open", noting)
    monkeypatch.setattr(builtins, "open", noting)
    return seen


def test_what_was_made_here_is_never_asked_about(made: tuple[Path, Path], tmp_path: Path) -> None:
    path, clip = made
    project, _ = OpenProject.open(path)
    assert project.outside() == ()
    assert project.prepare(1).path == clip
    (tmp_path / "else").mkdir()
    project.save_as(tmp_path / "else" / "where.peanut")
    assert project.outside() == ()
    project.close()
    moved = clip.rename(clip.with_name("renamed.mp4"))
    project, _ = OpenProject.open(tmp_path / "else" / "where.peanut")
    assert project.prepare(1, moved).path == moved
    project.close()
    project, _ = OpenProject.open(tmp_path / "else" / "where.peanut")
    assert project.outside() == ()
    assert project.shelf().clips[0].path == moved


def test_the_same_footage_is_known_also_where_the_whole_tree_was_moved(made: tuple[Path, Path], tmp_path: Path) -> None:
    for name in ("films", "project"):
        (tmp_path / "moved").mkdir(exist_ok=True)
        (tmp_path / name).rename(tmp_path / "moved" / name)
    project, _ = OpenProject.open(tmp_path / "moved" / "project" / "work.peanut")
    assert project.outside() == ()
    assert project.prepare(1).path == tmp_path / "moved" / "films" / "secret.mp4"


def test_of_a_strange_project_nothing_outside_is_read_unless_somebody_agrees(
    made: tuple[Path, Path], opened: list[str]
) -> None:
    path, clip = made
    elsewhere()
    opened.clear()
    project, _ = OpenProject.open(path)
    assert project.outside() == (clip,)
    assert project.shelf().clips[0].path is None
    assert project.prepare(1).path is None
    assert project.last_shown(there=True) == 1
    assert not [name for name in opened if "secret" in name]
    project.agree()
    assert project.outside() == ()
    assert project.prepare(1).path == clip
    assert [name for name in opened if "secret" in name]
    project.close()
    again, _ = OpenProject.open(path)
    assert again.outside() == (), "that is remembered"


def test_who_names_the_clip_itself_has_agreed(made: tuple[Path, Path]) -> None:
    path, clip = made
    elsewhere()
    project, _ = OpenProject.open(path)
    assert project.at(clip) == 1
    assert project.outside() == ()


def test_media_in_the_folder_need_no_asking(tmp_path: Path) -> None:
    clip, path = film(tmp_path / "project" / "media" / "a.mp4"), tmp_path / "project" / "work.peanut"
    project = OpenProject.begin(path)
    project.add(clip)
    project.close()
    elsewhere()
    shutil.move(tmp_path / "project", tmp_path / "came")
    project, _ = OpenProject.open(tmp_path / "came" / "work.peanut")
    assert project.outside() == ()
    assert project.prepare(1).path == tmp_path / "came" / "media" / "a.mp4"


def test_what_is_not_there_is_not_asked_about(made: tuple[Path, Path]) -> None:
    path, clip = made
    elsewhere()
    clip.unlink()
    project, _ = OpenProject.open(path)
    assert project.outside() == ()


def test_a_path_on_another_machine_is_not_even_looked_at(
    made: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = made
    elsewhere()
    monkeypatch.setattr("peanut_studio.pipeline.trust.ELSEWHERE", (str(path.parents[1] / "films"),))

    def never(_path: Path) -> bool:
        raise AssertionError("looked")

    monkeypatch.setattr("peanut_studio.pipeline.trust.is_there", never)
    project, _ = OpenProject.open(path)
    assert len(project.outside()) == 1


@links
@pytest.mark.parametrize("inside", ["link.mp4", "folder/00.png"])
def test_a_link_out_of_the_folder_is_outside(tmp_path: Path, inside: str) -> None:
    secret = film(tmp_path / "films" / "secret.mp4")
    link = tmp_path / "project" / inside
    link.parent.mkdir(parents=True)
    link.symlink_to(secret)
    trust = Trust(tmp_path / "project")
    assert not trust.may_read(link)
    assert not trust.may_read(link.parent) or link.parent == tmp_path / "project"
    assert trust.may_read(tmp_path / "project" / "other.mp4")


def test_an_enlarged_clip_in_the_folder_leads_to_its_footage(tmp_path: Path) -> None:
    secret, folder = film(tmp_path / "films" / "secret.mp4"), tmp_path / "project"
    one = EnlargedFolder.begin(folder / "one", secret, None, Span(0, 4), (128, 96)).path
    two = EnlargedFolder.begin(folder / "two", one, None, Span(0, 4), (256, 192)).path
    loop = EnlargedFolder.begin(folder / "loop", folder / "loop", None, Span(0, 4), (256, 192)).path
    good = EnlargedFolder.begin(folder / "good", folder / "film.mp4", None, Span(0, 4), (256, 192)).path
    trust = Trust(folder)
    assert [trust.may_read(path) for path in (one, two, loop, good)] == [False, False, False, True]


def test_a_way_out_by_dots_is_outside(tmp_path: Path) -> None:
    assert not Trust(tmp_path / "project").may_read(tmp_path / "project" / ".." / "films" / "secret.mp4")


def test_a_strange_project_is_not_collected_with_what_lies_outside(made: tuple[Path, Path], tmp_path: Path) -> None:
    path, _ = made
    elsewhere()
    copy = tmp_path / "collected" / "work.peanut"
    copy.parent.mkdir()
    shutil.copy(path, copy)
    with pytest.raises(InputError, match="is missing"):
        list(collect(path, copy))


def test_a_damaged_list_of_known_media_knows_nothing(made: tuple[Path, Path]) -> None:
    for text in ("", "[]", '{"media": 3}', '{"media": {"a": 3}}'):
        known_media.file().write_text(text)
        assert dict(known_media.known()) == {}
    project, _ = OpenProject.open(made[0])
    project.agree()
    assert json.loads(known_media.file().read_text())["media"]


def test_a_result_that_leads_out_of_the_folder_is_refused(made: tuple[Path, Path], tmp_path: Path) -> None:
    path, clip = made
    project, _ = OpenProject.open(path)
    prepared = project.prepare(1)
    place = project.file.results / "result-1"
    result = Result(place, Span(0, 4), (Span(0, 4),), ())
    project.keep(prepared.slot, prepared.history.edit("Remove", prepared.history.present.with_result(result)), 0)
    EnlargedFolder.begin(place, clip, None, Span(0, 4), (128, 96))
    assert project.prepare(1).path == clip, "its footage is known"
    (place / "enlarged.json").unlink()
    EnlargedFolder.begin(place, film(tmp_path / "films" / "other.mp4"), None, Span(0, 4), (128, 96))
    with pytest.raises(InputError, match="leads out of the project's folder"):
        project.prepare(1)
