"""Whether a fill looks as if it had been there, where no truth is known: each hole against what is round it.

All take the object's mask, not the grown hole; `AROUND` is left out between the two, for a fill goes on a little
beyond the mask. Texture differs from place to place in a true picture as well, so the figures tell good fills from bad
ones over a clip, and say little of one frame.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Frame, Mask
from peanut_studio.ops.feather import DEFAULT_FEATHER, DEFAULT_GROW, scaled_width
from peanut_studio.ops.grain import measure_noise
from peanut_studio.quality.places import band, eroded
from peanut_studio.quality.warping import Link, pair_error

AROUND = DEFAULT_GROW + DEFAULT_FEATHER + 1
"""How far a fill may go beyond its mask, in pixels of a clip 854 wide."""

FINE, COARSE = 0.8, 2.0
"""Sigmas of the blurs, in pixels, between which detail lies."""

NOISE_BAND = 48.0
"""Width of what is round a hole for noise, in pixels of a clip 854 wide and at least: it is judged in blocks."""

FEWEST = 64
"""Pixels under which nothing is said of a part."""

Floats = npt.NDArray[np.float32]


def surroundings(mask: Mask) -> Mask:
    """What a hole is compared with: a band round the mask (H, W), beyond the reach of the fill."""
    return band(mask, gap=scaled_width(AROUND, (mask.shape[1], mask.shape[0])))


def flicker(pair: tuple[Frame, Frame], way: Link, mask: Mask) -> float:
    """How many times more the hole changes, along the flow, than its surroundings; 1 is unsuspicious.

    The root of the warping error inside `mask` over that of the surroundings, each with half a level of 255 added, so
    that two still parts give 1. NaN where either has no pixel that counts.
    """
    rounding = 0.5 / 255
    inner, outer = (pair_error(pair, way, where) for where in (mask, surroundings(mask)))
    return float((np.sqrt(inner) + rounding) / (np.sqrt(outer) + rounding))


def seam(frame: Frame, mask: Mask) -> float:
    """How visible the edge of the fill is: the steps of brightness across it over those on either side; 1 is none.

    Along the normals of the mask's edge the picture is sampled a pixel apart. The largest mean step from 2 pixels
    inside to `AROUND` outside is divided by the larger of the median steps farther in and out. NaN without an edge.
    """
    height, width = mask.shape
    reach = int(np.ceil(scaled_width(AROUND, (width, height)))) + 1
    far = reach + 8
    # A mask beyond the picture has no edge there, and a step must not be looked for outside.
    depth = _signed_depth(mask)
    inner = np.zeros(mask.shape, np.bool_)
    inner[far:-far, far:-far] = True
    rows, columns = np.nonzero((np.abs(depth) <= 0.5) & inner)
    if len(rows) < FEWEST:
        return float("nan")
    smooth = cv2.GaussianBlur(depth, (0, 0), 2)
    normal = np.stack([cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)], axis=-1)
    at = np.asarray(normal[rows, columns], np.float32)
    at = at / np.maximum(np.linalg.norm(at, axis=-1, keepdims=True), np.float32(1e-6))
    offsets = np.arange(-far, far + 1, dtype=np.float32)
    x = (columns[:, None] + at[:, :1] * offsets).astype(np.float32)
    y = (rows[:, None] + at[:, 1:] * offsets).astype(np.float32)
    samples = cv2.remap(_luma(frame), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    steps = np.abs(np.diff(samples, axis=1)).mean(axis=0)
    middle = offsets[:-1] + 0.5
    crossing = steps[(middle > -2) & (middle < reach)]
    beside = max(float(np.median(steps[middle < -2])), float(np.median(steps[middle > reach])))
    return float((crossing.max() + 0.5) / (beside + 0.5))


def sharpness(frame: Frame, mask: Mask) -> float:
    """How much more detail the hole has than its surroundings, in octaves: 0 alike, -1 half as much.

    log2 of the quotient of the root mean squares of luma between the blurs of `FINE` and `COARSE`, where only a third
    of white noise gets, an eighth of a level added to both. NaN where either part is too small.
    """
    luma = _luma(frame)
    fine, coarse = (cv2.GaussianBlur(luma, (0, 0), sigma, borderType=cv2.BORDER_REFLECT) for sigma in (FINE, COARSE))
    detail = np.square(fine - coarse)
    found = []
    for where in (eroded(mask, 2 * FINE), surroundings(mask)):
        if np.count_nonzero(where) < FEWEST:
            return float("nan")
        found.append(float(np.sqrt(detail[where].mean())) + 0.125)
    return float(np.log2(found[0] / found[1]))


def noise(frame: Frame, mask: Mask) -> float:
    """How strong the noise of the hole is, as a share of its surroundings': 1 alike, 0 none (`ops.grain`).

    NaN where either has too little that is flat, or the surroundings have no noise.
    """
    picture = np.asarray(frame, np.float32) * np.float32(255 / np.iinfo(frame.dtype).max)
    size = mask.shape[1], mask.shape[0]
    around = band(mask, max(NOISE_BAND, scaled_width(NOISE_BAND, size)), scaled_width(AROUND, size))
    inner, outer = (measure_noise(picture, where) for where in (mask, around))
    if inner is None or outer is None:
        return float("nan")
    colours = picture[mask]
    wanted = float(outer.at(colours).mean())
    return float(np.sqrt(float(inner.at(colours).mean()) / wanted)) if wanted > 1e-3 else float("nan")


def _luma(frame: Frame) -> Floats:
    grey = cv2.cvtColor(np.asarray(frame, np.float32), cv2.COLOR_RGB2GRAY)
    return np.asarray(grey * (255 / np.iinfo(frame.dtype).max), np.float32)


def _signed_depth(mask: Mask) -> Floats:
    """The distance to the mask's edge, in pixels, negative inside; 0.5 on either side of it."""
    if not mask.any() or mask.all():
        return np.full(mask.shape, np.float32(np.hypot(*mask.shape)))
    parts = (np.logical_not(mask), mask)
    outside, inside = (cv2.distanceTransform(p.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE) for p in parts)
    return np.asarray(np.where(mask, 0.5 - inside, outside - 0.5), np.float32)
