"""What was kept is there again, whatever happens to the program, the file and its disk."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from peanut_studio.model.errors import InputError
from peanut_studio.model.history import History
from peanut_studio.model.project import Project
from peanut_studio.store import project_file
from peanut_studio.store.fingerprint import content_hash, fingerprint
from peanut_studio.store.project_file import ProjectFile
from peanut_studio.store.project_media import MediaReference

from .projects import edited, project_of, states

MEDIA = MediaReference("clip.mp4", "/nowhere/clip.mp4", 1, "f")
ROOT = str(Path(__file__).parents[2])
EDITOR = Path(__file__).with_name("projects.py")


@pytest.fixture
def begun() -> History[Project]:
    return History(project_of(20, (32, 24)))


def test_every_step_is_there_again_after_reopening(tmp_path: Path, begun: History[Project]) -> None:
    path = tmp_path / "a.peanut"
    file = ProjectFile(path, create=True)
    clip = file.add(MEDIA, begun)
    history = begun
    for number in range(1, 30):
        history = edited(history, number)
        file.keep(clip.clip_id, history, number % 20)
    history = history.undo().undo()
    file.keep(clip.clip_id, history, 7)
    file.close()
    assert [one.name for one in tmp_path.iterdir()] == ["a.peanut"]
    file = ProjectFile(path)
    (kept,) = file.clips()
    assert kept.media == MEDIA
    back, frame = file.load(kept.clip_id, begun.present.clip)
    assert states(back) == states(history)
    assert frame == 7
    assert back.undo().present.objects == history.undo().present.objects
    file.tidy()
    again, _ = file.load(kept.clip_id, begun.present.clip)
    assert states(again) == states(history)
    file.keep(kept.clip_id, edited(again, 31), 3)
    file.close()
    file = ProjectFile(path)
    assert states(file.load(kept.clip_id, begun.present.clip)[0]) == states(edited(history, 31))
    file.close()


def test_two_hundred_steps_do_not_keep_two_hundred_tracks(tmp_path: Path) -> None:
    history = History(project_of(300, (160, 90)))
    file = ProjectFile(tmp_path / "a.peanut", create=True)
    clip = file.add(MEDIA, history)
    file._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = file.path.stat().st_size
    for number in range(200):
        history = history.edit("Paint", edited(history, 7 * number).present)
        file.keep(clip.clip_id, history, 0)
    file.close()
    assert len(history.past) == 200
    assert file.path.stat().st_size < 4 * before + 2_000_000


def test_a_clip_taken_out_comes_back_and_goes_for_good_when_tidied(tmp_path: Path, begun: History[Project]) -> None:
    file = ProjectFile(tmp_path / "a.peanut", create=True)
    one, two = file.add(MEDIA, begun), file.add(MEDIA, History(project_of(5, (32, 24))))
    file.set_removed(one.clip_id, True)
    assert [clip.clip_id for clip in file.clips()] == [two.clip_id]
    file.set_removed(one.clip_id, False)
    assert len(file.clips()) == 2
    records = "SELECT count(*) FROM record"
    before = file._base.execute(records).fetchone()[0]
    file.set_removed(one.clip_id, True)
    file.tidy()
    assert 0 < file._base.execute(records).fetchone()[0] < before
    assert file.load(two.clip_id, project_of(5, (32, 24)).clip)[0].present.objects
    file.close()


# --- files that are not as they should be


def test_a_second_window_is_told_so(tmp_path: Path, begun: History[Project]) -> None:
    file = ProjectFile(tmp_path / "a.peanut", create=True)
    file.add(MEDIA, begun)
    script = (
        "import sys; from pathlib import Path; from peanut_studio.store.project_file import ProjectFile\n"
        "from peanut_studio.model.errors import InputError\n"
        "try: ProjectFile(Path(sys.argv[1]))\n"
        "except InputError as error: print(error)"
    )
    said = subprocess.run(
        [sys.executable, "-c", script, str(file.path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": ROOT},
    )
    assert "is open in another window" in said.stdout
    file.close()
    ProjectFile(tmp_path / "a.peanut").close()


class WithoutLog(sqlite3.Connection):
    """As on a network folder on which SQLite can keep no log beside the file."""

    refuses = True

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
        if sql == "PRAGMA journal_mode = WAL":
            if self.refuses:
                raise sqlite3.OperationalError("disk I/O error")
            return super().execute("PRAGMA journal_mode")
        return super().execute(sql, *values)  # type: ignore[arg-type]


@pytest.mark.parametrize("refuses", [True, False])
def test_a_folder_without_logs_keeps_every_step_all_the_same(
    tmp_path: Path, begun: History[Project], monkeypatch: pytest.MonkeyPatch, refuses: bool
) -> None:
    path, plain = tmp_path / "a.peanut", sqlite3.connect
    monkeypatch.setattr(WithoutLog, "refuses", refuses)
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **more: plain(*given, **more, factory=WithoutLog))
    file = ProjectFile(path, create=True)
    kept = file.add(MEDIA, begun)
    history = edited(begun, 1)
    file.keep(kept.clip_id, history, 0)
    assert not path.with_name("a.peanut-wal").exists()
    file.close()
    monkeypatch.undo()
    with contextlib.closing(plain(path)) as base:
        assert base.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    again = ProjectFile(path)
    assert states(again.load(1, begun.present.clip)[0]) == states(history)
    again.close()


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("cc") is None, reason="needs a C compiler")
def test_a_folder_without_locks_is_told_in_one_sentence(tmp_path: Path, begun: History[Project]) -> None:
    library = tmp_path / "no_locks.so"
    source = Path(ROOT) / "tests" / "faults" / "no_locks.c"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True)
    file = ProjectFile(tmp_path / "a.peanut", create=True)
    file.add(MEDIA, begun)
    file.close()
    before = file.path.read_bytes()
    script = (
        "import sys; from pathlib import Path; from peanut_studio.store.project_file import ProjectFile\n"
        "from peanut_studio.model.errors import InputError\n"
        "for name, create in (('a.peanut', False), ('new.peanut', True)):\n"
        "    try: ProjectFile(Path(sys.argv[1]) / name, create=create)\n"
        "    except InputError as error: print(error)"
    )
    said = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": ROOT, "LD_PRELOAD": str(library)},
    )
    sentence = f"{tmp_path} lets no program hold a file for itself, as some network folders do not; "
    assert said.stdout.splitlines() == [sentence + "save the project on a disk of this computer."] * 2
    assert said.stderr == ""
    assert file.path.read_bytes() == before


def test_a_foreign_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.peanut"
    for content in (b"", b"not a database, but long enough to be looked at " * 40):
        path.write_bytes(content)
        with pytest.raises(InputError, match="not a project of this program"):
            ProjectFile(path)
        assert path.read_bytes() == content
    path.unlink()
    with pytest.raises(InputError, match="not there any more"):
        ProjectFile(path)
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE theirs (a)")
    base.close()
    with pytest.raises(InputError, match="not a project of this program"):
        ProjectFile(path)


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.peanut"
    ProjectFile(path, create=True).close()
    base = sqlite3.connect(path)
    base.execute("PRAGMA user_version = 99")
    base.close()
    with pytest.raises(InputError, match="newer Peanut Studio"):
        ProjectFile(path)


def test_an_older_file_is_brought_up_to_date(
    tmp_path: Path, begun: History[Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = ProjectFile(tmp_path / "a.peanut", create=True)
    file.add(MEDIA, begun)
    file.close()
    later = (*project_file.MIGRATIONS, ("ALTER TABLE clip ADD COLUMN note TEXT",))
    monkeypatch.setattr(project_file, "MIGRATIONS", later)
    file = ProjectFile(tmp_path / "a.peanut")
    assert file._base.execute("SELECT note FROM clip").fetchall() == [(None,)]
    assert states(file.load(file.clips()[0].clip_id, begun.present.clip)[0]) == states(begun)
    file.close()


def test_damage_is_one_sentence(tmp_path: Path, begun: History[Project]) -> None:
    """Bytes flipped or cut off anywhere: the project opens whole, or one sentence is said."""
    file = ProjectFile(tmp_path / "a.peanut", create=True)
    clip = file.add(MEDIA, begun)
    file.keep(clip.clip_id, edited(begun, 1), 0)
    file.close()
    whole, rng, said = file.path.read_bytes(), random.Random(7), list[str]()
    for number in range(80):
        bad = bytearray(whole)
        if number % 4 == 0:
            bad = bad[: rng.randrange(len(bad))]
        else:
            for _ in range(rng.randrange(1, 20)):
                bad[rng.randrange(len(bad))] = rng.randrange(256)
        path = tmp_path / f"{number}.peanut"
        path.write_bytes(bad)
        try:
            opened = ProjectFile(path)
            try:
                for kept in opened.clips():
                    opened.load(kept.clip_id, begun.present.clip)
                opened.tidy()
            finally:
                opened.close()
        except InputError as error:
            said.append(str(error))
    assert len(said) > 20
    assert max(map(len, said)) < 300


def test_a_full_disk_loses_nothing_and_is_told(tmp_path: Path, begun: History[Project]) -> None:
    file = ProjectFile(tmp_path / "a.peanut", create=True)
    clip = file.add(MEDIA, begun)
    pages = file._base.execute("PRAGMA page_count").fetchone()[0]
    file._base.execute(f"PRAGMA max_page_count = {pages + 2}")
    history = begun
    for number in range(1, 200):
        history = history.edit("Paint", edited(history, 7 * number).present)
    with pytest.raises(InputError, match="is full"):
        file.keep(clip.clip_id, history, 0)
    file._base.execute("PRAGMA max_page_count = 1000000")
    file.keep(clip.clip_id, history, 0)
    file.close()
    file = ProjectFile(file.path)
    assert states(file.load(clip.clip_id, begun.present.clip)[0]) == states(history)
    file.close()


def test_another_clip_in_its_place_is_refused(tmp_path: Path, begun: History[Project]) -> None:
    file = ProjectFile(tmp_path / "a.peanut", create=True)
    clip = file.add(MEDIA, begun)
    with pytest.raises(InputError, match="not the clip"):
        file.load(clip.clip_id, project_of(21, (32, 24)).clip)
    file.close()


def test_a_copy_is_a_project_of_its_own(tmp_path: Path, begun: History[Project]) -> None:
    file = ProjectFile(tmp_path / "a.peanut", create=True)
    clip = file.add(MEDIA, begun)
    file.copy_to(tmp_path / "b.peanut")
    with pytest.raises(InputError, match="cannot be"):
        file.copy_to(tmp_path / "missing" / "b.peanut")
    file.keep(clip.clip_id, edited(begun, 1), 0)
    file.close()
    file = ProjectFile(tmp_path / "b.peanut")
    assert states(file.load(clip.clip_id, begun.present.clip)[0]) == states(begun)
    file.close()


# --- media


def test_moved_media_are_found(tmp_path: Path) -> None:
    footage, project = tmp_path / "in" / "clip.mp4", tmp_path / "in" / "a.peanut"
    footage.parent.mkdir()
    footage.write_bytes(np.random.default_rng(0).bytes(5000))
    media = MediaReference.of(footage, project)
    assert media.relative == "clip.mp4"
    assert media.find(project) == footage
    moved = tmp_path / "out"
    shutil.move(tmp_path / "in", moved)
    assert media.find(moved / "a.peanut") == moved / "clip.mp4"
    (moved / "media").mkdir()
    (moved / "clip.mp4").rename(moved / "media" / "renamed.mp4")
    assert media.find(moved / "a.peanut") == moved / "media" / "renamed.mp4"
    (moved / "media" / "renamed.mp4").write_bytes(b"something else")
    assert media.find(moved / "a.peanut") is None


# --- the program dies


def test_killed_at_any_moment_no_step_that_was_kept_is_missing(tmp_path: Path) -> None:
    rng = random.Random(20)
    count, begun = 40, History(project_of(40, (64, 48)))
    histories = [begun]
    for rounds in range(20):
        path = tmp_path / f"{rounds}.peanut"
        editor = subprocess.Popen(
            [sys.executable, str(EDITOR), str(path), str(count)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": ROOT},
        )
        assert editor.stdout is not None
        assert editor.stdout.readline() == "kept 0\n"
        time.sleep(rng.uniform(0, 0.25))
        editor.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        said = editor.stdout.read()
        editor.wait()
        editor.stdout.close()
        promised = int(said.rpartition("kept ")[2].split("\n")[0]) if said.count("\n") else 0
        while len(histories) < promised + 2:
            histories.append(edited(histories[-1], len(histories)))
        file = ProjectFile(path)
        (kept,) = file.clips()
        back = states(file.load(kept.clip_id, begun.present.clip)[0])
        file.close()
        assert back in (states(histories[promised]), states(histories[promised + 1])), (rounds, promised)


def test_a_copy_under_another_name_and_of_another_time_is_found_by_what_is_in_it(tmp_path: Path) -> None:
    project, footage = tmp_path / "a.peanut", tmp_path / "old" / "clip.mp4"
    footage.parent.mkdir()
    footage.write_bytes(bytes(range(256)) * 20_000)
    media = MediaReference.of(footage, project)
    as_before = replace(media, fingerprint=fingerprint(footage))
    assert as_before.find(project) == footage, "as projects of before told of it"
    copy = tmp_path / "media" / "take 2.mp4"
    copy.parent.mkdir()
    copy.write_bytes(footage.read_bytes())
    os.utime(copy, ns=(5, 5))
    footage.unlink()
    assert media.find(project) == copy
    assert as_before.find(project) is None
    changed = bytearray(copy.read_bytes())
    middle = len(changed) // 2
    changed[middle : middle + 100] = b"x" * 100
    copy.write_bytes(changed)
    assert media.find(project) is None


def test_pictures_are_known_by_their_names_sizes_and_what_is_in_them(tmp_path: Path) -> None:
    folder = tmp_path / "frames"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.png").write_bytes(b"picture %d" % number * 50)
    first = content_hash(folder)
    assert content_hash(folder.rename(tmp_path / "elsewhere")) == first
    assert content_hash(tmp_path / "elsewhere" / "%02d.png") != first
    (tmp_path / "elsewhere" / "00.png").write_bytes(b"another 0" * 50)
    assert content_hash(tmp_path / "elsewhere") != first
    (tmp_path / "elsewhere" / "00.png").unlink()
    assert content_hash(tmp_path / "elsewhere") != first
