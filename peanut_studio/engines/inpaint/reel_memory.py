"""What has to be remembered of a reel and its key frames, so that filling goes on in the middle of a clip."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from peanut_studio.engines.contract import IMPLIED, READ_AGAIN, Arrays, Memory
from peanut_studio.engines.inpaint.calming import LAST_PART, Calming
from peanut_studio.engines.inpaint.keys import KEY_PART, KEYS_PART, MOST_KEYS, Key, KeyFrames, key_of
from peanut_studio.engines.inpaint.reel import AHEAD, FAR_PART, LONGEST, NEAR, Exposure, Reel, Standing
from peanut_studio.engines.inpaint.way import led_on
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Mask
from peanut_studio.ops.motion import Homography

EVERY = 12
"""Frames of a window: so many at most are filled again after a stop."""

Array = npt.NDArray[np.generic]


def looked_at(frames: Span) -> Span:
    """The frames that the pictures of `frames` are made of, beside the far ones that are remembered."""
    return Span(max(0, frames.start - NEAR - 2), frames.stop + AHEAD + 1)


class ReelMemory:
    """Halts a reel, and makes another one stand where it was halted. Pictures are read again, motion is measured again.

    Between halts everything depends on what is held alone: so work that goes on gives what uninterrupted work gives.
    What is remembered has a part for each far frame, one for each key frame, one for which keys there are, and one for
    the frame before. Each holds all that its use depends on: pictures, what moves there, and the camera's way from
    there. What is in no part depends on the frames near by alone, whatever was asked for before.
    """

    def __init__(self, reel: Reel, keys: KeyFrames | None = None, calming: Calming | None = None) -> None:
        self._reel, self._keys, self._calming = reel, keys, calming

    def through(self, wanted: Span, memory: Memory) -> Iterator[Exposure]:
        """The `wanted` frames in order, each the one at work in its turn, from where `memory` was kept.

        Where a window begins it is told to `memory.keep`, and at the end, where nothing is remembered. Raises KeyError
        or ValueError for a memory of another reel.
        """
        if memory.arrays:
            self._recall(memory.arrays)
        self._begin_window(wanted.start)
        for exposure in self._reel.through(wanted):
            if exposure.index % EVERY == 0 and exposure.index != wanted.start:
                self._halt(exposure.index, memory)
            yield exposure
        if memory.keep is not None:
            memory.keep(wanted.stop, dict, frozenset(self._reel.used))

    def _begin_window(self, index: int) -> None:
        self._reel.begin_window(index)
        if self._keys is not None:
            self._keys.fresh = []

    def _halt(self, index: int, memory: Memory) -> None:
        reel = self._reel
        if self._keys is not None:
            self._keys.keys = [
                key
                for key in self._keys.keys
                if key.exposure.index >= index - LONGEST and reel.way.joined(key.exposure.index, index)
            ]
        standing = reel.stand([key.exposure.index for key in self._held_keys()])
        if memory.keep is not None:
            memory.keep(index, lambda: self._arrays(standing), frozenset(reel.used))
        reel.way.settle(index - NEAR, standing.ways)
        self._begin_window(index)

    def _held_keys(self) -> Sequence[Key]:
        return self._keys.keys if self._keys is not None else ()

    def _recall(self, kept: Arrays) -> None:
        reel = self._reel
        if kept["size"].tolist() != list(reel.size):
            raise ValueError("kept at another working size")
        at, front = kept["at"].tolist()
        held, keyed = kept["held"].tolist(), kept[f"{KEYS_PART}/list"].tolist()
        far = [index for index in held if index < at - NEAR]
        parts = [*(f"{FAR_PART}{index}" for index in far), *(f"{KEY_PART}{index}" for index in keyed)]
        ways = {
            index: np.asarray(kept[f"{part}/way"][0], np.float64)
            for index, part in zip([*far, *keyed], parts, strict=True)
            if index < at - NEAR
        }
        reel.stand_at(Standing(at, front, tuple(held), ways))
        for index in far:
            reel[index].motion = _unpacked(kept[f"{FAR_PART}{index}/moved"], reel.size)[0]
            reel[index].last_again(_unpacked(kept[f"{FAR_PART}{index}/moving"], reel.size)[0])
        for index, moving in zip(kept["lasting"].tolist(), _unpacked(kept["moving"], reel.size), strict=True):
            reel[index].last_again(moving)
        if self._keys is not None:
            self._keys.keys = [self._key(kept, index, index in held) for index in keyed]
        if self._calming is not None:
            self._calming.recall(reel[at - 1] if at - 1 in held else None, kept[f"{LAST_PART}/last"])

    def _key(self, kept: Arrays, index: int, is_held: bool) -> Key:
        reel, part = self._reel, f"{KEY_PART}{index}"
        exposure = reel[index] if is_held else reel.exposed(index)
        moving, passing = (_unpacked(kept[f"{part}/{name}"], reel.size)[0] for name in ("moving", "passing"))
        return key_of(exposure, kept[f"{part}/pixels"], moving, passing, reel.size)

    def _arrays(self, standing: Standing) -> Arrays:
        reel, keys = self._reel, self._held_keys()
        edge, size = standing.at - NEAR, reel.size
        lasting = {index: view.moving for index in standing.held if (view := reel[index].lasting) is not None}
        near = [index for index in lasting if index >= edge]
        arrays: dict[str, Array] = {
            "size": np.array(size),
            "at": np.array([standing.at, standing.front]),
            "held": np.array(standing.held, np.int64),
            "lasting": np.array(near, np.int64),
            "moving": _packed([lasting[index] for index in near], size),
            f"{IMPLIED}/fresh": np.array(self._keys.fresh if self._keys is not None else [], np.int64),
            **_stepped(reel.way.steps, reel.begun - NEAR, standing.at),
            f"{KEYS_PART}/list": np.array([key.exposure.index for key in keys], np.int64),
            f"{LAST_PART}/last": self._calming.pixels() if self._calming is not None else np.zeros((0, 3), np.uint8),
        }
        for index in [index for index in standing.held if index < edge]:
            part = f"{FAR_PART}{index}"
            arrays[f"{part}/moved"] = _packed([reel[index].motion], size)
            # Who only reads pictures has looked at nothing.
            arrays[f"{part}/moving"] = _packed([lasting.get(index, reel[index].motion)], size)
            arrays[f"{part}/way"] = _way(standing.ways.get(index))
            arrays[f"{part}/{READ_AGAIN}"] = np.array([index], np.int64)
        for key in keys:
            part = f"{KEY_PART}{key.exposure.index}"
            arrays[f"{part}/pixels"] = key.picture[key.exposure.hole]
            arrays[f"{part}/moving"] = _packed([key.view.moving], size)
            arrays[f"{part}/passing"] = _packed([key.passing], size)
            arrays[f"{part}/way"] = _way(standing.ways.get(key.exposure.index))
            arrays[f"{part}/{READ_AGAIN}"] = np.array([key.exposure.index], np.int64)
        return arrays


def carried_on(index: int, before: Arrays, after: Arrays) -> Arrays:
    """As `Frugal` has it: what is not new is taken from `before`, and the camera's way from there led on."""
    at, old_edge = int(after["at"][0]), index - NEAR
    edge, steps = at - NEAR, _steps(after)
    shot = max([0, *(i for i in range(max(1, old_edge + 1), at + 1) if i not in steps)])
    fresh = after[f"{IMPLIED}/fresh"].tolist()
    keyed = [i for i in before[f"{KEYS_PART}/list"].tolist() if i not in fresh] + fresh
    keyed = [i for i in keyed[-MOST_KEYS:] if i >= max(shot, at - LONGEST)]
    far = [i for i in after["held"].tolist() if i < old_edge]
    old = [*(f"{FAR_PART}{i}" for i in far), *(f"{KEY_PART}{i}" for i in keyed if i not in fresh)]
    new = [f"{FAR_PART}{i}" for i in after["held"].tolist() if old_edge <= i < edge] + [f"{KEY_PART}{i}" for i in fresh]
    result = {name: array for name, array in after.items() if not name.startswith((FAR_PART, KEY_PART))}
    for source, parts in ((before, old), (after, new)):
        result.update({name: array for name, array in source.items() if name.rpartition("/")[0] in parts})
    for part in old:
        i = int(result[f"{part}/{READ_AGAIN}"][0])
        if i < edge:
            way = np.asarray(result[f"{part}/way"][0], np.float64) if i < old_edge else np.eye(3)
            result[f"{part}/way"] = _way(led_on(way, steps, max(i, old_edge), edge))
    result[f"{KEYS_PART}/list"] = np.array(keyed, np.int64)
    return result


