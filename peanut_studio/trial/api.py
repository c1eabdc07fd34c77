"""Judging results, as functions: the command line and `import peanut_studio` call these."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Masks
from peanut_studio.model.progress import run_job
from peanut_studio.pipeline.api import OnProgress, Place, RateLike, TimeLike, quiet, rate_of, time_text
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.footage import Footage
from peanut_studio.trial import compare as compare_stage
from peanut_studio.trial import score as score_stage
from peanut_studio.trial.report import check_place, write


def score(
    result: Place,
    *,
    reference: Place | None = None,
    masks: Place | None = None,
    original: Place | None = None,
    start: TimeLike = None,
    end: TimeLike = None,
    vfid: bool = False,
    lpips: bool = False,
    segmenter: str = "auto",
    device: str = "auto",
    weights: WeightStore | None = None,
    on_progress: OnProgress = quiet,
) -> score_stage.ScoreReport:
    """Judge a result: against the clean `reference`, or, with the `masks` of what was removed, against itself.

    With the `original` too it is looked whether the object is found again; `vfid` and `lpips` ask networks. Measures
    are defined in docs/quality.md.
    Raises the errors of `peanut_studio.model.errors`, each with a sentence for the user.
    """
    request = score_stage.ScoreRequest(
        result=Path(result),
        reference=Path(reference) if reference is not None else None,
        masks=Path(masks) if masks is not None else None,
        original=Path(original) if original is not None else None,
        begin=time_text(start),
        end=time_text(end),
        vfid=vfid,
        lpips=lpips,
        choices=Choices(segmenter=segmenter, device=device),
        weights=weights,
    )
    return run_job(score_stage.score(request), on_progress)


def compare(
    source: Place,
    masks: Place | Masks | list[MaskTrack],
    inpainters: Sequence[str],
    *,
    target: Place | None = None,
    start: TimeLike = None,
    end: TimeLike = None,
    frame_rate: RateLike = None,
    grow: float | None = None,
    feather: float | None = None,
    handles: int | None = None,
    held_out: bool = True,
    flow: str | None = None,
    reduce: int = 1,
    device: str = "auto",
    overwrite: bool = False,
    weights: WeightStore | None = None,
    on_progress: OnProgress = quiet,
) -> compare_stage.Comparison:
    """Fill the same holes of a clip with several engines, and say which of them did best.

    With a `target` a page is written: a .html file, or a folder that gets page and figures. `held_out`: fill holes of
    the same shapes where the truth is known as well. Raises as `remove` does.
    """
    footage = Footage(Path(source), time_text(start), time_text(end), rate_of(frame_rate))
    request = compare_stage.CompareRequest(
        footage=footage,
        masks=Path(masks) if isinstance(masks, str) else masks,
        inpainters=tuple(inpainters),
        grow=grow,
        feather=feather,
        handles=handles,
        held_out=held_out,
        choices=Choices(flow=flow, reduce=reduce, device=device),
        weights=weights,
    )
    place = check_place(Path(target), overwrite) if target is not None else None
    found = run_job(compare_stage.compare(request), on_progress)
    if place is not None:
        write(found, place)
    return found
