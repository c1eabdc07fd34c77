"""Which segmenter "auto" takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from peanut_studio.engines import registry
from peanut_studio.engines.weights import WeightStore
from peanut_studio.pipeline.choice import Choices, Workshop
from peanut_studio.pipeline.offers import offers

Chosen = Callable[..., str]


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Chosen:
    """The id of the segmenter chosen where these weight files are here and this is the best device."""

    def choose(*here: str, device: str, asked: str = "auto", packages: bool = True) -> str:
        monkeypatch.setattr(WeightStore, "path", lambda _store, name: tmp_path / name if name in here else None)
        monkeypatch.setattr("peanut_studio.engines.device.resolve", lambda name: device if name == "auto" else name)
        monkeypatch.setattr("importlib.util.find_spec", lambda _name: object() if packages else None)
        monkeypatch.setattr(registry, "create", lambda _task, name, **_options: name)
        engine: Any = Workshop(Choices(device=asked), WeightStore(tmp_path)).segmenter().engine
        return str(engine)

    return choose


TINY, LARGE, MOBILE = "sam2.1_hiera_tiny.pt", "sam2.1_hiera_large.pt", "mobile_sam.pt"


def test_sam2_tracks_by_itself_where_it_is_here_and_a_gpu_is(chosen: Chosen) -> None:
    assert chosen(MOBILE, TINY, device="cuda") == "sam2-tiny"
    assert chosen(MOBILE, TINY, LARGE, device="cuda") == "sam2-large"
    assert chosen(TINY, device="mps") == "sam2-tiny"


def test_otherwise_mobilesam_does(chosen: Chosen) -> None:
    assert chosen(MOBILE, device="cuda") == "mobilesam", "nothing large is fetched unasked"
    assert chosen(MOBILE, TINY, LARGE, device="cpu") == "mobilesam"
    assert chosen(MOBILE, TINY, device="cuda", asked="cpu") == "mobilesam"
    assert chosen(MOBILE, TINY, device="cuda", packages=False) == "mobilesam"


def test_an_offer_says_which_package_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    found = {offer.id: offer for offer in offers("segment", WeightStore(tmp_path))}
    assert found["sam2-tiny"].packages == ("sam2",)
    assert not found["sam2-tiny"].ready
    assert found["sam2-tiny"].size == 156_008_466
    assert found["sam2-tiny"].licence == "Apache-2.0"
    assert found["grabcut"].ready
