"""An upscaler run over a clip: in windows and tiles that fit in memory, smaller where memory runs out."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from itertools import chain
from math import ceil, isqrt
from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines import memory_limit
from peanut_studio.engines.contract import CarryingUpscaler, EngineInfo, Upscaler
from peanut_studio.engines.memory import free_ram, free_vram, is_out_of_memory
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import MemoryExhausted
from peanut_studio.model.picture import Frame, Frames
from peanut_studio.model.progress import rest
from peanut_studio.ops.regions import Region, pad_to
from peanut_studio.ops.tiles import Window, lay, lookahead_windows, tiles
from peanut_studio.pipeline.crop import resized
from peanut_studio.pipeline.luggage import Arrays, Luggage, packed, unpacked
from peanut_studio.pipeline.upscale_plan import SHARE, UNKNOWN_MEMORY

OVERLAP = 32
"""Pixels of the input that neighbouring tiles share."""

SMALLEST = 96
"""Sides of tiles, in pixels, under which the overlap is most of the work."""


LARGEST = "largest"
"""Among the arrays of `Enlarger.kept`: the pixels of a tile, 0 where everything fits."""

STRETCH = 8
"""Frames that are gone through at once from the end: after so many it can be stopped."""


class Enlarger:
    """An upscaler and the pieces it is given. `scale` is the engine's own."""

    def __init__(self, engine: Upscaler, info: EngineInfo, device: str = "cpu") -> None:
        self._engine, self._info, self._device = engine, info, device
        self._largest: int | None = None
        self._together = 0
        self._clip: Frames | None = None
        self._luggage = Luggage()
        self.scale = engine.scale

    def windows(self, count: int) -> list[Window]:
        """How a clip of `count` frames is cut: always in the same way, so that stopped work can go on."""
        found = lookahead_windows(count, self._info.window, self._info.context)
        # The first one is looked at with little before it: what fits must fit the longest.
        self._together = max((len(window.seen) for window in found), default=0)
        return found

    def tile_side(self, size: tuple[int, int], count: int) -> int:
        """The side of tiles for pictures of width and height `size`, `count` at once; the whole where it fits."""
        cost = self._info.working_bytes + self._info.frame_bytes * max(count, self._together)
        if self._largest is None and not cost:
            return max(size)
        if self._largest is None:
            known = (free_vram(self._device) or free_ram() or UNKNOWN_MEMORY, memory_limit.left())
            free = min(amount for amount in known if amount is not None)
            half = 2 if self._info.half_precision and self._device.startswith("cuda") else 1
            self._largest = int(SHARE * free * half / cost)
        if size[0] * size[1] <= self._largest:
            return max(size)
        return max(self._least, isqrt(self._largest) // 32 * 32)

    def enlarge(self, frames: Frames, window: Window) -> Iterator[Frame]:
        """The pictures of `window.kept`, `scale` times as large. Raises MemoryExhausted.

        An engine that takes along what it knows of the past does so where windows of one clip come in order.
        """
        self._begin(frames)
        given = 0
        while True:
            side = self.tile_side(frames.size, len(window.seen))
            places = tiles(frames.size, side, OVERLAP)
            try:
                run = self._whole(frames, window) if len(places) == 1 else self._tiled(frames, window, places)
                for number, picture in enumerate(run):
                    memory_limit.check()
                    if number >= given:
                        given += 1
                        yield picture
                return
            except Exception as error:
                if not is_out_of_memory(error):
                    raise
            self._luggage.clear()
            gc.collect()
            self._make_smaller(frames.size, side)

    def kept(self) -> Arrays:
        """What it takes to go on after the last window, in another process too, as if nothing had come between."""
        return {LARGEST: np.array(self._largest or 0), **packed(self._luggage.ahead)}

    def go_on(self, frames: Frames, kept: Mapping[str, npt.NDArray[Any]]) -> None:
        """Stand as it did when `kept` gave these, for the same clip. Raises ValueError where they are no such."""
        ahead = unpacked({name: value for name, value in kept.items() if name != LARGEST})
        self._begin(frames)
        self._luggage.ahead, self._largest = ahead, int(kept.get(LARGEST, 0)) or None

    @property
    def looks_back(self) -> bool:
        """Whether the engine can be told what comes after a window, for it to be enlarged as in the whole clip."""
        return hasattr(self._engine, "look_back")

    def look_back(self, frames: Frames, window: Window) -> Iterator[int]:
        """Go through a window from its last frame to its first; the one after it came before. Yields how many frames
        were gone through, of a window's all together its length.
        """
        self._begin(frames)
        places = tiles(frames.size, self.tile_side(frames.size, len(window.seen)), OVERLAP)
        engine: CarryingUpscaler = cast(CarryingUpscaler, self._engine)
        for stop in range(window.kept.stop, window.kept.start, -STRETCH):
            start = max(window.kept.start, stop - STRETCH)
            for place in places:
                memory_limit.check()
                rest()
                part, memory = self._luggage.taken(Window(Span(start, stop), Span(start, stop)), place)
                engine.look_back(_Part(frames, part, place, self._info), memory)
                self._luggage.back[place] = (start, memory)
            yield stop - start

    def carried_bytes(self, size: tuple[int, int]) -> int:
        """About what there is to be kept of one frame of that width and height."""
        return size[0] * size[1] * self._info.frame_bytes

    def passed_back(self) -> Arrays:
        """What the frame that was gone to knows of those after it, to be kept."""
        return packed(self._luggage.back)

    def take_back(self, frames: Frames, passed_back: Mapping[str, npt.NDArray[Any]]) -> bool:
        """Know again what `passed_back` gave; False where that is damaged."""
        try:
            back = unpacked(passed_back)
        except ValueError:
            return False
        self._begin(frames)
        self._luggage.back = back
        return True

    def shrink(self, size: tuple[int, int]) -> None:
        """Work in smaller tiles of pictures of that width and height from now on. Raises MemoryExhausted."""
        self._luggage.clear()
        gc.collect()
        self._make_smaller(size, self.tile_side(size, 0))

    def enlarge_all(self, pictures: Iterator[Frame], count: int, factor: int) -> Iterator[Frame]:
        """`count` pictures of one size, `factor` times as large, as they come; few of them are in memory."""
        first = next(pictures, None)
        if first is None:
            return
        arriving = _Arriving(chain([first], pictures), count, (first.shape[1], first.shape[0]))
        size = (arriving.size[0] * factor, arriving.size[1] * factor)
        for window in self.windows(count):
            arriving.forget_before(window.seen.start)
            for picture in self.enlarge(arriving, window):
                yield fitted(picture, size)
        # Whoever makes them may have something to say at the end.
        for _ in pictures:
            pass

    def _begin(self, frames: Frames) -> None:
        """Of another clip nothing is taken along."""
        if frames is not self._clip:
            self._clip = frames
            self._luggage.clear()

    @property
    def _least(self) -> int:
        return max(SMALLEST, self._info.smallest)

    def _make_smaller(self, size: tuple[int, int], side: int) -> None:
        largest = min(side, size[0]) * min(side, size[1])
        if largest <= self._least**2:
            raise MemoryExhausted(
                f"Enlarging with '{self._info.id}' does not fit in memory, not even in tiles of {self._least} pixels; "
                "close other programs or choose --upscaler lanczos."
            )
        self._largest = max(self._least**2, largest // 4)

    def _whole(self, frames: Frames, window: Window) -> Iterator[Frame]:
        yield from self._run(frames, window, Region(0, 0, *frames.size))

    def _tiled(self, frames: Frames, window: Window, places: list[Region]) -> Iterator[Frame]:
        width, height = frames.size
        shape = (height * self.scale, width * self.scale, 3)
        canvases = [np.empty(shape, frames[window.kept.start].dtype) for _ in range(len(window.kept))]
        for place in places:
            there = Region(*(side * self.scale for side in (place.x0, place.y0, place.x1, place.y1)))
            for canvas, picture in zip(canvases, self._run(frames, window, place), strict=True):
                memory_limit.check()
                lay(canvas, picture, there, OVERLAP * self.scale)
        yield from canvases

    def _run(self, frames: Frames, window: Window, place: Region) -> Iterator[Frame]:
        """The kept pictures of one tile, without its padding."""
        window, memory = self._luggage.taken(window, place)
        part = _Part(frames, window, place, self._info)
        height, width = place.height * self.scale, place.width * self.scale
        first = window.seen.start
        wanted = Span(window.kept.start - first, window.kept.stop - first)
        carry = getattr(self._engine, "upscale_from", None)
        pictures = self._engine.upscale(part, wanted) if carry is None else carry(part, wanted, memory)
        for picture in pictures:
            yield picture[:height, :width]
        if memory:
            self._luggage.ahead[place] = (window.kept.stop, memory)


class _Arriving:
    """Pictures that come one after the other, as `Frames`; those of the present window are kept."""

    def __init__(self, pictures: Iterator[Frame], count: int, size: tuple[int, int]) -> None:
        self._pictures, self._count, self.size = pictures, count, size
        self._kept: dict[int, Frame] = {}
        self._come = 0

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int, /) -> Frame:
        while self._come <= index:
            self._kept[self._come] = next(self._pictures)
            self._come += 1
        return self._kept[index]

    def forget_before(self, index: int) -> None:
        """No picture before this one will be asked for again."""
        for number in [number for number in self._kept if number < index]:
            del self._kept[number]


class _Part:
    """A window's frames, cut to a tile and padded as the engine needs them, as `Frames`."""

    def __init__(self, frames: Frames, window: Window, place: Region, info: EngineInfo) -> None:
        self._frames, self._window, self._place, self._info = frames, window, place, info

    def __len__(self) -> int:
        return len(self._window.seen)

    def __getitem__(self, index: int, /) -> Frame:
        if not 0 <= index < len(self):
            raise IndexError(index)
        cut: Frame = self._frames[self._window.seen.start + index][self._place.slices]
        height, width = cut.shape[:2]
        below, right = max(0, self._info.smallest - height), max(0, self._info.smallest - width)
        if below or right:
            cut = cast(Frame, np.pad(cut, ((0, below), (0, right), (0, 0)), mode="symmetric"))
        return pad_to(cut, self._info.pad_to).copy()

    @property
    def size(self) -> tuple[int, int]:
        height, width = self[0].shape[:2]
        return width, height


def fitted(picture: Frame, size: tuple[int, int]) -> Frame:
    """A picture at exactly the wanted width and height: area means where it shrinks, Lanczos where it grows."""
    if (picture.shape[1], picture.shape[0]) == size:
        return picture
    shrinks = picture.shape[1] >= size[0] and picture.shape[0] >= size[1]
    return resized(picture, size, cv2.INTER_AREA if shrinks else cv2.INTER_LANCZOS4)


def factor_for(source: tuple[int, int], wanted: tuple[int, int]) -> int:
    """The least whole factor that makes width and height `source` at least as large as `wanted`."""
    return max(1, ceil(wanted[0] / source[0]), ceil(wanted[1] / source[1]))
