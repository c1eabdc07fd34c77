"""What moves by itself between frames, the camera's motion taken off."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines.segment.motion import reduce
from peanut_studio.model.picture import Frames, Mask
from peanut_studio.ops.motion import camera_motion, lengths
from peanut_studio.ops.region_facts import residual_motion

APART = 2
"""Motion is measured over so many frames, so that slow things show."""

FASTER = 3.0
"""A moving part moves so many times as far as what surrounds it usually does."""

SLOWEST = 0.0012
"""Motion below this part of the frame's diagonal a frame is none."""

SMALLEST = 0.001
MOST = 6
"""Moving parts smaller than this part of the frame are none; so many of the largest are told."""


def own_motion(frames: Frames, index: int) -> npt.NDArray[np.float32] | None:
    """How far each pixel of a frame moves by itself to the next frame, in pixels: float32 (H, W).

    None for a clip of one frame.
    """
    other = index + APART if index + APART < len(frames) else index - min(APART, index)
    if other == index:
        other = min(index + 1, len(frames) - 1)
    if other == index:
        return None
    width, height = frames.size
    first, second = reduce(frames[index]), reduce(frames[other])
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    grey = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (first, second)]
    flow = np.asarray(search.calc(grey[0], grey[1], None), np.float32)  # type: ignore[call-overload]
    rows, columns = flow.shape[:2]
    camera = camera_motion(flow, np.zeros((rows, columns), np.bool_), columns / 432)
    length = lengths(residual_motion(flow, camera)) / abs(other - index)
    scale = float(np.hypot(width, height) / np.hypot(columns, rows))
    return np.asarray(cv2.resize(length * scale, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def moving_parts(frames: Frames, index: int) -> list[Mask]:
    """Connected parts of a frame that move by themselves, largest first: bool (H, W) each."""
    motion = own_motion(frames, index)
    if motion is None:
        return []
    height, width = motion.shape
    least = max(SLOWEST * float(np.hypot(width, height)), FASTER * float(np.median(motion)))
    radius = max(1, round(width / 200))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    moving = cv2.morphologyEx((motion > least).astype(np.uint8), cv2.MORPH_OPEN, kernel)
    moving = cv2.morphologyEx(moving, cv2.MORPH_CLOSE, kernel)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(moving, connectivity=8)
    areas = stats[:, cv2.CC_STAT_AREA]
    order = sorted(range(1, count), key=lambda part: -int(areas[part]))[:MOST]
    return [labels == part for part in order if SMALLEST <= areas[part] / motion.size <= 0.5]
