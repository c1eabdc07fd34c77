"""Noise is measured where nothing else is fine, and more of the same kind is made."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from peanut_studio.ops.grain import Floats, fine, grain, measure_noise, missing_share, noisy

SIZE = (240, 320)


def scene() -> Floats:
    y, x = np.mgrid[0 : SIZE[0], 0 : SIZE[1]].astype(np.float32)
    return np.dstack([60 + 120 * x / SIZE[1], 90 + 60 * np.sin(y / 40), 120 + 40 * np.cos(x / 50)]).astype(np.float32)


def noise_of(kind: str, strength: float, seed: int = 5) -> Floats:
    """White, or blurred as film grain is; alike in the channels by two thirds of its strength."""
    white = np.random.default_rng(seed).standard_normal((*SIZE, 3), np.float32)
    white = 0.6 * white + 0.7 * white.mean(axis=2, keepdims=True)
    if kind == "film":
        white = np.asarray(cv2.GaussianBlur(white, (0, 0), 0.7), np.float32)
    return np.asarray(white / white.std() * strength, np.float32)


EVERYWHERE = np.ones(SIZE, bool)


def hidden() -> np.ndarray:
    hole = np.zeros(SIZE, bool)
    hole[60:180, 100:220] = True
    return hole


@pytest.mark.parametrize("kind", ["white", "film"])
@pytest.mark.parametrize("strength", [1.5, 4.0, 8.0])
@pytest.mark.parametrize("left", [0.0, 0.5])
def test_a_fill_gets_the_noise_that_it_lacks(kind: str, strength: float, left: float) -> None:
    hole, clean, noise = hidden(), scene(), noise_of(kind, strength)
    true = np.rint(np.clip(clean + noise, 0, 255)).astype(np.uint8)
    filled = np.where(hole[..., None], np.rint(clean + left * noise), true).astype(np.float32)
    around, present = measure_noise(filled, ~hole), measure_noise(filled, hole)
    assert around is not None
    added = grain(around, filled, missing_share(around, present, filled[hole]), seed=1)
    result = noisy(filled.astype(np.uint8), added)
    inner = cv2.erode(hole.astype(np.uint8), np.ones((13, 13))) > 0
    wanted, found = (fine(picture.astype(np.float32))[inner] for picture in (true, result))
    assert found.var() == pytest.approx(wanted.var(), rel=0.15)
    alike = [np.corrcoef(part[:, 0], part[:, 1])[0, 1] for part in (wanted, found)]
    assert alike[1] == pytest.approx(alike[0], abs=0.12), "the channels go together as they do around"


def test_drawings_have_no_noise_and_get_none() -> None:
    flat = np.full((*SIZE, 3), (40, 90, 200), np.float32)
    noise = measure_noise(flat, EVERYWHERE)
    assert noise is not None
    assert noise.variance.max() < 1e-3
    np.testing.assert_array_equal(missing_share(noise, noise, flat[hidden()]), 0)
    assert np.abs(grain(noise, flat, np.ones(3, np.float32), seed=1)).max() < 0.1


def test_a_flat_fill_gets_the_noise_around_it() -> None:
    hole, noise = hidden(), noise_of("white", 4.0)
    flat = np.full((*SIZE, 3), (40, 90, 200), np.float32)
    around, present = measure_noise(flat + noise, ~hole), measure_noise(flat, hole)
    assert around is not None
    assert present is not None
    np.testing.assert_allclose(missing_share(around, present, flat[hole]), 1, atol=0.01)


def test_grain_is_as_coarse_as_that_around() -> None:
    neighbours = []
    for kind in ("white", "film"):
        picture = scene() + noise_of(kind, 5)
        noise = measure_noise(picture, EVERYWHERE)
        assert noise is not None
        for part in (noise_of(kind, 5), grain(noise, scene(), np.ones(3, np.float32), 3)):
            residual = fine(part)[..., 1]
            neighbours.append(np.corrcoef(residual[:, :-1].ravel(), residual[:, 1:].ravel())[0, 1])
    assert neighbours[1] == pytest.approx(neighbours[0], abs=0.08)
    assert neighbours[3] == pytest.approx(neighbours[2], abs=0.12)
    assert neighbours[2] > neighbours[0] + 0.2


def test_noise_that_is_there_already_is_not_missing() -> None:
    picture = scene() + noise_of("white", 4)
    noise = measure_noise(picture, EVERYWHERE)
    assert noise is not None
    assert missing_share(noise, noise, picture.reshape(-1, 3)).max() == 0


def test_a_clean_picture_has_no_noise_and_texture_is_not_taken_for_it() -> None:
    clean = np.rint(scene())
    noise = measure_noise(clean, EVERYWHERE)
    assert noise is not None
    assert noise.variance.max() < 0.5
    grass = clean.copy()
    grass[160:] += np.abs(noise_of("film", 40))[160:]
    noise = measure_noise(grass, EVERYWHERE)
    assert noise is not None
    assert noise.variance.max() < 3 * 0.5


def test_each_frame_has_grain_of_its_own_and_always_the_same() -> None:
    picture = scene() + noise_of("white", 4)
    noise = measure_noise(picture, EVERYWHERE)
    assert noise is not None
    first, again, other = (grain(noise, picture, np.ones(3, np.float32), seed) for seed in (7, 7, 8))
    np.testing.assert_array_equal(first, again)
    assert abs(np.corrcoef(first.ravel(), other.ravel())[0, 1]) < 0.02


def test_too_little_to_judge_from_says_nothing() -> None:
    few = np.zeros(SIZE, bool)
    few[:16, :16] = True
    assert measure_noise(scene(), few) is None
    assert measure_noise(np.full((4, 5, 3), 9, np.float32), np.ones((4, 5), bool)) is None
    assert measure_noise(np.zeros((*SIZE, 3), np.float32), EVERYWHERE) is None, "black shows no noise"


@pytest.mark.parametrize(("dtype", "factor"), [(np.uint8, 1), (np.uint16, 257)])
def test_depth_is_kept(dtype: type, factor: int) -> None:
    picture = np.full((4, 4, 3), 100 * factor, dtype)
    found = noisy(picture, np.full((4, 4, 3), 3.0, np.float32))
    assert found.dtype == dtype
    assert (found == 103 * factor).all()
    assert noisy(picture, np.full((4, 4, 3), 900.0, np.float32)).max() == np.iinfo(dtype).max


def test_what_goes_one_way_only_is_not_woven_into_the_grain() -> None:
    rng = np.random.default_rng(2)
    threads = cv2.GaussianBlur(rng.standard_normal((*SIZE, 1)).astype(np.float32), (0, 0), sigmaX=4, sigmaY=0.4)
    noise = measure_noise(scene() + noise_of("film", 2) + 40 * threads[..., None], EVERYWHERE)
    assert noise is not None
    made = fine(grain(noise, scene(), np.ones(3, np.float32), 3))[..., 1]
    across = np.corrcoef(made[:, :-2].ravel(), made[:, 2:].ravel())[0, 1]
    down = np.corrcoef(made[:-2].ravel(), made[2:].ravel())[0, 1]
    assert across == pytest.approx(down, abs=0.1)
