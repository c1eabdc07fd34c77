"""What every flow engine must do, and what the built-in ones reach on motion that is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch
from skimage import data
from torchvision.models import optical_flow

from peanut_studio.engines import registry
from peanut_studio.engines.conformance.checks import examine
from peanut_studio.engines.contract import FlowEstimator
from peanut_studio.engines.flow.dis import PRESETS, Dis, Preset
from peanut_studio.engines.flow.raft import Raft, RaftSmall
from peanut_studio.engines.flow.spynet import SpyNetFlow
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.errors import InputError, WeightsError
from peanut_studio.model.picture import Frame
from peanut_studio.ops.warp import warp

SPYNET = "BasicVSR_Vimeo90K_BIx4.pth"


@pytest.fixture(scope="module")
def raft_weights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Untrained weights: they show that everything fits together, not how good the flow is."""
    folder = tmp_path_factory.mktemp("raft")
    torch.manual_seed(0)
    paths = {}
    for name, build in (("raft", optical_flow.raft_large), ("raft-small", optical_flow.raft_small)):
        paths[name] = folder / f"{name}.pth"
        torch.save(build(weights=None).state_dict(), paths[name])
    return paths


@pytest.fixture(scope="module")
def made(request: pytest.FixtureRequest) -> FlowEstimator:
    name: str = request.param
    if name.startswith("raft"):
        paths = request.getfixturevalue("raft_weights")
        return (Raft if name == "raft" else RaftSmall)({f"{name}.pth": paths[name]}, "cpu", updates=2)
    if name == "spynet":
        if WeightStore().path(SPYNET) is None:
            pytest.skip(f"needs the weights {SPYNET}: peanut-studio models fetch {SPYNET}")
        return registry.create("flow", "spynet", device="cpu")  # type: ignore[no-any-return]
    return registry.create("flow", name)  # type: ignore[no-any-return]


every_engine = pytest.mark.parametrize(
    "made",
    ["dis", "farneback", "lucas-kanade", pytest.param("spynet", marks=pytest.mark.weights), "raft", "raft-small"],
    indirect=True,
)
trained_engine = pytest.mark.parametrize(
    "made", ["dis", "farneback", "lucas-kanade", pytest.param("spynet", marks=pytest.mark.weights)], indirect=True
)


def texture(height: int, width: int, dtype: Any = np.uint8) -> Frame:
    """Smooth noise with structure at several scales."""
    noise = np.random.default_rng(3).standard_normal((height, width, 3)).astype(np.float32)
    blurred = sum(cv2.GaussianBlur(noise, (0, 0), sigma) * sigma for sigma in (1.5, 4.0, 10.0))
    low, high = blurred.min(), blurred.max()
    return ((blurred - low) / (high - low) * np.iinfo(dtype).max).astype(dtype)  # type: ignore[no-any-return]


def test_every_listed_flow_engine_is_tested_here() -> None:
    assert {engine.id for engine in registry.engines("flow")} == {
        "dis",
        "farneback",
        "lucas-kanade",
        "spynet",
        "raft",
        "raft-small",
    }


@every_engine
def test_it_does_what_every_flow_engine_must(made: FlowEstimator) -> None:
    assert [finding for finding in examine(made, registry.info("flow", "dis")) if finding.fault] == []


@trained_engine
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_shift_is_found_with_the_right_sign(made: FlowEstimator, dtype: Any) -> None:
    photo = data.astronaut()[60:220, 100:308].astype(dtype) * (np.iinfo(dtype).max // 255)
    # What stands at (x, y) in the first frame stands at (x + 5, y - 3) in the second.
    first, second = photo[10:138, 10:178], photo[13:141, 5:173]
    flow = made.flow(first, second)[16:-16, 16:-16]
    # SPyNet strays in flat parts, so most pixels have to be right, not all.
    error = np.linalg.norm(flow - np.float32([5, -3]), axis=-1)
    assert np.median(error) < 0.5
    assert (error < 2).mean() > 0.75


@trained_engine
def test_both_depths_give_the_same_flow(made: FlowEstimator) -> None:
    first, second = texture(96, 128)[:, :120], texture(96, 128)[:, 4:124]
    deep = made.flow(first.astype(np.uint16) * 257, second.astype(np.uint16) * 257)
    np.testing.assert_allclose(deep, made.flow(first, second), atol=0.05)


@trained_engine
@pytest.mark.clips
def test_the_next_real_frame_is_brought_back(made: FlowEstimator, clips: Path) -> None:
    frames = sorted((clips / "davis_camel").rglob("*.jpg"))[:2]
    if len(frames) < 2:
        pytest.skip("needs the frames of ../shared/clips/davis_camel")
    first, second = (cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB) for path in frames)
    apart = np.abs(first.astype(float) - second).mean()
    left = np.abs(first.astype(float) - warp(second, made.flow(first, second))).mean()
    assert left < 0.6 * apart


