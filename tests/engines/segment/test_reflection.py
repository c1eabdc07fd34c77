"""What an object shows of itself in water below it."""

from __future__ import annotations

import numpy as np
import pytest

from peanut_studio.engines.flow.dis import Dis
from peanut_studio.engines.inpaint.reel import Reel
from peanut_studio.engines.segment.reflection import reflection
from peanut_studio.engines.segment.shadow import with_shadows
from peanut_studio.model.picture import FrameList

from ..inpaint.scenes import texture

WIDTH, HEIGHT, COUNT = 240, 160, 24
LINE = 96


def scene(clear: float, speed: float = 4, mirrored: bool = True) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """A bird that swims over rippled water, seen in it as `clear` as that (0 to 1), or a strip as dark under it."""
    random = np.random.default_rng(1)
    ground = texture(HEIGHT, WIDTH) // 3 + 90
    frames, birds = [], []
    for t in range(COUNT):
        x = round(20 + speed * t)
        bird = np.zeros((HEIGHT, WIDTH), np.bool_)
        bird[LINE - 24 : LINE, x : x + 60] = True
        bird[LINE - 56 : LINE - 24, x + 44 : x + 54] = True
        below = np.zeros_like(bird)
        if mirrored:
            below[LINE : LINE + 56] = bird[LINE - 56 : LINE][::-1]
        else:
            below[LINE : LINE + 9, x : x + 60] = True
        frame = ground.astype(np.float32)
        frame[LINE:] += random.normal(0, 12, (HEIGHT - LINE, WIDTH, 1))
        frame[below] += clear * (30 - frame[below])
        frame[bird] = (30, 30, 34)
        frames.append(np.clip(frame, 0, 255).astype(np.uint8))
        birds.append(bird)
    return frames, birds


def found_on(frame: int, frames: list[np.ndarray], masks: list[np.ndarray]) -> np.ndarray:
    reel = Reel(FrameList(frames), masks, Dis({}, "cpu", preset="fast"), (WIDTH, HEIGHT))
    for index in range(frame + 1):
        exposure = reel.advance(index)
    return reflection(reel, exposure)


@pytest.mark.parametrize("frame", [0, 12, COUNT - 1])
def test_a_reflection_is_found_where_it_lies(frame: int) -> None:
    frames, birds = scene(0.5)
    found = found_on(frame, frames, birds)
    true = np.zeros_like(found)
    true[LINE : LINE + 56] = birds[frame][LINE - 56 : LINE][::-1]
    assert (found & true).sum() > 0.85 * true.sum()
    assert (found & ~true).sum() < 0.6 * true.sum()
    assert not (found & birds[frame]).any()


def test_it_goes_with_the_object() -> None:
    frames, birds = scene(0.5)
    masks = list(with_shadows(FrameList(frames), birds))
    for mask, bird in zip(masks, birds, strict=True):
        neck = bird[LINE - 40 : LINE - 24][::-1]
        assert mask[LINE + 24 : LINE + 40][neck].mean() > 0.8, "the mirrored neck"


@pytest.mark.parametrize(
    ("clear", "speed", "mirrored"),
    [(0.0, 4, True), (0.5, 0, True), (0.5, 4, False)],
    ids=["nothing to be seen", "it does not move", "only a shadow"],
)
def test_without_one_nothing_is_taken(clear: float, speed: float, mirrored: bool) -> None:
    frames, birds = scene(clear, speed, mirrored)
    assert not found_on(12, frames, birds).any()


def test_an_object_in_several_pieces_is_left_alone() -> None:
    frames, birds = scene(0.5)
    for bird in birds:
        bird[10:40, 5:60] = True
    assert not found_on(12, frames, birds).any()
