"""The file that FFmpeg writes through."""

from __future__ import annotations

import io
from pathlib import Path


class OutputFile:
    """A new file that is written in full or says why not.

    FFmpeg takes a short write for a whole one and may pass over a failed one in silence, so the first failure is kept
    for `check`.
    """

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._file = io.FileIO(path, "w")
        self._failure: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write all of `data`. Raises OSError."""
        left = memoryview(data)
        try:
            while left:
                left = left[self._file.write(left) or 0 :]
        except OSError as error:
            self._failure = self._failure or error
            raise
        return len(data)

    def seek(self, position: int, whence: int = io.SEEK_SET) -> int:
        """Go to another place."""
        return self._file.seek(position, whence)

    def tell(self) -> int:
        """The place where the next byte goes."""
        return self._file.tell()

    def check(self) -> None:
        """Raises the OSError of the first write that failed."""
        if self._failure is not None:
            raise self._failure

    @property
    def closed(self) -> bool:
        """Whether the file was closed; FFmpeg then leaves out its closing work."""
        return self._file.closed

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
