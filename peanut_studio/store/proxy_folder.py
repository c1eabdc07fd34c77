"""Where small copies of footage are kept, and how much of them."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from peanut_studio.store import place
from peanut_studio.store.fingerprint import fingerprint

VERSION = "1"
"""Goes up when small copies are made otherwise."""


class ProxyFolders:
    """One folder for each piece of footage, by what it is; the longest unused go first past `kept_bytes`."""

    def __init__(self, root: Path | None = None, kept_bytes: int | None = None) -> None:
        self.root = root or place.root() / "proxies"
        self._kept_bytes = place.kept_bytes() if kept_bytes is None else kept_bytes

    def folder(self, source: Path, kind: str = "") -> Path:
        """The footage's own folder for copies of a kind, made where it is missing, now the newest. Raises OSError."""
        folder = self.root / f"{VERSION}{kind}-{fingerprint(source)[:40]}"
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
        return folder

    def has_room(self, folder: Path) -> bool:
        """Whether more may be put into a folder; others give way to it."""
        own = _size(folder)
        if own >= self._kept_bytes:
            return False
        room = self._kept_bytes - own
        with contextlib.suppress(OSError):
            others = [(other.stat().st_mtime, other) for other in self.root.iterdir() if other != folder]
            for _newest_first, other in sorted(others, reverse=True):
                room -= _size(other)
                if room < 0:
                    shutil.rmtree(other, ignore_errors=True)
        return True


def _size(folder: Path) -> int:
    total = 0
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                total += entry.stat().st_size
    return total
