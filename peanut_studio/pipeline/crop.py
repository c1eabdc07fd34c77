"""The part of a clip that an inpainter sees: a stretch of frames, a region, at full or reduced size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, cast

import cv2
import numpy as np

from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Frames, Mask, Masks
from peanut_studio.ops.regions import Region, pad_to

Enlarge: TypeAlias = Callable[[Frame, int], Frame]


@dataclass(frozen=True)
class Crop:
    """Frames of `span`, cut to `region`, reduced `shrink` times, then padded to multiples of `multiple`."""

    span: Span
    region: Region
    shrink: int = 1
    multiple: int = 1

    @property
    def working_size(self) -> tuple[int, int]:
        """Width and height after the reduction, before the padding."""
        return -(-self.region.width // self.shrink), -(-self.region.height // self.shrink)

    def cut_frame(self, frame: Frame) -> Frame:
        """The crop of a whole frame."""
        cut: Frame = frame[self.region.slices]
        if self.shrink > 1:
            # Whole blocks, so that enlarging by the same factor puts every pixel back where it was.
            cut = resized(pad_to(cut, self.shrink), self.working_size, cv2.INTER_AREA)
        return pad_to(cut, self.multiple).copy()

    def cut_mask(self, mask: Mask) -> Mask:
        """The crop of a whole mask; a reduced pixel is masked when any of its pixels is."""
        cut = _pad_empty(mask[self.region.slices], self.shrink)
        if self.shrink > 1:
            height, width = cut.shape
            blocks = cut.reshape(height // self.shrink, self.shrink, width // self.shrink, self.shrink)
            cut = np.logical_or.reduce(blocks, axis=(1, 3))
        return _pad_empty(cut, self.multiple)

    def grow_back(self, picture: Frame, enlarge: Enlarge) -> Frame:
        """A filled crop without its padding and at full size: (region height, region width, 3)."""
        width, height = self.working_size
        kept = picture[:height, :width]
        if self.shrink > 1:
            kept = enlarge(kept, self.shrink)
        return kept[: self.region.height, : self.region.width]


class CroppedFrames:
    """The frames of a crop, as `Frames`."""

    def __init__(self, frames: Frames, crop: Crop) -> None:
        self._frames, self._crop = frames, crop

    def __len__(self) -> int:
        return len(self._crop.span)

    def __getitem__(self, index: int, /) -> Frame:
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self._crop.cut_frame(self._frames[self._crop.span.start + index])

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        width, height = self._crop.working_size
        return width + -width % self._crop.multiple, height + -height % self._crop.multiple


class CroppedMasks:
    """The masks of a crop, as `Masks`."""

    def __init__(self, masks: Masks, crop: Crop) -> None:
        self._masks, self._crop = masks, crop

    def __len__(self) -> int:
        return len(self._crop.span)

    def __getitem__(self, index: int, /) -> Mask:
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self._crop.cut_mask(self._masks[self._crop.span.start + index])


def _pad_empty(mask: Mask, multiple: int) -> Mask:
    height, width = mask.shape
    padded: Mask = np.zeros((height + -height % multiple, width + -width % multiple), dtype=np.bool_)
    padded[:height, :width] = mask
    return padded


def resized(picture: Frame, size: tuple[int, int], interpolation: int) -> Frame:
    """The picture at another width and height, by one of OpenCV's interpolations."""
    return cast(Frame, cv2.resize(picture, size, interpolation=interpolation))


def enlarge_cubic(picture: Frame, factor: int) -> Frame:
    """The picture `factor` times as large, by bicubic resampling."""
    return resized(picture, (picture.shape[1] * factor, picture.shape[0] * factor), cv2.INTER_CUBIC)
