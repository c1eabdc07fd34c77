"""Where projects without a name and the results of all of them lie, and how they are copied and tidied away."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from peanut_studio.model.errors import InputError
from peanut_studio.pipeline.part_made import waiting
from peanut_studio.pipeline.work_folder import NAME
from peanut_studio.store import place
from peanut_studio.store.project_file import SUFFIX, ProjectFile, results_of

UNNAMED = "untitled"
MOST_LOOKED_AT = 100
KEPT_BYTES = 20 << 30
"""Of results of projects without a name."""


@dataclass(frozen=True)
class Offer:
    """An unnamed project with which one could go on: its file, its first clips' names, seconds since 1970."""

    path: Path
    names: tuple[str, ...]
    edited: float


def new_place() -> Path:
    """Where a project without a name is kept."""
    name = f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}-{time.monotonic_ns() % 1_000_000}"
    return place.data_root().absolute() / "projects" / name / f"{UNNAMED}{SUFFIX}"


def offers(most: int = 3) -> tuple[Offer, ...]:
    """The projects without a name that were edited last. One that is open in another window is not among them."""
    found: list[Offer] = []
    for path in _unnamed():
        if len(found) == most:
            break
        with contextlib.suppress(InputError, OSError), _looked_into(path) as file:
            clips = file.clips()
            if clips and file.has_work():
                names = tuple(one.media.name for one in clips)
                found.append(Offer(path, names, max(one.edited for one in clips)))
    return tuple(found)


def kept_work(clip: Path, named: Sequence[Path] = ()) -> Offer | None:
    """The last edited project that has objects for the clip that lies there, among those without a name and `named`.

    One that is open, here or in another window, is not meant.
    """
    found: list[Offer] = []
    for path in (*named, *_unnamed()[:MOST_LOOKED_AT]):
        with contextlib.suppress(InputError, OSError), _looked_into(path) as file:
            for one in file.clips():
                if one.media.is_at(clip, path) and (not found or one.edited > found[0].edited):
                    history, _ = file.load(one.clip_id, file.clip_of(one.clip_id, clip))
                    if history.present.objects:
                        found = [Offer(path, (one.media.name,), one.edited)]
    return found[0] if found else None


def _unnamed() -> list[Path]:
    """The files of the projects without a name, the last changed first."""
    with contextlib.suppress(OSError):
        folder = place.data_root().absolute() / "projects"
        return sorted(folder.glob(f"*/*{SUFFIX}"), key=_changed_at, reverse=True)
    return []


@contextlib.contextmanager
def _looked_into(path: Path) -> Iterator[ProjectFile]:
    """A project's file, which is afterwards no younger than before. Raises InputError and OSError."""
    changed = _changed_at(path)
    file = ProjectFile(path)
    try:
        yield file
    finally:
        file.close()
        os.utime(path, (changed, changed))


def drop_results(results: Path, needed: set[str]) -> None:
    """Take away results that no step shows, but for those of work that was stopped and may be gone on with."""
    spared = needed | waiting(results) if results.is_dir() else needed
    for folder in results.glob(f"{NAME}*"):
        if folder.name not in spared and folder.name.removeprefix(NAME).isdecimal():
            shutil.rmtree(folder, ignore_errors=True)


def bound_results(spared: Path, most: int = KEPT_BYTES) -> None:
    """Of the results of projects without a name keep about so many bytes; the oldest go, and can be made again."""
    found = []
    for project in (place.data_root().absolute() / "projects").glob(f"*/*{SUFFIX}"):
        with contextlib.suppress(OSError):
            size = sum(file.stat().st_size for file in results_of(project).rglob("*") if file.is_file())
            if size and project != spared:
                found.append((_changed_at(project), size, results_of(project)))
    room = most
    for _, size, results in sorted(found, reverse=True):
        room -= size
        if room < 0:
            shutil.rmtree(results, ignore_errors=True)


def copy_project(path: Path, copy: Path) -> None:
    """A project's file and its results to another place. Raises InputError where there is no room."""
    copy_file(path, copy)
    copy_results(results_of(path), results_of(copy))


def copy_file(path: Path, copy: Path) -> None:
    """A project's file alone to another place, as it lies there. Raises InputError where there is no room."""
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        for ending in ("", "-wal"):
            source = path.with_name(path.name + ending)
            if source.exists():
                shutil.copyfile(source, copy.with_name(copy.name + ending))
    except OSError as error:
        raise InputError(f"{path} cannot be copied to {copy.parent} ({error.strerror}); make room there.") from error


def copy_results(source: Path, target: Path) -> None:
    """Hard links where the disk can, for results are never written into; what is a symbolic one stays one, and is seen
    to be that. Raises InputError.
    """
    if not source.is_dir():
        return
    try:
        shutil.copytree(source, target, symlinks=True, copy_function=_link_or_copy, dirs_exist_ok=True)
    except OSError as error:
        raise InputError(f"Results cannot be copied to {target} ({error.strerror or error}); make room.") from error


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _changed_at(path: Path) -> float:
    log = path.with_name(f"{path.name}-wal")
    return max(one.stat().st_mtime for one in (path, log) if one.exists())
