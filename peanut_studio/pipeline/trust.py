"""What a project's file may have read: media in its folder, and those that the user brought in or agreed to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from peanut_studio.media.enlarged import EnlargedFolder
from peanut_studio.media.patches import PatchFolder
from peanut_studio.model.errors import MediaError
from peanut_studio.store.known_media import known, mark_of
from peanut_studio.store.project_media import MediaReference, is_there

ELSEWHERE = ("\\\\", "//")
"""How the names of other machines begin: already to look whether something is there may tell them who asks."""


class Trust:
    """As things are when it is made. `folders`: the one in which the project's file lies, or has lain."""

    def __init__(self, *folders: Path) -> None:
        self._folders = [(Path(os.path.normpath(folder.absolute())), folder.resolve()) for folder in folders]
        self._known = known()
        self._marks = frozenset(self._known.values())

    def may_read(self, path: Path) -> bool:
        """Whether what lies at a path may be read; where that is not so it is not even looked at."""
        return self._may_read(path, frozenset())

    def _may_read(self, path: Path, passed: frozenset[Path]) -> bool:
        if str(path) in self._known:
            return True
        if path in passed or not self._holds(path):
            return False
        return all(self._may_read(lead, passed | {path}) for lead in _leads(path))

    def knows(self, media: MediaReference) -> bool:
        """Whether the user had the very same footage before, wherever it lies now."""
        return mark_of(media) in self._marks

    def find(self, media: MediaReference, project: Path) -> Path | None:
        """Where a clip lies, as far as that may be looked for."""
        return media.find(project, self.may_read, by_content=self.knows(media))

    def outside(self, media: MediaReference, project: Path) -> Path | None:
        """Where a clip seems to lie that must not be read without asking; None where there is nothing to ask."""
        strange = [path for path in media.places(project) if not self.may_read(path)]
        return next((path for path in strange if str(path).startswith(ELSEWHERE) or is_there(path)), None)

    def _holds(self, path: Path) -> bool:
        """Whether it lies in one of the folders, also where links lead to."""
        return any(path.is_relative_to(named) and path.resolve().is_relative_to(real) for named, real in self._folders)


def _leads(path: Path) -> Iterator[Path]:
    """What is read along with a path: the footage under a result or an enlarged clip, links in a folder."""
    folder = path.parent if "%" in path.name else path
    if folder.is_dir():
        with os.scandir(folder) as entries:
            yield from (Path(entry.path) for entry in entries if entry.is_symlink())
    for kind in (PatchFolder, EnlargedFolder):
        if kind.is_at(path):
            try:
                footage = kind(path).footage
            except MediaError:
                continue
            yield footage
