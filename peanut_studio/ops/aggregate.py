"""One colour out of many opinions: robust blending of candidates for the same pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Colours = npt.NDArray[np.float32]
Weights = npt.NDArray[np.float32]

DISAGREEMENT_CAP = 90.0
LEAST_SHARE = 0.05
SPREAD = 25.0
CHUNK = 65536


def robust_mean(candidates: Colours, weights: Weights) -> tuple[Colours, Weights]:
    """The mean of the candidates that agree with their weighted medoid.

    candidates float32 (K, N, 3) on a 0..255 scale, weights float32 (K, N), 0 = no candidate. Gives colours (N, 3) and
    the largest weight (N,), which is 0 where there was no candidate (the colour is then 0). The medoid minimises the
    weighted sum of L1 distances capped at 90 over candidates that have 5 % of the best weight; the mean weighs each by
    its distance d to the medoid with exp(-(d / 25)^2).
    """
    count = candidates.shape[1]
    colours = np.zeros((count, 3), np.float32)
    best = weights.max(axis=0) if len(weights) else np.zeros(count, np.float32)
    for start in range(0, count, CHUNK):
        part = slice(start, min(start + CHUNK, count))
        colours[part] = _robust_mean(candidates[:, part], weights[:, part], best[part])
    return colours, best


def _robust_mean(candidates: Colours, weights: Weights, best: Weights) -> Colours:
    usable = (weights >= LEAST_SHARE * best) & (weights > 0)
    kept = np.where(usable, weights, np.float32(0))
    cost = np.full(weights.shape, np.inf, np.float32)
    for one, candidate in enumerate(candidates):
        distance = np.abs(candidates - candidate).sum(axis=-1)
        np.minimum(distance, DISAGREEMENT_CAP, out=distance)
        cost[one] = np.einsum("kn,kn->n", kept, distance)
    cost[~usable] = np.inf
    medoid = candidates[cost.argmin(axis=0), np.arange(candidates.shape[1])]
    distance = np.abs(candidates - medoid).mean(axis=-1)
    kept *= np.exp(-((distance / SPREAD) ** 2))
    total = kept.sum(axis=0)
    summed = np.einsum("kn,knc->nc", kept, candidates)
    return np.asarray(summed / np.maximum(total, 1e-12)[:, None], np.float32)
