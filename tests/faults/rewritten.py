"""Projects of which single values were changed by somebody who knows the format: every record's hash is right."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from peanut_studio.model.chosen import ChosenObject
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import StudioError
from peanut_studio.model.history import History
from peanut_studio.model.project import Project, Result
from peanut_studio.model.prompt import Box, Click
from peanut_studio.model.refinement import Refinement
from peanut_studio.store.project_codec import ProjectEncoder
from peanut_studio.store.project_file import ProjectFile
from peanut_studio.store.project_media import MediaReference
from peanut_studio.store.project_records import grow, key_of, shrink
from tests.faults.programs import Tally
from tests.store.projects import edited, project_of

HOSTILE: tuple[Any, ...] = (
    None, True, -1, 0, 1, 3, 2**31, 2**63, -(2**63), 10**30, 0.5, -1e308, 1e308, "", "0", "x", "../../secret",
    "/etc/passwd", "00" * 16, "\x00", "\ud7ff" * 9, [], [None], [-1, -1], [[]], {}, {"id": 1}, [0] * 1000, "9" * 5000,
    "1/0", "nan",
)  # fmt: skip
"""What takes the place of a value."""

ROWS = ("relative", "absolute", "size", "fingerprint", "here", "frame", "edited", "shown")


def projects_rewritten(folder: Path, count: int) -> Tally:
    """A project with a strange value in it is opened and can be used, or is refused in one sentence."""
    tally = Tally(
        "a project's file with a strange value in an intact record: opened and usable, or refused in a sentence"
    )
    path, results = folder / "strange.peanut", folder / "strange.peanut-results"
    results.mkdir()
    (folder / "secret").mkdir()
    history = _history(results)
    for case in range(count):
        for old in folder.glob("strange.peanut*"):
            if old.is_file():
                old.unlink()
        rng = random.Random(f"8 {case}")
        how = _write(path, history, rng)
        tally.note(_used(path, history, f"seed '8 {case}', {how}"))
    return tally


def _history(results: Path) -> History[Project]:
    """All kinds of values are in it."""
    (results / "result-1").mkdir()
    project = project_of(20, (60, 24), 2)
    marks = Click(3, 4, True, 2), Box(1, 2, 30, 20, 5)
    first = replace(project.objects[0], marks=marks, gone=(Span(3, 5),), refinement=Refinement(1, 2, 3, 4, 5, 6, 7))
    assert first.track is not None
    first = replace(first, tracked_from=marks)
    made = Result(results / "result-1", Span(0, 20), (Span(0, 9),), (first.track,), (first.refinement,))
    project = replace(project, objects=(first, *project.objects[1:])).with_marker(4).with_result(made)
    history = History(project)
    for number in (1, 2, 3):
        history = edited(history, number)
    return history.undo()


def _write(path: Path, history: History[Project], rng: random.Random) -> str:
    """The project, one value of it another one; says which."""
    file = ProjectFile(path, create=True)
    file.keep(file.add(MediaReference("clip.mp4", "/nowhere/clip.mp4", 1, "f"), history).clip_id, history, 7)
    file.close()
    base = sqlite3.connect(path)
    try:
        with base:
            if rng.random() < 0.15:
                column, value = rng.choice(ROWS), rng.choice([v for v in HOSTILE if not isinstance(v, list | dict)])
                value = value if not isinstance(value, int) or abs(value) < 2**63 else 2**62
                base.execute(f"UPDATE OR IGNORE clip SET {column} = ?", (value,))
                return f"{column} = {value!r:.40}"
            records = {key: grow(body, key) for key, body in base.execute("SELECT key, body FROM record")}
            altered = _Altered(records, rng)
            steps = base.execute("SELECT number, state FROM step").fetchall()
            chosen = rng.choice(steps)[0]
            for number, state in steps:
                if number == chosen:
                    base.execute("UPDATE step SET state = ? WHERE number = ?", (altered.root(state), number))
            base.executemany(
                "INSERT OR IGNORE INTO record VALUES (?, ?)",
                ((key, shrink(body)) for key, body in altered.made.items()),
            )
            return altered.how
    finally:
        base.close()


class _Altered:
    """A project's records again, one value of one of them another one, and each name as it has to be then."""

    def __init__(self, records: dict[bytes, bytes], rng: random.Random) -> None:
        self._records, self._rng = records, rng
        self.made: dict[bytes, bytes] = {}
        self.how = "nothing"
        self._target = b""

    def root(self, root: bytes) -> bytes:
        """The key that the project has now."""
        within = sorted(self._within(root))
        # Most records are masks: what says how they are to be read is chosen as often.
        told = [key for key in within if self._json(key) is not None]
        self._target = self._rng.choice(told if self._rng.random() < 0.8 else within)
        return self._again(root)

    def _json(self, key: bytes) -> Any:
        body = self._records[key]
        try:
            return json.loads(body) if body[:1] == b"{" else None
        except ValueError:
            return None

    def _within(self, key: bytes) -> set[bytes]:
        found = {key}
        for name in self._names(key):
            found |= self._within(name)
        return found

    def _names(self, key: bytes) -> Iterator[bytes]:
        told = self._json(key)
        if told is not None:
            yield from (name for text in _texts(told) if (name := _key(text)) in self._records)
        elif len(self._records[key]) % 28 == 0:
            body = self._records[key]
            yield from (name for at in range(0, len(body), 28) if (name := body[at + 4 : at + 20]) in self._records)

    def _again(self, key: bytes) -> bytes:
        body, told = self._records[key], self._json(key)
        if told is not None:
            told = _mapped(told, lambda text: self._renamed(text))
            told = self._changed(told) if key == self._target else told
            body = json.dumps(told, separators=(",", ":")).encode()
        else:
            for name in set(self._names(key)):
                body = body.replace(name, self._again(name))
            body = self._spoilt(body) if key == self._target else body
        self.made[key_of(body)] = body
        return key_of(body)

    def _renamed(self, text: str) -> str:
        key = _key(text)
        return self._again(key).hex() if key in self._records else text

    def _changed(self, told: Any) -> Any:
        places = list(_places(told))
        holder, at = self._rng.choice(places)
        value = self._rng.choice(HOSTILE)
        if self._rng.random() < 0.1:
            self.how = f"{at!r} taken away"
            del holder[at]
        else:
            self.how = f"{at!r} of {str(holder)[:60]} = {value!r:.40}"
            holder[at] = value
        return told

    def _spoilt(self, body: bytes) -> bytes:
        self.how = f"bytes of {body[:12]!r}..."
        bad = bytearray(body or b"\0")
        for _ in range(self._rng.randrange(1, 4)):
            bad[self._rng.randrange(len(bad))] = self._rng.choice((0, 1, 127, 128, 255))
        return bytes(bad[: self._rng.choice((len(bad), len(bad), 3, 0))])


