"""Camera motion and dense maps: where the pixels of one frame are found in another.

A map is float32 (H, W, 2): the column and row, in the other frame, of every pixel. It is what a flow is after the
pixel's own place is added. Homographies are float64 (3, 3), normalised so that the last element is 1.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import FlowField, Mask

PixelMap: TypeAlias = npt.NDArray[np.float32]
Homography: TypeAlias = npt.NDArray[np.float64]
Array: TypeAlias = npt.NDArray[Any]

FEWEST_SAMPLES = 30
STANDING_STILL = 0.15
"""Pixels: a homography that moves no corner by more is taken as no motion at all, so that a tripod stays one."""


@lru_cache(maxsize=8)
def pixel_grid(height: int, width: int) -> PixelMap:
    """Every pixel's own place: float32 (height, width, 2), read only."""
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    grid = np.stack([columns, rows], axis=-1)
    grid.setflags(write=False)
    return grid


def project(homography: Homography, places: PixelMap) -> PixelMap:
    """Where a homography takes places (..., 2); float32, same shape."""
    h = homography.astype(np.float32)
    x, y = places[..., 0], places[..., 1]
    depth = h[2, 0] * x + h[2, 1] * y + h[2, 2]
    found = np.empty_like(places)
    found[..., 0] = (h[0, 0] * x + h[0, 1] * y + h[0, 2]) / depth
    found[..., 1] = (h[1, 0] * x + h[1, 1] * y + h[1, 2]) / depth
    return found


def project_grid(homography: Homography, height: int, width: int) -> PixelMap:
    """Where a homography takes every pixel: float32 (height, width, 2). The same as `project` of the grid, faster."""
    x = np.arange(width, dtype=np.float64)[None, :]
    y = np.arange(height, dtype=np.float64)[:, None]
    h = homography
    found = np.empty((height, width, 2), np.float32)
    if h[2, 0] == 0 and h[2, 1] == 0:
        found[..., 0] = h[0, 0] / h[2, 2] * x + (h[0, 1] * y + h[0, 2]) / h[2, 2]
        found[..., 1] = h[1, 0] / h[2, 2] * x + (h[1, 1] * y + h[1, 2]) / h[2, 2]
        return found
    nearness = np.reciprocal((h[2, 0] * x).astype(np.float32) + (h[2, 1] * y + h[2, 2]).astype(np.float32))
    for axis in (0, 1):
        sum_ = (h[axis, 0] * x).astype(np.float32) + (h[axis, 1] * y + h[axis, 2]).astype(np.float32)
        np.multiply(sum_, nearness, out=found[..., axis])
    return found


def normalised(homography: Homography) -> Homography:
    """The same homography with its last element 1."""
    return np.asarray(homography / homography[2, 2], np.float64)


def inverse(homography: Homography) -> Homography:
    """The way back."""
    return normalised(np.asarray(np.linalg.inv(homography), np.float64))


def is_still(homography: Homography) -> bool:
    """Whether it is the identity: a camera on a tripod, of which there is no parallax either."""
    return bool(np.array_equal(homography, np.eye(3)))


def corner_motion(homography: Homography, size: tuple[int, int]) -> float:
    """How far, in pixels, the corner that moves most moves; `size` is width and height."""
    width, height = size
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]], np.float32)
    return float(np.linalg.norm(project(homography, corners) - corners, axis=-1).max())


def within(places: PixelMap, size: tuple[int, int]) -> Mask:
    """True, bool (...), where places (..., 2) lie inside a picture of width and height `size`."""
    found: Mask = (
        (places[..., 0] >= 0)
        & (places[..., 0] <= size[0] - 1)
        & (places[..., 1] >= 0)
        & (places[..., 1] <= size[1] - 1)
    )
    return found


def sample(picture: Array, places: PixelMap, interpolation: int = cv2.INTER_LINEAR) -> Array:
    """A picture (H, W[, C]) at places (h, w, 2): (h, w[, C]), same dtype; the picture's edge goes on outside."""
    return np.asarray(cv2.remap(picture, places, None, interpolation, borderMode=cv2.BORDER_REPLICATE))  # type: ignore[call-overload]


