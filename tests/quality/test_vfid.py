"""The distance reckoned by hand and by SciPy; that of clips, with the trained network where it is here."""

from __future__ import annotations

import pickle
from pathlib import Path

import cv2
import numpy as np
import pytest
from scipy import linalg

from peanut_studio.engines.pickled_arrays import load_arrays
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.picture import Frame
from peanut_studio.quality.vfid import STEP, WEIGHTS, WINDOW, ClipFeatures, VideoFeatures, frechet_distance


def test_the_distance_of_known_gaussians() -> None:
    first = np.array([[0.0, 0], [2, 0], [1, 1], [1, -1]])
    assert frechet_distance(first, first) == pytest.approx(0, abs=1e-12)
    assert frechet_distance(first, first + np.array([3, 4])) == pytest.approx(25)
    middle = first.mean(axis=0)
    # Twice the deviation: tr(C + 4 C - 2 * 2 C) = tr C, which is 2/3 + 2/3.
    assert frechet_distance(first, middle + 2 * (first - middle)) == pytest.approx(4 / 3)
    assert frechet_distance(first[:1], first[1:2]) == pytest.approx(4), "means alone"


def test_it_equals_the_formula_with_a_matrix_root() -> None:
    rng = np.random.default_rng(0)
    first, second = rng.normal(0, 1, (40, 6)), rng.normal(0.3, 1.4, (55, 6)) @ rng.normal(0, 1, (6, 6))
    c1, c2 = np.cov(first, rowvar=False), np.cov(second, rowvar=False)
    apart = ((first.mean(0) - second.mean(0)) ** 2).sum()
    expected = apart + np.trace(c1 + c2 - 2 * np.real(linalg.sqrtm(c1 @ c2)))
    assert frechet_distance(first, second) == pytest.approx(expected, rel=1e-8)


def test_a_pickle_that_would_run_something_is_refused(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return print, ("run",)

    path = tmp_path / "evil.ckpt"
    path.write_bytes(pickle.dumps({"params": Evil()}))
    with pytest.raises(WeightsError, match="is not a file of arrays"):
        load_arrays(path)
    path.write_bytes(b"nonsense")
    with pytest.raises(WeightsError, match="is not a file of arrays"):
        load_arrays(path)
    path.write_bytes(pickle.dumps({"params": {"Conv": {"kernel": np.ones(3)}}}))
    assert load_arrays(path)["params"]["Conv"]["kernel"].sum() == 3
    with pytest.raises(WeightsError, match="does not hold I3D's weights"):
        VideoFeatures(path)


@pytest.fixture(scope="module")
def features() -> VideoFeatures:
    path = WeightStore().path(WEIGHTS)
    if path is None:
        pytest.skip(f"needs the weights {WEIGHTS}: peanut-studio models fetch {WEIGHTS}")
    return VideoFeatures(path)


@pytest.fixture(scope="module")
def film() -> list[Frame]:
    rng = np.random.default_rng(1)
    wide = cv2.GaussianBlur(rng.integers(0, 256, (112, 400, 3), np.uint8), (0, 0), 2)
    wide = cv2.normalize(wide, None, 0, 255, cv2.NORM_MINMAX)
    return [np.ascontiguousarray(wide[:, 6 * t : 6 * t + 144]) for t in range(2 * WINDOW)]


def _all(features: VideoFeatures, frames: list[Frame]) -> np.ndarray:
    clip = ClipFeatures(features)
    for frame in frames:
        clip.take(frame)
    return clip.features()


@pytest.mark.weights
def test_of_equal_clips_it_is_nothing_and_it_rises_with_blur_and_shuffle(
    features: VideoFeatures, film: list[Frame]
) -> None:
    true = _all(features, film)
    assert true.shape == (1 + (len(film) - WINDOW) // STEP, 1024)
    assert frechet_distance(true, _all(features, list(film))) == pytest.approx(0, abs=1e-9)
    found = []
    for sigma in (0.7, 1.5, 3.0):
        blurred = [np.asarray(cv2.GaussianBlur(frame, (0, 0), sigma), np.uint8) for frame in film]
        found.append(frechet_distance(true, _all(features, blurred)))
    assert 0 < found[0] < found[1] < found[2]
    order = np.random.default_rng(2).permutation(len(film))
    shuffled = [film[t] for t in order]
    swapped = [film[t ^ 1] for t in range(len(film))]
    little, much = (frechet_distance(true, _all(features, clip)) for clip in (swapped, shuffled))
    assert 0.01 < little < much


@pytest.mark.weights
def test_short_clips_have_one_feature(features: VideoFeatures, film: list[Frame]) -> None:
    assert _all(features, film[:5]).shape == (1, 1024)
    with pytest.raises(ValueError, match="no frames"):
        ClipFeatures(features).features()
