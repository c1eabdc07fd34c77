"""Where enlarged frames wait until all are there, so that stopped work goes on where it stopped."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from peanut_studio.store import place


def upscale_folder(key: str, root: Path | None = None, kept_bytes: int | None = None) -> Path:
    """The folder of one piece of work, now the newest; of others the longest unused go past `kept_bytes`.

    Nothing is made yet. Folders that cannot be removed stay.
    """
    root = root or place.root() / "upscaled"
    own = root / key
    if own.is_dir():
        os.utime(own)
    room = place.kept_bytes() if kept_bytes is None else kept_bytes
    with contextlib.suppress(OSError):
        others = [(folder.stat().st_mtime, folder) for folder in root.iterdir() if folder != own]
        for _newest_first, folder in sorted(others, reverse=True):
            room -= sum(file.stat().st_size for file in folder.iterdir())
            if room < 0:
                shutil.rmtree(folder, ignore_errors=True)
    return own
