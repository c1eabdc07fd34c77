"""Colours by name, and what is said of regions."""

from __future__ import annotations

import numpy as np
import pytest

from peanut_studio.model.picture import Frame
from peanut_studio.ops.colour_names import colour_shares
from peanut_studio.ops.motion import pixel_grid, project_grid
from peanut_studio.ops.region_facts import facts_of, inside_of, mean_facts, residual_motion

NAMED = {
    "red": (200, 30, 30), "orange": (245, 140, 20), "yellow": (240, 220, 40), "green": (40, 140, 60),
    "cyan": (40, 200, 210), "blue": (40, 70, 190), "purple": (120, 40, 160), "pink": (245, 150, 190),
    "brown": (110, 70, 35), "white": (245, 245, 245), "black": (15, 15, 18), "grey": (128, 128, 128),
}  # fmt: skip


def plain(colour: tuple[int, int, int]) -> Frame:
    return np.full((12, 16, 3), colour, np.uint8)


@pytest.mark.parametrize("name", NAMED)
def test_a_colour_is_called_by_its_name(name: str) -> None:
    shares = colour_shares(plain(NAMED[name]), np.ones((12, 16), np.bool_))
    assert shares[name] > 0.9
    others = {other: share for other, share in shares.items() if other not in (name, "dark", "light")}
    assert max(others.values()) < 0.5, others


def test_half_a_region_is_half_a_share_also_in_16_bit() -> None:
    frame = plain(NAMED["blue"]).astype(np.uint16) * 257
    frame[:6] = 65535
    shares = colour_shares(frame, np.ones((12, 16), np.bool_))
    assert shares["blue"] == pytest.approx(0.5, abs=0.05)
    assert shares["white"] == pytest.approx(0.5, abs=0.05)
    assert set(colour_shares(frame, np.zeros((12, 16), np.bool_)).values()) == {0.0}


def test_place_size_and_speed() -> None:
    mask = np.zeros((100, 200), np.bool_)
    mask[50:100, 0:50] = True
    motion = np.full((100, 200), 1.0, np.float32)
    motion[mask] = 10.0
    facts = facts_of(np.zeros((100, 200, 3), np.uint8), mask, motion)
    assert facts is not None
    assert (facts.x, facts.y, facts.bottom, facts.area) == pytest.approx((0.125, 0.75, 1.0, 0.125))
    assert facts.speed == pytest.approx(10 / np.hypot(100, 200))
    assert facts_of(np.zeros((100, 200, 3), np.uint8), np.zeros_like(mask)) is None


def test_a_mean_keeps_the_first_place() -> None:
    one = facts_of(plain(NAMED["red"]), np.ones((12, 16), np.bool_))
    other = facts_of(plain(NAMED["white"]), np.eye(12, 16, dtype=np.bool_))
    assert one is not None
    assert other is not None
    both = mean_facts([one, other])
    assert (both.x, both.area) == (one.x, one.area)
    assert both.colours["red"] == pytest.approx(0.5, abs=0.05)
    assert both.speed is None


def test_a_box_is_seen_by_its_inside() -> None:
    inside = inside_of((10, 20, 49, 39), (80, 60))
    assert inside[30, 30]
    assert not inside[20, 10]
    assert not inside[:20].any()
    assert 0.4 < np.count_nonzero(inside) / (40 * 20) < 0.6


def test_a_camera_that_pans_leaves_no_motion() -> None:
    camera = np.array([[1.0, 0.0, 4.0], [0.0, 1.0, -2.0], [0.0, 0.0, 1.0]])
    flow = project_grid(camera, 30, 40) - pixel_grid(30, 40)
    flow[5, 5] += (3, 4)
    left = residual_motion(flow, camera)
    assert left[5, 5] == pytest.approx((3, 4), abs=1e-3)
    left[5, 5] = 0
    assert np.abs(left).max() < 1e-3
