"""The part of a shadow that stays where it is."""

from __future__ import annotations

import numpy as np

from peanut_studio.engines.segment.still_shadow import still_parts
from peanut_studio.model.picture import Mask

from ..inpaint.scenes import texture

WIDTH, HEIGHT = 240, 160


def box(left: int, top: int, right: int, bottom: int) -> Mask:
    mask = np.zeros((HEIGHT, WIDTH), np.bool_)
    mask[top:bottom, left:right] = True
    return mask


OBJECT = box(80, 20, 140, 100) | box(86, 100, 96, 120) | box(124, 100, 134, 120)
SHADOW = box(70, 108, 170, 120)
MOVED = box(70, 108, 86, 120)


def ground() -> np.ndarray:
    return texture(HEIGHT, WIDTH).astype(np.float32) / 12 + np.array([200, 180, 150], np.float32)


def found(extra: Mask | None = None, tint: tuple[float, float, float] = (0.6, 0.62, 0.68)) -> Mask:
    """What is found of the shadow when only its left end moved; an `extra` place is dimmed on every frame."""
    there = ground()
    always = SHADOW & ~MOVED if extra is None else (SHADOW & ~MOVED) | extra
    there[always] *= (0.6, 0.62, 0.68)
    here = there.copy()
    here[MOVED] *= (0.6, 0.62, 0.68)
    if extra is not None and tint != (0.6, 0.62, 0.68):
        here[extra] = there[extra] = ground()[extra] * tint
    here[OBJECT] = (40, 60, 120)
    return still_parts(here, there, OBJECT, MOVED & ~OBJECT)


def test_the_rest_of_a_shadow_is_found_behind_the_legs_as_well() -> None:
    rest = SHADOW & ~MOVED & ~OBJECT
    assert (found() & rest).sum() > 0.95 * rest.sum()
    assert not (found() & ~rest).any()


def test_a_thing_of_another_colour_is_no_shadow() -> None:
    stone = box(170, 100, 190, 120)
    assert not (found(stone, (0.75, 0.45, 0.4)) & stone).any()


def test_a_shadow_that_leads_into_a_larger_one_ends_there() -> None:
    house = box(140, 0, 240, 160)
    assert not (found(house) & house).any()


def test_without_a_part_that_moved_nothing_is_known() -> None:
    there = ground()
    assert not still_parts(there, there, OBJECT, np.zeros_like(OBJECT)).any()
