"""What an upscaler takes along from window to window of a clip, of each tile by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from peanut_studio.engines.contract import Carried
from peanut_studio.model.clip import Span
from peanut_studio.ops.regions import Region
from peanut_studio.ops.tiles import Window

Arrays: TypeAlias = dict[str, npt.NDArray[Any]]
Places: TypeAlias = dict[Region, tuple[int, Carried]]


class Luggage:
    """`ahead` goes to the next window, from the frame before it; `back` to the one before, from the frame after it."""

    def __init__(self) -> None:
        self.ahead: Places = {}
        self.back: Places = {}

    def clear(self) -> None:
        """Nothing is known any more."""
        self.ahead.clear()
        self.back.clear()

    def taken(self, window: Window, place: Region) -> tuple[Window, Carried]:
        """What there is for a tile of a window, and which frames that leaves to be looked at; it is here no more."""
        seen, memory = window.seen, dict[str, npt.NDArray[Any]]()
        at, known = self.ahead.pop(place, (-1, {}))
        if known and at == window.kept.start:
            seen = Span(at - 1, seen.stop)
            memory.update(known)
        at, known = self.back.pop(place, (-1, {}))
        if known and at == window.kept.stop:
            seen = Span(seen.start, at + 1)
            memory.update(known)
        return Window(seen, window.kept), memory


def packed(places: Places) -> Arrays:
    """As plain arrays, to be kept on a disk."""
    arrays: Arrays = {}
    for place, (frame, known) in places.items():
        corners = ",".join(map(str, (place.x0, place.y0, place.x1, place.y1)))
        arrays.update({f"{frame}/{corners}/{name}": np.asarray(value) for name, value in known.items()})
    return arrays


def unpacked(arrays: Mapping[str, npt.NDArray[Any]]) -> Places:
    """What `packed` packed. Raises ValueError for arrays that are no such."""
    places: Places = {}
    for key, value in arrays.items():
        frame, corners, name = key.split("/", 2)
        place = Region(*map(int, corners.split(",")))
        places.setdefault(place, (int(frame), {}))[1][name] = value
    return places
