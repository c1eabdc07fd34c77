"""What a piece of footage is, without reading all of it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

SAMPLE = 1 << 20


def fingerprint(source: Path) -> str:
    """A hash that changes when the footage does: hex, 64 digits. Raises OSError when it cannot be read.

    Of a file: its size, its time of change, its first and last MiB. Of a folder: name, size and time of each file
    in it. Of a pattern of names, such as img_%05d.png: the pattern and its folder. The footage may be moved or
    renamed as a whole without changing it.
    """
    digest = hashlib.sha256()
    if not source.exists() and "%" in source.name:
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
