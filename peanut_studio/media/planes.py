"""A picture in the samples that a codec stores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, cast

import av
import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.media.chroma import resampled
from peanut_studio.media.pixel_format import Layout, working_layout

Plane: TypeAlias = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]

_FILE_ORDER = {"rgb": (2, 0, 1, 3)}
"""Where planes R, G, B, A lie in FFmpeg's gbrp formats."""


@dataclass(frozen=True, eq=False)
class Planes:
    """Samples as stored: arrays (H, W) in the order Y, U, V, alpha, or R, G, B, alpha, or grey alone.

    uint8 for 8 bits, else uint16 holding `layout.bits` significant bits.
    """

    layout: Layout
    arrays: tuple[Plane, ...]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        height, width = self.arrays[0].shape
        return width, height


def planes_of(frame: av.VideoFrame, layout: Layout | None = None, size: tuple[int, int] | None = None) -> Planes:
    """The samples of a decoded frame, copied; in another layout or size where a stream changes midway."""
    native = working_layout(frame.format.name)
    wanted = layout or native
    width, height = size or (frame.width, frame.height)
    same_memory = frame.format.name.replace("yuvj", "yuv") == wanted.name
    if not same_memory or (width, height) != (frame.width, frame.height):
        frame = frame.reformat(width=width, height=height, format=wanted.name)
    order = _FILE_ORDER.get(wanted.family, (0, 1, 2, 3))
    arrays = tuple(_view(frame.planes[order[n]], wanted).copy() for n in range(len(frame.planes)))
    return Planes(wanted, arrays)


def frame_of(planes: Planes, pixel_format: str | None = None) -> av.VideoFrame:
    """A frame for an encoder: in the layout's own pixel format, or packed as `bgr0` or `bgra` (8 bit RGB)."""
    width, height = planes.size
    if pixel_format in ("bgr0", "bgra"):
        red, green, blue = planes.arrays[:3]
        last = planes.arrays[3] if pixel_format == "bgra" else np.zeros_like(red)
        packed = av.VideoFrame(width, height, pixel_format)
        rows = np.frombuffer(packed.planes[0], np.uint8).reshape(height, packed.planes[0].line_size)  # type: ignore[call-overload]
        rows[:, : 4 * width] = cv2.merge([blue, green, red, last]).reshape(height, 4 * width)
        return packed
    frame = av.VideoFrame(width, height, planes.layout.name)
    order = _FILE_ORDER.get(planes.layout.family, (0, 1, 2, 3))
    for n, samples in enumerate(planes.arrays):
        _view(frame.planes[order[n]], planes.layout)[:] = samples
    return frame


def _view(plane: av.video.plane.VideoPlane, layout: Layout) -> Plane:
    dtype = np.dtype(np.uint8 if layout.bits == 8 else np.dtype("<u2"))
    rows = np.frombuffer(plane, dtype).reshape(plane.height, abs(plane.line_size) // dtype.itemsize)  # type: ignore[call-overload]
    return cast(Plane, rows[:, : plane.width] if plane.line_size >= 0 else rows[::-1, : plane.width])


def with_depth(samples: Plane, bits: int, target: int) -> Plane:
    """Samples of another depth: deeper by an exact shift, shallower by rounding."""
    if target == bits:
        return samples
    if target > bits:
        return cast(Plane, samples.astype(np.uint16) << np.uint16(target - bits))
    drop = bits - target
    rounded = np.minimum((samples.astype(np.uint32) + (1 << (drop - 1))) >> drop, (1 << target) - 1)
    return cast(Plane, rounded.astype(np.uint8 if target == 8 else np.uint16))


def rescaled(samples: Plane, bits: int, target: int) -> Plane:
    """Samples of another depth by their share of the largest value, as alpha is counted: opaque stays opaque."""
    if target == bits:
        return samples
    peak, largest = (1 << bits) - 1, (1 << target) - 1
    whole = (samples.astype(np.uint64) * largest + peak // 2) // peak
    return cast(Plane, whole.astype(np.uint8 if target == 8 else np.uint16))


def relaid(planes: Planes, layout: Layout) -> Planes:
    """Luma and chroma in another depth, subsampling or with another say on alpha; the family stays.

    Grey becomes YUV with neutral chroma. Raises ValueError for any other change of family.
    """
    source = planes.layout
    if layout == source:
        return planes
    if source.family != layout.family and (source.family, layout.family) != ("gray", "yuv"):
        raise ValueError(f"{source.name} as {layout.name}")
    sizes = layout.plane_sizes(*planes.size)
    colours = list(planes.arrays[: 1 if source.family == "gray" else 3])
    arrays: list[Plane] = [with_depth(colours[0], source.bits, layout.bits)]
    dtype = arrays[0].dtype
    if source.family == "gray" and layout.family == "yuv":
        arrays += [np.full((height, width), 1 << (layout.bits - 1), dtype) for width, height in sizes[1:3]]
    else:
        for samples, size in zip(colours[1:], sizes[1:3], strict=False):
            resized = samples if source.shift == layout.shift else _resampled(samples, source, layout, size)
            arrays.append(with_depth(resized, source.bits, layout.bits))
    if layout.alpha:
        opaque = np.full(arrays[0].shape, layout.peak, dtype)
        arrays.append(rescaled(planes.arrays[3], source.bits, layout.bits) if source.alpha else opaque)
    return Planes(layout, tuple(arrays))


def _resampled(samples: Plane, source: Layout, layout: Layout, size: tuple[int, int]) -> Plane:
    moved = np.rint(resampled(samples, source.shift, layout.shift, size))
    return cast(Plane, np.clip(moved, 0, source.peak).astype(samples.dtype))
