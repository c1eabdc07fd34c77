"""Shadows beside a tracked object."""

from __future__ import annotations

import numpy as np

from peanut_studio.engines.segment.shadow import Cast, steadied, with_shadows
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


def _cast(left: int, shadow: bool = True, lit: bool = False, width: int = 40) -> Cast:
    hole, below = np.zeros((2, HEIGHT, WIDTH), np.bool_)
    hole[60:100, left : left + width] = True
    below[100:112, left : left + width] = True
    nothing = np.zeros_like(hole)
    return Cast(hole, hole, below if shadow else nothing, below if lit else nothing, nothing, nothing, nothing)


def test_a_shadow_that_frames_around_show_is_taken_over_at_the_object_s_place() -> None:
    here = _cast(100, shadow=False)
    found = steadied(here, [_cast(left) for left in (80, 90, 110, 120)], 0.5)
    assert found[100:112, 100:140].all()
    assert not found[:, :90].any()
    assert not found[:, 150:].any()


def test_what_a_frame_shows_counts_as_a_whole_when_half_of_it_is_where_others_show_it() -> None:
    """A long thin shadow does not lie on the same pixels twice."""
    here = _cast(100)
    here.shadow[112:120, 100:140] = True
    assert steadied(here, [_cast(left) for left in (80, 90, 110, 120)], 0.5)[112:120, 100:140].all()
    here.shadow[112:140, 100:140] = True
    assert not steadied(here, [_cast(left) for left in (80, 90, 110, 120)], 0.5)[125:140].any()


def test_it_is_not_taken_over_where_the_ground_is_lit_or_the_others_disagree() -> None:
    others = [_cast(left) for left in (80, 90, 110, 120)]
    assert not steadied(_cast(100, shadow=False, lit=True), others, 0.5).any()
    unlike = [_cast(left, shadow=left > 100) for left in (70, 80, 90, 110)]
    assert not steadied(_cast(100, shadow=False), unlike, 0.5).any()
    assert not steadied(_cast(100, shadow=False), [_cast(left, width=80) for left in (80, 90, 110)], 0.5).any()
    assert not steadied(_cast(100, shadow=False), others[:2], 0.5).any()