def sample_list(picture: Array, places: PixelMap, interpolation: int = cv2.INTER_LINEAR) -> Array:
    """A picture (H, W[, C]) at a list of places (N, 2): (N[, C]). OpenCV bounds a side at 32767, hence the folding."""
    count = len(places)
    columns = min(max(count, 1), 1024)
    rows = -(-count // columns) if count else 1
    folded = np.zeros((rows * columns, 2), np.float32)
    folded[:count] = places
    found = sample(picture, folded.reshape(rows, columns, 2), interpolation)
    return found.reshape(rows * columns, *picture.shape[2:])[:count]


def touches(mask: Mask, places: PixelMap) -> Mask:
    """True where sampling linearly at a place would read a pixel of the mask, or lies outside of it."""
    blurred = cv2.remap(
        np.ascontiguousarray(mask).view(np.uint8) * 255,
        places,
        None,
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=255,
    )  # type: ignore[call-overload]
    found: Mask = np.asarray(blurred) > 0
    return found


def dilated(mask: Mask, radius: int) -> Mask:
    """The mask grown by a disc of `radius` pixels."""
    if radius <= 0:
        return mask
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    return np.asarray(cv2.dilate(mask.astype(np.uint8), disc), np.bool_)


def blurred(picture: npt.NDArray[np.float32], sigma: float) -> npt.NDArray[np.float32]:
    """Gaussian blur of float32 (H, W[, C]); wide ones are done on a smaller picture, which cannot be told apart."""
    step = int(sigma / 3)
    if step <= 1:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.float32)
    height, width = picture.shape[:2]
    small_size = (max(1, width // step), max(1, height // step))
    small = cv2.resize(picture, small_size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / step)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def diffuse(values: npt.NDArray[np.float32], valid: Mask, sigma: float) -> npt.NDArray[np.float32]:
    """Known values spread to where there are none: normalised convolution (Knutsson & Westin 1993).

    values float32 (H, W) or (H, W, C), read where `valid`; a Gaussian of `sigma` pixels, and of four times that where
    nothing valid is near. Zero where nothing is valid at all.
    """
    height, width = valid.shape
    step = max(1, int(sigma / 3))
    small_size = (max(1, width // step), max(1, height // step))
    channels = values.reshape(height, width, -1)
    known = only_where(valid, channels)
    weight = valid.astype(np.float32)
    if step > 1:
        # Everything below is smooth, so it is done on a smaller picture.
        small = cv2.resize(known, small_size, interpolation=cv2.INTER_AREA)
        known = np.asarray(small, np.float32).reshape(*small_size[::-1], -1)
        weight = np.asarray(cv2.resize(weight, small_size, interpolation=cv2.INTER_AREA), np.float32)
    stacked = np.concatenate([known, weight[..., None]], axis=-1)
    near = blurred(stacked, sigma / step)
    far = blurred(stacked, 4 * sigma / step)
    fallback = far[..., :-1] / (far[..., -1:] + 1e-6)
    trust = 1e-3
    spread = (near[..., :-1] + trust * fallback) / (near[..., -1:] + trust)
    if step > 1:
        spread = cv2.resize(spread, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(spread, np.float32).reshape(values.shape)


def only_where(
    chosen: Mask, values: npt.NDArray[np.float32], others: npt.NDArray[np.float32] | None = None
) -> npt.NDArray[np.float32]:
    """float32 (H, W, C <= 4): `values` where `chosen`, else `others`, which are overwritten, or 0."""
    mask = np.ascontiguousarray(chosen).view(np.uint8)
    found = cv2.copyTo(values, mask, others) if others is not None else cv2.copyTo(values, mask)
    return np.asarray(found, np.float32).reshape(values.shape)


def lengths(field: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The lengths of vectors (..., 2): float32 (...)."""
    return np.asarray(np.sqrt(field[..., 0] ** 2 + field[..., 1] ** 2), np.float32)


def channel_mean(picture: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The mean of the three channels of float32 (H, W, 3): float32 (H, W)."""
    return np.asarray(cv2.transform(picture, np.full((1, 3), 1 / 3, np.float32)), np.float32).reshape(picture.shape[:2])


def fit_homography(origins: PixelMap, targets: PixelMap, tolerance: float) -> Homography | None:
    """The homography that takes most of `origins` (N, 2) to `targets` within `tolerance` pixels (MAGSAC++).

    None when there are too few samples or they do not determine one.
    """
    if len(origins) < FEWEST_SAMPLES:
        return None
    found, _inliers = cv2.findHomography(
        origins.reshape(-1, 1, 2), targets.reshape(-1, 1, 2), cv2.USAC_MAGSAC, tolerance, maxIters=500, confidence=0.999
    )
    if found is None or not np.isfinite(found).all() or abs(found[2, 2]) < 1e-9:
        return None
    return normalised(np.asarray(found, np.float64))


def resized_flow(flow: FlowField, size: tuple[int, int]) -> FlowField:
    """A flow (h, w, 2), in pixels at that size, for pictures of width and height `size`: (H, W, 2), in their pixels."""
    height, width = flow.shape[:2]
    if (width, height) == size:
        return flow
    factors = np.array([size[0] / width, size[1] / height], np.float32)
    return np.asarray(cv2.resize(flow, size, interpolation=cv2.INTER_LINEAR) * factors, np.float32)


def camera_motion(flow: FlowField, unknown: Mask, scale: float) -> Homography:
    """The homography that most of a flow (H, W, 2) obeys, seen where not `unknown`; `scale` is width / 432.

    Identity where too little is seen, and where the camera stands still.
    """
    height, width = flow.shape[:2]
    step = max(2, round(6 * scale))
    chosen = ~unknown[::step, ::step]
    origins = pixel_grid(height, width)[::step, ::step][chosen]
    found = fit_homography(origins, origins + flow[::step, ::step][chosen], scale)
    if found is None or corner_motion(found, (width, height)) < STANDING_STILL * scale:
        return np.eye(3)
    return found
