"""Where results lie: those of a project beside it, small copies to look at in a folder that goes with the window."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import ClassVar

from peanut_studio.model.errors import MediaError

NAME = "result-"


class WorkFolder:
    """Gives names for results in the folder `results`, which stay, and for small copies, which go on `close`.

    No two results that one program makes have the same name, so that those of a project that is being saved elsewhere
    can follow it.
    """

    _last: ClassVar[int] = 0

    def __init__(self, results: Path) -> None:
        self.results = results
        self._small: Path | None = None

    def __getstate__(self) -> tuple[Path, int]:
        return self.results, WorkFolder._last

    def __setstate__(self, state: tuple[Path, int]) -> None:
        # In another process: it gives no name either that this one has given.
        self.results, last = state
        self._small = None
        WorkFolder._last = max(WorkFolder._last, last)

    def new_result(self) -> Path:
        """A name that is not taken, such as 'result-1'. Raises MediaError where nothing can be kept."""
        try:
            self.results.mkdir(parents=True, exist_ok=True)
            taken = [path.name.removeprefix(NAME) for path in self.results.iterdir()]
        except OSError as error:
            raise MediaError(f"{self.results} cannot be written ({os.strerror(error.errno or 5)}).") from error
        WorkFolder._last = max([WorkFolder._last, *(int(name) for name in taken if name.isdecimal())]) + 1
        return self.results / f"{NAME}{WorkFolder._last}"

    def new_copies(self) -> Path:
        """A name for small copies of a result in the making. Raises MediaError where nothing can be kept."""
        try:
            self._small = self._small or Path(tempfile.mkdtemp(prefix="peanut-studio-"))
        except OSError as error:
            raise MediaError(f"The folder for temporary files cannot be written ({error.strerror}).") from error
        return Path(tempfile.mkdtemp(dir=self._small))

    def close(self) -> None:
        """Remove the small copies."""
        if self._small is not None:
            shutil.rmtree(self._small, ignore_errors=True)
            self._small = None
