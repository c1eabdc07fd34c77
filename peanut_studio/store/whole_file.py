"""A file that appears under its name when it is whole, and not before."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

PART = ".part"
STALE = 3600
"""Seconds after which a half written file is one that was left behind."""


@contextmanager
def whole_file(path: Path, durable: bool = False) -> Iterator[BinaryIO]:
    """A file to write what `path` is to hold; nothing of it is left when writing fails.

    A `durable` one outlives a power cut from the moment it appears. Raises OSError where it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=PART, delete=False) as file:
        part = Path(file.name)
        try:
            yield file  # type: ignore[misc]
            file.flush()
            if durable:
                os.fsync(file.fileno())
            file.close()
            part.replace(path)
        except BaseException:
            file.close()
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise


def is_left_behind(path: Path, written: float) -> bool:
    """Whether a path, last written at `written` seconds of the clock, is half a file that nobody writes any more."""
    return path.suffix == PART and written < time.time() - STALE
