"""One project in one SQLite file: its clips, what was decided about them, and every step that led there.

Each `keep` is one transaction; what was kept before a crash is there after it. The file is held as long as it is open:
a second program cannot write into it. Not for use from two threads at once.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peanut_studio.model.clip import Clip
from peanut_studio.model.errors import InputError
from peanut_studio.model.history import History
from peanut_studio.model.project import Project
from peanut_studio.store.project_codec import ProjectDecoder, ProjectEncoder, keys_within, result_name
from peanut_studio.store.project_faults import SUFFIX, damaged, explained
from peanut_studio.store.project_media import MediaReference
from peanut_studio.store.project_records import LONGEST, grow, shrink, text, whole

__all__ = ["RESULTS", "SUFFIX", "KeptClip", "ProjectFile", "results_of"]

RESULTS = ".peanut-results"
APPLICATION = 0x504E5554
"""Names the format in the file's header: 'PNUT'."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE record (key BLOB PRIMARY KEY, body BLOB NOT NULL)",
        "CREATE TABLE clip (id INTEGER PRIMARY KEY, relative TEXT NOT NULL, absolute TEXT NOT NULL, "
        "size INTEGER NOT NULL, fingerprint TEXT NOT NULL, removed INTEGER NOT NULL DEFAULT 0, "
        "here INTEGER NOT NULL, frame INTEGER NOT NULL, edited REAL NOT NULL, shown REAL NOT NULL)",
        "CREATE TABLE step (clip INTEGER NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, "
        "state BLOB NOT NULL, PRIMARY KEY (clip, number))",
    ),
)
"""What makes of a file of version n one of version n + 1."""


@dataclass(frozen=True)
class KeptClip:
    """A clip of the project. `edited` and `shown` are seconds since 1970: its last edit, when it was last seen."""

    clip_id: int
    media: MediaReference
    edited: float
    shown: float


@dataclass
class _Stored:
    """What is in the file of a clip: the names that led to each state, the states, which is the present one."""

    names: list[str]
    states: list[Project]
    here: int


