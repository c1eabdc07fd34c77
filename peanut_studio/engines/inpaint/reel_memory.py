"""What has to be remembered of a reel and its key frames, so that filling goes on in the middle of a clip."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from peanut_studio.engines.contract import READ_AGAIN, Arrays, Memory
from peanut_studio.engines.inpaint.calming import Calming
from peanut_studio.engines.inpaint.keys import KeyFrames, key_of
from peanut_studio.engines.inpaint.reel import AHEAD, LONGEST, NEAR, Exposure, Reel, Standing
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Mask

EVERY = 12
"""Frames of a window: so many at most are filled again after a stop."""


def looked_at(frames: Span) -> Span:
    """The frames that the pictures of `frames` are made of, beside the far ones that are remembered."""
    return Span(max(0, frames.start - NEAR - 2), frames.stop + AHEAD + 1)


class ReelMemory:
    """Halts a reel, and makes another one stand where it was halted. Pictures are read again, motion is measured again.

    Between halts everything depends on what is held alone: so work that goes on gives what uninterrupted work gives.
    """

    def __init__(self, reel: Reel, keys: KeyFrames | None = None, calming: Calming | None = None) -> None:
        self._reel, self._keys, self._calming = reel, keys, calming

    def through(self, wanted: Span, memory: Memory) -> Iterator[Exposure]:
        """The `wanted` frames in order, each the one at work in its turn, from where `memory` was kept.

        Where a window begins it is told to `memory.keep`. Raises KeyError or ValueError for a memory of another reel.
        """
        if memory.arrays:
            self._recall(memory.arrays)
        for exposure in self._reel.through(wanted):
            if exposure.index % EVERY == 0 and exposure.index != wanted.start:
                self._halt(exposure.index, memory)
            yield exposure

    def _halt(self, index: int, memory: Memory) -> None:
        if self._keys is not None:
            self._keys.keys = [key for key in self._keys.keys if key.exposure.index >= index - LONGEST]
        standing = self._reel.settle([key.exposure for key in self._keys.keys] if self._keys else [])
        if memory.keep is not None:
            memory.keep(index, lambda: self._arrays(standing))

    def _recall(self, kept: Arrays) -> None:
        reel = self._reel
        if kept["size"].tolist() != list(reel.size):
            raise ValueError("kept at another working size")
        at, front = kept["at"].tolist()
        steps = {index: np.asarray(step) for index, step in zip(kept["stepped"].tolist(), kept["steps"], strict=True)}
        held, keyed = kept["held"].tolist(), kept["keys"].tolist()
        reel.stand_at(Standing(at, front, steps, tuple(held)))
        far = [index for index in held if index < at - NEAR]
        for index, moved in zip(far, _unpacked(kept["moved"], reel.size), strict=True):
            reel[index].motion = moved
        for index, moving in zip(kept["viewed"].tolist(), _unpacked(kept["moving"], reel.size), strict=True):
            reel.see_again(reel[index], moving)
        exposures = [reel[index] if index in held else reel.exposed(index) for index in keyed]
        if self._keys is not None:
            moving, passing = _unpacked(kept["key moving"], reel.size), _unpacked(kept["key passing"], reel.size)
            self._keys.keys = [
                key_of(exposure, kept[f"key {number}"], moving[number], passing[number], reel.size)
                for number, exposure in enumerate(exposures)
            ]
        reel.settle(exposures)
        if self._calming is not None:
            self._calming.recall(reel[at - 1] if at - 1 in held else None, kept["last"])

    def _arrays(self, standing: Standing) -> Arrays:
        reel = self._reel
        keys = self._keys.keys if self._keys is not None else []
        held = [reel[index] for index in standing.held]
        viewed = [(exposure.index, seen) for exposure in held if (seen := exposure.seen_moving) is not None]
        far = [index for index in standing.held if index < standing.at - NEAR]
        arrays: dict[str, npt.NDArray[np.generic]] = {
            "size": np.array(reel.size),
            "at": np.array([standing.at, standing.front]),
            "stepped": np.array(sorted(standing.steps), np.int64),
            "steps": np.array([standing.steps[index] for index in sorted(standing.steps)], np.float64).reshape(
                -1, 3, 3
            ),
            "held": np.array(standing.held, np.int64),
            "moved": _packed([reel[index].motion for index in far], reel.size),
            "viewed": np.array([index for index, _ in viewed], np.int64),
            "moving": _packed([moving for _, moving in viewed], reel.size),
            "keys": np.array([key.exposure.index for key in keys], np.int64),
            "key moving": _packed([key.view.moving for key in keys], reel.size),
            "key passing": _packed([key.passing for key in keys], reel.size),
            READ_AGAIN: np.array(sorted({*far, *(key.exposure.index for key in keys)}), np.int64),
        }
        if self._calming is not None:
            arrays["last"] = self._calming.pixels()
        arrays.update({f"key {number}": key.picture[key.exposure.hole] for number, key in enumerate(keys)})
        return arrays


def _packed(masks: list[Mask], size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    flat = np.reshape(np.array(masks, np.bool_), (len(masks), size[0] * size[1]))
    return np.packbits(flat, axis=1)


def _unpacked(packed: npt.NDArray[np.uint8], size: tuple[int, int]) -> npt.NDArray[np.bool_]:
    pixels = np.unpackbits(packed, axis=1, count=size[0] * size[1])
    return pixels.reshape(len(packed), size[1], size[0]).astype(np.bool_)
