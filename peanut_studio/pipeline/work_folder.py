"""Where results lie that were made and not yet exported."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path

from peanut_studio.model.errors import MediaError
from peanut_studio.store.mask_cache import default_folder

LEFT_BEHIND = 3 * 86400
"""Seconds after which results of a window that never closed are taken away."""


class WorkFolder:
    """A folder of one window's own, made when it is first needed and gone when it is closed."""

    def __init__(self, root: Path | None = None) -> None:
        self._root = root or default_folder().parent / "work"
        self._folder: Path | None = None
        self._made = 0

    def new_result(self, suffix: str = "") -> Path:
        """A name that is not taken, such as 'result-1', then the suffix. Raises MediaError where none can be kept."""
        if self._folder is None:
            try:
                self._root.mkdir(parents=True, exist_ok=True)
                self._drop_left_behind()
                self._folder = Path(tempfile.mkdtemp(dir=self._root))
            except OSError as error:
                raise MediaError(f"{self._root} cannot be written ({os.strerror(error.errno or 5)}).") from error
        self._made += 1
        return self._folder / f"result-{self._made}{suffix}"

    def close(self) -> None:
        """Remove the results."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _drop_left_behind(self) -> None:
        for old in self._root.iterdir():
            with contextlib.suppress(OSError):
                if old.stat().st_mtime < time.time() - LEFT_BEHIND:
                    shutil.rmtree(old, ignore_errors=True)
