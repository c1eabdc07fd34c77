"""What every upscaler must do, whichever way it enlarges."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch

from peanut_studio.engines import precision, registry
from peanut_studio.engines.conformance.checks import examine
from peanut_studio.engines.contract import EngineInfo
from peanut_studio.engines.registry import engines
from peanut_studio.engines.upscale.basicvsr_pp import BasicVsrPpUpscaler
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.errors import InputError, WeightsError
from peanut_studio.model.picture import Frame, FrameList
from peanut_studio.nets.basicvsr_pp import BasicVsrPp


def _frames(count: int, size: tuple[int, int], dtype: Any = np.uint8) -> FrameList:
    rng = np.random.default_rng(3)
    coarse = rng.integers(0, 256, (size[1] // 8 + 4, size[0] // 8 + 4, 3), dtype=np.uint8)
    wide = cv2.resize(coarse, (size[0] + 16, size[1] + 16), interpolation=cv2.INTER_CUBIC)
    pictures: list[Frame] = [wide[i : i + size[1], i : i + size[0]].astype(dtype) for i in range(count)]
    return FrameList([picture * 257 if dtype == np.uint16 else picture for picture in pictures])


def _here(info: EngineInfo) -> bool:
    return all(WeightStore().path(name) is not None for name in info.weights)


@pytest.mark.parametrize("info", engines("upscale"), ids=lambda info: info.id)
def test_an_engine_says_how_much_it_enlarges_and_what_it_takes(info: EngineInfo) -> None:
    assert info.window == 0 or info.window > info.context
    if info.weights:
        assert info.scale in (1, 4)
        assert info.working_bytes > info.frame_bytes > 0
        assert all(len(WeightStore().info(name).sha256) == 64 for name in info.weights)


@pytest.mark.weights
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("info", engines("upscale"), ids=lambda info: info.id)
def test_pictures_come_out_as_many_larger_and_as_deep(info: EngineInfo, dtype: Any) -> None:
    if not _here(info):
        pytest.skip(f"needs the weights {info.weights[0]}: peanut-studio models fetch {info.id}")
    engine = registry.create("upscale", info.id, device="cpu")
    frames = _frames(2, (info.smallest, info.smallest) if info.smallest > 1 else (20, 12), dtype)
    enlarged = list(engine.upscale(frames))
    width, height = frames.size
    assert [picture.shape for picture in enlarged] == [(height * engine.scale, width * engine.scale, 3)] * 2
    for before, after in zip((frames[0], frames[1]), enlarged, strict=True):
        assert after.dtype == dtype
        small = cv2.resize(after, frames.size, interpolation=cv2.INTER_AREA).astype(float)
        assert np.abs(small - before).mean() < 0.03 * np.iinfo(dtype).max


@pytest.mark.weights
@pytest.mark.parametrize("info", {info.entry: info for info in engines("upscale")}.values(), ids=lambda info: info.id)
def test_it_does_what_every_upscaler_must(info: EngineInfo) -> None:
    if not _here(info):
        pytest.skip(f"needs the weights {info.weights[0]}: peanut-studio models fetch {info.id}")
    engine = registry.create("upscale", info.id, device="cpu")
    assert [finding for finding in examine(engine, info) if finding.fault] == []


@pytest.mark.parametrize(("enlarges", "scale"), [(True, 4), (False, 1)])
def test_a_checkpoint_of_mmediting_says_itself_what_network_it_is_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, enlarges: bool, scale: int
) -> None:
    monkeypatch.setattr(precision, "working_type", lambda _device: torch.float32)
    torch.manual_seed(0)
    net = BasicVsrPp(16, 2, enlarges=enlarges).eval()
    state = {f"generator.{name}": value for name, value in net.state_dict().items()}
    path = tmp_path / "net.pth"
    torch.save({"meta": {}, "state_dict": {**state, "step_counter": torch.tensor(7)}}, path)
    engine = BasicVsrPpUpscaler({"net.pth": path}, "cpu")
    assert engine.scale == scale
    frames = _frames(2, (64, 64))
    tensor = torch.from_numpy(np.stack([frames[0], frames[1]])).permute(0, 3, 1, 2) / 255
    with torch.inference_mode():
        wanted = (net(tensor).clamp(0, 1) * 255).round().permute(0, 2, 3, 1).numpy()
    found = np.stack(list(engine.upscale(frames)))
    # Channels last, the sums come in another order.
    assert np.abs(found.astype(int) - wanted.astype(int)).max() <= 1
    monkeypatch.setattr(precision, "working_type", lambda _device: torch.bfloat16)
    short = np.stack(list(BasicVsrPpUpscaler({"net.pth": path}, "cpu").upscale(frames)))
    error = np.mean((short.astype(float) - found) ** 2)
    assert 0 < error < 255**2 / 10**4.5, "more than 45 dB"


@pytest.mark.gpu
def test_a_card_gives_the_same_pictures_in_half_precision(tmp_path: Path) -> None:
    if not torch.cuda.is_available():
        pytest.skip("needs a CUDA device")
    torch.manual_seed(5)
    net = BasicVsrPp(16, 2, enlarges=True).eval()
    path = tmp_path / "net.pth"
    state = {f"generator.{name}": value for name, value in net.state_dict().items()}
    torch.save({"meta": {}, "state_dict": {**state, "step_counter": torch.tensor(7)}}, path)
    frames = _frames(5, (96, 64))
    wanted, found = (
        np.stack(list(BasicVsrPpUpscaler({"net.pth": path}, device).upscale(frames))).astype(float)
        for device in ("cpu", "cuda")
    )
    error = np.mean((found - wanted) ** 2)
    assert 0 < error < 255**2 / 10**4, "more than 40 dB, and not the same numbers"


def test_a_checkpoint_of_another_network_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "net.pth"
    torch.save({"state_dict": {"generator.conv.weight": torch.zeros(3)}}, path)
    with pytest.raises(WeightsError, match=r"does not hold the weights of BasicVSR\+\+"):
        BasicVsrPpUpscaler({"net.pth": path}, "cpu")


def test_a_file_in_the_users_folder_is_an_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_WEIGHTS", str(tmp_path))
    assert "mine" not in [info.id for info in engines("upscale")]
    folder = tmp_path / "upscalers"
    folder.mkdir()
    for name in ("mine.pth", "notes.txt", "lanczos.safetensors"):
        (folder / name).write_bytes(b"nothing")
    own = [info for info in engines("upscale") if info.origin == "your own"]
    assert [info.id for info in own] == ["mine"], "a built-in engine keeps its name"
    with pytest.raises((WeightsError, InputError), match=r"mine\.pth"):
        registry.create("upscale", "mine")


def test_a_network_of_the_ecosystem_enlarges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = "spandrel.architectures.Compact.__arch.SRVGG"
    compact = pytest.importorskip(where, reason="needs the extra 'upscalers' (spandrel)")
    torch.manual_seed(1)
    net = compact.SRVGGNetCompact(num_feat=8, num_conv=2, upscale=2)
    monkeypatch.setenv("PEANUT_STUDIO_WEIGHTS", str(tmp_path))
    (tmp_path / "upscalers").mkdir()
    torch.save({"params": net.state_dict()}, tmp_path / "upscalers" / "tiny.pth")
    engine = registry.create("upscale", "tiny", device="cpu")
    assert engine.scale == 2
    frames = _frames(2, (21, 17))
    enlarged = list(engine.upscale(frames))
    assert [picture.shape for picture in enlarged] == [(34, 42, 3)] * 2
    tensor = torch.from_numpy(frames[1]).permute(2, 0, 1)[None] / 255
    with torch.inference_mode():
        wanted = (net.eval()(tensor)[0].clamp(0, 1) * 255).round().permute(1, 2, 0).numpy()
    np.testing.assert_array_equal(enlarged[1], wanted.astype(np.uint8))


class Sprung:
    """Unpickled by somebody who trusts it, it makes a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.folder),)