def test_presets_of_dis_are_named() -> None:
    frame = texture(64, 64)
    for preset in PRESETS:
        assert np.abs(Dis({}, "cpu", preset=preset).flow(frame, frame)).max() < 0.1  # type: ignore[arg-type]
    with pytest.raises(InputError, match="no preset 'slow'; known: ultrafast, fast, medium"):
        Dis({}, "cpu", preset="slow")  # type: ignore[arg-type]


def test_raft_refines_at_least_once(raft_weights: dict[str, Path]) -> None:
    with pytest.raises(InputError, match="not 0 times"):
        Raft({"raft.pth": raft_weights["raft"]}, "cpu", updates=0)


def test_raft_refines_more_with_more_updates(raft_weights: dict[str, Path]) -> None:
    first, second = texture(130, 145)[:, :140], texture(130, 145)[:, 5:]
    once, thrice = (
        RaftSmall({"raft.pth": raft_weights["raft-small"]}, "cpu", updates=count).flow(first, second)
        for count in (1, 3)
    )
    assert np.abs(once - thrice).max() > 1e-3


@pytest.mark.parametrize("engine", [SpyNetFlow, Raft])
def test_other_files_than_the_weights_are_refused(
    tmp_path: Path, raft_weights: dict[str, Path], engine: type[SpyNetFlow] | type[Raft]
) -> None:
    damaged = tmp_path / "damaged.pth"
    damaged.write_bytes(b"not a checkpoint")
    with pytest.raises(WeightsError, match="is not a readable checkpoint"):
        engine({"damaged.pth": damaged}, "cpu")
    listed = tmp_path / "list.pth"
    torch.save([1, 2], listed)
    with pytest.raises(WeightsError, match="holds no named tensors"):
        engine({"list.pth": listed}, "cpu")
    with pytest.raises(WeightsError, match="does not hold the weights of"):
        engine({"other.pth": raft_weights["raft-small"]}, "cpu")


def test_code_inside_a_checkpoint_is_not_run(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (tmp_path / "sprung",)

    path = tmp_path / "trap.pth"
    torch.save({"params": Trap()}, path)
    with pytest.raises(WeightsError, match="is not a readable checkpoint"):
        SpyNetFlow({"trap.pth": path}, "cpu")
    assert not (tmp_path / "sprung").exists()


@pytest.mark.gpu
@pytest.mark.parametrize("made", [pytest.param("spynet", marks=pytest.mark.weights)], indirect=True)
def test_a_card_gives_the_same_flow(made: FlowEstimator) -> None:
    if not torch.cuda.is_available():
        pytest.skip("needs a CUDA device")
    first, second = texture(96, 128)[:, :120], texture(96, 128)[:, 4:124]
    on_card = registry.create("flow", "spynet", device="cuda").flow(first, second)
    np.testing.assert_allclose(on_card, made.flow(first, second), atol=0.02)


def test_what_dis_measures_does_not_depend_on_what_it_measured_before() -> None:
    """OpenCV's keeps the finest level that a small picture asked for."""
    engine, picture = Dis({}, "cpu"), cv2.cvtColor(data.astronaut()[100:292, 100:356], cv2.COLOR_RGB2GRAY)
    moved = np.roll(picture, 9, axis=1)
    for width, height in ((24, 20), (256, 192), (24, 20), (70, 50), (256, 192), (16, 16), (70, 50)):
        first, second = (np.ascontiguousarray(one[:height, :width]) for one in (picture, moved))
        wanted = Dis({}, "cpu").flow_grey(first, second)
        np.testing.assert_array_equal(engine.flow_grey(first, second), wanted)


@pytest.mark.parametrize("preset", PRESETS)
def test_low_pictures_do_not_end_the_process(preset: Preset) -> None:
    """OpenCV's does so below 32 lines, but for the medium preset."""
    rng = np.random.default_rng(2)
    for width, height in ((96, 20), (480, 31), (17, 16), (200, 1)):
        picture = rng.integers(0, 256, (height, width), np.uint8)
        assert Dis({}, "cpu", preset).flow_grey(picture, picture).shape == (height, width, 2)
