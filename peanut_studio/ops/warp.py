"""Pictures, masks and flows carried along by flow.

All warps are backward warps: a flow of t to t + 1 tells for every pixel of t where to look in t + 1, and so brings
frame t + 1 to frame t.
"""

from __future__ import annotations

from typing import Any, Literal, TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import FlowField, Mask

Picture = TypeVar("Picture", bound=npt.NDArray[Any])
Interpolation = Literal["nearest", "linear", "cubic"]
_CV_INTERPOLATION = {"nearest": cv2.INTER_NEAREST, "linear": cv2.INTER_LINEAR, "cubic": cv2.INTER_CUBIC}


def landing(flow: FlowField) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """The columns and rows, each float32 (H, W), at which the pixels of a flow (H, W, 2) end up."""
    height, width = flow.shape[:2]
    columns = flow[..., 0] + np.arange(width, dtype=np.float32)
    rows = flow[..., 1] + np.arange(height, dtype=np.float32)[:, None]
    return np.asarray(columns, np.float32), np.asarray(rows, np.float32)


def inside(flow: FlowField) -> Mask:
    """True, bool (H, W), where a pixel stays inside the picture and its flow is finite."""
    height, width = flow.shape[:2]
    columns, rows = landing(flow)
    found: Mask = (columns >= 0) & (columns <= width - 1) & (rows >= 0) & (rows <= height - 1)
    return found


def warp(picture: Picture, flow: FlowField, interpolation: Interpolation = "linear") -> Picture:
    """`picture` sampled at p + flow(p): uint8, uint16 or float32 (H, W) or (H, W, C), same dtype.

    Outside the picture its edge goes on; see `inside` for where that happened. OpenCV 4 rounds the sampling points
    to 1/32 pixel, OpenCV 5 does not.
    """
    columns, rows = landing(flow)
    how = _CV_INTERPOLATION[interpolation]
    warped = cv2.remap(picture, columns, rows, how, borderMode=cv2.BORDER_REPLICATE)
    return warped.reshape(*flow.shape[:2], *picture.shape[2:])  # type: ignore[return-value]


def warp_mask(mask: Mask, flow: FlowField) -> Mask:
    """A mask (H, W) sampled at p + flow(p), at the nearest pixel; nothing lies outside the picture."""
    columns, rows = landing(flow)
    sampled = cv2.remap(
        mask.astype(np.uint8), columns, rows, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT, borderValue=0
    )
    return np.asarray(sampled, np.bool_)


def compose(first: FlowField, second: FlowField) -> FlowField:
    """The flow from t to t + 2, first(p) + second(p + first(p)), out of those to t + 1 and from there to t + 2."""
    return first + warp(second, first)


def consistency_error(flow: FlowField, reverse: FlowField) -> npt.NDArray[np.float32]:
    """How far from p one ends who goes there and back, squared pixels, float32 (H, W); inf outside the picture."""
    return _error(flow, warp(reverse, flow))


def consistent(flow: FlowField, reverse: FlowField, relative: float = 0.01, absolute: float = 0.5) -> Mask:
    """True where going there and back ends near the start; elsewhere a pixel is hidden in one frame, or the flow errs.

    |w + w'|^2 < relative (|w|^2 + |w'|^2) + absolute, with w' the reverse flow at p + w(p): Sundaram, Brox and
    Keutzer, ECCV 2010, equation (5). `reverse` goes from the second frame to the first.
    """
    back = warp(reverse, flow)
    bound = relative * (_squared_length(flow) + _squared_length(back)) + absolute
    return np.asarray(_error(flow, back) < bound, np.bool_)


def _error(flow: FlowField, back: FlowField) -> npt.NDArray[np.float32]:
    error = _squared_length(flow + back)
    error[~inside(flow)] = np.inf
    return error


def _squared_length(flow: FlowField) -> npt.NDArray[np.float32]:
    return np.asarray(flow[..., 0] ** 2 + flow[..., 1] ** 2, np.float32)
