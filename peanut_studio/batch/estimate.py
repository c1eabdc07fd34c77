"""How long work will take and how much memory it needs, before it is begun: for a batch and for the window's list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from peanut_studio.batch.order import Order
from peanut_studio.engines.weights import WeightStore
from peanut_studio.pipeline.auto import CARRYING, network_at_hand
from peanut_studio.pipeline.choice import AUTO
from peanut_studio.pipeline.footage import Footage

TRACKING = 0.9
"""Seconds a frame of MobileSAM on two cores, whatever the size (docs/benchmarks.md)."""
FILLING = {"telea": (0.0, 0.1), "plate": (0.1, 0.5), "migan": (1.2, 0.0), "propagation": (0.2, 5.3)}
"""Seconds a frame on two cores, and for each megapixel of it (docs/benchmarks.md)."""
MEMORY = (900 << 20, 1200 << 20)
"""Bytes of a removal with these engines, and for each megapixel worked on (docs/benchmarks.md)."""
LARGEST = 2.1
"""Megapixels on which memory was measured."""


@dataclass(frozen=True)
class Estimate:
    """Frames to work on, (width, height), seconds and bytes at most; None for what was never measured."""

    frames: int
    size: tuple[int, int]
    seconds: float | None
    memory: int | None


@dataclass(frozen=True)
class Ahead:
    """Work that is to come: its command, its frames of (width, height); of a removal what takes or spares time."""

    command: str
    frames: int
    size: tuple[int, int]
    inpainter: str = CARRYING
    reduce: float = 1.0
    has_masks: bool = False


def estimate(order: Order) -> Estimate:
    """That of an order. Raises MediaError or InputError where its clip cannot be read."""
    begin, end, rate = (_value(order.words, flag) for flag in ("--in", "--out", "--fps"))
    footage = Footage(order.folder / order.source, begin, end, Fraction(rate) if rate else None)
    with footage.open() as (reader, span):
        size = reader.size
    inpainter = _value(order.words, "--inpainter") or CARRYING
    reduce = float(_value(order.words, "--reduce") or 1)
    return estimate_of(Ahead(order.command, len(span), size, inpainter, reduce, "--mask" in order.words))


def estimate_of(ahead: Ahead) -> Estimate:
    """At most, for an object as large as the frame: what is worked on is only the part round it.

    Seconds are those of two cores without a GPU. What may be chosen for the clip counts where there is no choice.
    """
    frames, size = ahead.frames, ahead.size
    if ahead.command == "track":
        return Estimate(frames, size, frames * TRACKING, MEMORY[0])
    inpainter = ahead.inpainter
    if inpainter == AUTO and network_at_hand(WeightStore()) is None:
        inpainter = CARRYING
    pace = FILLING.get(inpainter) if ahead.command == "remove" else None
    if pace is None:
        return Estimate(frames, size, None, None)
    megapixels = size[0] * size[1] / 1e6 / ahead.reduce**2
    a_frame = pace[0] + pace[1] * megapixels + (0 if ahead.has_masks else TRACKING)
    memory = round(MEMORY[0] + MEMORY[1] * megapixels) if megapixels <= LARGEST else None
    return Estimate(frames, size, frames * a_frame, memory)


def _value(words: Sequence[str], flag: str) -> str | None:
    return words[words.index(flag) + 1] if flag in words else None
