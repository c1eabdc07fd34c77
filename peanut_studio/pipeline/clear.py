"""Results taken away again in part."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

from peanut_studio.media.patches import PatchFolder
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import join_frames
from peanut_studio.model.progress import Job, Progress
from peanut_studio.model.project import Result
from peanut_studio.pipeline.work_folder import WorkFolder


def clear_range(result: Result, span: Span, folder: WorkFolder) -> Job[Result]:
    """The result without what was filled in on the frames of `span`, as another one; the first one stays for undo.

    It is stale from the beginning, for the objects are in the picture again. Raises InputError and MediaError.
    """
    kept = PatchFolder(result.path)
    target = folder.new_result()
    PatchFolder.begin(target, kept.footage, kept.frame_rate, kept.span)
    files = sorted(kept.path.glob("*_*_*.png"))
    done = False
    try:
        for number, file in enumerate(files, start=1):
            if int(file.stem.partition("_")[0]) not in span:
                _link_or_copy(file, target / file.name)
            yield Progress("clearing", number, len(files))
        done = True
    except OSError as error:
        raise InputError(f"{target} cannot be written ({error.strerror or error}); make room there.") from error
    finally:
        if not done:
            shutil.rmtree(target, ignore_errors=True)
    filled = [frame for part in result.filled for frame in range(part.start, part.stop) if frame not in span]
    return replace(result, path=target, filled=tuple(join_frames(filled)), made_from=(), refined_by=())


def _link_or_copy(source: Path, target: Path) -> None:
    # Patches are never written into, so that two results may share them.
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
