"""Every measure of a clip, frame by frame, with two frames in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from peanut_studio.model.picture import Frame, Mask
from peanut_studio.quality import plausibility
from peanut_studio.quality.fidelity import mean_similarity, psnr, ssim_map, ssim_wide
from peanut_studio.quality.places import band
from peanut_studio.quality.warping import Estimator, link, pair_error

Scores: TypeAlias = Mapping[str, float]
"""What was measured of a frame, or of a clip; NaN where nothing can be said."""


@dataclass(frozen=True)
class Measure:
    """One figure: its name in JSON, what people call it, and what is better: "more", "less", or being near 0 or 1.

    Tables show it `times` its value, with so many `digits`.
    """

    id: str
    title: str
    better: Literal["more", "less", "0", "1"]
    digits: int = 2
    times: float = 1.0


MEASURES = (
    Measure("psnr", "PSNR, dB", "more"),
    Measure("ssim", "SSIM", "more", 4),
    Measure("ssim_wide", "SSIM, 65x65", "more", 4),
    Measure("warping", "warping error x 1000", "less", 3, 1000),
    Measure("psnr_hole", "PSNR in the hole, dB", "more"),
    Measure("ssim_hole", "SSIM in the hole", "more", 4),
    Measure("warping_hole", "warping error x 1000 in the hole", "less", 3, 1000),
    Measure("psnr_band", "PSNR round it, dB", "more"),
    Measure("ssim_band", "SSIM round it", "more", 4),
    Measure("warping_band", "warping error x 1000 round it", "less", 3, 1000),
    Measure("lpips", "LPIPS", "less", 4),
    Measure("vfid", "VFID", "less", 3),
    Measure("flicker", "flicker", "1"),
    Measure("seam", "seam", "1"),
    Measure("sharpness", "sharpness, octaves", "0"),
    Measure("noise", "noise", "1"),
    Measure("residue", "residue", "less"),
)
"""In the order of tables; docs/quality.md has their definitions."""


@dataclass(frozen=True, eq=False)
class Sample:
    """One frame to be judged: uint8 (H, W, 3) each; what is not known is None, and so is the mask of an empty hole."""

    result: Frame
    truth: Frame | None = None
    mask: Mask | None = None


def frame_scores(
    samples: Iterable[Sample], estimator: Estimator | None = None, unaided: bool = True
) -> Iterator[Scores]:
    """What can be said of each frame, in order; what is about two neighbours stands with the first of them.

    The flow between two frames is that of the truth where it is known, else that of the result. `unaided`: also what
    needs no truth.
    """
    before: Sample | None = None
    for sample in samples:
        if before is not None:
            yield _judged(before, sample, estimator, unaided)
        before = sample
    if before is not None:
        yield _judged(before, None, estimator, unaided)


def summary(rows: Sequence[Scores]) -> dict[str, float]:
    """The mean of each measure over the frames of which it says something.

    Frames without any difference have an infinite PSNR; they are left out of its mean, unless there are no others.
    """
    found: dict[str, float] = {}
    for measure in MEASURES:
        known = [row[measure.id] for row in rows if not np.isnan(row.get(measure.id, np.nan))]
        finite = [value for value in known if np.isfinite(value)]
        if known:
            found[measure.id] = float(np.mean(finite)) if finite else float("inf")
    return found


def eight_bits(frame: Frame) -> Frame:
    """A picture as uint8, as the literature measures."""
    return np.asarray(frame >> 8 if frame.dtype == np.uint16 else frame, np.uint8)


def _judged(sample: Sample, following: Sample | None, estimator: Estimator | None, unaided: bool) -> Scores:
    scores: dict[str, float] = {}
    mask = sample.mask
    around = None if mask is None else band(mask)
    if sample.truth is not None:
        scores |= _fidelity(sample.result, sample.truth, mask, around)
    if following is not None:
        pair = sample.result, following.result
        clean = pair if sample.truth is None or following.truth is None else (sample.truth, following.truth)
        way = link(*clean, estimator)
        scores["warping"] = pair_error(pair, way)
        if mask is not None:
            scores["warping_hole"] = pair_error(pair, way, mask)
            scores["warping_band"] = pair_error(pair, way, around)
            if unaided:
                scores["flicker"] = plausibility.flicker(pair, way, mask)
    if mask is not None and unaided:
        scores["seam"] = plausibility.seam(sample.result, mask)
        scores["sharpness"] = plausibility.sharpness(sample.result, mask)
        scores["noise"] = plausibility.noise(sample.result, mask)
    return scores


def _fidelity(result: Frame, truth: Frame, mask: Mask | None, around: Mask | None) -> Scores:
    similar = ssim_map(result, truth)
    scores = {
        "psnr": psnr(result, truth),
        "ssim": mean_similarity(similar),
        "ssim_wide": ssim_wide(result, truth),
    }
    if mask is not None and around is not None:
        for name, where in (("hole", mask), ("band", around)):
            scores[f"psnr_{name}"] = psnr(result, truth, where)
            scores[f"ssim_{name}"] = mean_similarity(similar, where)
    return scores
