"""What every inpainter must do, whichever way it fills."""

from __future__ import annotations

from typing import Any

import pytest

from peanut_studio.engines import registry
from peanut_studio.engines.conformance.checks import CHECKS
from peanut_studio.engines.conformance.scene import Check
from peanut_studio.engines.registry import engines
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.picture import FrameList
from peanut_studio.pipeline.choice import Made

from .scenes import blackened, discs, pan

INPAINTERS = [info.id for info in engines("inpaint")]


@pytest.fixture(scope="module", params=INPAINTERS)
def inpainter(request: pytest.FixtureRequest) -> Made:
    """Each engine that the catalogue lists, with the weights that are on this machine."""
    store = WeightStore()
    info = registry.info("inpaint", request.param)
    missing = [name for name in info.weights if store.path(name) is None]
    if missing:
        pytest.skip(f"needs the weights {missing[0]}: peanut-studio models fetch {request.param}")
    return Made(registry.create("inpaint", request.param, device="cpu", weights=store), info)


def test_there_are_inpainters() -> None:
    assert {"propagation", "telea", "migan", "plate"} <= set(INPAINTERS)


@pytest.mark.parametrize("check", CHECKS["inpaint"], ids=lambda check: check.name)
def test_it_does_what_every_inpainter_must(inpainter: Made, check: Check) -> None:
    check.run(inpainter.engine, inpainter.info)


def test_nothing_black_remains(inpainter: Made) -> None:
    size = (80, 60)
    frames, masks = pan(2, size, 1.5), discs(2, size, 8, speed=2)
    for after, mask in zip(inpainter.engine.inpaint(FrameList(blackened(frames, masks)), masks), masks, strict=True):
        assert after[mask].mean() > 40, "the hole is still black"


def test_a_lost_network_is_one_sentence(tmp_path: Any) -> None:
    path = tmp_path / "migan_pipeline_v2.onnx"
    path.write_bytes(b"not a network")
    from peanut_studio.engines.inpaint.migan import MiGan

    masks = discs(1, (80, 60), 8)
    with pytest.raises(WeightsError, match="cannot be loaded"):
        list(MiGan({path.name: path}, "cpu").inpaint(FrameList(pan(1, (80, 60), 0)), masks))
