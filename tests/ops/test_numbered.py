"""Outlines of masks, and things drawn with their numbers."""

from __future__ import annotations

import cv2
import numpy as np

from peanut_studio.model.picture import Mask
from peanut_studio.ops.mask_geometry import outlines
from peanut_studio.ops.numbered import COLOURS, numbered


def ring() -> Mask:
    rows, columns = np.mgrid[:120, :160]
    away = np.hypot(rows - 60, columns - 50)
    return np.asarray((away < 40) & (away > 15), np.bool_)


def test_outlines_filled_again_are_the_mask() -> None:
    """Even and odd, holes too; half a pixel is lost along the rim."""
    mask = ring()
    mask[10:30, 120:150] = True
    drawn = np.zeros(mask.shape, np.uint8)
    lines = outlines(mask)
    assert len(lines) == 3
    polygons = [np.rint(np.array(line) - 0.5).astype(np.int32) for line in lines]
    cv2.fillPoly(drawn, polygons, 1)
    assert np.mean((drawn > 0) != mask) < 0.01
    assert outlines(np.zeros((5, 5), np.bool_)) == ()


def test_things_are_drawn_in_colours_of_their_own_and_stay_in_the_picture() -> None:
    frame = np.full((120, 160, 3), 100, np.uint16) * 257
    shown = numbered(frame, [(ring(), 1, 0.91), ((130.0, 2.0, 158.0, 20.0), 2, 0.5)])
    assert shown.dtype == np.uint8
    assert shown.shape == frame.shape
    for colour in COLOURS[:2]:
        assert (shown == np.array(colour)).all(axis=-1).sum() > 50
    assert (shown[119, 159] == 100).all()
    assert (frame == 100 * 257).all(), "a copy is drawn on"
