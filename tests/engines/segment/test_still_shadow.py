"""The part of a shadow that stays where it is."""

from __future__ import annotations

import numpy as np

from peanut_studio.engines.segment.still_shadow import going_on, light_round, logarithmic, still_parts
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
    return still_parts(logarithmic(here), there, OBJECT, MOVED & ~OBJECT)


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
    assert not still_parts(logarithmic(there), there, OBJECT, np.zeros_like(OBJECT)).any()


FAR_END = box(170, 110, 200, 118)


def shaded(*places: tuple[Mask, float]) -> np.ndarray:
    """A frame of the object and its shadow; `places` keep so much of their light."""
    here = ground()
    here[SHADOW] *= 0.6
    for place, light in places:
        here[place] *= light
    here[OBJECT] = (40, 60, 120)
    return here


def test_the_lighter_far_end_of_a_shadow_goes_with_it() -> None:
    seed, logarithms = SHADOW & ~OBJECT, logarithmic(shaded((FAR_END, 0.79)))
    light = light_round(seed, OBJECT, logarithms)
    assert light is not None
    more = going_on(seed, OBJECT, light, logarithms)
    assert (more & FAR_END).sum() > 0.8 * FAR_END.sum()
    assert not (more & ~SHADOW & ~FAR_END).any()


def test_by_the_colours_of_another_frame_a_shadow_is_found_where_that_one_had_its_own() -> None:
    logarithms, nothing = logarithmic(shaded((FAR_END, 0.79))), np.zeros_like(OBJECT)
    light = light_round(SHADOW & ~OBJECT, OBJECT, logarithms)
    assert light is not None
    there, elsewhere = (place.astype(np.float32) for place in (box(60, 104, 210, 124), box(0, 130, 240, 160)))
    whole = (SHADOW | FAR_END) & ~OBJECT
    assert (going_on(nothing, OBJECT, light, logarithms, there) & whole).sum() > 0.85 * whole.sum()
    assert not going_on(nothing, OBJECT, light, logarithms, elsewhere).any()
    assert not going_on(nothing, OBJECT, light, logarithms).any()


def test_of_somebody_who_jumps_it_is_found_where_half_of_the_others_had_it() -> None:
    logarithms, nothing = logarithmic(shaded()), np.zeros_like(OBJECT)
    light = light_round(SHADOW & ~OBJECT, OBJECT, logarithms)
    assert light is not None
    jumping = np.roll(OBJECT, -16, axis=0)
    here = ground()
    here[SHADOW] *= 0.6
    here[jumping] = (40, 60, 120)
    there = box(60, 104, 180, 124).astype(np.float32)
    found, rare = (going_on(nothing, jumping, light, logarithmic(here), there * share) for share in (0.6, 0.4))
    assert (found & SHADOW).sum() > 0.9 * SHADOW.sum()
    assert not rare.any()


def test_threads_of_grass_do_not_lead_out_of_a_shadow() -> None:
    grass = np.zeros_like(OBJECT)
    grass[120:140:2, 100:160] = True
    grass[120:140, 100:160:6] = True
    seed, logarithms = SHADOW & ~OBJECT, logarithmic(shaded((grass & ~SHADOW, 0.79)))
    light = light_round(seed, OBJECT, logarithms)
    assert light is not None
    assert not going_on(seed, OBJECT, light, logarithms)[121:].any()


def test_on_ground_that_is_no_lighter_round_a_shadow_nothing_is_known() -> None:
    logarithms = logarithmic(ground())
    assert light_round(SHADOW & ~OBJECT, OBJECT, logarithms) is None
    assert light_round(np.zeros_like(OBJECT), OBJECT, logarithms) is None
