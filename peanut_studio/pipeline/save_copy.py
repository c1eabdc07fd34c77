"""A finished film under the name that the user wants for it."""

from __future__ import annotations

import os
from pathlib import Path

from peanut_studio.media.target import check_folder
from peanut_studio.media.unfinished import begin_file, discard, publish
from peanut_studio.model.errors import InputError, MediaError
from peanut_studio.model.progress import Job, Progress
from peanut_studio.pipeline.footage import check_free

PIECE = 4 << 20


def save_copy(film: Path, target: Path, overwrite: bool = False) -> Job[Path]:
    """Copy `film` to `target`, which appears when it is complete. Counts bytes. Raises InputError, MediaError."""
    if target.suffix.lower() != film.suffix.lower():
        raise InputError(f"The result is a {film.suffix} film; end the name {target.name} in {film.suffix}.")
    if target.exists() and film.exists() and target.samefile(film):
        raise InputError(f"{target} is the result itself; save it under another name.")
    check_free(target, overwrite)
    check_folder(target)
    part = begin_file(target)
    try:
        total = film.stat().st_size
        done = 0
        with film.open("rb") as source, part.open("wb") as copy:
            yield Progress("saving", 0, total)
            while piece := source.read(PIECE):
                copy.write(piece)
                done += len(piece)
                yield Progress("saving", done, total)
        publish(part, target)
    except OSError as error:
        raise MediaError(f"{target} cannot be written ({os.strerror(error.errno or 5)}).") from error
    finally:
        discard(part)
    return target
