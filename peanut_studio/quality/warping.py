"""How much a clip changes from frame to frame beside its motion: the warping error.

E_warp of Lai et al., "Learning Blind Video Temporal Consistency", ECCV 2018, which the papers on video inpainting print
too: for two neighbours the mean square of what differs between a frame and its successor brought back along the flow,
pictures in [0, 1], over the pixels that are not occluded; for a clip the mean over its pairs. Not occluded is, as in
Ruder et al., GCPR 2016, and Sundaram et al., ECCV 2010, where forward and backward flow agree and the flow has no edge.

Flow and occlusion are measured on the true frames where they are known (as Lai et al. do), else on the result. The flow
is DIS, not FlowNet 2: compare the figures of this program with one another only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from peanut_studio.engines.flow.dis import Dis
from peanut_studio.model.picture import FlowField, Frame, Mask
from peanut_studio.ops.warp import consistent, warp, warp_mask

RELATIVE, ABSOLUTE = 0.01, 0.002
"""A flow breaks where its squared gradient is above this share of its squared length, plus this."""


class Estimator(Protocol):
    """What measures motion, as `engines.contract.FlowEstimator`."""

    def flow(self, first: Frame, second: Frame) -> FlowField: ...


@dataclass(frozen=True, eq=False)
class Link:
    """How a frame goes over into the next: `flow` (H, W, 2), and where it can be `trusted`, bool (H, W)."""

    flow: FlowField
    trusted: Mask


def link(first: Frame, second: Frame, estimator: Estimator | None = None) -> Link:
    """The flow from one frame to the next, and where nothing is occluded."""
    engine = estimator or Dis({}, "cpu")
    forward, backward = engine.flow(first, second), engine.flow(second, first)
    return Link(forward, consistent(forward, backward) & ~breaks(forward))


def breaks(flow: FlowField) -> Mask:
    """Where a flow (H, W, 2) has the edge of something moving: |grad u|^2 + |grad v|^2 > 0.01 |w|^2 + 0.002."""
    right = np.diff(flow, axis=1, append=flow[:, -1:])
    down = np.diff(flow, axis=0, append=flow[-1:])
    steep = (right**2).sum(axis=-1) + (down**2).sum(axis=-1)
    return np.asarray(steep > RELATIVE * (flow**2).sum(axis=-1) + ABSOLUTE, np.bool_)


def squares(pair: tuple[Frame, Frame], way: Link, where: Mask | None = None) -> tuple[float, int]:
    """The sum of squared differences, pictures in [0, 1], of a frame from its successor brought back; and how many.

    Of the trusted pixels, of those inside `where` when given; each has three values.
    """
    peak = float(np.iinfo(pair[0].dtype).max)
    here, there = (np.asarray(picture.astype(np.float32) / peak, np.float32) for picture in pair)
    counted = way.trusted if where is None else way.trusted & where
    difference = (here - warp(there, way.flow))[counted].astype(np.float64)
    return float((difference**2).sum()), int(difference.size)


def pair_error(pair: tuple[Frame, Frame], way: Link, where: Mask | None = None) -> float:
    """The warping error of two neighbours; NaN where no pixel counts."""
    total, count = squares(pair, way, where)
    return total / count if count else float("nan")


def warping_error(result: Sequence[Frame], truth: Sequence[Frame], masks: Sequence[Mask] | None = None) -> float:
    """E_warp of a clip, inside the masks when given; NaN where no pixel counts. `truth` has the flow."""
    errors = []
    for t in range(len(result) - 1):
        way = link(truth[t], truth[t + 1])
        errors.append(pair_error((result[t], result[t + 1]), way, None if masks is None else masks[t]))
    known = [error for error in errors if not np.isnan(error)]
    return float(np.mean(known)) if known else float("nan")


def mask_consistency(first: Mask, second: Mask, flow: FlowField) -> float:
    """TC of masks: intersection over union of a mask (H, W) and its successor brought back; 1 where both are empty.

    Varghese et al., CVPR Workshops 2020, and Liu et al., ECCV 2020 ("temporal consistency"), for one class.
    """
    back = warp_mask(second, flow)
    union = np.count_nonzero(first | back)
    return float(np.count_nonzero(first & back) / union) if union else 1.0
