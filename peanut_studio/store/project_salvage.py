"""What is whole of a damaged project's file, as a new file."""

from __future__ import annotations

import contextlib
import itertools
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peanut_studio.model.chosen import ChosenObject
from peanut_studio.model.clip import Clip
from peanut_studio.model.correction import Correction
from peanut_studio.model.history import History
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.project import Project, Result
from peanut_studio.store.project_codec import ProjectDecoder
from peanut_studio.store.project_faults import damaged
from peanut_studio.store.project_file import ProjectFile
from peanut_studio.store.project_media import MediaReference
from peanut_studio.store.project_records import DAMAGED, grow

FAR = 2000
"""So many rows in a row that are not there end a table that does not say how many it has."""

Row = tuple[Any, ...]


@dataclass
class Losses:
    """What could not be read: masks of which objects, objects, steps of the history, the work on which clips."""

    masks_of: dict[int, str] = field(default_factory=dict)
    objects: int = 0
    steps: int = 0
    clips: list[str] = field(default_factory=list)

    def told(self) -> str:
        """The losses as a list in words."""
        parts = [f"masks of {name}" for _, name in sorted(self.masks_of.items())]
        for count, one, many in ((self.objects, "an object", "objects"), (self.steps, "a step", "steps")):
            parts += [one if count == 1 else f"{count} {many}"] if count else []
        parts += [f"the work on {name}" for name in self.clips]
        return ", ".join(parts) or "nothing that was in use"


def salvage(path: Path, target: Path, clip_at: Callable[[Path], Clip | None], results: Path) -> Losses:
    """Write what is whole of the project at `path` into a new one at `target`, whose results lie in `results`.

    The file at `path` is opened for writing, as SQLite needs: give a copy. `clip_at` reads a clip of which the file
    does not tell any more, None where it cannot. Raises InputError where nothing can be read.
    """
    losses = Losses()
    with contextlib.closing(sqlite3.connect(path)) as base:
        records = {bytes(key): bytes(body) for key, body in _rows(base, "record", "key, body")}
        clips = sorted(
            _rows(base, "clip", "shown, id, relative, absolute, size, fingerprint, removed, here, frame"),
            key=lambda row: float(row[0]),
        )
        steps: dict[int, dict[int, tuple[str, bytes]]] = {}
        for clip_id, number, name, state in _rows(base, "step", "clip, number, name, state"):
            steps.setdefault(int(clip_id), {})[int(number)] = str(name), bytes(state)
    if not clips:
        raise damaged(path)

    def fetch(key: bytes) -> bytes:
        return grow(records[key], key)

    made = ProjectFile(target, create=True)
    try:
        for _, number, relative, absolute, size, fingerprint, removed, here, frame in clips:
            media = MediaReference(relative, absolute, size, fingerprint)
            decoder = _Lenient(fetch, results, losses)
            history = None if removed else _history(decoder, steps.get(number, {}), here, Path(absolute), clip_at)
            if history is not None:
                made.keep(made.add(media, history).clip_id, history, min(frame, history.present.clip.frame_count - 1))
            elif not removed:
                losses.clips.append(media.name)
        if not made.clips():
            raise damaged(path)
    except BaseException:
        made.close()
        target.unlink(missing_ok=True)
        raise
    made.close()
    return losses


UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
"""What Python raises of a damaged base; the second where even SQLite's complaint is made of damaged text."""


def _rows(base: sqlite3.Connection, table: str, columns: str) -> Iterator[Row]:
    """The rows of a table that can be read, one by one, for a damaged page spoils only its own."""
    last, missed = None, 0
    with contextlib.suppress(*UNREADABLE):
        last = base.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] or 0
    for number in itertools.count(1):
        if (last is not None and number > last) or missed > FAR:
            return
        missed += 1
        with contextlib.suppress(*UNREADABLE):
            row = base.execute(f"SELECT {columns} FROM {table} WHERE rowid = ?", (number,)).fetchone()
            if row is not None:
                missed = 0
                yield row


