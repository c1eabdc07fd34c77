"""What every inpainter must do, whichever way it fills."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from peanut_studio.engines import registry
from peanut_studio.engines.registry import engines
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.picture import FrameList

from .scenes import blackened, discs, pan

INPAINTERS = [info.id for info in engines("inpaint")]


@pytest.fixture(scope="module", params=INPAINTERS)
def inpainter(request: pytest.FixtureRequest) -> Any:
    """Each engine that the catalogue lists, with the weights that are on this machine."""
    store = WeightStore()
    info = registry.info("inpaint", request.param)
    missing = [name for name in info.weights if store.path(name) is None]
    if missing:
        pytest.skip(f"needs the weights {missing[0]}: peanut-studio models fetch {request.param}")
    return registry.create("inpaint", request.param, device="cpu", weights=store)


def test_there_are_inpainters() -> None:
    assert {"propagation", "telea", "migan", "plate"} <= set(INPAINTERS)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("size", [(97, 65), (64, 48)])
def test_frames_come_out_as_many_as_large_and_as_deep(inpainter: Any, size: tuple[int, int], dtype: Any) -> None:
    masks = discs(4, size, 9, speed=2)
    frames = [frame.astype(dtype) * (257 if dtype == np.uint16 else 1) for frame in pan(4, size, 1.5)]
    filled = list(inpainter.inpaint(FrameList(frames), masks))
    assert len(filled) == 4
    for before, after, mask in zip(frames, filled, masks, strict=True):
        assert after.dtype == dtype
        assert after.shape == before.shape
        np.testing.assert_array_equal(after[~mask], before[~mask])


@pytest.mark.parametrize("count", [1, 2])
def test_a_clip_of_one_or_two_frames_is_filled(inpainter: Any, count: int) -> None:
    size = (80, 60)
    masks = discs(count, size, 8)
    frames = blackened(pan(count, size, 0), masks)
    filled = list(inpainter.inpaint(FrameList(frames), masks))
    assert len(filled) == count
    assert all(after[mask].mean() > 40 for after, mask in zip(filled, masks, strict=True)), "the hole is still black"


def test_only_the_wanted_frames_come_out(inpainter: Any) -> None:
    size = (80, 60)
    frames, masks = pan(7, size, 1.5), discs(7, size, 8, speed=2)
    given = blackened(frames, masks)
    filled = list(inpainter.inpaint(FrameList(given), masks, Span(2, 5)))
    assert len(filled) == 3
    for index, after in enumerate(filled, start=2):
        np.testing.assert_array_equal(after[~masks[index]], given[index][~masks[index]])
        assert after[masks[index]].mean() > 40, "the hole is still black"


def test_frames_without_a_hole_pass(inpainter: Any) -> None:
    size = (80, 60)
    frames = pan(3, size, 1)
    masks = [np.zeros((60, 80), np.bool_)] * 3
    for before, after in zip(frames, inpainter.inpaint(FrameList(frames), masks), strict=True):
        np.testing.assert_array_equal(after, before)


def test_it_can_be_stopped_half_way(inpainter: Any) -> None:
    size = (80, 60)
    masks = discs(6, size, 8)
    running = iter(inpainter.inpaint(FrameList(pan(6, size, 1)), masks))
    next(running)
    running.close()


def test_a_lost_network_is_one_sentence(tmp_path: Any) -> None:
    path = tmp_path / "migan_pipeline_v2.onnx"
    path.write_bytes(b"not a network")
    from peanut_studio.engines.inpaint.migan import MiGan

    masks = discs(1, (80, 60), 8)
    with pytest.raises(WeightsError, match="cannot be loaded"):
        list(MiGan({path.name: path}, "cpu").inpaint(FrameList(pan(1, (80, 60), 0)), masks))
