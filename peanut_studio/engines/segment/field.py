"""Where to look: boxes round an object and the regions that are cut out for the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from peanut_studio.engines.segment.encoding import Region
from peanut_studio.nets.mobile_sam import SIDE
from peanut_studio.ops.mask_geometry import Bounds

Size = tuple[int, int]
"""Width and height."""

MARGIN = 0.75
"""What is seen beside an object on each side, in parts of its size (the geometric mean of its sides)."""

LEAST_MARGIN = 24
"""Pixels."""

DETAIL = 1024 * 576
"""Pixels of a region as seen: what a frame of 16:9 has at the network's own size."""

LARGEST_SCALE = 4.0

SHARED = 0.6
"""Objects share one look while it shows each at this part of the scale, or more, that a look of its own would."""


def grown(bounds: Bounds, size: Size) -> Bounds:
    """A box made 5 % and 2 pixels larger on each side, inside the frame."""
    x0, y0, x1, y1 = bounds
    dx, dy = (x1 - x0) * 0.05 + 2, (y1 - y0) * 0.05 + 2
    return max(x0 - dx, 0.0), max(y0 - dy, 0.0), min(x1 + dx, size[0] - 1.0), min(y1 + dy, size[1] - 1.0)


def joined(first: Bounds, second: Bounds) -> Bounds:
    """The smallest box round two boxes."""
    return min(first[0], second[0]), min(first[1], second[1]), max(first[2], second[2]), max(first[3], second[3])


def centre(bounds: Bounds) -> tuple[float, float]:
    """The middle of a box."""
    return (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2


def extent(bounds: Bounds) -> tuple[float, float]:
    """Width and height of a box, in pixels."""
    return bounds[2] - bounds[0] + 1, bounds[3] - bounds[1] + 1


def box_at(middle: tuple[float, float], sides: tuple[float, float]) -> Bounds:
    """The box with that middle, width and height."""
    return (
        middle[0] - (sides[0] - 1) / 2,
        middle[1] - (sides[1] - 1) / 2,
        middle[0] + (sides[0] - 1) / 2,
        middle[1] + (sides[1] - 1) / 2,
    )


def around(bounds: Bounds, size: Size) -> Region:
    """The region to look at for an object in a box, which may reach over the frame's edge."""
    width, height = size
    x0, x1 = (float(np.clip(value, 0, width - 1)) for value in (bounds[0], bounds[2]))
    y0, y1 = (float(np.clip(value, 0, height - 1)) for value in (bounds[1], bounds[3]))
    margin = max(MARGIN * float(np.sqrt((x1 - x0 + 1) * (y1 - y0 + 1))), LEAST_MARGIN)
    left, top = max(0, int(x0 - margin)), max(0, int(y0 - margin))
    right, bottom = min(width, int(x1 + margin) + 1), min(height, int(y1 + margin) + 1)
    across, down = right - left, bottom - top
    scale = min(SIDE / max(across, down), (DETAIL / (across * down)) ** 0.5, LARGEST_SCALE)
    return Region(left, top, right, bottom, scale)


def shared_regions(places: Mapping[int, Bounds], size: Size) -> dict[int, Region]:
    """A region for each object's place; neighbours of like size get the same one, so that it is encoded once."""
    groups: list[tuple[Bounds, list[int]]] = []
    for number, place in places.items():
        for position, (box, members) in enumerate(groups):
            together = joined(box, place)
            if _fine_enough([places[member] for member in (*members, number)], around(together, size), size):
                groups[position] = (together, [*members, number])
                break
        else:
            groups.append((place, [number]))
    return {number: around(box, size) for box, members in groups for number in members}


def _fine_enough(places: Sequence[Bounds], region: Region, size: Size) -> bool:
    return all(region.scale >= SHARED * around(place, size).scale for place in places)
