"""Frames and masks as Qt's images; to be called outside the window's own thread, since it takes milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage, qRgba

from peanut_studio.model.picture import Frame, Mask, SoftMask
from peanut_studio.model.project import Colour

INSIDE_ALPHA, EDGE_ALPHA = 105, 255

Levels: TypeAlias = npt.NDArray[np.uint8]


def image_of(frame: Frame) -> QImage:
    """The frame as RGB32, its own copy of the pixels."""
    from peanut_studio.ops.overlay import eight_bit

    shown = eight_bit(frame)
    height, width = shown.shape[:2]
    image = QImage(shown.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)


def grey_image_of(levels: Levels) -> QImage:
    """uint8 (H, W) as a grey image, its own copy of the pixels."""
    height, width = levels.shape
    image = QImage(levels.tobytes(), width, height, width, QImage.Format.Format_Grayscale8)
    return image.convertToFormat(QImage.Format.Format_RGB32)


def levels_image(levels: Levels, shades: Sequence[int]) -> QImage:
    """uint8 (H, W) in colours: `shades` has one (#AARRGGBB) for each level."""
    height, width = levels.shape
    image = QImage(levels.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(shades)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def layer_of(
    mask: Mask, colour: Colour, feather: float = 0.0, inside: int = INSIDE_ALPHA, coverage: SoftMask | None = None
) -> QImage:
    """The mask as a see-through layer in a colour, with a firm rim, fading outwards over `feather` pixels.

    `inside` is how opaque it is between its rims, 0 to 255. Where `coverage` says how much of each pixel is the
    object, as of hair, it is that opaque instead.
    """
    from peanut_studio.ops.mask_levels import EDGE, soft_levels

    shades = [qRgba(*colour, inside * level // (EDGE - 1)) for level in range(EDGE)]
    return levels_image(soft_levels(mask, feather, coverage), [*shades, qRgba(*colour, EDGE_ALPHA)])


def peek_of(mask: Mask, colour: Colour) -> QImage:
    """The mask that a click would make: lighter than one that is there, its rim dashed."""
    from peanut_studio.ops.mask_levels import dashed_levels

    red, green, blue = (128 + part // 2 for part in colour)
    return levels_image(dashed_levels(mask), [0, qRgba(red, green, blue, INSIDE_ALPHA), qRgba(255, 255, 255, 255)])
