"""RGB from stored samples and back, by the clip's own matrix and range.

Y'CbCr is that of ITU-T H.273 (07/2021) section 8.3, equations 35-41 (limited range: 219 and 224 steps above 16 and
round 128, times 2^(n - 8); full range: 2^n - 1 steps); K_R and K_B are those of its table 4. Chroma of 4:2:0 and
4:2:2 sits on the even columns and, in 4:2:0, halfway between two rows (H.264 Annex E, chroma_sample_loc_type 0).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.media.chroma import Floats, downsampled, upsampled
from peanut_studio.media.pixel_format import Layout
from peanut_studio.media.planes import Plane, Planes
from peanut_studio.model.clip import ColourTags
from peanut_studio.model.picture import Frame

_WEIGHTS = {1: (0.2126, 0.0722), 4: (0.30, 0.11), 5: (0.299, 0.114), 6: (0.299, 0.114), 7: (0.212, 0.087)}
_WEIGHTS |= {9: (0.2627, 0.0593), 10: (0.2627, 0.0593)}
_HIGH_DEFINITION = 720
_STRIP = 64
"""Rows converted at once: few enough that floats stay in the processor's cache."""

BT709 = ColourTags(matrix=1, primaries=1, transfer=1, full_range=False)


@dataclass(frozen=True)
class Coding:
    """K_R, K_B and range: all that turns Y'CbCr into R'G'B'."""

    red: float
    blue: float
    full_range: bool


def matrix_of(tags: ColourTags, height: int) -> int:
    """The matrix that is meant (H.273 table 4): that of BT.601 or BT.709, by the height, where none is told."""
    return tags.matrix if tags.matrix in _WEIGHTS else 6 if height < _HIGH_DEFINITION else 1


def coding_of(tags: ColourTags, layout: Layout, height: int) -> Coding:
    """What the tags mean; an untagged clip below 720 lines is taken as BT.601, else as BT.709, in limited range.

    Untagged grey is full range, as FFmpeg has it.
    """
    red, blue = _WEIGHTS[matrix_of(tags, height)]
    full = layout.family == "gray" if tags.full_range is None else tags.full_range
    return Coding(red, blue, full)


def decoding_matrix(coding: Coding, bits: int, peak: float) -> npt.NDArray[np.float64]:
    """The (3, 4) matrix from Y, Cb, Cr, 1 (codes of `bits` bits) to R, G, B in 0..peak."""
    unit = 1 << (bits - 8)
    zero, luma, chroma = (0, 255 * unit + unit - 1, 255 * unit + unit - 1)
    if not coding.full_range:
        zero, luma, chroma = (16 * unit, 219 * unit, 224 * unit)
    red, blue = coding.red, coding.blue
    green = 1 - red - blue
    per_chroma = np.array(
        [[0, 2 * (1 - red)], [-2 * (1 - blue) * blue / green, -2 * (1 - red) * red / green], [2 * (1 - blue), 0]]
    )
    matrix = np.hstack([np.full((3, 1), peak / luma), per_chroma * peak / chroma])
    offset = -matrix @ np.array([zero, 128 * unit, 128 * unit])
    return np.hstack([matrix, offset[:, None]])


def encoding_matrix(coding: Coding, bits: int, peak: float) -> npt.NDArray[np.float64]:
    """The inverse of `decoding_matrix`: from R, G, B, 1 to Y, Cb, Cr."""
    forward = decoding_matrix(coding, bits, peak)
    inverse = np.linalg.inv(forward[:, :3])
    return np.hstack([inverse, -inverse @ forward[:, 3:]])


def rgb_of(planes: Planes, tags: ColourTags, height: int | None = None) -> Frame:
    """The picture as RGB (H, W, 3), as stored (not yet upright): uint8 for 8 bits, else uint16 over 0..65535.

    `height` is the clip's where `planes` is a part of the picture.
    """
    layout = planes.layout
    peak = 255 if layout.bits == 8 else 65535
    dtype = np.uint8 if layout.bits == 8 else np.uint16
    if layout.family == "rgb":
        return _merged([_scaled(samples, layout.peak, peak) for samples in planes.arrays[:3]])
    coding = coding_of(tags, layout, height or planes.size[1])
    if layout.family == "gray":
        return _merged([_grey_scaled(planes.arrays[0], coding, layout.bits, peak)] * 3)
    luma = planes.arrays[0]
    chroma = [upsampled(samples, layout.shift, planes.size) for samples in planes.arrays[1:3]]
    matrix = decoding_matrix(coding, layout.bits, peak).astype(np.float32)
    rgb = np.empty((*luma.shape, 3), dtype)
    for top in range(0, luma.shape[0], _STRIP):
        rows = slice(top, top + _STRIP)
        yuv = cv2.merge([luma[rows].astype(np.float32), chroma[0][rows], chroma[1][rows]])
        _rounded(cv2.transform(yuv, matrix), rgb[rows])
    return rgb