class ProjectFile:
    """An open project. Everything raises InputError with a sentence where the file or its disk do not play along."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        self._encoder = ProjectEncoder()
        self._stored: dict[int, _Stored] = {}
        if create == path.exists():
            raise InputError(f"{path} exists already." if create else f"{path} is not there any more.")
        with explained(self.path):
            self._base = sqlite3.connect(path, timeout=0.2, isolation_level=None, check_same_thread=False)
            try:
                self._begin(create)
            except BaseException:
                self._base.close()
                raise

    def _begin(self, create: bool) -> None:
        # Held for good, the file needs no memory shared between programs, which network folders do not have.
        self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._base.execute("PRAGMA trusted_schema = OFF")
        if create:
            self._base.execute(f"PRAGMA application_id = {APPLICATION}")
        elif self._number("application_id") != APPLICATION:
            raise InputError(f"{self.path} is not a project of this program; open a file that ends in {SUFFIX}.")
        version = self._number("user_version")
        if version > len(MIGRATIONS):
            raise InputError(f"{self.path} was made by a newer Peanut Studio; update the program to open it.")
        self._choose_journal()
        self._base.execute("PRAGMA synchronous = NORMAL")
        if not create and self._base.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise damaged(self.path)
        for number, statements in enumerate(MIGRATIONS[version:], start=version + 1):
            with self._transaction():
                for statement in statements:
                    self._base.execute(statement)
                self._base.execute(f"PRAGMA user_version = {number}")
        # An empty transaction takes the lock now, not with the first edit.
        with self._transaction():
            self._base.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    def _choose_journal(self) -> None:
        """A log beside the file; where its disk, such as a network folder, has none of that, the older way."""
        with contextlib.suppress(sqlite3.OperationalError):
            if self._base.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",):
                return
        self._base.execute("PRAGMA journal_mode = DELETE")

    @property
    def results(self) -> Path:
        """The folder beside the file in which results are kept."""
        return results_of(self.path)

    # --- clips

    def clips(self) -> tuple[KeptClip, ...]:
        """The clips, in the order in which they came."""
        return tuple(self._select_clips("WHERE removed = 0 ORDER BY id"))

    def add(self, media: MediaReference, history: History[Project]) -> KeptClip:
        """One more clip; gives it with its number."""
        now = time.time()
        with explained(self.path), self._transaction():
            made = self._base.execute(
                "INSERT INTO clip (relative, absolute, size, fingerprint, here, frame, edited, shown) "
                "VALUES (?, ?, ?, ?, 0, 0, ?, ?)",
                (media.relative, media.absolute, media.size, media.fingerprint, now, now),
            )
            number = made.lastrowid
            assert number is not None
            stored = self._write_steps(number, history)
        self._stored[number] = stored
        return KeptClip(number, media, now, now)

    def set_removed(self, clip_id: int, removed: bool) -> None:
        """Take a clip out of the project, or back in again; it goes for good when the file is tidied."""
        with explained(self.path), self._transaction():
            self._base.execute("UPDATE clip SET removed = ? WHERE id = ?", (removed, clip_id))

    def relink(self, clip_id: int, media: MediaReference) -> None:
        """A clip lies somewhere else now."""
        with explained(self.path), self._transaction():
            self._base.execute(
                "UPDATE clip SET relative = ?, absolute = ?, size = ?, fingerprint = ? WHERE id = ?",
                (media.relative, media.absolute, media.size, media.fingerprint, clip_id),
            )

    # --- steps

    def keep(self, clip_id: int, history: History[Project], frame: int) -> None:
        """All steps of a clip and where its playhead is, as they are now: one transaction, of what is new."""
        now = time.time()
        before = self._stored.get(clip_id)
        with explained(self.path), self._transaction():
            stored = self._write_steps(clip_id, history)
            edited = before is None or stored != before
            self._base.execute(
                "UPDATE clip SET frame = ?, shown = ?, edited = CASE WHEN ? THEN ? ELSE edited END WHERE id = ?",
                (frame, now, edited, now, clip_id),
            )
        self._stored[clip_id] = stored

    def clip_of(self, clip_id: int, path: Path) -> Clip:
        """What was known of a clip, lying at `path`."""
        with explained(self.path):
            row = self._base.execute("SELECT state FROM step WHERE clip = ? LIMIT 1", (clip_id,)).fetchone()
            return ProjectDecoder(self._fetch, self.results).clip_of(row[0], path)

    def load(self, clip_id: int, clip: Clip) -> tuple[History[Project], int]:
        """A clip's steps and the playhead; `clip` is what lies where its media were found.

        Raises InputError where it is another clip than the one that the steps were made with.
        """
        with explained(self.path):
            here, frame = self._base.execute("SELECT here, frame FROM clip WHERE id = ?", (clip_id,)).fetchone()
            rows = self._base.execute("SELECT name, state FROM step WHERE clip = ? ORDER BY number", (clip_id,))
            steps = [(str(name), bytes(state)) for name, state in rows]
            decoder = ProjectDecoder(self._fetch, self.results)
            known = decoder.clip_of(steps[0][1], clip.path)
            if (known.width, known.height, known.frame_count) != (clip.width, clip.height, clip.frame_count):
                raise InputError(
                    f"{clip.path} is not the clip that the project was made with: it has {clip.frame_count} frames of "
                    f"{clip.width}x{clip.height}, not {known.frame_count} of {known.width}x{known.height}."
                )
            names, states = [name for name, _ in steps], [decoder.project(state, clip) for _, state in steps]
            here, frame = whole(here, 0, len(states) - 1), whole(frame, 0, LONGEST)
            history = History(
                states[here],
                tuple(zip(names[1 : here + 1], states[:here], strict=True)),
                tuple(zip(names[here + 1 :], states[here + 1 :], strict=True)),
            )
        self._encoder.learn(decoder)
        self._stored[clip_id] = _Stored(names, states, here)
        return history, min(frame, clip.frame_count - 1)

    def check(self) -> None:
        """Raises `DamagedProject` where a record is not as it was written."""
        with explained(self.path):
            for key, body in self._base.execute("SELECT key, body FROM record"):
                grow(body, key)

    def tidy(self) -> None:
        """Drop clips that were taken out and what no step needs any more."""
        with explained(self.path), self._transaction():
            self._base.execute("DELETE FROM step WHERE clip IN (SELECT id FROM clip WHERE removed = 1)")
            self._base.execute("DELETE FROM clip WHERE removed = 1")
            needed: set[bytes] = set()
            for (state,) in self._base.execute("SELECT DISTINCT state FROM step").fetchall():
                needed |= keys_within(state, self._fetch)
            rows = self._base.execute("SELECT key FROM record").fetchall()
            useless = [(key,) for (key,) in rows if key not in needed]
            self._base.executemany("DELETE FROM record WHERE key = ?", useless)
        self._encoder.forget()

    def results_needed(self) -> set[str]:
        """The names of the results that some step shows."""
        with explained(self.path):
            states = self._base.execute("SELECT DISTINCT state FROM step").fetchall()
            return {name for (state,) in states if (name := result_name(state, self._fetch)) is not None}

    def copy_to(self, path: Path) -> None:
        """The whole project into another file, which takes the place of one that is there; never half of it."""
        part = path.with_name(f".{path.name}.part")
        with explained(path):
            part.unlink(missing_ok=True)
            try:
                with contextlib.closing(sqlite3.connect(part)) as target:
                    self._base.backup(target)
                    target.execute("PRAGMA journal_mode = DELETE")
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)

    def take_over(self, other: ProjectFile) -> None:
        """This is a copy of the other file: what was kept there is kept here."""
        self._stored, self._encoder = other._stored, other._encoder

    def has_work(self) -> bool:
        """Whether there is a step in it, or more than one clip."""
        with explained(self.path):
            steps, clips = self._base.execute("SELECT max(number), count(DISTINCT clip) FROM step").fetchone()
        return bool(steps) or clips > 1

    def close(self) -> None:
        """Let go of the file; it is then one file again."""
        with contextlib.suppress(sqlite3.Error):
            self._base.close()

    # --- rows

    def _select_clips(self, where: str) -> Iterator[KeptClip]:
        with explained(self.path):
            rows = self._base.execute(
                f"SELECT id, relative, absolute, size, fingerprint, edited, shown FROM clip {where}"
            ).fetchall()
            found = [_kept_clip(row) for row in rows]
        yield from found

    def _write_steps(self, clip_id: int, history: History[Project]) -> _Stored:
        wanted = _Stored(
            ["", *(name for name, _ in history.past), *(name for name, _ in history.future)],
            [*(state for _, state in history.past), history.present, *(state for _, state in history.future)],
            len(history.past),
        )
        before = self._stored.get(clip_id, _Stored([], [], -1))
        for number, (name, state) in enumerate(zip(wanted.names, wanted.states, strict=True)):
            same = number < len(before.states) and before.states[number] is state and before.names[number] == name
            if not same:
                key, records = self._encoder.project(state)
                self._base.executemany(
                    "INSERT OR IGNORE INTO record VALUES (?, ?)",
                    ((key, shrink(body)) for key, body in records.items()),
                )
                self._base.execute("INSERT OR REPLACE INTO step VALUES (?, ?, ?, ?)", (clip_id, number, name, key))
        if len(before.states) > len(wanted.states):
            self._base.execute("DELETE FROM step WHERE clip = ? AND number >= ?", (clip_id, len(wanted.states)))
        if before.here != wanted.here:
            self._base.execute("UPDATE clip SET here = ? WHERE id = ?", (wanted.here, clip_id))
        return wanted

    def _fetch(self, key: bytes) -> bytes:
        row = self._base.execute("SELECT body FROM record WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key.hex())
        return grow(row[0], key)

    def _number(self, name: str) -> int:
        return int(self._base.execute(f"PRAGMA {name}").fetchone()[0])

    # --- what can go wrong

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._base.execute("COMMIT")
        except BaseException:
            # A full disk may have ended the transaction already.
            with contextlib.suppress(sqlite3.Error):
                self._base.execute("ROLLBACK")
            self._encoder.forget()
            raise


def _kept_clip(row: tuple[Any, ...]) -> KeptClip:
    """A clip from its row. Raises ValueError where the row was not written by this program."""
    number, relative, absolute, size, fingerprint, edited, shown = row
    if not (type(edited) is type(shown) is float):
        raise ValueError("a time that is none")
    media = MediaReference(text(relative), text(absolute), whole(size, -1, 2**63), text(fingerprint))
    return KeptClip(number, media, edited, shown)


def results_of(path: Path) -> Path:
    """The folder in which the results of a project's file are kept."""
    return path.with_suffix(RESULTS)