def _key(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _places(told: Any) -> Iterator[tuple[Any, Any]]:
    for at in told if isinstance(told, dict) else range(len(told)):
        yield told, at
        if isinstance(told[at], dict | list):
            yield from _places(told[at])


def _texts(told: Any) -> Iterator[str]:
    return (holder[at] for holder, at in _places(told) if isinstance(holder[at], str))


def _mapped(told: Any, change: Callable[[str], str]) -> Any:
    if isinstance(told, dict):
        return {name: _mapped(value, change) for name, value in told.items()}
    if isinstance(told, list):
        return [_mapped(value, change) for value in told]
    return change(told) if isinstance(told, str) else told


def _used(path: Path, history: History[Project], how: str) -> str | None:
    """What was not as it should be, None where nothing was."""
    try:
        file = ProjectFile(path)
    except StudioError as error:
        return _more_than_a_sentence(error, how)
    try:
        file.check()
        for kept in file.clips():
            found = kept.media.find(path)
            if found is not None:
                return f"{how}: {found} counts as its clip"
            assert type(kept.edited) is type(kept.shown) is float
            loaded, frame = file.load(kept.clip_id, history.present.clip)
            for state in (loaded.present, *(state for _, state in (*loaded.past, *loaded.future))):
                _look_at(state, path.with_suffix(".peanut-results"))
            if not 0 <= frame < history.present.clip.frame_count:
                return f"{how}: frame {frame!r}"
            file.keep(kept.clip_id, edited(loaded, 9), frame)
            file.results_needed()
        file.tidy()
    except StudioError as error:
        return _more_than_a_sentence(error, how)
    except Exception as error:
        return f"{how}: {type(error).__name__}: {error}"
    finally:
        file.close()
    return None


def _more_than_a_sentence(error: StudioError, how: str) -> str | None:
    return f"{how}: more than a sentence" if "\n" in str(error) else None


def _look_at(project: Project, results: Path) -> None:
    """Use a project as the window does. Raises where one of its values is none that the program makes."""
    width, height, count = project.clip.width, project.clip.height, project.clip.frame_count
    wants = project.wants_result, project.is_result_stale
    frames = [marker.frame for marker in project.markers]
    if project.result is not None:
        assert project.result.path.parent == results, project.result.path
        assert project.span.stop <= count
    for chosen in project.objects:
        _look_at_object(chosen, count)
        frames += [mark.frame for mark in (*chosen.marks, *chosen.tracked_from)]
        frames += [one.frame for one in (*chosen.corrections, *chosen.corrected_from)]
        assert all(one.mask.shape == (height, width) for one in (*chosen.corrections, *chosen.corrected_from))
        for track in [chosen.track] if chosen.track else []:
            frames += [*track.frames, *track.prompted]
            assert all(track.mask(frame).shape == (height, width) for frame in track.frames)
            assert all(0 <= sure <= 1 for sure in track.confidence.values())
    assert all(type(frame) is int and 0 <= frame < count for frame in frames), frames
    assert all(type(flag) is bool for flag in wants)
    assert len({chosen.object_id for chosen in project.objects}) == len(project.objects)
    ProjectEncoder().project(project)


def _look_at_object(chosen: ChosenObject, count: int) -> None:
    how = chosen.refinement
    widths = how.grow, how.holes, how.specks, how.feather or 0, how.smooth, how.edges, how.hair
    assert all(type(width) is int and abs(width) < 2**15 for width in widths), widths
    assert all(0 <= value <= 255 for value in chosen.colour)
    assert type(chosen.name) is str
    assert all(0 <= span.start < span.stop <= count for span in chosen.gone), chosen.gone
    assert chosen.is_tracked(Span(0, count)) in (True, False)
    for mark in chosen.marks:
        numbers = (mark.x, mark.y) if isinstance(mark, Click) else (mark.x0, mark.y0, mark.x1, mark.y1)
        assert all(abs(float(number)) < 1e9 for number in numbers), mark
