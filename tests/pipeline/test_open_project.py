"""Results of projects take no more room than they may, and none that no step shows."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from peanut_studio.model.errors import InputError
from peanut_studio.model.history import History
from peanut_studio.pipeline.open_project import OpenProject
from peanut_studio.pipeline.project_places import bound_results, drop_results, new_place
from peanut_studio.store.project_file import ProjectFile, results_of
from peanut_studio.store.project_media import MediaReference
from peanut_studio.store.project_records import key_of
from tests.store.projects import project_of


def test_results_that_no_step_shows_go(tmp_path: Path) -> None:
    for name in ("result-1", "result-2", "result-x", "mine"):
        (tmp_path / name).mkdir()
    drop_results(tmp_path, {"result-2"})
    assert sorted(folder.name for folder in tmp_path.iterdir()) == ["mine", "result-2", "result-x"]


def test_the_oldest_results_without_a_name_give_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_DATA", str(tmp_path))
    paths = [new_place() for _ in range(4)]
    for age, path in enumerate(paths):
        (results_of(path) / "result-1").mkdir(parents=True)
        (results_of(path) / "result-1" / "0_0_0.png").write_bytes(b"x" * 1000)
        path.write_bytes(b"")
        os.utime(path, (1e9 - age, 1e9 - age))
    bound_results(paths[3], 2500)
    assert [results_of(path).exists() for path in paths] == [True, True, False, True]
    assert all(path.exists() for path in paths)


def test_of_a_damaged_project_the_rest_is_worked_on_as_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_DATA", str(tmp_path / "data"))
    history = History(project_of(20, (200, 24)))
    file = ProjectFile(tmp_path / "mine.peanut", create=True)
    file.keep(file.add(MediaReference("clip.mp4", "/nowhere/clip.mp4", 1, "f"), history).clip_id, history, 7)
    file.close()
    (file.results / "result-1").mkdir(parents=True)
    track = history.present.objects[0].track
    assert track is not None
    with closing(sqlite3.connect(file.path)) as base:
        base.execute("UPDATE record SET body = x'00' WHERE key = ?", (key_of(track.runs[4]),))
        base.commit()
    before = file.path.read_bytes()
    project, note = OpenProject.open(file.path)
    assert "masks of Object 1 could not be read" in note
    assert "Save Project As" in note
    assert not project.is_named
    assert project.file.path.name == "mine.peanut"
    assert [one.name for one in project.file.path.parent.iterdir() if one.name.startswith("damaged")] == []
    clip_id = project.last_shown()
    assert clip_id is not None
    prepared = project.prepare(clip_id)
    assert len(prepared.history.present.objects) == 3
    assert prepared.frame == 7
    project.close()
    again, same = OpenProject.open(file.path)
    again.close()
    assert same == note, "the file itself is as it was"
    assert (file.results / "result-1").is_dir()
    file.path.write_bytes(before[:100])
    with pytest.raises(InputError):
        OpenProject.open(file.path)
    assert not list((tmp_path / "data" / "projects").glob("*/damaged*"))
