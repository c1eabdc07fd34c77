"""Sweeps through a clip, forwards and backwards, gathered so that each frame comes once."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from peanut_studio.engines.contract import Tracked
from peanut_studio.model.picture import Mask


@dataclass(frozen=True, eq=False)
class Found:
    """An object on one frame; `given` says that a person drew its mask."""

    mask: Mask
    confidence: float
    given: bool = False


Sweep: TypeAlias = Iterable[tuple[int, dict[int, Found]]]
"""Frames in the order in which they are reached, with the objects that the sweep answers for there."""


def gathered(sweeps: Sequence[Sweep], objects: Collection[int], size: tuple[int, int]) -> Iterator[Tracked]:
    """Every frame of the sweeps, once, as soon as all `objects` are known on it; `size` is (width, height).

    What waits for a later sweep is kept packed. An object that no sweep answers for on a frame is lost there.
    """
    waiting: dict[int, dict[int, Packed]] = {}
    for number, sweep in enumerate(sweeps, start=1):
        for index, results in sweep:
            earlier = {found: packed.unpack() for found, packed in waiting.pop(index, {}).items()}
            results = {**earlier, **results}
            if number < len(sweeps) and len(results) < len(objects):
                waiting[index] = {found: Packed.of(what) for found, what in results.items()}
                continue
            yield _tracked(index, objects, size, results)
    for index in sorted(waiting):
        found = {number: packed.unpack() for number, packed in waiting[index].items()}
        yield _tracked(index, objects, size, found)


def _tracked(index: int, objects: Collection[int], size: tuple[int, int], results: Mapping[int, Found]) -> Tracked:
    width, height = size
    nothing = Found(np.zeros((height, width), np.bool_), 0.0)
    chosen = {number: results.get(number, nothing) for number in objects}
    return Tracked(
        index,
        {number: found.mask for number, found in chosen.items()},
        {number: found.confidence for number, found in chosen.items()},
    )


@dataclass(frozen=True)
class Packed:
    """A mask that waits: about a kilobyte."""

    shape: tuple[int, int]
    bits: bytes
    confidence: float

    @staticmethod
    def of(found: Found) -> Packed:
        height, width = found.mask.shape
        return Packed((height, width), zlib.compress(np.packbits(found.mask).tobytes(), 1), found.confidence)

    def unpack(self) -> Found:
        flat = np.unpackbits(np.frombuffer(zlib.decompress(self.bits), np.uint8), count=self.shape[0] * self.shape[1])
        return Found(flat.reshape(self.shape).astype(np.bool_), self.confidence)
