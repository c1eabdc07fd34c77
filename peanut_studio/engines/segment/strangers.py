"""A look-alike that has grown into an object's mask: found by its appearance, cut off by asking the network again."""

from __future__ import annotations

import cv2
import numpy as np

from peanut_studio.engines.segment.appearance import Map
from peanut_studio.engines.segment.choice import blend
from peanut_studio.engines.segment.encoding import Answer, Encoded, Eye
from peanut_studio.engines.segment.field import Size, grown
from peanut_studio.model.picture import Mask, SoftMask
from peanut_studio.nets.tiny_vit import STRIDE
from peanut_studio.ops.mask_geometry import bounds_of, inner_points, largest_part, overlap

FULL = 0.9
"""Cells covered by more than this show the object alone."""

FEWEST_CELLS = 12
"""With fewer full cells an object is too small to tell its parts apart."""

WEAK = 0.5
"""Cells of less than this share of the median value may be another object's..."""

UNUSUAL = 0.7
"""... when their value is also below this share of the lowest that has been usual for the object."""

SMALLEST = 0.02
"""The smallest stranger, in parts of the object's cells; three cells at least."""


def usual_low(value: Map, coverage: Map) -> float:
    """The 5th percentile of the appearance model's value over cells that show the object alone."""
    full = value[coverage > FULL]
    return float(np.percentile(full, 5)) if full.size else 0.0


def cut_off(eye: Eye, seen: Encoded, value: Map, mask: Mask, low: float, size: Size) -> Answer | None:
    """The object without the stranger in its mask; None where there is none or the network cannot part them.

    `low` is what `usual_low` has been of late.
    """
    full = seen.coverage(mask) > FULL
    cells = int(np.count_nonzero(full))
    if cells < FEWEST_CELLS:
        return None
    median = float(np.median(value[full]))
    weak = full & (value < min(WEAK * median, UNUSUAL * low))
    patch = largest_part(weak, connectivity=4)
    if median <= 0 or np.count_nonzero(patch) < max(3, SMALLEST * cells):
        return None
    stranger = spread(seen, patch.astype(np.float32)) > 0.3
    reach = max(1, round(STRIDE / seen.region.scale / 2))
    solid = largest_part(mask & ~(cv2.dilate(stranger.astype(np.uint8), np.ones((3, 3)), iterations=reach) > 0))
    bounds = bounds_of(solid)
    if bounds is None or not stranger.any():
        return None
    answers = eye.ask(seen, inner_points(solid, 2), inner_points(stranger, 1), grown(bounds, size))
    answer = max([*answers, blend(answers)], key=lambda other: other.quality + overlap(other.mask(), solid))
    remade = answer.mask()
    rest = np.count_nonzero(remade & stranger) / np.count_nonzero(stranger)
    return answer if rest < 0.3 and answer.quality > 0.8 and overlap(remade, solid) > 0.6 else None


def spread(seen: Encoded, cells: Map) -> SoftMask:
    """A value per cell over the frame's pixels, float32 (H, W); 0 outside the region."""
    width, height = seen.size
    region = seen.region
    rows, columns = cells.shape
    large = cv2.resize(cells, (columns * STRIDE, rows * STRIDE), interpolation=cv2.INTER_LINEAR)
    cut = large[: region.seen[1], : region.seen[0]]
    frame = np.zeros((height, width), np.float32)
    inside = (region.x1 - region.x0, region.y1 - region.y0)
    region.cut(frame)[:] = cv2.resize(cut, inside, interpolation=cv2.INTER_AREA)
    return frame
