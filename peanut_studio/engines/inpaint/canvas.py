"""A picture of any size on one that a network can take, and back."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Frame, Mask
from peanut_studio.ops.regions import pad_to

Picture = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Canvas:
    """Pictures of `size` (width, height) are first brought to `shown`, then mirrored on to multiples of `block`."""

    size: tuple[int, int]
    shown: tuple[int, int]
    block: tuple[int, int]

    @classmethod
    def whole_blocks(cls, size: tuple[int, int], block: tuple[int, int]) -> Canvas:
        """As many blocks as it takes, at full size."""
        return cls(size, size, block)

    @classmethod
    def one_block(cls, size: tuple[int, int], block: tuple[int, int]) -> Canvas:
        """One block: what is larger is reduced, as much as it must be on each side."""
        return cls(size, (min(size[0], block[0]), min(size[1], block[1])), block)

    @property
    def full(self) -> tuple[int, int]:
        """Width and height of the network's pictures."""
        width, height = (-(-side // unit) * unit for side, unit in zip(self.shown, self.block, strict=True))
        return width, height

    def lay(self, frame: Frame, mask: Mask) -> Picture:
        """A frame with its hole, float32 (H, W, 3) in [-1, 1], the hole 0 and its mirror images too."""
        picture = frame.astype(np.float32) * (2 / np.iinfo(frame.dtype).max) - 1
        if self.shown != self.size:
            picture = np.asarray(cv2.resize(picture, self.shown, interpolation=cv2.INTER_AREA), np.float32)
            covered = cv2.resize(mask.astype(np.float32), self.shown, interpolation=cv2.INTER_AREA)
            mask = np.asarray(covered) > 0
        return pad_to(np.where(mask[..., None], np.float32(0), picture), self.block)

    def take(self, picture: Picture) -> Picture:
        """What lies on the canvas, (H, W, 3), back at its own size."""
        cut = picture[: self.shown[1], : self.shown[0]]
        if self.shown == self.size:
            return cut
        return np.asarray(cv2.resize(cut, self.size, interpolation=cv2.INTER_CUBIC), np.float32)


def filled(frame: Frame, mask: Mask, picture: Picture) -> Frame:
    """A copy of the frame whose hole shows `picture`, float32 (H, W, 3) in [-1, 1]."""
    peak = np.iinfo(frame.dtype).max
    result = frame.copy()
    result[mask] = np.rint(np.clip((picture[mask] + 1) / 2, 0, 1) * peak).astype(frame.dtype)
    return result
