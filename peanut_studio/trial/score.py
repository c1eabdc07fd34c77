"""A result held against the clean clip, or, where there is none, against itself."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.masks import read_masks
from peanut_studio.media.reader import ClipReader, open_clip
from peanut_studio.model.clip import Span, span_between
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Masks
from peanut_studio.model.progress import Job, Progress
from peanut_studio.pipeline.choice import Choices, Workshop
from peanut_studio.pipeline.footage import CACHE_BYTES
from peanut_studio.quality.frame_scores import Sample, Scores, eight_bits, frame_scores, summary
from peanut_studio.quality.residue import residue
from peanut_studio.trial.networks import Networks

LOOKS = 5
"""On so many frames, spread over the clip, it is looked for what is left of the object."""


@dataclass(frozen=True, eq=False)
class ScoreRequest:
    """What is judged: a `result`, against the clean `reference`, or by itself with the `masks` of what was removed.

    With the `original` it is also looked, by the segmenter of `choices`, whether the object is found again. `vfid` and
    `lpips` ask for those measures too, which need a reference and a network. `begin` and `end` say of which part of the
    reference, the masks and the original the result is made, where it is shorter.
    """

    result: Path
    reference: Path | None = None
    masks: Path | None = None
    original: Path | None = None
    begin: str | None = None
    end: str | None = None
    vfid: bool = False
    lpips: bool = False
    choices: Choices = field(default_factory=Choices)
    weights: WeightStore | None = None


@dataclass(frozen=True, eq=False)
class ScoreReport:
    """What was found: `rows` of each frame of `span`, `means` of the clip; `equal` frames do not differ at all."""

    result: Path
    reference: Path | None
    span: Span
    rows: tuple[Scores, ...]
    means: Scores
    equal: int
    seconds: float


def score(request: ScoreRequest) -> Job[ScoreReport]:
    """Judge a result. Two frames of each clip are in memory at a time, whatever its length.

    Raises InputError where there is nothing to judge by or the clips do not fit each other, and MediaError.
    """
    if request.reference is None and request.masks is None:
        raise InputError("There is nothing to judge by: give the clean clip (--reference), masks (--mask), or both.")
    if request.original is not None and request.masks is None:
        raise InputError("Without its masks it is not known where the object was: give --mask beside --original.")
    if (request.vfid or request.lpips) and request.reference is None:
        name = "VFID" if request.vfid else "LPIPS"
        raise InputError(f"{name} compares with the clean clip: give it as well (--reference).")
    begun = time.monotonic()
    weights = request.weights or WeightStore()
    with ExitStack() as stack:

        def opened(path: Path) -> ClipReader:
            return stack.enter_context(open_clip(path, cache_bytes=CACHE_BYTES))

        result = opened(request.result)
        truth = opened(request.reference) if request.reference is not None else None
        original = opened(request.original) if request.original is not None else None
        others = {"reference": truth, "original": original}
        there = {name: clip for name, clip in others.items() if clip is not None}
        whole = next(iter(there.values()), result)
        span = span_between(whole.clip, request.begin, request.end)
        shift = _shift(result, there, span)
        masks = read_masks(request.masks, len(whole), whole.size, span) if request.masks is not None else None
        networks = None
        if request.vfid or request.lpips:
            networks = Networks(weights, request.choices.device, request.vfid, request.lpips)
        rows: list[dict[str, float]] = []
        for row in frame_scores(_samples(result, shift, truth, masks, span, networks)):
            rows.append(dict(row))
            yield Progress("score", len(rows), len(span))
        if original is not None and masks is not None:
            segmenter = Workshop(request.choices, weights).segmenter().engine
            looks = _looked_at(masks, span)
            for done, frame in enumerate(looks, start=1):
                before = eight_bits(original[frame])
                found = residue(before, eight_bits(result[frame - shift]), masks[frame], segmenter)
                if found is not None:
                    rows[frame - span.start]["residue"] = found.share
                yield Progress("residue", done, len(looks))
        if networks is not None:
            for row, value in zip(rows, networks.lpips, strict=False):
                row["lpips"] = value
        means = summary(rows)
        if networks is not None and (distance := networks.vfid()) is not None:
            means["vfid"] = distance
    equal = sum(row.get("psnr") == float("inf") for row in rows)
    return ScoreReport(request.result, request.reference, span, tuple(rows), means, equal, time.monotonic() - begun)


def _shift(result: ClipReader, others: Mapping[str, ClipReader], span: Span) -> int:
    """By how many frames those of the result come earlier than in the other clips: it is as long as they, or `span`."""
    for name, other in others.items():
        if other.size != result.size:
            raise InputError(
                f"The result is {result.size[0]}x{result.size[1]}, the {name} is {other.size[0]}x{other.size[1]}; "
                "they must be of one size."
            )
        if span.stop > len(other) or len(result) not in (len(span), len(other)):
            raise InputError(
                f"The result has {len(result)} frames, the {name} {len(other)}, {len(span)} of them in the range; "
                "say with --in and --out of which frames the result is made."
            )
    return span.start if len(result) == len(span) and others else 0


def _samples(
    result: ClipReader, shift: int, truth: ClipReader | None, masks: Masks | None, span: Span, networks: Networks | None
) -> Iterator[Sample]:
    for frame in range(span.start, span.stop):
        mask = masks[frame] if masks is not None else None
        sample = Sample(
            eight_bits(result[frame - shift]),
            eight_bits(truth[frame]) if truth is not None else None,
            mask if mask is not None and mask.any() else None,
        )
        if networks is not None:
            networks.take(sample)
        yield sample


def _looked_at(masks: Masks, span: Span) -> list[int]:
    """Frames with something in the mask, evenly spread."""
    there = [frame for frame in range(span.start, span.stop) if masks[frame].any()]
    step = max(1, -(-len(there) // LOOKS))
    return there[step // 2 :: step]
