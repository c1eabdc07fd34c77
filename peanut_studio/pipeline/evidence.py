"""What regions look like and how they move over the frames around one, carried there by optical flow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines.ground.own_motion import own_motion
from peanut_studio.engines.segment.motion import Motion, reduce
from peanut_studio.model.picture import FrameList, Frames, Mask
from peanut_studio.ops.region_facts import RegionFacts, facts_of, mean_facts

AROUND = (-8, -4, 4, 8)
"""The frames that are looked at beside the one in question."""

DETAIL = 320 * 180
"""Regions are judged in pictures of about so many pixels: colours and places need no more."""

CUT = 30.0
"""Mean difference, in 8-bit steps, between a frame and another carried onto it, above which a cut lies between."""


@dataclass(frozen=True)
class Evidence:
    """A region's facts over several frames, and how alike it looks on them, in [0, 1]."""

    facts: RegionFacts
    steadiness: float


def gather(frames: Frames, index: int, masks: Sequence[Mask]) -> list[Evidence | None]:
    """The evidence for regions, bool (H, W), of a frame; None for one of which nothing is left at low resolution."""
    small = reduce(frames[index], DETAIL)
    size = (small.shape[1], small.shape[0])
    shapes = [cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.5 for mask in masks]
    motion = _small_motion(frames, index, size)
    seen = [[facts] if (facts := facts_of(small, shape, motion)) is not None else [] for shape in shapes]
    for step in AROUND:
        other = index + step
        if not 0 <= other < len(frames):
            continue
        picture = reduce(frames[other], DETAIL)
        carried = Motion.between(picture, small)
        if _differ(picture, small, carried) > CUT:
            continue
        motion = _small_motion(frames, other, size)
        for shape, known in zip(shapes, seen, strict=True):
            facts = facts_of(picture, carried.carry(shape) > 0.5, motion) if known else None
            if facts is not None:
                known.append(facts)
    return [Evidence(mean_facts(known), _steadiness(known)) if known else None for known in seen]


def _small_motion(frames: Frames, index: int, size: tuple[int, int]) -> npt.NDArray[np.float32] | None:
    """The motion of a frame's pixels of their own, in pixels of a picture of width and height `size`."""
    others = range(max(0, index - 2), min(len(frames), index + 3))
    near = FrameList([reduce(frames[other], DETAIL) for other in others])
    motion = own_motion(near, index - others.start)
    return motion if motion is None or motion.shape == size[::-1] else None


def _differ(picture: npt.NDArray[np.uint8], small: npt.NDArray[np.uint8], carried: Motion) -> float:
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    expected = carried.carry(grey.astype(np.float32))
    return float(np.mean(np.abs(expected - cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))))


def _steadiness(seen: Sequence[RegionFacts]) -> float:
    """1 where the region's colours stay what they are on the first frame; 0.5 where nothing is known of others."""
    if len(seen) == 1:
        return 0.5
    first = seen[0].colours
    changes = [float(np.mean([abs(one.colours[name] - first[name]) for name in first])) for one in seen[1:]]
    return float(np.clip(1 - 5 * np.mean(changes), 0, 1))