@pytest.mark.filterwarnings("ignore")  # torch's, of TorchScript
@pytest.mark.parametrize("ending", [".pth", ".pt", ".ckpt", ".safetensors"])
@pytest.mark.parametrize("how", ["pickle", "torch", "script"])
def test_a_file_in_the_users_folder_is_data_and_runs_nothing(
    ending: str, how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = "spandrel.architectures.Compact.__arch.SRVGG"
    compact = pytest.importorskip(where, reason="needs the extra 'upscalers' (spandrel)")
    monkeypatch.setenv("PEANUT_STUDIO_WEIGHTS", str(tmp_path))
    (tmp_path / "upscalers").mkdir()
    path, content = tmp_path / "upscalers" / f"trap{ending}", {"params": Sprung(tmp_path / "sprung")}
    if how == "pickle":
        path.write_bytes(pickle.dumps(content, protocol=2))
    elif how == "torch":
        torch.save(content, path)
    else:
        net = compact.SRVGGNetCompact(num_feat=8, num_conv=2, upscale=2)
        torch.jit.trace(net, torch.zeros(1, 3, 8, 8)).save(str(path))
    with pytest.raises(WeightsError, match=rf"trap\{ending}"):
        registry.create("upscale", "trap", device="cpu")
    assert not (tmp_path / "sprung").exists()


def test_a_network_is_read_from_safetensors_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = "spandrel.architectures.Compact.__arch.SRVGG"
    compact = pytest.importorskip(where, reason="needs the extra 'upscalers' (spandrel)")
    files = pytest.importorskip("safetensors.torch", reason="needs safetensors")
    monkeypatch.setenv("PEANUT_STUDIO_WEIGHTS", str(tmp_path))
    (tmp_path / "upscalers").mkdir()
    net = compact.SRVGGNetCompact(num_feat=8, num_conv=2, upscale=3)
    files.save_file(net.state_dict(), tmp_path / "upscalers" / "tiny.safetensors")
    assert registry.create("upscale", "tiny", device="cpu").scale == 3