def _history(
    decoder: _Lenient,
    steps: dict[int, tuple[str, bytes]],
    here: int,
    path: Path,
    clip_at: Callable[[Path], Clip | None],
) -> History[Project] | None:
    clip = next((clip for _, state in steps.values() if (clip := decoder.whole_clip(state, path))), None)
    clip = clip or clip_at(path)
    if clip is None:
        return None
    states: dict[int, tuple[str, Project]] = {}
    for number, (name, state) in sorted(steps.items()):
        with contextlib.suppress(*DAMAGED):
            states[number] = name, decoder.project(state, clip)
    decoder.losses.steps += max([here, *steps]) + 1 - len(states)
    if not states:
        return History(Project.of(clip))
    present = max((number for number in states if number <= here), default=min(states))
    past = [number for number in states if number < present]
    # The name of what led from one state to the next is kept with the next one.
    led = [*past[1:], present] if past else []
    return History(
        states[present][1],
        tuple((states[after][0], states[before][1]) for before, after in zip(past, led, strict=True)),
        tuple(states[number] for number in states if number > present),
    )


class _Lenient(ProjectDecoder):
    """Leaves out what cannot be read and notes it in `losses`."""

    def __init__(self, fetch: Callable[[bytes], bytes], results: Path, losses: Losses) -> None:
        super().__init__(fetch, results)
        self.losses = losses
        self._torn: set[tuple[bytes, tuple[int, int]]] = set()
        self._torn_tracks: set[str] = set()
        self._lost_objects: set[str] = set()
        self._spoilt = False

    def whole_clip(self, root: bytes, path: Path) -> Clip | None:
        """What a state tells of its clip, None where that is not whole."""
        try:
            return self.clip_of(root, path)
        except DAMAGED:
            return None

    def _objects_of(self, names: Iterable[str]) -> tuple[ChosenObject, ...]:
        found = []
        for name in names:
            try:
                found.append(self._object(name))
            except DAMAGED:
                if name not in self._lost_objects:
                    self._lost_objects.add(name)
                    self.losses.objects += 1
        return tuple(found)

    def _object(self, name: str) -> ChosenObject:
        before, self._spoilt = self._spoilt, False
        chosen = super()._object(name)
        if self._spoilt:
            self.losses.masks_of[chosen.object_id] = chosen.name
        self._spoilt = before
        return chosen

    def _track_or_none(self, name: str | None) -> MaskTrack | None:
        before, self._spoilt = self._spoilt, name in self._torn_tracks
        try:
            track = super()._track_or_none(name)
        except DAMAGED:
            track, self._spoilt = None, True
        if self._spoilt and name is not None:
            self._torn_tracks.add(name)
        self._spoilt = self._spoilt or before
        return track

    def _leaf(self, key: bytes, size: tuple[int, int]) -> tuple[dict[int, bytes], dict[int, float]]:
        if (key, size) in self._torn:
            self._spoilt = True
        try:
            return super()._leaf(key, size)
        except DAMAGED:
            self._torn.add((key, size))
            self._spoilt = True
        self._leaves[key, size] = {}, {}
        with contextlib.suppress(*DAMAGED):
            for frame, mask, sure in self._rows_of(key):
                with contextlib.suppress(*DAMAGED):
                    self._leaves[key, size][0][frame] = self._mask(mask, size)
                    self._leaves[key, size][1][frame] = sure
        return self._leaves[key, size]

    def _corrections(self, told: Iterable[Any]) -> tuple[Correction, ...]:
        found: list[Correction] = []
        for one in told:
            try:
                found += super()._corrections([one])
            except DAMAGED:
                self._spoilt = True
        return tuple(found)

    def _result(self, told: Any) -> Result | None:
        try:
            return super()._result(told)
        except DAMAGED:
            # The pictures are there; from which masks they were made is not known any more.
            return super()._result({**json.loads(json.dumps(told)), "made_from": [], "refined_by": []})
