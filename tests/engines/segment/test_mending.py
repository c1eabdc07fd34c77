"""Clicks on a mask that is there already."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from peanut_studio.engines.segment.encoding import Answer, Encoded, whole
from peanut_studio.engines.segment.mending import mended
from peanut_studio.model.picture import Mask
from peanut_studio.model.prompt import Click

SIZE = (200, 100)
REGION = whole(SIZE)
SEEN = Encoded(REGION, SIZE, torch.zeros(1, 1, 32, 64))


def _box(left: int, top: int, right: int, bottom: int) -> Mask:
    mask = np.zeros((SIZE[1], SIZE[0]), np.bool_)
    mask[top:bottom, left:right] = True
    return mask


class _Eye:
    """Knows things, each with its parts; a click is answered with what holds it, a box with what lies in it."""

    def __init__(self, *scopes: Mask, quality: float = 0.9) -> None:
        self.scopes, self.quality = scopes, quality
        self.asked = 0

    def ask(self, seen: Encoded, on: Any = (), off: Any = (), box: Any = None) -> list[Answer]:
        self.asked += 1
        part, thing = self.scopes[0], self.scopes[-1]
        return [self._answer(mask) for mask in (thing, part, part, thing)]

    def _answer(self, mask: Mask) -> Answer:
        return Answer(REGION, SIZE, np.where(mask, 8.0, -8.0).astype(np.float32), self.quality)


BODY, LEG = _box(40, 20, 100, 60), _box(60, 60, 80, 90)


def _mended(eye: _Eye, mask: Mask, *clicks: Click, box: Any = None) -> Mask:
    return mended(eye, SEEN, mask, clicks, box)[0]  # type: ignore[arg-type]


def test_what_lies_under_a_click_is_added() -> None:
    assert np.array_equal(_mended(_Eye(LEG), BODY, Click(70, 75)), BODY | LEG)


def test_what_lies_under_a_negative_click_is_taken_away() -> None:
    assert np.array_equal(_mended(_Eye(LEG), BODY | LEG, Click(70, 75, False)), BODY)


def test_a_click_that_the_mask_agrees_with_changes_nothing() -> None:
    eye = _Eye(_box(0, 0, 200, 50))
    assert np.array_equal(_mended(eye, BODY, Click(70, 40), Click(10, 10, False)), BODY)
    assert not eye.asked


def test_a_negative_click_means_the_part_when_the_thing_is_nearly_all() -> None:
    eye = _Eye(LEG, BODY | LEG)
    assert np.array_equal(_mended(eye, BODY | LEG, Click(70, 75, False)), BODY)


@pytest.mark.parametrize("thing", [_box(0, 0, 200, 95), _box(20, 10, 140, 95)], ids=["the frame", "much more"])
def test_a_click_means_the_part_when_the_thing_is_out_of_all_proportion(thing: Mask) -> None:
    small = _box(60, 40, 80, 60)
    assert np.array_equal(_mended(_Eye(LEG, thing), small, Click(70, 75)), small | LEG)


def test_clicks_count_in_their_order_and_a_box_first() -> None:
    eye = _Eye(LEG)
    found = _mended(eye, BODY, Click(70, 75, False), Click(70, 75), box=(60, 60, 79, 89))
    assert np.array_equal(found, BODY | LEG)
    assert eye.asked == 3


def test_how_sure_one_can_be_is_the_least_of_what_was_used() -> None:
    assert mended(_Eye(LEG, quality=0.7), SEEN, BODY, [Click(70, 75)], None)[1] == pytest.approx(0.7)  # type: ignore[arg-type]
    assert mended(_Eye(LEG), SEEN, BODY, [], None)[1] == 1.0  # type: ignore[arg-type]
