"""What can be said of a region of a frame without knowing what it is: place, size, colours, motion of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import FlowField, Frame, Mask
from peanut_studio.ops.colour_names import colour_shares
from peanut_studio.ops.mask_geometry import Bounds, bounds_of
from peanut_studio.ops.motion import Homography, pixel_grid, project_grid


@dataclass(frozen=True)
class RegionFacts:
    """One region of one frame, or the mean over several.

    `x`, `y` are its middle and `bottom` its lower edge, in parts of the frame's width and height; `area` is its part
    of the frame; `colours` are the parts of it that names of colours fit; `speed` is how far it moves by itself from
    one frame to the next, in parts of the frame's diagonal, None where that is not known.
    """

    x: float
    y: float
    bottom: float
    area: float
    colours: Mapping[str, float]
    speed: float | None = None


def facts_of(frame: Frame, mask: Mask, own_motion: npt.NDArray[np.float32] | None = None) -> RegionFacts | None:
    """The facts of a region, bool (H, W); None when it is empty.

    `own_motion` (H, W) is the length of `residual_motion` in pixels.
    """
    bounds = bounds_of(mask)
    if bounds is None:
        return None
    height, width = mask.shape
    rows, columns = np.nonzero(mask)
    speed = float(np.median(own_motion[mask])) / float(np.hypot(width, height)) if own_motion is not None else None
    return RegionFacts(
        x=float(columns.mean() + 0.5) / width,
        y=float(rows.mean() + 0.5) / height,
        bottom=(bounds[3] + 1) / height,
        area=len(rows) / mask.size,
        colours=colour_shares(frame, inner_part(mask)),
        speed=speed,
    )


def mean_facts(seen: Sequence[RegionFacts]) -> RegionFacts:
    """The same region on several frames. Place and size are those of the first, the others means."""
    first = seen[0]
    colours = {name: float(np.mean([one.colours[name] for one in seen])) for name in first.colours}
    speeds = [one.speed for one in seen if one.speed is not None]
    speed = float(np.mean(speeds)) if speeds else None
    return RegionFacts(first.x, first.y, first.bottom, first.area, colours, speed)


def inner_part(mask: Mask) -> Mask:
    """The region without its edge, where colours mix; the region itself where nothing would be left."""
    radius = max(1, round(float(np.sqrt(np.count_nonzero(mask))) / 40))
    kernel = np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)
    inside = cv2.erode(mask.astype(np.uint8), kernel, borderValue=1) > 0
    return np.asarray(inside, np.bool_) if inside.any() else mask


def inside_of(box: Bounds, size: tuple[int, int]) -> Mask:
    """The ellipse that fills most of a box, as a mask of width and height `size`: where a thing in a box surely is."""
    width, height = size
    x0, y0, x1, y1 = box
    across, down = max((x1 - x0) * 0.4, 0.5), max((y1 - y0) * 0.4, 0.5)
    rows, columns = np.mgrid[:height, :width]
    away = ((columns - (x0 + x1) / 2) / across) ** 2 + ((rows - (y0 + y1) / 2) / down) ** 2
    return np.asarray(away <= 1, np.bool_)


def residual_motion(flow: FlowField, camera: Homography) -> FlowField:
    """What is left of a flow (H, W, 2) when the camera's motion is taken off it."""
    height, width = flow.shape[:2]
    return np.asarray(flow - (project_grid(camera, height, width) - pixel_grid(height, width)), np.float32)
