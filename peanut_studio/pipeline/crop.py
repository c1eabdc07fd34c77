"""The part of a clip that an inpainter sees: a stretch of frames, a region, at full or reduced size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, cast

import cv2
import numpy as np

from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Frames, Mask, Masks
from peanut_studio.ops.regions import Region, pad_to

Enlarge: TypeAlias = Callable[[Iterator[Frame], int, int], Iterator[Frame]]
"""Makes pictures of one size, told how many there are, so many times larger."""

Patched: TypeAlias = tuple[Region, Frame]
"""A picture and where in the whole frame it lies."""


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

    def part(self, wanted: Region, margin: int = 16) -> tuple[Region, tuple[slice, slice]]:
        """What is enlarged of a reduced crop to have `wanted`: a region of the whole frame that holds it, and where
        that lies in the reduced crop. `margin` reduced pixels round it are looked at as well.
        """
        width, height = self.working_size
        x0, y0 = (
            max(0, low // self.shrink - margin) for low in (wanted.x0 - self.region.x0, wanted.y0 - self.region.y0)
        )
        x1 = min(width, -(-(wanted.x1 - self.region.x0) // self.shrink) + margin)
        y1 = min(height, -(-(wanted.y1 - self.region.y0) // self.shrink) + margin)
        left, top = self.region.x0 + x0 * self.shrink, self.region.y0 + y0 * self.shrink
        right = min(self.region.x1, self.region.x0 + x1 * self.shrink)
        bottom = min(self.region.y1, self.region.y0 + y1 * self.shrink)
        return Region(left, top, right, bottom), (slice(y0, y1), slice(x0, x1))

    def grow_back(self, pictures: Iterator[Frame], count: int, wanted: Region, enlarge: Enlarge) -> Iterator[Patched]:
        """Filled crops at full size, each with its region of the whole frame: all of it, or where crops were reduced
        what holds `wanted`.
        """
        if self.shrink == 1:
            for picture in pictures:
                yield self.region, picture[: self.region.height, : self.region.width]
            return
        region, small = self.part(wanted)
        for picture in enlarge((picture[small].copy() for picture in pictures), count, self.shrink):
            yield region, picture[: region.height, : region.width]


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


def enlarge_cubic(pictures: Iterator[Frame], _count: int, factor: int) -> Iterator[Frame]:
    """Pictures `factor` times as large, by bicubic resampling."""
    for picture in pictures:
        yield resized(picture, (picture.shape[1] * factor, picture.shape[0] * factor), cv2.INTER_CUBIC)
