"""Folders of many files that appear under their name when they are complete."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

_unfinished: set[Path] = set()


@contextlib.contextmanager
def fresh_folder(target: Path) -> Iterator[Path]:
    """A folder to write into; when the block ends well its files lie in `target`, when it does not nothing is left.

    A `target` that exists keeps its other files. Raises OSError when it cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
    _unfinished.add(part)
    try:
        yield part
        part.chmod(0o755)
        if target.exists():
            for file in sorted(part.iterdir()):
                file.replace(target / file.name)
        else:
            part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
        _unfinished.discard(part)


def discard_unfinished_folders() -> None:
    """Remove what is being written just now; for a process that is about to end without further ado."""
    for part in tuple(_unfinished):
        shutil.rmtree(part, ignore_errors=True)
