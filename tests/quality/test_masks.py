from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from peanut_studio.media.images import read_image
from peanut_studio.model.picture import Mask
from peanut_studio.quality.masks import boundary, boundary_accuracy, region_similarity, summarise


def square(left: int, top: int, side: int, shape: tuple[int, int] = (120, 160)) -> Mask:
    mask = np.zeros(shape, np.bool_)
    mask[top : top + side, left : left + side] = True
    return mask


def test_region_similarity_is_intersection_over_union() -> None:
    assert region_similarity(square(10, 10, 20), square(20, 10, 20)) == pytest.approx(200 / 600)
    assert region_similarity(square(10, 10, 20), square(60, 60, 20)) == 0
    nothing = np.zeros((120, 160), np.bool_)
    assert region_similarity(nothing, nothing) == 1
    assert region_similarity(square(10, 10, 20), nothing) == 0


def test_boundary_is_one_pixel_wide_and_ignores_the_frame_edge() -> None:
    edge = boundary(square(10, 20, 5))
    assert edge.sum() == 2 * 6 + 2 * 6 - 4
    assert edge[19, 9]
    assert not edge[21, 11]
    assert not boundary(np.ones((8, 8), np.bool_)).any()


def test_boundary_accuracy_allows_a_small_shift_only() -> None:
    truth = square(40, 40, 40)
    assert boundary_accuracy(truth, truth) == 1
    assert boundary_accuracy(square(42, 40, 40), truth) == 1, "the tolerance is ceil(.008 x 200) = 2 pixels"
    shifted = boundary_accuracy(square(48, 40, 40), truth)
    assert 0.3 < shifted < 0.8
    assert boundary_accuracy(square(100, 40, 10), square(10, 100, 10)) == 0


def test_boundary_accuracy_with_nothing_there() -> None:
    nothing, something = np.zeros((120, 160), np.bool_), square(40, 40, 40)
    assert boundary_accuracy(nothing, nothing) == 1
    assert boundary_accuracy(nothing, something) == 0
    assert boundary_accuracy(something, nothing) == 0


def test_boundary_accuracy_is_the_harmonic_mean() -> None:
    truth = square(20, 20, 30)
    both = truth | square(100, 60, 30)
    length = np.count_nonzero(boundary(truth))
    precision = length / np.count_nonzero(boundary(both))
    assert precision == pytest.approx(0.5)
    assert boundary_accuracy(both, truth) == pytest.approx(2 * precision / (precision + 1))


def test_summary() -> None:
    scores = [1.0] * 10 + [0.6] * 20 + [0.2] * 10
    summary = summarise(scores)
    assert summary.mean == pytest.approx(0.6)
    assert summary.recall == pytest.approx(0.75)
    assert summary.decay == pytest.approx(0.8, abs=0.08)
    with pytest.raises(ValueError, match="no scores"):
        summarise([])


PUBLISHED = {
    "davis_camel": (
        (0.7522286972646014, 0.9545454545454546, 0.08894307373023846),
        (0.7922066797663493, 1.0, -0.06437611252305508),
    ),
    "davis_blackswan": (
        (0.6809940987515025, 0.7916666666666666, 0.3825815804929625),
        (0.7719524966657024, 0.9166666666666666, 0.02012364966895608),
    ),
}
"""Mean, recall and decay of J and of F by the published tool, davisvideochallenge/davis2017-evaluation at 30b698a."""


@pytest.mark.clips
@pytest.mark.parametrize("name", PUBLISHED)
def test_they_equal_the_published_evaluation(clips: Path, name: str) -> None:
    """On masks that come three frames late and lose more and more on the left; first and last are left out there."""
    files = sorted((clips / name / "masks").iterdir())
    truth = [read_image(file) > 0 for file in files]
    drawn = [truth[min(t + 3, len(truth) - 1)].copy() for t in range(len(truth))]
    for t, mask in enumerate(drawn):
        mask[:, : mask.shape[1] * t // len(drawn) // 2] = False
    pairs = list(zip(drawn, truth, strict=True))[1:-1]
    for measure, expected in zip((region_similarity, boundary_accuracy), PUBLISHED[name], strict=True):
        found = summarise([measure(*pair) for pair in pairs])
        assert (found.mean, found.recall, found.decay) == pytest.approx(expected, abs=1e-9)
