"""What has to be remembered of a reel and its key frames, so that filling goes on in the middle of a clip."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from peanut_studio.engines.contract import IMPLIED, READ_AGAIN, Arrays, Memory
from peanut_studio.engines.inpaint.calming import LAST_PART, Calming
from peanut_studio.engines.inpaint.keys import KEYS_PART, MOST_KEYS, Key, KeyFrames, key_of
from peanut_studio.engines.inpaint.reel import AHEAD, FAR_PART, LONGEST, NEAR, Exposure, Reel, Standing
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
    What is remembered has three parts, beside what moves in the frames near by: far frames, key frames, and the frame
    before. Each holds all that its use depends on: pictures, what moves there, and the camera's way from there.
    """

    def __init__(self, reel: Reel, keys: KeyFrames | None = None, calming: Calming | None = None) -> None:
        self._reel, self._keys, self._calming = reel, keys, calming

    def through(self, wanted: Span, memory: Memory) -> Iterator[Exposure]:
        """The `wanted` frames in order, each the one at work in its turn, from where `memory` was kept.

        Where a window begins it is told to `memory.keep`. Raises KeyError or ValueError for a memory of another reel.
        """
        if memory.arrays:
            self._recall(memory.arrays)
        self._begin_window(wanted.start)
        for exposure in self._reel.through(wanted):
            if exposure.index % EVERY == 0 and exposure.index != wanted.start:
                self._halt(exposure.index, memory)
            yield exposure

    def _begin_window(self, index: int) -> None:
        self._reel.begin_window(index)
        if self._keys is not None:
            self._keys.fresh = []

    def _halt(self, index: int, memory: Memory) -> None:
        if self._keys is not None:
            self._keys.keys = [
                key
                for key in self._keys.keys
                if key.exposure.index >= index - LONGEST and self._reel.way.joined(key.exposure.index, index)
            ]
        standing = self._reel.stand([key.exposure for key in self._held_keys()])
        fresh = list(self._keys.fresh) if self._keys is not None else []
        if memory.keep is not None:
            begun = self._reel.begun
            memory.keep(index, lambda: self._arrays(standing, fresh, begun), frozenset(self._reel.used))
        self._begin_window(index)

    def _held_keys(self) -> Sequence[Key]:
        return self._keys.keys if self._keys is not None else ()

    def _recall(self, kept: Arrays) -> None:
        reel = self._reel
        if kept["size"].tolist() != list(reel.size):
            raise ValueError("kept at another working size")
        at, front = kept["at"].tolist()
        held, keyed = kept["held"].tolist(), kept[f"{KEYS_PART}/keys"].tolist()
        reel.stand_at(Standing(at, front, tuple(held)))
        far = [index for index in held if index < at - NEAR]
        for index, moved in zip(far, _unpacked(kept[f"{FAR_PART}/moved"], reel.size), strict=True):
            reel[index].motion = moved
        for part in ("", f"{FAR_PART}/"):
            moving = _unpacked(kept[f"{part}moving"], reel.size)
            for index, where in zip(kept[f"{part}viewed"].tolist(), moving, strict=True):
                reel.see_again(reel[index], where)
        exposures = [reel[index] if index in held else reel.exposed(index) for index in keyed]
        steps = {**_steps(kept, KEYS_PART), **_steps(kept, FAR_PART)}
        oldest = min([*held, *keyed])
        reel.way.recall(steps, oldest + 1, max(at - NEAR - 1, oldest))
        if self._keys is not None:
            moving = _unpacked(kept[f"{KEYS_PART}/moving"], reel.size)
            passing = _unpacked(kept[f"{KEYS_PART}/passing"], reel.size)
            self._keys.keys = [
                key_of(exposure, kept[f"{KEYS_PART}/{exposure.index}"], moving[number], passing[number], reel.size)
                for number, exposure in enumerate(exposures)
            ]
        if self._calming is not None:
            self._calming.recall(reel[at - 1] if at - 1 in held else None, kept[f"{LAST_PART}/last"])

    def _arrays(self, standing: Standing, fresh: Sequence[int], begun: int) -> Arrays:
        reel, keys = self._reel, self._held_keys()
        held = [reel[index] for index in standing.held]
        viewed = {exposure.index: seen for exposure in held if (seen := exposure.seen_moving) is not None}
        edge = standing.at - NEAR
        far = [index for index in standing.held if index < edge]
        keyed = [key.exposure.index for key in keys]
        arrays: dict[str, Array] = {
            "size": np.array(reel.size),
            "at": np.array([standing.at, standing.front]),
            "held": np.array(standing.held, np.int64),
            **_views(viewed, [index for index in viewed if index >= edge], reel.size),
            f"{IMPLIED}/fresh": np.array(fresh, np.int64),
            **_stepped(IMPLIED, reel.way.steps, begun - NEAR, standing.front),
            f"{FAR_PART}/moved": _packed([reel[index].motion for index in far], reel.size),
            **_views(viewed, [index for index in viewed if index < edge], reel.size, f"{FAR_PART}/"),
            **_stepped(FAR_PART, reel.way.steps, min(far, default=edge), edge),
            f"{FAR_PART}/{READ_AGAIN}": np.array(far, np.int64),
            f"{KEYS_PART}/keys": np.array(keyed, np.int64),
            f"{KEYS_PART}/moving": _packed([key.view.moving for key in keys], reel.size),
            f"{KEYS_PART}/passing": _packed([key.passing for key in keys], reel.size),
            **_stepped(KEYS_PART, reel.way.steps, min(keyed, default=edge), edge),
            f"{KEYS_PART}/{READ_AGAIN}": np.array(sorted(keyed), np.int64),
            f"{LAST_PART}/last": self._calming.pixels() if self._calming is not None else np.zeros((0, 3), np.uint8),
        }
        arrays.update({f"{KEYS_PART}/{key.exposure.index}": key.picture[key.exposure.hole] for key in keys})
        return arrays


