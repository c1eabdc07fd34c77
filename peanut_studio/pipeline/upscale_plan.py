"""What an enlargement would come to, before it is begun. Nothing is imported that computes, nothing is opened."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

from peanut_studio.engines import registry
from peanut_studio.engines.memory import free_ram

SHARE = 0.5
"""Of the free memory, what may be planned for."""

UNKNOWN_MEMORY = 4 << 30
"""What is taken for free where the system does not tell."""

TIMES = (1, 2, 3, 4)
HEIGHTS = (1080, 1440, 2160)
BYTES_A_PIXEL = 2.0
"""Room that a lossless frame takes on the disk while the film is being made."""


@dataclass(frozen=True)
class Plan:
    """`memory` and `disk` are bytes; `pieces` is how many tiles a frame is worked on in."""

    memory: int
    pieces: int
    disk: int


def sizes_for(clip: tuple[int, int], upscaler: str) -> tuple[tuple[int, int], ...]:
    """Widths and heights worth offering for a clip of this size, the smallest first: whole factors, usual heights.

    A clip can keep its size only where the engine restores. Widths are even, for most encoders want that.
    """
    restores = registry.info("upscale", upscaler).scale == 1
    whole = {(clip[0] * times, clip[1] * times) for times in TIMES if times > 1 or restores}
    usual = {(round(clip[0] * height / clip[1] / 2) * 2, height) for height in HEIGHTS if height > clip[1]}
    return tuple(sorted(size for size in whole | usual if size[1] <= 4 * clip[1]))


def plan(clip: tuple[int, int], count: int, size: tuple[int, int], upscaler: str) -> Plan:
    """What `count` frames of a clip come to on the processor."""
    info = registry.info("upscale", upscaler)
    together = min(count, info.window + 2 * info.context) if info.window else count
    cost = info.working_bytes + info.frame_bytes * together
    free = int(SHARE * (free_ram() or UNKNOWN_MEMORY))
    pixels = clip[0] * clip[1]
    most = free // cost if cost else pixels
    side = max(1, isqrt(max(1, most)))
    pieces = 1 if pixels <= most else -(-clip[0] // side) * -(-clip[1] // side)
    windows = -(-count // info.window) if info.window else 1
    # Of each window what its end knows of the frames after it is kept until it is made.
    states = pixels * info.frame_bytes * windows if windows > 1 else 0
    return Plan(min(pixels, most) * cost, pieces, int(size[0] * size[1] * count * BYTES_A_PIXEL) + states)
