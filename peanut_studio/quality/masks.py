"""How well masks fit the truth, as the DAVIS evaluation measures it.

Source: Perazzi et al., "A Benchmark Dataset and Evaluation Methodology for Video Object Segmentation", CVPR 2016,
section 4: region similarity J, contour accuracy F, and mean, recall and decay of either over a clip.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Mask
from peanut_studio.ops.mask_geometry import overlap

TOLERANCE = 0.008
"""How far a boundary may be off, in parts of the frame's diagonal."""

SUCCESS = 0.5
"""Recall is the share of frames that score above this."""


@dataclass(frozen=True)
class Summary:
    """Mean over frames, share of frames above 1/2, and by how much the last quarter is worse than the first."""

    mean: float
    recall: float
    decay: float


def region_similarity(result: Mask, truth: Mask) -> float:
    """J: intersection over union of two masks (H, W); 1 when both are empty."""
    return overlap(result, truth)


def boundary_accuracy(result: Mask, truth: Mask, tolerance: float = TOLERANCE) -> float:
    """F: harmonic mean of precision and recall of the boundary pixels of two masks (H, W), in [0, 1].

    A boundary pixel counts as found when the other mask has one within `tolerance` times the diagonal, rounded up.
    """
    drawn, wanted = boundary(result), boundary(truth)
    if not drawn.any() or not wanted.any():
        return float(not drawn.any() and not wanted.any())
    radius = int(np.ceil(tolerance * np.hypot(*truth.shape)))
    disc = _disc(radius)
    near_drawn, near_wanted = (cv2.dilate(edge.astype(np.uint8), disc) > 0 for edge in (drawn, wanted))
    precision = np.count_nonzero(drawn & near_wanted) / np.count_nonzero(drawn)
    recall = np.count_nonzero(wanted & near_drawn) / np.count_nonzero(wanted)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def boundary(mask: Mask) -> Mask:
    """Pixels of a mask (H, W) that differ from their neighbour to the right, below, or below to the right."""
    padded = np.pad(mask, ((0, 1), (0, 1)), mode="edge")
    here = padded[:-1, :-1]
    return np.asarray(
        (here != padded[:-1, 1:]) | (here != padded[1:, :-1]) | (here != padded[1:, 1:]),
        np.bool_,
    )


def summarise(scores: Sequence[float]) -> Summary:
    """Mean, recall and decay of a measure over a clip's frames. Raises ValueError without any."""
    if not scores:
        raise ValueError("no scores to summarise")
    values = np.asarray(scores, np.float64)
    edges = np.round(np.linspace(1, len(values), 5) + 1e-10).astype(int) - 1
    first, last = values[edges[0] : edges[1] + 1], values[edges[3] : edges[4] + 1]
    return Summary(float(values.mean()), float((values > SUCCESS).mean()), float(first.mean() - last.mean()))


def _disc(radius: int) -> npt.NDArray[np.uint8]:
    rows, columns = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    return np.asarray(rows**2 + columns**2 <= radius**2, np.uint8)
