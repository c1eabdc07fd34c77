"""What a piece of footage is, without reading all of it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

SAMPLE = 1 << 20

CONTENT = "content:"
"""What hashes begin with that follow from what is in the footage alone."""

PLACES, PLACE = 32, 1 << 16
"""So many places within a file, and so many bytes of each, say what is in it."""

FILES = 16
"""Of the files of a folder so many are looked into; all are named, with their sizes."""


def content_hash(source: Path) -> str:
    """A hash of what is in the footage, wherever it lies and whenever it was written. Raises OSError.

    Of a file: its size, its first and last MiB, and 32 places between them. Of a folder: name and size of each file,
    and the same of some of them. A file whose size stays, changed between those places, keeps its hash: this finds
    footage again, and says nothing about what was computed from it.
    """
    if _is_pattern(source):
        return CONTENT + hashlib.sha256(f"{source.name} {content_hash(source.parent)}".encode()).hexdigest()
    digest = hashlib.sha256()
    if source.is_dir():
        files = sorted(path for path in source.iterdir() if path.is_file())
        for path in files:
            digest.update(f"{path.name}\0{path.stat().st_size}\n".encode())
        files = files[:: -(-len(files) // FILES)] if files else []
    else:
        files = [source]
    for path in files:
        _sampled(path, digest)
    return CONTENT + digest.hexdigest()


def fingerprint(source: Path) -> str:
    """A hash that changes when the footage does: hex, 64 digits. Raises OSError when it cannot be read.

    Of a file: its size, its time of change, its first and last MiB. Of a folder: name, size and time of each file
    in it. Of a pattern of names, such as img_%05d.png: the pattern and its folder. The footage may be moved or
    renamed as a whole without changing it.
    """
    digest = hashlib.sha256()
    if _is_pattern(source):
        return hashlib.sha256(f"{source.name} {fingerprint(source.parent)}".encode()).hexdigest()
    if source.is_dir():
        with os.scandir(source) as entries:
            for name, facts in sorted((entry.name, entry.stat()) for entry in entries if entry.is_file()):
                digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
        return digest.hexdigest()
    with source.open("rb") as file:
        facts = os.fstat(file.fileno())
        digest.update(f"{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
        digest.update(file.read(SAMPLE))
        file.seek(max(0, facts.st_size - SAMPLE))
        digest.update(file.read(SAMPLE))
    return digest.hexdigest()


def _is_pattern(source: Path) -> bool:
    """Whether this is no file but names of many, such as img_%05d.png."""
    return "%" in source.name and not source.exists()


def _sampled(path: Path, digest: hashlib._Hash) -> None:
    """What some places of a file hold."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        digest.update(f"{size}\0".encode())
        for start, length in (
            (0, SAMPLE),
            *((size * n // PLACES, PLACE) for n in range(1, PLACES)),
            (size - SAMPLE, SAMPLE),
        ):
            file.seek(max(0, start))
            digest.update(file.read(length))
