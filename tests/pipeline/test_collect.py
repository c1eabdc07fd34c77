"""A project and all that belongs to it, copied into one folder, or nothing."""

from __future__ import annotations

import contextlib
import errno
import shutil
import sys
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest

from peanut_studio.media.patches import PatchFolder
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.history import History
from peanut_studio.model.progress import run_job
from peanut_studio.pipeline import collect as collecting
from peanut_studio.pipeline.collect import collect
from peanut_studio.store.project_file import ProjectFile, results_of
from peanut_studio.store.project_media import MediaReference
from tests.store.projects import project_of

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def media(tmp_path: Path) -> list[Path]:
    """Two films of one name, numbered pictures, a folder of pictures."""
    films = [tmp_path / "a" / "clip.mp4", tmp_path / "b" / "clip.mp4"]
    for number, film in enumerate(films):
        film.parent.mkdir()
        film.write_bytes(bytes([number]) * 1000)
    for name in ("numbered", "pictures"):
        (tmp_path / name).mkdir()
        for number in range(3):
            (tmp_path / name / f"img_{number:03d}.png").write_bytes(bytes([7, number]) * 10)
    return [*films, tmp_path / "numbered" / "img_%03d.png", tmp_path / "pictures"]


@pytest.fixture
def project(tmp_path: Path, media: list[Path]) -> Path:
    """A project of them, with a result of the first."""
    file = ProjectFile(tmp_path / "mine.peanut", create=True)
    for path in media:
        file.add(MediaReference.of(path, file.path), History(project_of(3, (32, 16))))
    PatchFolder.begin(file.results / "result-1", media[0], None, Span(0, 3))
    file.close()
    return file.path


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    """Where it is to go, with the project's file there already."""
    made = tmp_path / "collected" / "mine.peanut"
    made.parent.mkdir()
    shutil.copyfile(project, made)
    return made


def found_in(project: Path) -> list[Path | None]:
    file = ProjectFile(project)
    try:
        return [one.media.find(project) for one in file.clips()]
    finally:
        file.close()


def test_all_media_come_along_each_under_a_name_of_its_own(
    project: Path, copy: Path, media: list[Path], tmp_path: Path
) -> None:
    assert run_job(collect(project, copy)) == copy
    for path in (tmp_path / "a", tmp_path / "b", tmp_path / "numbered", tmp_path / "pictures"):
        shutil.rmtree(path)
    moved = copy.parent.rename(tmp_path / "elsewhere") / copy.name
    films, numbered, pictures = found_in(moved)[:2], found_in(moved)[2], found_in(moved)[3]
    assert [film.read_bytes()[:1] for film in films if film is not None] == [b"\0", b"\1"]
    assert numbered is not None
    assert numbered.name == "img_%03d.png"
    assert len(list(numbered.parent.iterdir())) == 3
    assert pictures == moved.parent / "media" / "pictures"
    assert PatchFolder(results_of(moved) / "result-1").footage == copy.parent / "media" / "clip.mp4"


def test_the_original_stays_as_it_was(project: Path, copy: Path, media: list[Path]) -> None:
    before = project.read_bytes()
    run_job(collect(project, copy))
    assert project.read_bytes() == before
    assert found_in(project) == media
    assert PatchFolder(results_of(project) / "result-1").footage == media[0]


def test_stopped_half_way_nothing_is_left(project: Path, copy: Path) -> None:
    job = collect(project, copy)
    next(job)
    next(job)
    assert (copy.parent / "media").exists()
    job.close()
    assert not copy.parent.exists()
    assert project.exists()


def test_missing_media_are_told_of_and_nothing_is_left(project: Path, copy: Path, media: list[Path]) -> None:
    media[1].unlink()
    with pytest.raises(InputError, match=r"clip\.mp4 is missing"):
        run_job(collect(project, copy))
    assert not copy.parent.exists()


def test_a_disk_that_is_too_small_is_told_of_before(project: Path, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting.shutil, "disk_usage", lambda _folder: Usage(10, 9, 1))
    with pytest.raises(InputError, match="has no room"):
        run_job(collect(project, copy))
    assert not copy.parent.exists()


def test_a_disk_that_fills_up_on_the_way_is_told_of(project: Path, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(collecting.shutil, "copystat", full)
    with pytest.raises(InputError, match=r"cannot be written \(No space left"):
        run_job(collect(project, copy))
    assert not copy.parent.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_what_links_in_a_result_lead_to_is_not_collected(project: Path, copy: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    (results_of(project) / "result-1" / "0_0_0.png").symlink_to(secret)
    run_job(collect(project, copy))
    assert not [path for path in copy.parent.rglob("*") if path.is_file() and path.read_bytes() == b"secret"]


@pytest.mark.parametrize("name", ["..", "../up.mp4", "a/../../up.mp4"])
def test_media_are_collected_into_the_folder_whatever_they_are_called(
    project: Path, copy: Path, tmp_path: Path, name: str
) -> None:
    file = ProjectFile(copy)
    reference = MediaReference.of(tmp_path / "a" / "clip.mp4", copy)
    file.relink(1, replace(reference, relative=f"../a/../a/{name}", absolute=str(tmp_path / "a" / name)))
    file.close()
    with contextlib.suppress(InputError):
        run_job(collect(project, copy))
    made = {path for path in tmp_path.rglob("*") if path.is_file()}
    named = {"a", "b", "numbered", "pictures", "collected", "mine.peanut", "mine.peanut-results"}
    assert {path.relative_to(tmp_path).parts[0] for path in made} <= named
