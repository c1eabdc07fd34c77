"""Edges moved onto colours and hair made transparent, on pictures whose truth is known."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from peanut_studio.model.picture import Frame, Mask
from peanut_studio.model.refinement import Refinement
from peanut_studio.ops.edge_refine import alpha_of, to_edges
from peanut_studio.ops.guided_filter import Guide
from peanut_studio.ops.mask_refine import WISP, coverage_of, refined

HEIGHT, WIDTH, FINE = 120, 140, 4
ROWS, COLUMNS = np.mgrid[:HEIGHT, :WIDTH]
Alpha = npt.NDArray[np.float32]


def disc(x: float, y: float, radius: float) -> Mask:
    return np.asarray((COLUMNS - x) ** 2 + (ROWS - y) ** 2 <= radius**2, np.bool_)


@pytest.fixture(scope="module")
def hair() -> tuple[Alpha, Frame]:
    """A head with 60 strands, drawn four times as large, over a ground whose colours run slowly; a little noise."""
    random = np.random.default_rng(0)
    drawn = np.zeros((HEIGHT * FINE, WIDTH * FINE), np.uint8)
    x, y = 70 * FINE, 60 * FINE
    cv2.circle(drawn, (x, y), 26 * FINE, 255, -1)
    for angle in np.arange(60) * 2 * np.pi / 60:
        way = angle + random.normal() * 0.12 * np.linspace(0, 1, 12)
        far = np.linspace(22, 31 + random.uniform(0, 9), 12) * FINE
        strand = np.stack([x + np.cos(way) * far, y + np.sin(way) * far], axis=1).astype(np.int32)
        cv2.polylines(drawn, [strand], False, 255, int(random.integers(2, 6)))
    alpha = cv2.resize(drawn, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    across, down = COLUMNS / WIDTH, ROWS / HEIGHT
    ground = np.stack([60 + 60 * across, 120 + 60 * down, 150 - 40 * across + 30 * down], axis=-1)
    fur = np.stack([150 + 40 * down, 90 + 20 * down, 40 + 20 * across], axis=-1)
    mixed = alpha[..., None] * fur + (1 - alpha[..., None]) * ground + random.normal(0, 2, ground.shape)
    return alpha, np.clip(np.rint(mixed), 0, 255).astype(np.uint8)


def blurred(mask: Mask) -> Frame:
    """A thing in one colour on another, out of focus, with noise."""
    sharp = np.where(mask[..., None], [160.0, 100.0, 50.0], [90.0, 140.0, 140.0])
    soft = cv2.GaussianBlur(sharp, (0, 0), 1.2) + np.random.default_rng(1).normal(0, 4, sharp.shape)
    return np.clip(soft, 0, 255).astype(np.uint8)


def test_the_laplacian_is_that_of_the_paper() -> None:
    random = np.random.default_rng(2)
    frame = random.integers(0, 256, (5, 6, 3)).astype(np.uint8)
    regularisation = 1e-3
    matrix = np.zeros((30, 30))
    for row in range(5):  # windows are cut off at the edge of the picture
        for column in range(6):
            inside = [(r, c) for r in range(row - 1, row + 2) for c in range(column - 1, column + 2)]
            pixels = [r * 6 + c for r, c in inside if 0 <= r < 5 and 0 <= c < 6]
            colours = frame.reshape(-1, 3)[pixels] / 255
            apart = colours - colours.mean(axis=0)
            middle = apart.T @ apart / len(pixels) + regularisation * np.eye(3)
            shared = (1 + apart @ np.linalg.inv(middle) @ apart.T) / len(pixels)
            matrix[np.ix_(pixels, pixels)] += np.eye(len(pixels)) - shared
    guide = Guide.of(frame, 1, regularisation)
    values = random.normal(size=(5, 6))
    np.testing.assert_allclose(guide.laplacian(values).ravel(), matrix @ values.ravel(), atol=1e-9)
    np.testing.assert_allclose(guide.diagonal().ravel(), np.diag(matrix), atol=1e-9)


@pytest.mark.parametrize("deep", [False, True])
def test_an_edge_beside_the_thing_moves_onto_it(deep: bool) -> None:
    truth, given = disc(70, 60, 30), disc(73, 58, 31)
    frame = blurred(truth)
    found = to_edges(given, frame.astype(np.uint16) * 257 if deep else frame, 6)
    assert (found ^ truth).sum() < 0.5 * (given ^ truth).sum()


def test_an_edge_stays_in_its_band_and_where_colours_do_not_tell() -> None:
    truth, given = disc(70, 60, 30), disc(70, 60, 20)
    found = to_edges(given, blurred(truth), 3)
    assert not (found & ~disc(70, 60, 23.6)).any()
    grey = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    assert (to_edges(given, grey, 4) ^ given).sum() <= 8
    assert not to_edges(np.zeros_like(given), grey, 4).any()
    assert to_edges(np.ones_like(given), grey, 4).all()


def test_hair_is_as_transparent_as_it_was_drawn(hair: tuple[Alpha, Frame]) -> None:
    alpha, frame = hair
    rough = disc(70, 60, 29)
    found = alpha_of(rough, frame, 16)
    error, before = (float(np.mean((one - alpha) ** 2)) for one in (found, rough.astype(np.float32)))
    assert error < 0.03 * before
    far = disc(70, 60, 29 + 17) ^ np.True_
    assert not found[far].any()
    assert found.min() >= 0
    assert found.max() <= 1


def test_what_is_removed_takes_its_hair_along(hair: tuple[Alpha, Frame]) -> None:
    alpha, frame = hair
    rough = disc(70, 60, 29)
    whole = refined(rough, Refinement(hair=16), frame)
    strands = (alpha > 2 * WISP) & ~rough
    assert (whole & strands).sum() > 0.95 * strands.sum() > 300
    assert (whole & (alpha == 0) & ~rough).sum() < 0.2 * strands.sum()
    np.testing.assert_array_equal(refined(rough, Refinement(hair=16)), rough)
    np.testing.assert_array_equal(coverage_of(rough, 16, frame), alpha_of(rough, frame, 16))


def test_matting_takes_thin_and_empty_and_full_masks() -> None:
    frame = blurred(disc(70, 60, 30))
    line = ROWS == 60
    for mask in (line, np.zeros_like(line), np.ones_like(line), disc(0, 0, 9), disc(0, 0, 0)):
        found = alpha_of(mask, frame, 6)
        assert np.isfinite(found).all()
        assert found.any() == mask.any()


def test_legs_thinner_than_hair_reaches_stay_whole() -> None:
    random = np.random.default_rng(4)
    body = disc(70, 40, 24)
    legs = ((abs(COLUMNS - 56) <= 5) | (abs(COLUMNS - 84) <= 5)) & (ROWS >= 40) & (ROWS < 110)
    thing = body | legs
    # Legs lighter than the body and hardly other than the sand: colours tell little.
    colours = np.where(body[..., None], [120.0, 95.0, 70.0], [205.0, 180.0, 150.0])
    frame = np.where(thing[..., None], colours, [222.0, 200.0, 175.0]) + random.normal(0, 6, (HEIGHT, WIDTH, 3))
    found = alpha_of(thing, np.clip(frame, 0, 255).astype(np.uint8), 20)
    middle = legs & (abs(COLUMNS - 56) <= 2) & (ROWS > 70) & (ROWS < 105)
    assert found[middle].min() > 0.85
    assert found[legs].mean() > 0.75
