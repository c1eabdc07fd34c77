from __future__ import annotations

import numpy as np
import pytest

from peanut_studio.model.picture import Frame
from peanut_studio.quality.fidelity import psnr, ssim
from peanut_studio.quality.frame_scores import MEASURES, Sample, eight_bits, frame_scores, summary
from peanut_studio.quality.warping import warping_error

COUNT = 4


@pytest.fixture(scope="module")
def clip() -> tuple[list[Frame], list[Frame]]:
    """Frames that are right but for a patch, and right ones; the second pair is equal."""
    rng = np.random.default_rng(4)
    truth = [rng.integers(0, 256, (80, 100, 3), np.uint8) for _ in range(COUNT)]
    result = [frame.copy() for frame in truth]
    for t in (0, 2, 3):
        result[t][30:50, 40:60] = 255 - result[t][30:50, 40:60]
    return result, truth


def test_they_are_those_of_the_single_measures(clip: tuple[list[Frame], list[Frame]]) -> None:
    result, truth = clip
    mask = np.zeros((80, 100), np.bool_)
    mask[30:50, 40:60] = True
    rows = list(frame_scores(Sample(a, b, mask) for a, b in zip(result, truth, strict=True)))
    assert len(rows) == COUNT
    assert rows[0]["psnr"] == psnr(result[0], truth[0])
    assert rows[0]["ssim"] == ssim(result[0], truth[0])
    assert rows[0]["psnr_hole"] < rows[0]["psnr"]
    assert rows[0]["psnr_band"] == float("inf")
    assert rows[1]["psnr"] == float("inf")
    assert "warping" not in rows[-1], "nothing follows"
    means = summary(rows)
    assert means["psnr"] == pytest.approx(np.mean([psnr(result[t], truth[t]) for t in (0, 2, 3)]))
    assert means["warping"] == pytest.approx(warping_error(result, truth), nan_ok=True)
    assert set(means) <= {measure.id for measure in MEASURES}
    fewer = list(frame_scores((Sample(a, b, mask) for a, b in zip(result, truth, strict=True)), unaided=False))
    assert set(rows[0]) - set(fewer[0]) == {"flicker", "seam", "sharpness", "noise"}
    assert all(fewer[0][name] == rows[0][name] for name in fewer[0])


def test_without_a_truth_only_what_needs_none(clip: tuple[list[Frame], list[Frame]]) -> None:
    rows = list(frame_scores(Sample(frame) for frame in clip[0]))
    assert set(rows[0]) == {"warping"}
    assert rows[-1] == {}


def test_only_equal_frames_have_an_infinite_mean() -> None:
    assert summary([{"psnr": float("inf")}, {"psnr": float("inf")}]) == {"psnr": float("inf")}
    assert summary([{"psnr": float("inf")}, {"psnr": 30.0}]) == {"psnr": 30.0}
    assert summary([{"psnr": float("nan")}, {}]) == {}


def test_frames_come_one_after_another() -> None:
    """Never more than two are held: the third is asked for only when the first has been judged."""
    asked = []

    def samples() -> object:
        for t in range(5):
            asked.append(t)
            yield Sample(np.full((70, 70, 3), t, np.uint8))

    scores = frame_scores(samples())  # type: ignore[arg-type]
    next(scores)
    assert asked == [0, 1]
    next(scores)
    assert asked == [0, 1, 2]


def test_deeper_pictures_are_measured_in_eight_bits() -> None:
    deep = np.full((2, 2, 3), 40000, np.uint16)
    assert eight_bits(deep).dtype == np.uint8
    assert (eight_bits(deep) == 156).all()
