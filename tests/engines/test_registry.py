from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from peanut_studio.engines import registry
from peanut_studio.engines.catalogue import TASKS, Catalogue, built_in, load_catalogue, merge
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.errors import DeviceError, InputError, WeightsError

ENGINE = """
[[engine]]
id = "mine"
task = "upscale"
title = "Mine"
entry = "peanut_studio.engines.upscale.lanczos:Lanczos"
licence = "MIT"
source = "https://example.org"
"""

WEIGHTS = """
[[weights]]
name = "x.bin"
title = "X"
size = 1
sha256 = "00000000"
licence = "MIT"
licence_url = "https://example.org/licence"
page = "https://example.org"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "engine.toml"
    path.write_text(textwrap.dedent(text))
    return path


def test_the_built_in_catalogue_is_whole() -> None:
    catalogue = built_in()
    known = {weight.name for weight in catalogue.weights}
    for engine in catalogue.engines:
        assert set(engine.weights) <= known, engine.id
    assert registry.engines("ground")
    for task in ("segment", "flow", "inpaint", "upscale"):
        assert registry.engines(task), task
        assert any(not engine.weights for engine in registry.engines(task)), f"{task} needs an engine without weights"
    for weight in catalogue.weights:
        assert weight.homes or weight.mirrors, weight.name
        assert all(home.startswith("https://") for home in weight.homes)
        assert len(weight.sha256) == 64 or not weight.exact_size
    assert {user.id for user in catalogue.users("migan_pipeline_v2.onnx")} == {"propagation", "migan"}


def test_listing_imports_no_library_of_models() -> None:
    program = (
        "import sys; from peanut_studio.engines import registry; assert registry.engines('flow');"
        "print([name for name in ('torch', 'cv2', 'onnxruntime', 'torchvision') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_unknown_engine_is_answered_with_the_nearest_and_all() -> None:
    with pytest.raises(
        InputError,
        match=r"no flow engine 'spinet'; did you mean 'spynet'\? Known: dis, farneback, lucas-kanade, spynet",
    ):
        registry.info("flow", "spinet")
    with pytest.raises(InputError, match=r"no ground engine 'x'; known: regions, "):
        registry.info("ground", "x")


def test_an_engine_is_ready_with_its_files_and_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = WeightStore(tmp_path)
    assert registry.is_ready("flow", "dis", store)
    assert not registry.is_ready("ground", "regions", store), "its weights are missing"
    monkeypatch.setattr(WeightStore, "path", lambda _store, name: tmp_path / name)
    assert registry.is_ready("ground", "regions", store)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert not registry.is_ready("ground", "owlv2", store), "its package is missing"


def test_an_engine_without_weights_is_made(tmp_path: Path) -> None:
    engine = registry.create("upscale", "lanczos", weights=WeightStore(tmp_path / "none"), scale=3)
    assert engine.scale == 3
    assert not (tmp_path / "none").exists()


def test_a_wrong_option_is_named() -> None:
    with pytest.raises(InputError, match=r"'dis' does not take these options: .*'speed'"):
        registry.create("flow", "dis", speed=1)


def test_a_device_that_is_not_there_is_refused_also_for_an_engine_of_the_cpu() -> None:
    with pytest.raises(DeviceError):
        registry.create("flow", "dis", device="cuda:99")
    with pytest.raises(DeviceError):
        registry.create("flow", "dis", device="gpu")


def test_missing_weights_that_cannot_be_had_are_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_OFFLINE", "1")
    with pytest.raises(WeightsError, match=r"raft_small.*could not be fetched"):
        registry.create("flow", "raft-small", device="cpu", weights=WeightStore(tmp_path))


def test_a_further_catalogue_adds_engines(tmp_path: Path) -> None:
    more = load_catalogue(written(tmp_path, ENGINE), origin="plugin mine")
    both = merge([built_in(), more])
    assert registry.info("upscale", "mine", catalogue=both).origin == "plugin mine"
    assert registry.create("upscale", "mine", catalogue=both).scale == 2
    with pytest.raises(InputError, match="engine 'upscale/mine' twice"):
        merge([both, more])


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[engine]", "is not valid TOML"),
        ("[[engines]]\nid = 'x'", "unknown table 'engines'"),
        (ENGINE.replace('licence = "MIT"', ""), "entry 'mine' lacks the key 'licence'"),
        (ENGINE + "colour = 'red'", "unknown key 'colour'"),
        (ENGINE + "pad_to = '8'", "'pad_to' is '8', which is not a int"),
        (ENGINE.replace("upscale", "paint", 1), f"task 'paint'; known: {', '.join(TASKS)}"),
        (ENGINE.replace(":Lanczos", ""), "write 'module:Class'"),
        (ENGINE + ENGINE, "twice"),
        (WEIGHTS.replace("x.bin", "../x.bin"), "must be a plain file name"),
        (WEIGHTS.replace("x.bin", ".."), "must be a plain file name"),
        (WEIGHTS.replace("00000000", "0"), "need a sha256"),
        (WEIGHTS.replace("size = 1", "size = true"), "'size' is True, which is not a int"),
    ],
)  # fmt: skip
def test_a_faulty_catalogue_is_one_sentence(tmp_path: Path, text: str, complaint: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError) as caught:
        load_catalogue(path)
    assert complaint in str(caught.value)
    assert str(path) in str(caught.value) or complaint == "twice"


def test_a_missing_catalogue_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_catalogue(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("peanut_studio.engines.upscale.nothing:X", "names the module peanut_studio.engines.upscale.nothing"),
        ("peanut_studio.engines.upscale.lanczos:X", "has no X"),
        ("needs_a_package:X", "needs the Python package surely_not_installed"),
    ],
)
def test_an_engine_that_cannot_be_loaded_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, complaint: str
) -> None:
    (tmp_path / "needs_a_package.py").write_text("import surely_not_installed\n")
    monkeypatch.syspath_prepend(tmp_path)
    text = ENGINE.replace("peanut_studio.engines.upscale.lanczos:Lanczos", entry)
    with pytest.raises(InputError, match=complaint):
        registry.create("upscale", "mine", catalogue=load_catalogue(written(tmp_path, text)))


def test_an_engine_of_the_cpu_asks_for_no_gpu() -> None:
    assert registry.place(registry.info("flow", "dis"), "auto") == "cpu"
    assert registry.place(registry.info("flow", "spynet"), "cpu") == "cpu"


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_lanczos_keeps_depth_and_flat_colour(dtype: Any) -> None:
    from peanut_studio.model.picture import FrameList

    full = np.iinfo(dtype).max
    frame = np.full((6, 8, 3), full, dtype)
    frame[:, :, 1] = full // 3
    (result,) = registry.create("upscale", "lanczos", scale=2).upscale(FrameList([frame]))
    assert result.shape == (12, 16, 3)
    assert result.dtype == dtype
    assert (result == frame[0, 0]).all()
    with pytest.raises(InputError, match="not by 9"):
        registry.create("upscale", "lanczos", scale=9)


def test_an_empty_catalogue_is_not_the_built_in_one() -> None:
    with pytest.raises(InputError, match="known: none"):
        registry.info("flow", "dis", catalogue=Catalogue())