def planes_from_rgb(rgb: Frame, layout: Layout, tags: ColourTags, height: int | None = None) -> Planes:
    """RGB, uint8 or uint16 (H, W, 3), as stored samples; alpha, where the layout has it, is opaque."""
    peak = 255 if rgb.dtype == np.uint8 else 65535
    dtype = np.uint8 if layout.bits == 8 else np.uint16
    arrays: list[Plane]
    if layout.family == "rgb":
        arrays = [_scaled(cast(Plane, np.ascontiguousarray(rgb[..., n])), peak, layout.peak) for n in range(3)]
    else:
        coding = coding_of(tags, layout, height or rgb.shape[0])
        matrix = encoding_matrix(coding, layout.bits, peak).astype(np.float32)
        yuv: Floats = cv2.transform(rgb.astype(np.float32), matrix)  # type: ignore[assignment]
        arrays = [_as_samples(np.ascontiguousarray(yuv[..., 0]), layout.peak)]
        if layout.family == "yuv":
            arrays += [
                _as_samples(downsampled(np.ascontiguousarray(yuv[..., n]), layout.shift), layout.peak) for n in (1, 2)
            ]
    if layout.alpha:
        arrays.append(np.full(arrays[0].shape, layout.peak, dtype))
    return Planes(layout, tuple(arrays))


def in_limited_range(planes: Planes, bits: int) -> Planes:
    """Full range Y'CbCr in limited range, with `bits` bits; alpha is only scaled."""
    layout = replace(planes.layout, bits=bits)
    unit = 1 << (bits - 8)
    middle = 1 << (planes.layout.bits - 1)
    arrays: list[Plane] = []
    for n, samples in enumerate(planes.arrays):
        values = samples.astype(np.float32)
        if n == 0:
            values = values * (219 * unit / planes.layout.peak) + 16 * unit
        elif n < 3:
            values = (values - middle) * (224 * unit / planes.layout.peak) + 128 * unit
        else:
            values = values * (layout.peak / planes.layout.peak)
        arrays.append(_as_samples(values.astype(np.float32), layout.peak))
    return Planes(layout, tuple(arrays))


def tags_for(layout: Layout, source: Layout, tags: ColourTags) -> ColourTags:
    """The tags to write when samples of `source` are written as `layout`."""
    if source.family == "rgb" and layout.family != "rgb":
        return BT709
    if source.family == "gray" and layout.family == "yuv" and tags.full_range is None:
        return replace(tags, full_range=True)
    return tags


def _merged(channels: list[Plane]) -> Frame:
    rgb: Frame = cv2.merge(channels)  # type: ignore[assignment]
    return rgb


def _scaled(samples: Plane, peak: int, target: int) -> Plane:
    if peak == target:
        return samples
    scaled = (samples.astype(np.uint32) * np.uint32(target) + np.uint32(peak // 2)) // np.uint32(peak)
    return scaled.astype(np.uint8) if target == 255 else scaled.astype(np.uint16)


def _grey_scaled(samples: Plane, coding: Coding, bits: int, peak: int) -> Plane:
    if coding.full_range:
        return _scaled(samples, (1 << bits) - 1, peak)
    matrix = decoding_matrix(coding, bits, peak)
    zero = 16 << (bits - 8)
    scaled = (samples.astype(np.float32) - np.float32(zero)) * np.float32(matrix[0, 0])
    return _as_samples(scaled, peak)


def _as_samples(values: Floats, peak: int) -> Plane:
    whole = np.empty(values.shape, np.uint8 if peak == 255 else np.uint16)
    _rounded(values, whole)
    return cast(Plane, whole if peak in (255, 65535) else np.minimum(whole, whole.dtype.type(peak)))


def _rounded(values: npt.NDArray[np.generic], target: npt.NDArray[np.generic]) -> None:
    cv2.add(values, 0.0, dst=target, dtype=cv2.CV_8U if target.dtype == np.uint8 else cv2.CV_16U)  # type: ignore[call-overload]
