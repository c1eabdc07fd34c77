"""Of a damaged project everything is there again that is whole, and what is not is named."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from peanut_studio.model.clip import Clip
from peanut_studio.model.errors import InputError
from peanut_studio.model.history import History
from peanut_studio.model.project import Project
from peanut_studio.store.project_codec import ProjectEncoder, result_name
from peanut_studio.store.project_faults import DamagedProject
from peanut_studio.store.project_file import ProjectFile
from peanut_studio.store.project_media import MediaReference
from peanut_studio.store.project_records import key_of
from peanut_studio.store.project_salvage import Losses, salvage

from .projects import edited, project_of

MEDIA = MediaReference("clip.mp4", "/nowhere/clip.mp4", 1, "f")


@pytest.fixture
def history() -> History[Project]:
    made = History(project_of(20, (200, 24)))
    for number in (1, 2, 3):
        made = edited(made, number)
    return edited(made, 4).undo()


@pytest.fixture
def path(tmp_path: Path, history: History[Project]) -> Path:
    file = ProjectFile(tmp_path / "a.peanut", create=True)
    file.keep(file.add(MEDIA, history).clip_id, history, 7)
    file.close()
    return file.path


def spoil(path: Path, key: bytes) -> None:
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("UPDATE record SET body = x'00' WHERE key = ?", (key,)).rowcount == 1
        base.commit()


def salvaged(path: Path, clip: Clip | None = None) -> tuple[Losses, History[Project], int]:
    """What is found, in a file that is whole itself."""
    target = path.with_name("new.peanut")
    losses = salvage(path, target, lambda _path: clip, path.with_suffix(".results"))
    file = ProjectFile(target)
    file.check()
    (kept,) = file.clips()
    assert kept.media == MEDIA
    back, frame = file.load(kept.clip_id, file.clip_of(kept.clip_id, Path("clip.mp4")))
    file.close()
    return losses, back, frame


def test_a_damaged_record_is_noticed(path: Path, history: History[Project]) -> None:
    file = ProjectFile(path)
    file.check()
    file.close()
    track = history.present.objects[0].track
    assert track is not None
    spoil(path, key_of(track.runs[4]))
    file = ProjectFile(path)
    with pytest.raises(DamagedProject, match="is damaged"):
        file.check()
    file.close()


def test_one_mask_is_lost_and_all_others_are_there(path: Path, history: History[Project]) -> None:
    track = history.present.objects[0].track
    assert track is not None
    spoil(path, key_of(track.runs[4]))
    losses, back, frame = salvaged(path)
    assert losses.steps == 0
    assert losses.objects == 0
    assert losses.told() == "masks of Name 3", "as it was called last"
    found = back.present.objects[0].track
    assert found is not None
    assert found.runs == {number: runs for number, runs in track.runs.items() if number != 4}
    assert back.present.objects[1:] == history.present.objects[1:]
    assert [name for name, _ in back.past] == [name for name, _ in history.past]
    assert [name for name, _ in back.future] == [name for name, _ in history.future]
    assert frame == 7


def test_a_step_is_lost_and_its_neighbours_are_there(path: Path, history: History[Project]) -> None:
    spoil(path, ProjectEncoder().project(history.past[1][1])[0])
    losses, back, _ = salvaged(path)
    assert losses.told() == "a step"
    assert back.present.objects == history.present.objects
    assert len(back.past) == len(history.past) - 1
    assert back.past[0][1].objects == history.past[0][1].objects
    assert len(back.future) == 1


def test_the_present_is_lost_and_the_step_before_it_is_shown(path: Path, history: History[Project]) -> None:
    spoil(path, ProjectEncoder().project(history.present)[0])
    losses, back, _ = salvaged(path)
    assert losses.steps == 1
    assert back.present.objects == history.past[-1][1].objects
    assert [name for name, _ in back.past] == [name for name, _ in history.past[:-1]]


def test_what_was_known_of_the_clip_is_read_from_it_again(path: Path, history: History[Project]) -> None:
    with closing(sqlite3.connect(path)) as base:
        state = bytes(base.execute("SELECT state FROM step").fetchone()[0])
    file = ProjectFile(path)
    assert result_name(state, file._fetch) is None
    clip_key = next(key for key, body in ProjectEncoder().project(history.present)[1].items() if b"time_base" in body)
    file.close()
    spoil(path, clip_key)
    losses, back, _ = salvaged(path, history.present.clip)
    assert losses == Losses()
    assert back.present.objects == history.present.objects
    path.with_name("new.peanut").unlink()
    with pytest.raises(DamagedProject):
        salvaged(path)
    assert not path.with_name("new.peanut").exists()


def test_whatever_is_damaged_there_is_a_project_or_one_sentence(path: Path, history: History[Project]) -> None:
    whole, rng, found = path.read_bytes(), random.Random(5), 0
    for number in range(60):
        bad = bytearray(whole)
        if number % 4 == 0:
            bad = bad[: rng.randrange(len(bad))]
        else:
            for _ in range(rng.randrange(1, 30)):
                bad[rng.randrange(len(bad))] = rng.randrange(256)
        torn = path.with_name(f"{number}.peanut")
        torn.write_bytes(bad)
        target = path.with_name(f"{number}-new.peanut")
        try:
            salvage(torn, target, lambda _path: history.present.clip, path.parent)
        except InputError:
            assert not target.exists()
            continue
        found += 1
        file = ProjectFile(target)
        file.check()
        for kept in file.clips():
            file.load(kept.clip_id, history.present.clip)
        file.close()
    assert found > 25
