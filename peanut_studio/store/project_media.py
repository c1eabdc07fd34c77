"""Where the clips of a project lie, also after they were moved."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from peanut_studio.store.fingerprint import CONTENT, content_hash, fingerprint

MOST_LOOKED_AT = 5000


@dataclass(frozen=True)
class MediaReference:
    """A clip: its path from the project's folder and from the root, its bytes (of a folder 0), what it holds."""

    relative: str
    absolute: str
    size: int
    fingerprint: str

    @staticmethod
    def of(path: Path, project: Path) -> MediaReference:
        """The clip at `path` as the project's file tells of it. Raises OSError where it cannot be read."""
        path = path.absolute()
        relative = ""
        with contextlib.suppress(ValueError):  # another drive
            relative = Path(os.path.relpath(path, project.absolute().parent)).as_posix()
        return MediaReference(relative, str(path), _size(path), content_hash(path))

    @property
    def name(self) -> str:
        """The file's or folder's own name."""
        return Path(self.absolute).name

    def places(self, project: Path) -> list[Path]:
        """Where the clip may lie: where it lay seen from the project, where it lay, beside the project."""
        folder = project.absolute().parent
        seen = [folder / self.relative] if self.relative else []
        return [Path(os.path.normpath(path)) for path in (*seen, Path(self.absolute), folder / self.name)]

    def find(
        self, project: Path, may_read: Callable[[Path], bool] = lambda _path: True, *, by_content: bool = True
    ) -> Path | None:
        """Where the clip lies now: in one of its `places`, else somewhere beside the project.

        Under its own name it counts where size or content are the same, under another one where the content is.
        What one `may_read` not is only looked at `by_content`, and counts where it is the very same.
        """
        places = self.places(project)
        named = [path for path in places if may_read(path)]
        there = [path for path in (places if by_content else named) if _may_be_there(path)]
        for path in there:
            if self._is(path):
                return path
        for path in islice(_around(project.absolute().parent), MOST_LOOKED_AT):
            if path.suffix == Path(self.absolute).suffix and (by_content or may_read(path)) and self._is(path):
                return path
        return next((path for path in there if path in named and _size(path) == self.size), None)

    def is_at(self, path: Path, project: Path) -> bool:
        """Whether the clip is what lies there, as it was and where it was."""
        beside = Path(os.path.normpath(project.absolute().parent / self.relative)) if self.relative else None
        return path.absolute() in (beside, Path(self.absolute)) and self._is(path)

    def _is(self, path: Path) -> bool:
        try:
            if _size(path) != self.size:
                return False
            # Projects of before have hashes in which the time of the last change is, too.
            hashed = content_hash if self.fingerprint.startswith(CONTENT) else fingerprint
            return hashed(path) == self.fingerprint
        except OSError:
            return False


def is_there(path: Path) -> bool:
    """Whether there is something under a path that a file told; under one that no disk can have there is nothing."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _may_be_there(path: Path) -> bool:
    return is_there(path) or ("%" in path.name and is_there(path.parent))


def _size(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_size if path.is_file() else 0
    return -1


def _around(folder: Path) -> Iterator[Path]:
    """What lies in a folder and in the folders in it."""
    with contextlib.suppress(OSError):
        for path in sorted(folder.iterdir()):
            yield path
            if path.is_dir():
                with contextlib.suppress(OSError):
                    yield from sorted(path.iterdir())
