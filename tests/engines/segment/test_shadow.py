"""Shadows beside a tracked object."""

from __future__ import annotations

import numpy as np

from peanut_studio.engines.segment.shadow import with_shadows
from peanut_studio.model.picture import FrameList

from ..inpaint.scenes import texture

WIDTH, HEIGHT = 240, 160


def scene(dim: float) -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
    """A box that slides over a floor and dims a strip under it: frames, masks of the box, masks of the strip."""
    floor = texture(HEIGHT, WIDTH) // 2 + 90
    frames, boxes, strips = [], [], []
    for t in range(30):
        x = 20 + 5 * t
        box, strip = np.zeros((2, HEIGHT, WIDTH), np.bool_)
        box[60:100, x : x + 40] = True
        strip[100:112, x : x + 40] = True
        frame = floor.copy()
        frame[strip] = (frame[strip] * dim).astype(np.uint8)
        frame[box] = (30, 60, 200)
        frames.append(frame)
        boxes.append(box)
        strips.append(strip)
    return frames, boxes, strips


def test_a_shadow_is_found_where_it_lies() -> None:
    frames, boxes, strips = scene(0.55)
    found = list(with_shadows(FrameList(frames), boxes))
    assert len(found) == 30
    for mask, box, strip in zip(found, boxes, strips, strict=True):
        assert (mask & box).sum() == box.sum(), "the object itself stays in its mask"
        shadow = mask & ~box
        assert (shadow & strip).sum() > 0.9 * strip.sum()
        near = np.zeros_like(strip)
        rows, columns = np.nonzero(strip)
        near[max(rows.min() - 8, 0) : rows.max() + 9, max(columns.min() - 8, 0) : columns.max() + 9] = True
        assert (shadow & ~near).sum() < 0.1 * strip.sum()


def test_where_nothing_is_dimmed_the_mask_stays() -> None:
    frames, boxes, _ = scene(1.0)
    for mask, box in zip(with_shadows(FrameList(frames), boxes), boxes, strict=True):
        assert (mask & ~box).sum() < 0.03 * box.sum()


def test_a_lighter_strip_is_no_shadow() -> None:
    frames, boxes, _ = scene(1.3)
    for mask, box in zip(with_shadows(FrameList(frames), boxes), boxes, strict=True):
        assert (mask & ~box).sum() < 0.03 * box.sum()


def test_frames_without_an_object_have_no_shadow() -> None:
    frames, boxes, _ = scene(0.55)
    boxes = [box if t < 10 else np.zeros_like(box) for t, box in enumerate(boxes)]
    found = list(with_shadows(FrameList(frames), boxes))
    assert not any(mask.any() for mask in found[10:])
