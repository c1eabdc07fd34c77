"""Clicks that are simulated go where a person would put them."""

from __future__ import annotations

import numpy as np

from tests.bench.corrections import next_click, painted


def test_the_click_goes_into_the_largest_error() -> None:
    truth = np.zeros((60, 80), np.bool_)
    truth[10:40, 10:50] = True
    mask = truth.copy()
    mask[10:30, 10:25] = False
    mask[45:50, 60:65] = True
    click = next_click(mask, truth, 3)
    assert click is not None
    assert click.positive
    assert click.frame == 3
    assert 10 <= click.x < 25
    assert 10 <= click.y < 30
    mask = truth.copy()
    mask[45:55, 60:75] = True
    click = next_click(mask, truth)
    assert click is not None
    assert not click.positive
    assert mask[round(click.y), round(click.x)]
    assert next_click(truth, truth) is None


def test_errors_are_red_where_something_is_missed_and_blue_where_there_is_too_much() -> None:
    frame = np.full((60, 80, 3), 100, np.uint8)
    missing, surplus = np.zeros((2, 60, 80), np.float32)
    missing[:, :20], surplus[:, 60:] = 1, 1
    picture = painted(frame, missing, surplus)
    red, grey, blue = picture[100, 20], picture[100, 213], picture[100, 420]
    assert red[0] > 200 > 100 > red[2]
    assert blue[2] > 200 > 100 > blue[0]
    assert len(set(grey.tolist())) == 1
