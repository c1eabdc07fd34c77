"""LPIPS with an AlexNet of random weights: the way there, for the trained ones are seldom here."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
import torchvision

from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.errors import InputError, WeightsError
from peanut_studio.quality import lpips
from peanut_studio.quality.lpips import WEIGHTS, Lpips


@pytest.fixture(scope="module")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("weights") / WEIGHTS
    torch.save(torchvision.models.alexnet().state_dict(), path)
    return path


def test_equal_pictures_are_equal_and_others_are_not(untrained: Path) -> None:
    rng = np.random.default_rng(1)
    picture = cv2.GaussianBlur(rng.integers(0, 256, (72, 96, 3), np.uint8), (0, 0), 1)
    hub = torch.hub.get_dir()
    distance = Lpips(untrained)
    assert torch.hub.get_dir() == hub, "the hub is where it was"
    assert distance(picture, picture) == 0
    little, much = (np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8) for sigma in (1, 4))
    assert 0 < distance(little, picture) < distance(much, picture)
    assert np.isnan(distance(picture[:20], picture[:20]))


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / WEIGHTS
    torch.save({"nothing": torch.zeros(1)}, path)
    with pytest.raises(WeightsError, match="does not hold AlexNet's weights"):
        Lpips(path)


def test_without_the_package_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lpips.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(InputError, match="pip install 'peanut-studio\\[lpips\\]'"):
        Lpips(Path("absent"))


@pytest.mark.weights
def test_the_trained_network_gives_what_is_known() -> None:
    path = WeightStore().path(WEIGHTS)
    if path is None:
        pytest.skip(f"needs the weights {WEIGHTS}: peanut-studio models fetch {WEIGHTS}")
    rng = np.random.default_rng(1)
    picture = rng.integers(0, 256, (64, 64, 3), np.uint8)
    assert Lpips(path)(picture, 255 - picture) > 0.1
