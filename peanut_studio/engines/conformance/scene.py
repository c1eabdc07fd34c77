"""Small clips to try engines on, and watches on what an engine does with them."""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines.contract import EngineInfo
from peanut_studio.model.picture import Frame, Mask


class Broken(Exception):
    """The engine does not do what it must; the message says what."""


@dataclass(frozen=True)
class Check:
    """One thing that an engine must do. `run` gets an engine and its facts, and raises Broken where it does not."""

    name: str
    run: Callable[[Any, EngineInfo], None]


def require(holds: bool, sentence: str) -> None:
    """Raises Broken with the sentence unless it holds."""
    if not holds:
        raise Broken(sentence)


def texture(size: tuple[int, int], seed: int = 1) -> npt.NDArray[np.uint8]:
    """Something to hold on to: noise at several scales, uint8 (H, W, 3) for (width, height)."""
    rng = np.random.default_rng(seed)
    total = np.full((size[1], size[0], 3), 128, np.float32)
    for step, strength in ((64, 60), (24, 45), (8, 25), (3, 10)):
        grid = rng.normal(0, 1, (size[1] // step + 2, size[0] // step + 2, 3)).astype(np.float32)
        total += strength * cv2.resize(grid, size, interpolation=cv2.INTER_CUBIC)
    return np.clip(total, 0, 255).astype(np.uint8)


class Pan:
    """Frames of a camera that pans over a texture, made when they are read; `read` counts how often each was.

    With `covered` what those masks hide is black, so that nobody can peep.
    """

    def __init__(self, count: int, size: tuple[int, int], *, dtype: Any = np.uint8, speed: int = 2) -> None:
        self._count, self.size, self._speed = count, size, speed
        # A long clip goes round and round.
        self._turn = max(size[0], 64)
        wall = texture((self._turn, size[1]))
        self._wall = np.concatenate([wall, wall[:, ::-1], wall], axis=1).astype(dtype) * (
            257 if dtype == np.uint16 else 1
        )
        self.covered: Discs | None = None
        self.read: dict[int, int] = {}
        self._marks: dict[int, Any] = {}

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int, /) -> Frame:
        if not 0 <= index < self._count:
            raise IndexError(index)
        self.read[index] = self.read.get(index, 0) + 1
        shift = self._speed * index % (2 * self._turn)
        picture = np.ascontiguousarray(self._wall[:, shift : shift + self.size[0]])
        if self.covered is not None:
            picture[self.covered[index]] = 0
        self._marks = {number: mark for number, mark in self._marks.items() if mark() is not None}
        self._marks[id(picture)] = weakref.ref(picture)
        return picture

    @property
    def held(self) -> int:
        """How many of the frames that were read are still in memory."""
        return sum(mark() is not None for mark in self._marks.values())


class Discs:
    """Masks of a disc that moves by `speed` pixels a frame and comes back; radius 0 hides nothing."""

    def __init__(self, count: int, size: tuple[int, int], radius: int, *, speed: int = 1) -> None:
        self._count, self._size, self._radius, self._speed = count, size, radius, speed

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int, /) -> Mask:
        if not 0 <= index < self._count:
            raise IndexError(index)
        width, height = self._size
        way = max(width // 3, 1)
        moved = self._speed * index % (2 * way)
        x = width / 3 + (moved if moved < way else 2 * way - moved)
        rows, columns = np.mgrid[:height, :width]
        if not self._radius:
            return np.zeros((height, width), np.bool_)
        return np.asarray((columns - x) ** 2 + (rows - height / 2) ** 2 <= self._radius**2, np.bool_)


def grad_is_as_it_was() -> bool:
    """Whether torch, where it is loaded, is in neither inference mode nor without gradients."""
    torch = sys.modules.get("torch")
    return torch is None or (not torch.is_inference_mode_enabled() and torch.is_grad_enabled())
