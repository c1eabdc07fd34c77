"""Frames and masks as an engine is given them, which know what was in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Frame, Frames, Mask, Masks


@dataclass(frozen=True, eq=False)
class _Seen:
    """A mask, eight pixels a byte."""

    bits: npt.NDArray[np.uint8]
    shape: tuple[int, ...]


class Watched:
    """Passes frames on as `Frames`; each is hashed when it is first asked for, so that none is read only for that.

    What is read ahead to be hashed is held until it is asked for, or `forget` is told.
    """

    def __init__(self, frames: Frames, masks: Masks) -> None:
        self._frames = frames
        self.masks = WatchedMasks(masks)
        self._digests: dict[int, bytes] = {}
        self._held: dict[int, Frame] = {}

    def __len__(self) -> int:
        return len(self._frames)

    def __getitem__(self, index: int, /) -> Frame:
        if index in self._held:
            return self._held.pop(index)
        frame = self._frames[index]
        if index not in self._digests:
            self._digests[index] = digest_of(frame)
        return frame

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._frames.size

    def digest(self, indices: Iterable[int], hold: bool = True) -> str:
        """Hash of those frames and their masks, hex. What has to be read for it is held if it should be."""
        total = hashlib.sha256()
        for index in indices:
            if index not in self._digests:
                frame = self[index]
                if hold:
                    self._held[index] = frame
            total.update(index.to_bytes(8, "little"))
            total.update(self._digests[index] + self.masks.digest(index))
        return total.hexdigest()[:40]

    def forget(self, before: int) -> None:
        """Frames and masks before that one are not asked for any more, or can be read again."""
        self._held = {index: frame for index, frame in self._held.items() if index >= before}
        self.masks.forget(before)


class WatchedMasks:
    """The masks of `Watched`, as `Masks`; making one takes long, so they are held in little room."""

    def __init__(self, masks: Masks) -> None:
        self._masks = masks
        self._held: dict[int, _Seen] = {}
        self._digests: dict[int, bytes] = {}

    def __len__(self) -> int:
        return len(self._masks)

    def __getitem__(self, index: int, /) -> Mask:
        seen = self._seen(index)
        pixels = np.unpackbits(seen.bits, count=seen.shape[0] * seen.shape[1])
        return pixels.reshape(seen.shape).view(np.bool_)

    def digest(self, index: int) -> bytes:
        """The hash of a mask."""
        if index not in self._digests:
            seen = self._seen(index)
            self._digests[index] = hashlib.sha256(f"{seen.shape}".encode() + seen.bits.tobytes()).digest()
        return self._digests[index]

    def area(self, index: int) -> int:
        """Pixels of a mask."""
        return int(np.bitwise_count(self._seen(index).bits).sum())

    def forget(self, before: int) -> None:
        """Masks before that one can be made again."""
        self._held = {index: seen for index, seen in self._held.items() if index >= before}

    def _seen(self, index: int) -> _Seen:
        if index not in self._held:
            mask = self._masks[index]
            self._held[index] = _Seen(np.packbits(mask), mask.shape)
        return self._held[index]


def digest_of(frame: Frame) -> bytes:
    """The hash of a picture, 32 bytes."""
    hashed = hashlib.sha256(f"{frame.dtype} {frame.shape}".encode())
    hashed.update(np.ascontiguousarray(frame).data)
    return hashed.digest()
