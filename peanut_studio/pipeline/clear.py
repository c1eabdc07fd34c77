"""Results taken away again in part: on some frames, or where one of the objects was."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from peanut_studio.media.patches import Overlay, PatchFolder
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import MaskTrack, join_frames
from peanut_studio.model.picture import Mask
from peanut_studio.model.progress import Job, Progress
from peanut_studio.model.project import Project, Result
from peanut_studio.model.refinement import Refinement
from peanut_studio.ops.mask_refine import refined
from peanut_studio.ops.nearer import nearer_to
from peanut_studio.pipeline.refill import link_or_copy
from peanut_studio.pipeline.work_folder import WorkFolder

Worn = tuple[MaskTrack, Refinement]


@dataclass(frozen=True, eq=False)
class Parting:
    """The object whose place in a result is cleared, and the others that were filled away with it."""

    gone: Worn
    others: tuple[Worn, ...]

    @staticmethod
    def of(project: Project, object_id: int) -> Parting | None:
        """As the project's result was made, or, where that is not known any more, as its objects are now."""
        result = project.result
        if result is None:
            return None
        worn = list(zip(result.made_from, result.refined_by, strict=True))
        if not worn:
            known = [(chosen, chosen.track) for chosen in project.removed_objects]
            worn = [(track, chosen.refinement) for chosen, track in known if track is not None]
        gone = next((one for one in worn if one[0].object_id == object_id), None)
        others = tuple(one for one in worn if one[0].object_id != object_id)
        return Parting(gone, others) if gone is not None else None

    def concerns(self, frame: int) -> bool:
        """Whether the object is in a frame."""
        return self.gone[0].area(frame) > 0


def clear(result: Result, span: Span, folder: WorkFolder, parting: Parting | None = None) -> Job[Result]:
    """The result without what was filled in on the frames of `span`, as another one; the first one stays for undo.

    With a `parting` only what lies nearer to its object than to the others is taken away. Without one the result is
    stale from the beginning, for the objects are in the picture again. Raises InputError and MediaError.
    """
    kept = PatchFolder(result.path)
    target = folder.new_result()
    made = PatchFolder.begin(target, kept.footage, kept.frame_rate, kept.span)
    files = sorted(kept.path.glob("*_*_*.png"))
    cleared: set[int] = set()
    done = False
    try:
        for number, file in enumerate(files, start=1):
            frame = int(file.stem.partition("_")[0])
            if frame not in span or (parting is not None and not parting.concerns(frame)):
                link_or_copy(file, target / file.name)
            elif parting is None or not _save_rest(kept, made, frame, parting):
                cleared.add(frame)
            yield Progress("clearing", number, len(files))
        done = True
    except OSError as error:
        raise InputError(f"{target} cannot be written ({error.strerror or error}); make room there.") from error
    finally:
        if not done:
            shutil.rmtree(target, ignore_errors=True)
    filled = [frame for part in result.filled for frame in range(part.start, part.stop) if frame not in cleared]
    rest: tuple[Worn, ...] = ()
    if parting is not None and _covers(span, result.filled):
        gone = parting.gone[0].object_id
        worn = zip(result.made_from, result.refined_by, strict=True)
        rest = tuple(one for one in worn if one[0].object_id != gone)
    return replace(
        result,
        path=target,
        filled=tuple(join_frames(filled)),
        made_from=tuple(track for track, _ in rest),
        refined_by=tuple(how for _, how in rest),
    )


def _save_rest(kept: PatchFolder, made: PatchFolder, frame: int, parting: Parting) -> bool:
    """Save what belongs to the other objects of a frame's patch; whether that is anything."""
    overlay = kept.load(frame)
    others = _masks(parting.others, frame)
    if overlay is None or not others:
        return False
    share = nearer_to(np.logical_or.reduce(others), np.logical_or.reduce(_masks((parting.gone,), frame)))
    height, width = overlay.coverage.shape
    coverage = overlay.coverage * share[overlay.y : overlay.y + height, overlay.x : overlay.x + width]
    if not coverage.any():
        return False
    made.save(frame, Overlay(overlay.x, overlay.y, overlay.picture, coverage))
    return True


def _masks(worn: Sequence[Worn], frame: int) -> list[Mask]:
    return [refined(track.mask(frame), how) for track, how in worn if track.area(frame)]


def _covers(span: Span, filled: Sequence[Span]) -> bool:
    return all(span.covers(part) for part in filled)
