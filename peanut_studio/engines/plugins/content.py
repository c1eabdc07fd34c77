"""All that a plugin consists of, read once: what is hashed is what runs."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from peanut_studio.model.errors import InputError

FACTS = "engine.toml"
LARGEST = 32 << 20
"""Bytes. Weights belong to the weights folder, not to the plugin."""

_NOT_PART = frozenset({"__pycache__"})


@dataclass(frozen=True)
class Content:
    """The files of a folder: names, with forward slashes, and bytes. `fingerprint` is the SHA-256 of them all."""

    folder: Path
    files: Mapping[str, bytes]
    fingerprint: str

    def source(self, module: str) -> tuple[str, bytes] | None:
        """The file of a module of the plugin ("", "engine", "nets.parts") and its text, None where there is none."""
        path = module.replace(".", "/")
        for name in (f"{path}.py", f"{path}/__init__.py") if path else ("__init__.py",):
            if name in self.files:
                return name, self.files[name]
        return None

    def is_package(self, module: str) -> bool:
        """Whether a module of the plugin is a folder."""
        return any(name.startswith(module.replace(".", "/") + "/") for name in self.files) if module else True


def read(folder: Path) -> Content:
    """Read a plugin's folder; bytecode and hidden files are no part of it. No code is run.

    Raises InputError when it cannot be read, is too large, or holds links, which could lead to what is not hashed.
    """
    files: dict[str, bytes] = {}
    size = 0
    try:
        for place, folders, names in os.walk(folder, onerror=_raise):
            folders[:] = sorted(name for name in folders if name not in _NOT_PART and not name.startswith("."))
            for name in (*folders, *sorted(names)):
                path = Path(place, name)
                if path.is_symlink():
                    raise InputError(f"The plugin {folder} holds a link, {name}; put the file itself there.")
                if name in folders or name.startswith(".") or not path.is_file():
                    continue
                size += path.stat().st_size
                if size > LARGEST:
                    raise InputError(
                        f"The plugin {folder} is larger than {LARGEST >> 20} MB; list its weights under [[weights]] "
                        f"instead of keeping them in it."
                    )
                files[PurePosixPath(path.relative_to(folder)).as_posix()] = path.read_bytes()
    except OSError as error:
        raise InputError(f"The plugin {folder} cannot be read: {error.strerror}.") from error
    return Content(folder, files, _fingerprint(files))


def stamp(folder: Path) -> tuple[object, ...]:
    """Changes when a file of the folder is changed in the usual ways: to read it again only then."""
    found: list[object] = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _NOT_PART and not name.startswith("."))
        for name in sorted(names):
            try:
                facts = Path(place, name).lstat()
            except OSError:
                continue
            found.append((place, name, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino))
    return tuple(found)


def _fingerprint(files: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode(), files[name]):
            total.update(len(part).to_bytes(8, "big"))
            total.update(part)
    return total.hexdigest()


def _raise(error: OSError) -> None:
    raise error
