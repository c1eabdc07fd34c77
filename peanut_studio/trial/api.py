"""Judging results, as functions: the command line and `import peanut_studio` call these."""

from __future__ import annotations

from pathlib import Path

from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.progress import run_job
from peanut_studio.pipeline.api import OnProgress, Place, TimeLike, quiet, time_text
from peanut_studio.pipeline.choice import Choices
from peanut_studio.trial import score as score_stage


def score(
    result: Place,
    *,
    reference: Place | None = None,
    masks: Place | None = None,
    original: Place | None = None,
    start: TimeLike = None,
    end: TimeLike = None,
    vfid: bool = False,
    segmenter: str = "auto",
    device: str = "auto",
    weights: WeightStore | None = None,
    on_progress: OnProgress = quiet,
) -> score_stage.ScoreReport:
    """Judge a result: against the clean `reference`, or, with the `masks` of what was removed, against itself.

    With the `original` too it is looked whether the object is found again; `vfid` asks a network as well. Measures are
    defined in docs/quality.md.
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
        choices=Choices(segmenter=segmenter, device=device),
        weights=weights,
    )
    return run_job(score_stage.score(request), on_progress)