def _way(way: Homography | None) -> npt.NDArray[np.float64]:
    """A way (3, 3), or none where it follows from the frames near by, as (N, 3, 3)."""
    return np.zeros((0, 3, 3)) if way is None else np.asarray(way, np.float64)[None]


def _stepped(steps: Mapping[int, Homography], after: int, until: int) -> dict[str, Array]:
    """The camera's steps to the frames after one and until another, which follow from the frames near by."""
    chosen = sorted(index for index in steps if after < index <= until)
    return {
        f"{IMPLIED}/stepped": np.array(chosen, np.int64),
        f"{IMPLIED}/steps": np.array([steps[index] for index in chosen], np.float64).reshape(-1, 3, 3),
    }


def _steps(kept: Arrays) -> dict[int, Homography]:
    steps = kept[f"{IMPLIED}/steps"]
    return {i: np.asarray(step) for i, step in zip(kept[f"{IMPLIED}/stepped"].tolist(), steps, strict=True)}


def _packed(masks: list[Mask], size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    flat = np.reshape(np.array(masks, np.bool_), (len(masks), size[0] * size[1]))
    return np.packbits(flat, axis=1)


def _unpacked(packed: npt.NDArray[np.uint8], size: tuple[int, int]) -> npt.NDArray[np.bool_]:
    pixels = np.unpackbits(packed, axis=1, count=size[0] * size[1])
    return pixels.reshape(len(packed), size[1], size[0]).astype(np.bool_)