def carried_on(index: int, before: Arrays, after: Arrays, used: Container[str]) -> Arrays:
    """As `Frugal` has it: what was not used is taken from `before`, as far as it is not new."""
    result = dict(after)
    at = int(after["at"][0])
    edge, old_edge = at - NEAR, index - NEAR
    size = (int(after["size"][0]), int(after["size"][1]))
    new_steps = _steps(after, IMPLIED)
    shot = max([0, *(i for i in range(old_edge + 1, at + 1) if i > 0 and i not in new_steps)])
    steps = {**_steps(before, FAR_PART), **_steps(before, KEYS_PART), **new_steps}
    if FAR_PART not in used:
        far = after[f"{FAR_PART}/{READ_AGAIN}"].tolist()
        known = dict(zip(before[f"{FAR_PART}/{READ_AGAIN}"].tolist(), before[f"{FAR_PART}/moved"], strict=True))
        new = dict(zip(far, after[f"{FAR_PART}/moved"], strict=True))
        result[f"{FAR_PART}/moved"] = _rows([known[i] if i < old_edge else new[i] for i in far], size)
        views = {i: view for i, view in _seen(before).items() if i < old_edge and i in far}
        views.update({i: view for i, view in _seen(after).items() if old_edge <= i < edge})
        result[f"{FAR_PART}/viewed"] = np.array(list(views), np.int64)
        result[f"{FAR_PART}/moving"] = _rows(list(views.values()), size)
        result.update(_stepped(FAR_PART, steps, min(far, default=edge), edge))
    if KEYS_PART not in used:
        fresh = after[f"{IMPLIED}/fresh"].tolist()
        keys = [(before, i) for i in before[f"{KEYS_PART}/keys"].tolist() if i not in fresh]
        keys += [(after, i) for i in fresh]
        keys = [(of, i) for of, i in keys[-MOST_KEYS:] if i >= max(shot, at - LONGEST)]
        for name in [name for name in result if name.startswith(f"{KEYS_PART}/")]:
            del result[name]
        keyed = [i for _, i in keys]
        result[f"{KEYS_PART}/keys"] = np.array(keyed, np.int64)
        result[f"{KEYS_PART}/{READ_AGAIN}"] = np.array(sorted(keyed), np.int64)
        for name in ("moving", "passing"):
            rows = [of[f"{KEYS_PART}/{name}"][of[f"{KEYS_PART}/keys"].tolist().index(i)] for of, i in keys]
            result[f"{KEYS_PART}/{name}"] = _rows(rows, size)
        result.update({f"{KEYS_PART}/{i}": of[f"{KEYS_PART}/{i}"] for of, i in keys})
        result.update(_stepped(KEYS_PART, steps, min(keyed, default=edge), edge))
    return result


def _seen(kept: Arrays) -> dict[int, Array]:
    """What was seen to move, packed, by frame."""
    seen: dict[int, Array] = {}
    for part in ("", f"{FAR_PART}/"):
        seen.update(zip(kept[f"{part}viewed"].tolist(), kept[f"{part}moving"], strict=True))
    return seen


def _views(
    viewed: Mapping[int, Mask], chosen: Sequence[int], size: tuple[int, int], part: str = ""
) -> dict[str, Array]:
    return {
        f"{part}viewed": np.array(chosen, np.int64),
        f"{part}moving": _packed([viewed[index] for index in chosen], size),
    }


def _stepped(part: str, steps: Mapping[int, Homography], after: int, until: int) -> dict[str, Array]:
    """The camera's steps to the frames after one and until another."""
    chosen = sorted(index for index in steps if after < index <= until)
    return {
        f"{part}/stepped": np.array(chosen, np.int64),
        f"{part}/steps": np.array([steps[index] for index in chosen], np.float64).reshape(-1, 3, 3),
    }


def _steps(kept: Arrays, part: str) -> dict[int, Homography]:
    steps = kept[f"{part}/steps"]
    return {index: np.asarray(step) for index, step in zip(kept[f"{part}/stepped"].tolist(), steps, strict=True)}


def _packed(masks: list[Mask], size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    flat = np.reshape(np.array(masks, np.bool_), (len(masks), size[0] * size[1]))
    return np.packbits(flat, axis=1)


def _rows(packed: Sequence[Array], size: tuple[int, int]) -> Array:
    """Packed masks of that width and height, one a row; also where there are none."""
    return np.reshape(np.array(packed, np.uint8), (len(packed), -(-size[0] * size[1] // 8)))


def _unpacked(packed: npt.NDArray[np.uint8], size: tuple[int, int]) -> npt.NDArray[np.bool_]:
    pixels = np.unpackbits(packed, axis=1, count=size[0] * size[1])
    return pixels.reshape(len(packed), size[1], size[0]).astype(np.bool_)
