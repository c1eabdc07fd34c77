"""Messages between two processes of the program, over pipes. Only for a process that was started by the other one."""

from __future__ import annotations

import io
import pickle
import struct
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import IO, Any

from peanut_studio.model.errors import StudioError
from peanut_studio.model.mask_track import MaskTrack

LENGTH = struct.Struct("<Q")
ROOM = 1 << 20
"""Bytes that a pipe is asked to hold, so that a picture goes through in a few pieces."""

FRAMES = 1000
"""Frames of a track that go at once: Python's lock is held for as long as one piece is written or read, some 2 ms."""


class PostClosed(EOFError):
    """The other side is gone."""


class Post:
    """Sends and receives messages (kind, value). Tracks among them go piece by piece.

    Those of a message that is `remembered` are known from then on: they arrive as themselves.
    """

    def __init__(self, incoming: IO[bytes], outgoing: IO[bytes]) -> None:
        self._incoming, self._outgoing = incoming, outgoing
        self._known: list[MaskTrack] = []
        for stream in (incoming, outgoing):
            _widen(stream)

    def send(self, kind: str, value: object, remembered: bool = False) -> None:
        """Raises OSError or ValueError when nobody listens any more, and whatever cannot be written raises."""
        if remembered:
            self._known = []
        written = io.BytesIO()
        pickler = _Pickler(written, self._known)
        pickler.dump((kind, value, remembered))
        for track in pickler.fresh:
            runs, sure = list(track.runs.items()), list(track.confidence.items())
            self._write(pickle.dumps(replace(track, runs={}, confidence={}), 5))
            for start in range(0, max(len(runs), len(sure)), FRAMES):
                piece = slice(start, start + FRAMES)
                self._write(pickle.dumps((dict(runs[piece]), dict(sure[piece])), 5))
        self._write(written.getbuffer())
        self._outgoing.flush()
        if remembered:
            self._known = pickler.fresh

    def receive(self) -> tuple[str, Any]:
        """Wait for a message. Raises PostClosed when there will be none."""
        fresh: list[MaskTrack] = []
        while True:
            unpickler = _Unpickler(io.BytesIO(self._read()), self._known, fresh)
            read = unpickler.load()
            if isinstance(read, MaskTrack):
                fresh.append(replace(read, runs={}, confidence={}))
            elif len(read) == 2:
                runs, sure = fresh[-1].runs, fresh[-1].confidence
                assert isinstance(runs, dict)
                assert isinstance(sure, dict)
                runs.update(read[0])
                sure.update(read[1])
            else:
                kind, value, remembered = read
                if remembered:
                    self._known = fresh
                return kind, value

    def _write(self, data: bytes | memoryview) -> None:
        self._outgoing.write(LENGTH.pack(len(data)))
        self._outgoing.write(data)

    def _read(self) -> bytes:
        (count,) = LENGTH.unpack(self._read_all(LENGTH.size))
        return self._read_all(count)

    def _read_all(self, count: int) -> bytes:
        read = self._incoming.read(count)
        if len(read) < count:
            raise PostClosed
        return read


def sendable(error: BaseException) -> BaseException:
    """The error as it can be sent; one that is a bug has its traceback as a note."""
    if isinstance(error, StudioError):
        return error
    told = "".join(traceback.format_exception(error))
    error.__cause__ = error.__context__ = None
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.add_note(told)
    return error


class _Pickler(pickle.Pickler):
    """Leaves tracks out; those that the other side does not know are in `fresh`."""

    def __init__(self, file: IO[bytes], known: Sequence[MaskTrack]) -> None:
        super().__init__(file, protocol=5)
        self._numbers = {id(track): ("known", number) for number, track in enumerate(known)}
        self.fresh: list[MaskTrack] = []

    def persistent_id(self, value: object) -> tuple[str, int] | None:
        if not isinstance(value, MaskTrack):
            return None
        if id(value) not in self._numbers:
            self._numbers[id(value)] = ("fresh", len(self.fresh))
            self.fresh.append(value)
        return self._numbers[id(value)]


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: IO[bytes], known: Sequence[MaskTrack], fresh: Sequence[MaskTrack]) -> None:
        super().__init__(file)
        self._known, self._fresh = known, fresh

    def persistent_load(self, name: tuple[str, int]) -> MaskTrack:
        where, number = name
        return (self._known if where == "known" else self._fresh)[number]


def _widen(stream: IO[bytes]) -> None:
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(stream.fileno(), fcntl.F_SETPIPE_SZ, ROOM)
