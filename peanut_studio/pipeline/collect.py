"""A project with all that belongs to it in one folder."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from peanut_studio.media.patches import PatchFolder
from peanut_studio.model.errors import InputError
from peanut_studio.model.progress import Job, Progress
from peanut_studio.pipeline.trust import Trust
from peanut_studio.store.project_file import ProjectFile, results_of
from peanut_studio.store.project_media import MediaReference

MEDIA, BLOCK = "media", 8 << 20


def collect(project: Path, copy: Path) -> Job[Path]:
    """Copy the clips and results of `project` beside its copy, which is a project of its own; gives `copy`.

    Raises InputError where the disk is too small or media are missing. What stops half-way leaves nothing.
    """
    folder, results = copy.parent, results_of(copy)
    file = ProjectFile(copy)
    done = False
    try:
        wanted: list[tuple[Path, Path]] = []
        moved: dict[Path, Path] = {}
        trust = Trust(project.absolute().parent)
        clips = [(kept, trust.find(kept.media, project)) for kept in file.clips()]
        for number, (kept, path) in enumerate(clips, start=1):
            if path is None:
                raise InputError(f"{kept.media.absolute} is missing; show where it is, or take it out of the project.")
            taken = {target.name for target in moved.values()}
            name = path.name if path.name not in taken else f"{number}-{path.name}"
            source = path.parent if "%" in path.name else path
            moved[path] = folder / MEDIA / (f"{number}-images/{path.name}" if "%" in path.name else name)
            target = moved[path].parent if "%" in path.name else moved[path]
            wanted += _files(source, target)
        filled = _files(results_of(project), results) if results_of(project).is_dir() else []
        # The program makes no links: what one leads to is not part of a result.
        wanted += [(source, target) for source, target in filled if not source.is_symlink()]
        total = sum(source.stat().st_size for source, _ in wanted)
        folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(folder).free < total:
            raise InputError(f"{folder} has no room for {total / 1e9:.1f} GB; choose another disk.")
        yield from _copy_all(wanted, total)
        for kept, path in clips:
            assert path is not None
            file.relink(kept.clip_id, MediaReference.of(moved[path], copy))
        for patches in results.iterdir() if results.is_dir() else ():
            if PatchFolder.is_at(patches):
                told = PatchFolder(patches)
                told.point_at(moved.get(told.footage, told.footage))
        done = True
    except OSError as error:
        raise InputError(f"{folder} cannot be written ({error.strerror or error}); choose another folder.") from error
    finally:
        file.close()
        if not done:
            for made in (folder / MEDIA, results):
                shutil.rmtree(made, ignore_errors=True)
            copy.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # somebody put something in
                folder.rmdir()
    return copy


def _files(source: Path, target: Path) -> list[tuple[Path, Path]]:
    if source.is_file():
        return [(source, target)]
    return [(file, target / file.relative_to(source)) for file in sorted(source.rglob("*")) if file.is_file()]


def _copy_all(wanted: list[tuple[Path, Path]], total: int) -> Job[None]:
    done, unit = 0, 1 << 20
    for source, target in wanted:
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as reading, target.open("wb") as writing:
            while block := reading.read(BLOCK):
                writing.write(block)
                done += len(block)
                yield Progress("copying", done // unit, max(1, total // unit))
        shutil.copystat(source, target)
