"""The ends of an object that its mask lacks."""

from __future__ import annotations

import numpy as np
import pytest

from peanut_studio.engines.segment.limbs import Picture, ends, limbs
from peanut_studio.engines.segment.shadow import Cast, agreed_limbs, with_shadows
from peanut_studio.model.picture import FrameList, Mask

from ..inpaint.scenes import texture

WIDTH, HEIGHT = 320, 200
ALL = np.ones((HEIGHT, WIDTH), np.bool_)
RED = (230, 30, 20)


def rectangle(top: int, bottom: int, left: int, right: int) -> Mask:
    found = np.zeros((HEIGHT, WIDTH), np.bool_)
    found[top:bottom, left:right] = True
    return found


def calm() -> Picture:
    """Something that lies still, of little contrast."""
    return np.asarray(texture(HEIGHT, WIDTH) // 3 + 80, np.uint8)


BODY = rectangle(60, 140, 120, 170)
ARM = rectangle(70, 76, 170, 192)
BESIDE = rectangle(68, 78, 170, 194)


def seen(*things: Mask, ground: Picture | None = None) -> Picture:
    picture = calm() if ground is None else ground.copy()
    for thing in things:
        picture[thing] = RED
    return picture


def found(here: Picture, others: list[Picture], known: Mask = ALL, ground: Picture | None = None) -> tuple[Mask, Mask]:
    return limbs(here, calm() if ground is None else ground, known, BODY, [(other, ALL) for other in others])


def test_the_ends_of_a_cross_are_its_four() -> None:
    cross = rectangle(95, 105, 40, 240) | rectangle(20, 180, 135, 145)
    tips = [(40, 100), (239, 100), (140, 20), (140, 179)]
    places = ends(cross)
    assert len(places) == 4
    assert all(min(np.hypot(x - tip[0], y - tip[1]) for x, y in places) < 10 for tip in tips)


def test_ends_of_a_bent_thing_lie_along_it() -> None:
    """The inner end of a hook is near its middle as the crow flies."""
    hook = rectangle(40, 50, 60, 260) | rectangle(40, 160, 250, 260) | rectangle(150, 160, 150, 260)
    places = ends(hook)
    assert all(any(np.hypot(x - tip[0], y - tip[1]) < 12 for x, y in places) for tip in ((60, 45), (150, 155)))
    assert ends(np.zeros_like(hook)) == []


def test_an_arm_that_the_mask_lacks_is_found() -> None:
    elsewhere = [seen(BODY, np.roll(ARM, 30 * side, axis=0)) for side in (1, 2)]
    sure, doubtful = found(seen(BODY, ARM), elsewhere)
    assert (sure & ARM).sum() > 0.85 * ARM.sum()
    assert not (sure & ~BESIDE).any()
    assert not (doubtful | (sure & BODY)).any()


def test_what_is_there_before_and_after_is_scenery() -> None:
    """A post that parallax moves by a pixel."""
    before_and_after = [seen(BODY, np.roll(ARM, side, axis=0)) for side in (-1, 1)]
    assert not found(seen(BODY, ARM), before_and_after)[0].any()
    assert found(seen(BODY, ARM), [before_and_after[0], seen(BODY)])[0].any()


@pytest.mark.parametrize(
    "thing",
    [
        rectangle(70, 76, 170, WIDTH),  # goes on and on
        rectangle(60, 120, 170, 200),  # another body
        rectangle(70, 76, 190, 212),  # apart
        rectangle(70, 72, 173, 174),  # a speck
    ],
)
def test_what_is_no_limb_is_left_alone(thing: Mask) -> None:
    sure, doubtful = found(seen(BODY, thing), [])
    assert not (sure | doubtful).any()


def test_nothing_is_found_where_the_background_is_not_known() -> None:
    assert not found(seen(BODY, ARM), [], known=~ARM)[0].any()


def test_among_ripples_a_find_is_in_doubt() -> None:
    ripples = calm()
    ripples[np.arange(HEIGHT) % 12 < 6] += 20
    white = seen(BODY, ground=ripples)
    white[ARM] = 255
    sure, doubtful = found(white, [])
    assert not sure.any()
    assert (doubtful & ARM).sum() > 0.5 * ARM.sum()


def cast(left: int, doubtful: bool) -> Cast:
    nothing = np.zeros((HEIGHT, WIDTH), np.bool_)
    hole = rectangle(60, 140, left, left + 50)
    tip = rectangle(70, 78, left + 50, left + 62)
    return Cast(hole, hole, nothing, nothing, nothing, nothing, tip if doubtful else nothing)


def test_what_is_in_doubt_counts_if_half_of_the_others_show_it() -> None:
    here, tip = cast(100, True), cast(100, True).doubtful
    most = agreed_limbs(here, [cast(80 + 5 * t, t % 2 == 0) for t in range(8)], 1.0)
    assert (most & tip).sum() == tip.sum()
    assert not agreed_limbs(here, [cast(80 + 5 * t, t == 0) for t in range(8)], 1.0).any()
    assert not agreed_limbs(here, [cast(80, True)], 1.0).any()
    assert not agreed_limbs(cast(100, False), [cast(80 + 5 * t, True) for t in range(8)], 1.0).any()


def walk() -> tuple[list[Picture], list[Mask], list[Mask]]:
    """A body that walks and swings an arm of which its masks know no more than the beginning."""
    frames, bodies, arms = [], [], []
    for t in range(16):
        left, down = 20 + 14 * t, 66 + 12 * (t % 4)
        bodies.append(rectangle(60, 140, left, left + 40) | rectangle(down, down + 6, left + 40, left + 50))
        arms.append(rectangle(down, down + 6, left + 50, left + 66))
        frames.append(seen(bodies[-1], arms[-1]))
    return frames, bodies, arms


def test_what_is_removed_has_the_arm_but_not_where_a_person_said_what_it_is() -> None:
    frames, bodies, arms = walk()
    joined = list(with_shadows(FrameList(frames), bodies, settled={8}))
    for t in (6, 7, 9, 10):
        assert (joined[t] & arms[t]).sum() > 0.85 * arms[t].sum()
        assert (joined[t] & ~bodies[t]).sum() < 3 * arms[t].sum()
    assert not (joined[8] & arms[8]).any()
