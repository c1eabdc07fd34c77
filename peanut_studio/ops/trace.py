"""Following a pixel along flow, frame after frame, until it comes out from behind the hole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import FlowField, Mask
from peanut_studio.ops.motion import PixelMap, sample_list, within


@dataclass(frozen=True, eq=False)
class Step:
    """From one frame to the next on the way: flow there and back, float32 (H, W, 2), and what is hidden on arrival."""

    flow: FlowField
    reverse: FlowField
    hidden: Mask


@dataclass(frozen=True, eq=False)
class Traces:
    """Where N pixels were found: after how many steps (0 = never), where there (N, 2), and the sum of errors in px."""

    hops: npt.NDArray[np.int32]
    places: PixelMap
    error: npt.NDArray[np.float32]


def trace(places: PixelMap, steps: Sequence[Step]) -> Traces:
    """Follow places (N, 2) through `steps` until each lands on something that is not hidden.

    A pixel is given up when it leaves the picture or when there and back do not agree:
    |w + w'|^2 >= .01 (|w|^2 + |w'|^2) + .5 (Sundaram, Brox & Keutzer 2010).
    """
    count = len(places)
    hops = np.zeros(count, np.int32)
    found = np.zeros((count, 2), np.float32)
    error = np.zeros(count, np.float32)
    active = np.arange(count)
    at = places.astype(np.float32)
    for number, step in enumerate(steps, start=1):
        if not len(active):
            break
        height, width = step.hidden.shape
        motion = sample_list(step.flow, at)
        landed = at + motion
        back = sample_list(step.reverse, landed)
        mismatch = ((motion + back) ** 2).sum(axis=-1)
        limit = 0.01 * ((motion**2).sum(axis=-1) + (back**2).sum(axis=-1)) + 0.5
        good = (mismatch < limit) & within(landed, (width, height))
        error[active] += np.sqrt(mismatch)
        at, active = landed[good], active[good]
        hidden = sample_list(step.hidden.astype(np.float32), at) > 0
        arrived = active[~hidden]
        hops[arrived] = number
        found[arrived] = at[~hidden]
        at, active = at[hidden], active[hidden]
    return Traces(hops, found, error)
