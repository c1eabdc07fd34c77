"""Several inpainters on the same range, and which of them did best."""

from __future__ import annotations

import datetime
import math
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import peanut_studio
from peanut_studio.engines import registry
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError, StudioError
from peanut_studio.model.mask_track import MaskTrack, TrackedMasks
from peanut_studio.model.progress import Job, Progress
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.footage import Footage, look_again
from peanut_studio.pipeline.handles import known_reach, with_handles
from peanut_studio.pipeline.hole import Hole
from peanut_studio.pipeline.masks import GivenMasks, take_masks
from peanut_studio.quality.frame_scores import Scores
from peanut_studio.trial.close_up import close_ups
from peanut_studio.trial.held_out import Offset, moved, place_beside
from peanut_studio.trial.rival import Arena, Rival, try_engine
from peanut_studio.trial.strip import Strip, frames_of

CLOSE = 0.25
"""Decibels under the best PSNR in the moved holes with which an engine is as good, and the steadier one is chosen."""

DOUBTS = ("flicker", "seam")
"""Of the measures without a truth those that are as doubtful above 1 as below; `sharpness` is 0 at best.

`noise` is 1 at best too, but only a lack of it tells: where the surroundings are flat, true texture is taken for noise.
"""


@dataclass(frozen=True, eq=False)
class CompareRequest:
    """Which engines are tried on which holes. `held_out`: also on moved ones, where the truth is known.

    `grow`, `feather` and `handles` as in `pipeline.remove`; `choices.inpainter` is not looked at.
    """

    footage: Footage
    masks: GivenMasks
    inpainters: tuple[str, ...]
    grow: float | None = None
    feather: float | None = None
    handles: int | None = None
    held_out: bool = True
    choices: Choices = field(default_factory=Choices)
    weights: WeightStore | None = None


@dataclass(frozen=True, eq=False)
class Comparison:
    """What came of it: `rivals` as they were asked for, `best` is the id of the one to take, None where none could.

    `offset` says where the moved holes were, None where there was no place or none was wanted; `why` is the sentence
    that tells by what the best was chosen. `original` shows the clip with the hole's outline.
    """

    source: Path
    span: Span
    size: tuple[int, int]
    rivals: tuple[Rival, ...]
    best: str | None
    why: str
    offset: Offset | None
    original: Strip
    made: str


def compare(request: CompareRequest) -> Job[Comparison]:
    """Try engines one after another. One that fails is told of, and the others go on.

    Raises the errors of `model.errors` where the clip, the masks or a name is wrong.
    """
    names = checked_names(request.inpainters)
    for name in names:
        replace(request.choices, inpainter=name).check("flow", "inpaint", "upscale")
    weights = request.weights or WeightStore()
    with request.footage.open() as (reader, span):
        widest = with_handles(span, reader.clip.frame_count, request.handles)
        tracks = yield from take_masks(request.masks, reader.clip, span, widest)
        masks = TrackedMasks(tracks)
        hole = Hole(masks, request.grow, request.feather)
        hole.check(span)
        reach = known_reach(tracks, span, widest)
        offset = place_beside(hole, span) if request.held_out else None
        other = _with_moved(tracks, offset, hole, reach)
        near = close_ups(hole, frames_of(span))
        original = Strip(span, near)
        for frame in range(span.start, span.stop):
            original.add(frame, reader[frame], hole[frame])
        rivals: list[Rival] = []
        for name in names:
            choices = replace(request.choices, inpainter=name)
            yield Progress("", 0, 0, note=f"Trying {name}, {len(rivals) + 1} of {len(names)}.")
            try:
                with look_again(reader) as ahead:
                    arena = Arena(reader, ahead, masks, hole, span, reach, other)
                    trying = try_engine(arena, choices, weights, Strip(span, near))
                    rivals.append((yield from _counted(trying, len(rivals), len(names))))
            except StudioError as error:
                rivals.append(Rival(name, registry.info("inpaint", name).title, failed=str(error)))
                yield Progress("", 0, 0, note=f"{name} could not: {error}")
        size = reader.size
    best, why = choose(rivals)
    made = (
        f"Peanut Studio {peanut_studio.__version__}, {platform.system()} {platform.machine()}, "
        f"{datetime.datetime.now(datetime.UTC).date().isoformat()}"
    )
    return Comparison(request.footage.source, span, size, tuple(rivals), best, why, offset, original, made)


def checked_names(given: Sequence[str]) -> tuple[str, ...]:
    """The engines, each once. Raises InputError where there is none, or none of a name."""
    names = tuple(dict.fromkeys(name.strip() for name in given if name.strip()))
    if not names:
        raise InputError("No engine is named: give some, such as --inpainters propagation,migan,telea.")
    for name in names:
        registry.info("inpaint", name)
    return names


def choose(rivals: Sequence[Rival]) -> tuple[str | None, str]:
    """The best one's id, and by what it was chosen.

    With a truth: the highest PSNR in the moved holes; of those within `CLOSE` of it the one with the least warping
    error there. Without: the least `doubt`.
    """
    able = [rival for rival in rivals if not rival.failed]
    if not able:
        return None, "None of them could do it."
    known = [rival for rival in able if "psnr_hole" in rival.means]
    if known:
        top = max(rival.means["psnr_hole"] for rival in known)
        close = [rival for rival in known if rival.means["psnr_hole"] >= top - CLOSE]
        best = min(close, key=lambda rival: rival.means.get("warping_hole", 0.0))
        why = "It has the highest PSNR in holes of the same shape beside the object, where the truth is known"
        if len(close) > 1:
            why += f", or comes within {CLOSE} dB of it and is steadier there"
        return best.inpainter, why + "."
    best = min(able, key=lambda rival: doubt(rival.means))
    return best.inpainter, "Nothing is known of the truth; it differs least from its surroundings."


def doubt(means: Scores) -> float:
    """How far a fill differs from its surroundings, about; 0 is not at all, and so is what nothing can be said of.

    The mean of |ln flicker|, |ln seam|, |sharpness| and, where noise lacks, |ln noise|.
    """
    found = [abs(math.log(max(means[name], 1e-3))) for name in DOUBTS if name in means]
    if "noise" in means:
        found.append(-math.log(min(max(means["noise"], 1e-3), 1.0)))
    if "sharpness" in means:
        found.append(abs(means["sharpness"]))
    return sum(found) / len(found) if found else 0.0


def _with_moved(tracks: Sequence[MaskTrack], offset: Offset | None, hole: Hole, reach: Span) -> Hole | None:
    if offset is None:
        return None
    return Hole(TrackedMasks([*tracks, *(moved(track, offset, reach) for track in tracks)]), hole.grow, hole.width)


def _counted(trying: Job[Rival], before: int, count: int) -> Job[Rival]:
    """The same job as one of `count` that take as long."""
    try:
        while True:
            try:
                progress = next(trying)
            except StopIteration as ended:
                rival: Rival = ended.value
                return rival
            yield replace(progress, done=progress.done + before * progress.total, total=count * progress.total)
    finally:
        trying.close()
