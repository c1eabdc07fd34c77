"""Files and folders that appear under their name when they are complete, and not before."""

from __future__ import annotations

import shutil
from pathlib import Path

_unfinished: set[Path] = set()


def begin_file(target: Path) -> Path:
    """Where to write what will become `target`: beside it, under a hidden name with the same ending."""
    part = target.with_name(f".{target.stem}.part{target.suffix}")
    _unfinished.add(part)
    return part


def begin_folder(target: Path) -> Path:
    """An empty folder beside `target` to write into. Raises OSError."""
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    _unfinished.add(part)
    return part


def publish(part: Path, target: Path) -> None:
    """Give the complete `part` its name. Folders that exist keep their other files. Raises OSError."""
    if part.is_dir() and target.exists():
        for file in sorted(part.iterdir()):
            publish(file, target / file.name)
        part.rmdir()
    else:
        part.replace(target)
    _unfinished.discard(part)


def discard(part: Path) -> None:
    """Remove what will not be finished; nothing happens where it is gone already."""
    if part.is_dir():
        shutil.rmtree(part, ignore_errors=True)
    else:
        part.unlink(missing_ok=True)
    _unfinished.discard(part)


def discard_unfinished() -> None:
    """Remove all that is being written just now; for a process that is about to end without further ado."""
    for part in tuple(_unfinished):
        try:
            discard(part)
        except OSError:
            continue
