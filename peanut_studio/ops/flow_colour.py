"""Flow made visible: direction as hue, length as saturation, a legend, arrows."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import FlowField, Frame, Mask
from peanut_studio.ops.motion import dilated

_STEPS = (15, 6, 4, 11, 13, 6)
"""Colours from red to yellow, green, cyan, blue, magenta and back to red, spaced by how well eyes tell them apart."""
_CORNERS = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 1, 1], [0, 0, 1], [1, 0, 1], [1, 0, 0]], np.float64)


def colour_wheel() -> npt.NDArray[np.float32]:
    """The 55 full hues of Baker et al. (A Database and Evaluation Methodology for Optical Flow, ICCV 2007).

    float32 (55, 3), RGB in [0, 1], in steps of 1/255; they go round from rightward motion through downward motion.
    """
    at = np.concatenate([[0], np.cumsum(_STEPS)])
    positions = np.arange(at[-1])
    hues = np.stack([np.interp(positions, at, _CORNERS[:, channel]) for channel in range(3)], axis=1)
    falling = np.interp(positions, at, np.arange(len(at))).astype(int) % 2 == 1
    # Falling channels are 255 - floor(x) in the published wheel, rising ones floor(x).
    levels = np.where(falling[:, None], np.ceil(hues * 255 - 1e-6), np.floor(hues * 255 + 1e-6))
    return (levels / 255).astype(np.float32)


def colour_flow(flow: FlowField, scale: float) -> Frame:
    """The colour code of Baker et al. 2007: uint8 (H, W, 3); no motion is white, `scale` pixels are the full hue.

    Longer motion is darkened; unknown flow (not finite, or beyond 1e9) is black. Raises ValueError when `scale` is
    not above 0.
    """
    if not scale > 0:
        raise ValueError(f"the scale of a flow picture must be above 0, not {scale}")
    unknown = np.asarray(~(np.abs(flow) <= 1e9).all(axis=-1), np.bool_)
    scaled = np.where(unknown[..., None], 0, flow) / np.float32(scale)
    radius = np.hypot(scaled[..., 0], scaled[..., 1])[..., None]
    wheel = colour_wheel()
    angle = np.arctan2(-scaled[..., 1], -scaled[..., 0]) / np.pi
    position = (angle + 1) / 2 * (len(wheel) - 1)
    low = np.floor(position).astype(np.intp)
    part = (position - low)[..., None]
    hue = wheel[low] * (1 - part) + wheel[(low + 1) % len(wheel)] * part
    picture = np.where(radius <= 1, 1 - radius * (1 - hue), 0.75 * hue)
    picture[unknown] = 0
    return np.asarray(np.floor(255 * picture), np.uint8)


def wheel_picture(size: int) -> Frame:
    """The wheel of colours alone, uint8 (size, size, 3), white outside it."""
    axis = (np.arange(size, dtype=np.float32) + 0.5) / size * 2 - 1
    field = np.asarray(np.stack(np.meshgrid(axis, axis), axis=-1), np.float32)
    picture = colour_flow(field, 1.0)
    picture[np.hypot(field[..., 0], field[..., 1]) > 1] = 255
    return picture


def legend(size: int, scale: float) -> Frame:
    """A square of `size` pixels with the wheel of colours and, where there is room, the motion that its rim stands for.

    uint8 (size, size, 3), white outside the wheel.
    """
    picture = wheel_picture(size)
    text, font = f"{scale:.3g} px", cv2.FONT_HERSHEY_SIMPLEX
    (width, _), _ = cv2.getTextSize(text, font, 0.4, 1)
    if width + 4 <= size:
        cv2.putText(picture, text, (2, size - 4), font, 0.4, (0, 0, 0), 1, cv2.LINE_AA)
    return picture


def draw_legend(picture: Frame, scale: float, size: int | None = None) -> Frame:
    """A copy of an 8 bit picture with the legend in its lower right corner, a quarter of its height by default."""
    height, width = picture.shape[:2]
    side = min(size or max(height // 4, 24), height, width)
    result = picture.copy()
    result[height - side :, width - side :] = legend(side, scale)
    return result


def draw_arrows(picture: Frame, flow: FlowField, step: int = 16, gain: float = 1.0) -> Frame:
    """A copy of an 8 bit picture with an arrow every `step` pixels, `gain` times as long as the motion there.

    Motion under half a pixel and unknown motion get a dot.
    """
    result = np.array(picture, np.uint8)
    height, width = flow.shape[:2]
    for y in range(step // 2, height, step):
        for x in range(step // 2, width, step):
            dx, dy = (float(value) for value in flow[y, x])
            length = float(np.hypot(dx, dy))
            if not 0.5 <= length < 1e9:
                cv2.circle(result, (x, y), 1, (255, 255, 255), -1)
                continue
            tip = (round(x + gain * dx), round(y + gain * dy))
            for thickness, colour in ((3, (0, 0, 0)), (1, (255, 255, 255))):
                cv2.arrowedLine(result, (x, y), tip, colour, thickness, cv2.LINE_AA, tipLength=0.3)
    return result


def motion_at(flow: FlowField, x: float, y: float) -> tuple[float, float]:
    """Length (in the flow's pixels) and direction of the motion nearest to (x, y), counted as `model.prompt` does.

    The direction is in degrees, [0, 360), 0 to the right, 90 upwards. Raises IndexError outside the field.
    """
    height, width = flow.shape[:2]
    column, row = round(x), round(y)
    if not (0 <= column < width and 0 <= row < height):
        raise IndexError((x, y))
    dx, dy = (float(value) for value in flow[row, column])
    return float(np.hypot(dx, dy)), float(np.degrees(np.arctan2(-dy, dx)) % 360)


def motion_around(flow: FlowField, mask: Mask, gap: int, width: int) -> float | None:
    """The median length of the known motion in a ring of `width` pixels, `gap` pixels outside a mask (H, W).

    None without a ring. Right beside an object the measured motion is often the object's own.
    """
    ring = dilated(mask, gap + width) & ~dilated(mask, gap)
    length = np.hypot(flow[..., 0], flow[..., 1])[ring]
    length = length[length < 1e9]
    return float(np.median(length)) if length.size else None


def round_scale(pixels: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50, ... that is not under `pixels`; never under 1."""
    step = 1.0
    while True:
        for factor in (1.0, 2.0, 5.0):
            if step * factor >= pixels:
                return step * factor
        step *= 10


class MotionLengths:
    """How long the motions of a clip are, gathered frame by frame in constant memory (a histogram)."""

    _BIN = 1 / 32
    _BINS = 1 << 16

    def __init__(self, flows: Iterable[FlowField] = ()) -> None:
        self._counts = np.zeros(self._BINS, np.int64)
        for flow in flows:
            self.add(flow)

    def add(self, flow: FlowField) -> None:
        """Take in one flow field; unknown motion is left out."""
        length = np.hypot(flow[..., 0], flow[..., 1])
        length = length[length < 1e9]
        bins = np.minimum((length / self._BIN).astype(np.intp), self._BINS - 1)
        self._counts += np.bincount(bins.ravel(), minlength=self._BINS)

    def percentile(self, percent: float = 99.0) -> float:
        """The length in pixels that `percent` of all pixels do not exceed, at least 1/32; 1 when nothing was added.

        As the `scale` of `colour_flow` it keeps one colour for one motion through the whole clip.
        """
        total = int(self._counts.sum())
        if total == 0:
            return 1.0
        bin_index = int(np.searchsorted(np.cumsum(self._counts), total * percent / 100))
        return (min(bin_index, self._BINS - 1) + 1) * self._BIN
