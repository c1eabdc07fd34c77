"""Finished pieces of work, kept without loss under what they were made from, so that nothing is computed twice."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import time
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from peanut_studio.store import place
from peanut_studio.store.whole_file import PART, is_left_behind, whole_file

SUFFIX = ".piece"
MAGIC = b"PSP1"
OLDEST = 90 * 24 * 3600
"""Seconds after which what was not used any more goes."""
LEAST_FREE = 256 << 20
"""Bytes of the disk that are left alone."""
SWEEP_EVERY = 64
"""What is too much is looked for whenever this fraction of the room has been written."""

Arrays = Mapping[str, npt.NDArray[Any]]


class ResultCache:
    """Arrays by the `work` that was done and the `inputs` that it was done on, both hex; one file for each piece.

    What has not been used for longest goes when all together pass `kept_bytes`, or after 90 days. A file appears
    under its name when it is whole, and is checked when it is read: a damaged one is taken away and counts as not
    there. Nothing here raises, for the work can be done again. Several processes may use one folder.
    """

    def __init__(self, folder: Path | None = None, kept_bytes: int | None = None) -> None:
        self.folder = folder or place.root() / "fills"
        self._kept_bytes = place.kept_bytes() if kept_bytes is None else kept_bytes
        self._written: int | None = None

    def knows(self, work: str) -> bool:
        """Whether something is kept of that work, on whatever inputs."""
        try:
            with os.scandir(self._shelf(work)) as entries:
                return any(entry.name.startswith(f"{work}-") and entry.name.endswith(SUFFIX) for entry in entries)
        except OSError:
            return False

    def load(self, work: str, inputs: str) -> Arrays | None:
        """What is kept, None where nothing is or where it is damaged."""
        path = self._path(work, inputs)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        try:
            arrays = unpacked(data)
        except (ValueError, KeyError, TypeError, zlib.error):
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return arrays

    def save(self, work: str, inputs: str, arrays: Arrays, durable: bool = True) -> bool:
        """Keep arrays in one step; False where they cannot be. `durable` ones also outlive a power cut from now on."""
        path, data = self._path(work, inputs), packed(arrays)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(path.parent).free < len(data) + LEAST_FREE:
                return False
            with whole_file(path, durable) as file:
                file.write(data)
        except OSError:
            return False
        self._sweep(len(data))
        return True

    def _shelf(self, work: str) -> Path:
        return self.folder / work[:2]

    def _path(self, work: str, inputs: str) -> Path:
        return self._shelf(work) / f"{work}-{inputs}{SUFFIX}"

    def _sweep(self, written: int) -> None:
        if self._written is not None and self._written + written < self._kept_bytes // SWEEP_EVERY:
            self._written += written
            return
        self._written = 0
        now, room = time.time(), self._kept_bytes
        for used, size, path in sorted(self._files(), reverse=True):
            room -= size
            if room < 0 or used < now - OLDEST or is_left_behind(path, used):
                with contextlib.suppress(OSError):
                    path.unlink()

    def _files(self) -> list[tuple[float, int, Path]]:
        files = []
        for path in self.folder.glob(f"*/*[{SUFFIX[-1]}{PART[-1]}]"):
            with contextlib.suppress(OSError):
                facts = path.stat()
                files.append((facts.st_mtime, facts.st_size, path))
        return files


def packed(arrays: Arrays) -> bytes:
    """Arrays as bytes that know whether they are whole. Pictures (N, 3) are kept as differences, which are smaller."""
    parts = []
    facts = []
    for name, array in arrays.items():
        raw = np.ascontiguousarray(array)
        if _is_colours(raw):
            raw = np.diff(raw, axis=0, prepend=raw[:1] * 0)
        part = zlib.compress(raw.tobytes(), 1)
        parts.append(part)
        facts.append([name, array.dtype.str, list(array.shape), len(part)])
    head = json.dumps(facts).encode()
    body = b"".join([len(head).to_bytes(4, "little"), head, *parts])
    return MAGIC + hashlib.sha256(body).digest() + body


def unpacked(data: bytes) -> Arrays:
    """The arrays again. Raises ValueError, KeyError, TypeError or zlib.error where the bytes are not whole."""
    digest, body = data[4:36], data[36:]
    if data[:4] != MAGIC or hashlib.sha256(body).digest() != digest:
        raise ValueError("damaged")
    at = 4 + int.from_bytes(body[:4], "little")
    arrays = {}
    for name, dtype, shape, length in json.loads(body[4:at]):
        array = np.frombuffer(zlib.decompress(body[at : at + length]), np.dtype(dtype)).reshape(shape)
        arrays[name] = np.cumsum(array, axis=0, dtype=array.dtype) if _is_colours(array) else array
        at += length
    return arrays


def _is_colours(array: npt.NDArray[Any]) -> bool:
    return array.ndim == 2 and array.shape[1] == 3 and array.dtype.kind == "u"
