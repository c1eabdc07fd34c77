"""How much of what a hole hides other frames show, and how far its surroundings move by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from peanut_studio.model.picture import FlowField, Mask
from peanut_studio.ops.motion import (
    Homography,
    camera_motion,
    dilated,
    inverse,
    lengths,
    normalised,
    pixel_grid,
    project,
    touches,
    within,
)

RING = 24
"""Pixels round the hole, at width 432, of which the motion is looked at."""

EVERY = 4
"""Of the other frames every fourth is asked what it shows, of the frames with a hole every fourth is asked for."""


@dataclass(frozen=True)
class Evidence:
    """`seen` is the share of hidden pixels that other frames show where the camera takes them; `residual` how many
    pixels, at width 432, the surroundings move beside what the camera does (median over frames of the median).
    """

    seen: float
    residual: float


def evidence_of(masks: Sequence[Mask], flows: Sequence[FlowField]) -> Evidence | None:
    """Of consecutive frames with masks bool (H, W), and the flow float32 (H, W, 2) from each to the next.

    None where there is no hole.
    """
    height, width = masks[0].shape
    scale = width / 432
    to_first: list[Homography] = [np.eye(3)]
    residuals = []
    for mask, after, flow in zip(masks, masks[1:], flows, strict=False):
        camera = camera_motion(flow, mask | after, scale)
        to_first.append(normalised(to_first[-1] @ inverse(camera)))
        ring = dilated(mask, round(RING * scale)) & ~dilated(mask | after, round(4 * scale))
        if mask.any() and ring.any():
            grid = pixel_grid(height, width)
            rest = flow - (project(camera, grid) - grid)
            residuals.append(float(np.median(lengths(rest)[ring])) / scale)
    shares = [_seen(index, masks, to_first) for index in range(0, len(masks), EVERY) if masks[index].any()]
    if not shares:
        return None
    return Evidence(float(np.mean(shares)), float(np.median(residuals)) if residuals else 0.0)


def _seen(index: int, masks: Sequence[Mask], to_first: Sequence[Homography]) -> float:
    """The share of a frame's hidden pixels that one of the others shows."""
    height, width = masks[index].shape
    rows, columns = np.nonzero(masks[index])
    places = np.stack([columns, rows], axis=-1).astype(np.float32)
    shown = np.zeros(len(places), np.bool_)
    for other in range(len(masks)):
        if other == index or (other - index) % EVERY:
            continue
        there = project(normalised(inverse(to_first[other]) @ to_first[index]), places)
        inside = within(there, (width, height))
        hidden = touches(masks[other], there[:, None])[:, 0]
        shown |= inside & ~hidden
    return float(shown.mean())
