"""The colours of hair, without those of the ground that shines through."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.ops.foreground import foreground

Floats = npt.NDArray[np.float32]
HEIGHT, WIDTH = 240, 320


def hair() -> Floats:
    """A round thing with 250 hairs, about a pixel wide: its alpha."""
    chance = np.random.default_rng(0)
    alpha = np.zeros((HEIGHT, WIDTH), np.float32)
    cv2.circle(alpha, (160, 140), 60, 1.0, -1)
    for _ in range(250):
        angle, length = chance.uniform(0, 2 * np.pi), chance.uniform(60, 90)
        root = (int(160 + 58 * np.cos(angle)), int(140 + 58 * np.sin(angle)))
        tip = (int(160 + length * np.cos(angle + 0.1)), int(140 + length * np.sin(angle + 0.1)))
        cv2.line(alpha, root, tip, 1.0, 1, cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(alpha, (0, 0), 0.7), np.float32)


def scene() -> tuple[Floats, Floats, Floats]:
    """Dark hair over a light ground, both shaded: the picture, its alpha, and the hair's own colours."""
    own = np.tile(60 + 10 * np.sin(np.arange(WIDTH) / 9), (HEIGHT, 1)).astype(np.float32)
    ground = np.tile(190 + 30 * np.sin(np.arange(HEIGHT) / 11)[:, None], (1, WIDTH)).astype(np.float32)
    alpha = hair()
    return alpha * own + (1 - alpha) * ground, alpha, own


def test_hair_laid_on_another_ground_brings_hardly_anything_of_the_old_one_along() -> None:
    picture, alpha, own = scene()
    thin = (alpha > 0.05) & (alpha < 1)

    def error(colours: Floats) -> float:
        return float(np.abs(alpha * (colours - own))[thin].mean())

    assert error(foreground(picture, alpha)) < 0.25 * error(picture)


def test_what_is_opaque_or_not_there_keeps_its_samples_and_nothing_leaves_their_range() -> None:
    picture, alpha, _ = scene()
    found = foreground(picture, alpha)
    whole = (alpha == 0) | (alpha == 1)
    assert np.array_equal(found[whole], picture[whole])
    assert picture.min() <= found.min()
    assert found.max() <= picture.max()
    hard = (alpha > 0.5).astype(np.float32)
    assert np.array_equal(foreground(picture, hard), picture)
