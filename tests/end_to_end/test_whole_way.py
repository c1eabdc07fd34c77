"""Every command for real: weights where they are there, GrabCut and Telea where they are not."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

import peanut_studio
from peanut_studio.cli.app import run
from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.flow_files import read_flo, read_flow_png16
from peanut_studio.media.masks import read_masks
from peanut_studio.media.reader import open_clip
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.errors import InputError, WeightsError
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.progress import Progress
from peanut_studio.nets.e2fgvi import E2fgvi
from peanut_studio.pipeline.demo_scene import Scene
from peanut_studio.quality.fidelity import psnr

SCENE = Scene(240, 160, 10)


@pytest.fixture(autouse=True)
def apart_from_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def no_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_WEIGHTS", str(tmp_path / "weights"))
    monkeypatch.setenv("PEANUT_STUDIO_OFFLINE", "1")


@pytest.fixture
def small_weights() -> None:
    missing = [name for name in ("mobile_sam.pt", "migan_pipeline_v2.onnx") if WeightStore().path(name) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}: peanut-studio models fetch")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("footage") / "clip.mp4"
    frames = (SCENE.frame(index) for index in range(SCENE.count))
    write_clip(path, frames, (SCENE.width, SCENE.height), Fraction(24), SCENE.sound())
    return path


def _box() -> str:
    x, y = SCENE.centre(0)
    radius = SCENE.height * 0.13 + 3
    return f"{x - radius:.1f},{y - radius:.1f},{x + radius:.1f},{y + radius:.1f}"


def _overlap(found: np.ndarray, truth: np.ndarray) -> float:
    return float(np.logical_and(found, truth).sum() / np.logical_or(found, truth).sum())


@pytest.mark.usefixtures("no_weights")
def test_an_object_is_removed_without_any_weights(
    clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, masks = tmp_path / "out.mkv", tmp_path / "masks"
    arguments = ["--box", _box(), "--inpainter=telea", "--codec=ffv1", "--keep-masks", str(masks), "--json"]
    assert run(["remove", str(clip), *arguments, "-o", str(out)]) == 0
    told = capsys.readouterr()
    assert "GrabCut tracks instead" in told.err
    report = json.loads(told.out)
    assert report["segmenter"] == "grabcut"
    assert report["frames_filled"] == SCENE.count
    kept = read_masks(masks, SCENE.count, (SCENE.width, SCENE.height))
    assert np.mean([_overlap(kept[index], SCENE.mask(index)) for index in range(SCENE.count)]) > 0.75
    with open_clip(out) as after, open_clip(clip) as before:
        for index in (0, 5, 9):
            mask, truth = SCENE.mask(index), SCENE.truth(index)
            assert psnr(after[index], truth, mask) > psnr(before[index], truth, mask) + 3


@pytest.mark.usefixtures("no_weights")
@pytest.mark.parametrize("mask_format", ["davis", "png", "exr", "youtube-vos", "coco-rle", "npz"])
def test_tracked_masks_can_be_given_back(clip: Path, tmp_path: Path, mask_format: str) -> None:
    target = tmp_path / {"coco-rle": "masks.json", "npz": "masks.npz"}.get(mask_format, "masks")
    arguments = ["--box", _box(), "--format", mask_format, "--in=2f", "--out=8f", "--quiet"]
    assert run(["track", str(clip), *arguments, "-o", str(target)]) == 0
    masks = read_masks(target, SCENE.count, (SCENE.width, SCENE.height))
    assert [bool(masks[index].any()) for index in range(SCENE.count)] == [False] * 2 + [True] * 6 + [False] * 2
    report = peanut_studio.remove(clip, tmp_path / "out.mp4", masks=target, inpainter="telea")
    assert report.filled == 6
    shadowed = peanut_studio.remove(clip, tmp_path / "more.mp4", masks=target, shadows=True, inpainter="telea")
    assert len(shadowed.tracks) == len(report.tracks) + 1


@pytest.mark.weights
@pytest.mark.usefixtures("small_weights")
def test_the_engines_used_by_default(clip: Path, tmp_path: Path) -> None:
    x, y = SCENE.centre(2)
    seen: list[Progress] = []
    report = peanut_studio.remove(
        clip, tmp_path / "out.mkv", points=[(x, y, 2)], codec="ffv1", end=0.25, on_progress=seen.append
    )
    assert (report.segmenter, report.inpainter) == ("mobilesam", "propagation")
    assert {progress.stage for progress in seen} >= {"tracking", "finding shadows", "filling"}
    track, shadow = report.tracks
    assert track.prompted == {2}
    assert sum(map(shadow.area, shadow.frames)) < 0.2 * sum(map(track.area, track.frames)), "this ball casts none"
    assert np.mean([_overlap(track.mask(index), SCENE.mask(index)) for index in track.frames]) > 0.9
    telea = peanut_studio.remove(
        clip, tmp_path / "telea.mkv", masks=list(report.tracks), inpainter="telea", codec="ffv1", end=0.25
    )
    with open_clip(report.target) as ours, open_clip(telea.target) as theirs:
        for index in range(1, 6):
            mask, truth = SCENE.mask(index), SCENE.truth(index)
            assert psnr(ours[index], truth, mask) > psnr(theirs[index], truth, mask) + 3


def test_flow_to_look_at(clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "flow.mkv"
    assert run(["flow", str(clip), "-o", str(out), "--codec=ffv1", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["fields"] == SCENE.count - 1
    assert 3 < report["scale_pixels"] < 40
    with open_clip(out) as shown, open_clip(clip) as source:
        assert shown.size == source.size
        assert len(shown) == len(source)
        # Matroska counts in milliseconds.
        assert all(
            abs(shown.clip.time_of(index) - source.clip.time_of(index)) <= Fraction(1, 1000)
            for index in range(len(source))
        )
        # The camera pans to the right, so the picture moves to the left: cyan in this code, and all over.
        red, green, blue = np.median(shown[3][:60].reshape(-1, 3), axis=0)
        assert red < green
        assert red < blue


@pytest.mark.parametrize("file_format", ["flo", "png16"])
def test_flow_to_compute_with(clip: Path, tmp_path: Path, file_format: str) -> None:
    out = tmp_path / "flow"
    report = peanut_studio.flow(clip, out, file_format=file_format, start="2f", end="6f")
    files = sorted(out.iterdir())
    assert report.fields == len(files) == 3
    assert files[0].stem == "00002"
    field = read_flo(files[0]) if file_format == "flo" else read_flow_png16(files[0])[0]
    assert np.median(field[:60, 10:-10, 0]) == pytest.approx(-3.7, abs=0.4)


def test_flow_completed_behind_the_object(clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, masks = tmp_path / "completed", tmp_path / "masks"
    masks.mkdir()
    for index in range(SCENE.count):
        cv2.imwrite(str(masks / f"{index:05d}.png"), SCENE.mask(index).astype(np.uint8) * 255)
    common = ["flow", str(clip), "--in=2f", "--out=6f", f"--mask={masks}", "--format=flo", "-o", str(out)]
    assert run([*common, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["completed_by"] == "propagation"
    peanut_studio.flow(clip, tmp_path / "raw", file_format="flo", start="2f", end="6f")
    hole = SCENE.mask(3)
    completed, raw = (read_flo(folder / "00003.flo")[hole] for folder in (out, tmp_path / "raw"))
    assert np.abs(completed[:, 0] + 3.7).max() < 0.7, "what lies behind the ball goes by as the wall does"
    assert np.abs(raw[:, 0] + 3.7).max() > 2
    assert run([*common, "--inpainter=telea", "--overwrite"]) != 0
    assert "completes no motion" in capsys.readouterr().err


def test_the_python_interface_is_what_the_command_line_uses(clip: Path) -> None:
    with peanut_studio.open_clip(clip) as reader:
        assert len(reader) == SCENE.count
    known = {
        "compare", "demo", "fetch", "find", "flow", "open_clip", "remove", "score", "track", "upscale", "verify",
    }  # fmt: skip
    assert set(peanut_studio.__all__) == known
    assert all(callable(getattr(peanut_studio, name)) for name in known)
    assert set(peanut_studio.__all__) <= set(dir(peanut_studio))
    with pytest.raises(AttributeError, match="has no attribute 'erase'"):
        peanut_studio.erase  # noqa: B018


@pytest.mark.usefixtures("no_weights")
def test_weights_and_the_demo_from_python(tmp_path: Path) -> None:
    store = WeightStore(tmp_path / "weights")
    assert peanut_studio.verify(weights=store) == ()
    with pytest.raises(InputError, match="no weights and no engine 'nonsense'"):
        peanut_studio.fetch("nonsense", weights=store)
    with pytest.raises(WeightsError, match=r"mobile_sam\.pt"):
        peanut_studio.verify("mobilesam", weights=store)
    store.root.mkdir(exist_ok=True)
    (store.root / "mobile_sam.pt").write_bytes(b"other")
    with pytest.raises(WeightsError, match=r"mobile_sam\.pt"):
        peanut_studio.verify(weights=store)
    report = peanut_studio.demo(tmp_path / "demo", inpainter="telea", weights=WeightStore(tmp_path / "none"))
    assert report.removed.segmenter == "grabcut"
    assert report.overlap > 0.5


@pytest.mark.usefixtures("no_weights")
def test_tracking_from_python(clip: Path) -> None:
    box = [float(side) for side in _box().split(",")]
    (track,) = peanut_studio.track(clip, box=box, end="4f")
    assert isinstance(track, MaskTrack)
    assert track.frames == [0, 1, 2, 3]
    assert _overlap(track.mask(3), SCENE.mask(3)) > 0.8


@pytest.mark.usefixtures("no_weights")
def test_the_demo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "demo"
    assert run(["demo", "-o", str(folder), "--inpainter=telea", "--segmenter=grabcut", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["result"] == pytest.approx(facts["telea"], abs=0.05)
    assert facts["result"]["psnr"] > 15
    assert facts["overlap"] > 0.5
    assert sorted(path.name for path in folder.iterdir()) == [
        "baseline.mp4",
        "before-after.png",
        "clip.mp4",
        "result.mp4",
    ]
    assert cv2.imread(str(folder / "before-after.png")) is not None


@pytest.mark.alone
def test_what_does_no_work_starts_quickly_and_imports_little() -> None:
    code = (
        "import sys; from peanut_studio.cli.app import run; run(['--help']); "
        "print([name for name in ('torch', 'cv2', 'av', 'numpy', 'onnxruntime') if name in sys.modules])"
    )
    taken = []
    for _ in range(3):
        begun = time.monotonic()
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        taken.append(time.monotonic() - begun)
    assert done.stdout.splitlines()[-1] == "[]"
    assert min(taken) < 0.5


def test_without_arguments_and_without_a_display_the_demo_is_shown(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {"PEANUT_STUDIO_WEIGHTS": str(tmp_path / "weights"), "PEANUT_STUDIO_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "peanut_studio"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "There is no display for the window, so here is the demo" in done.stderr
    assert done.returncode == 0, done.stderr
    assert "by grabcut" in done.stdout
    assert (tmp_path / "peanut-demo" / "before-after.png").exists()
    ours, telea = (float(figure) for figure in re.findall(r"([\d.]+) dB", done.stdout))
    assert ours > telea + 3


@pytest.mark.parametrize("upscaler", [None, "lanczos"])
def test_holes_filled_at_reduced_size_leave_the_rest_alone(clip: Path, tmp_path: Path, upscaler: str | None) -> None:
    mask = tmp_path / "mask.png"
    inside = np.zeros((SCENE.height, SCENE.width), np.uint8)
    inside[61:117, 83:170] = 255
    cv2.imwrite(str(mask), inside)
    options = {"masks": mask, "inpainter": "telea", "codec": "ffv1", "end": "2f", "grow": 0, "feather": 0}
    full = peanut_studio.remove(clip, tmp_path / "full.mkv", **options)  # type: ignore[arg-type]
    small = peanut_studio.remove(clip, tmp_path / "small.mkv", reduce=2, upscaler=upscaler, **options)  # type: ignore[arg-type]
    with open_clip(clip) as source, open_clip(full.target) as one, open_clip(small.target) as two:
        assert np.array_equal(two[1][inside == 0], source[1][inside == 0])
        assert not np.array_equal(two[1], one[1])
        assert psnr(two[1], one[1], inside > 0) > 18


@pytest.mark.parametrize(("engine", "file"), [("e2fgvi", "E2FGVI-CVPR22.pth"), ("e2fgvi-hq", "E2FGVI-HQ-CVPR22.pth")])
@pytest.mark.usefixtures("no_weights")
def test_a_checkpoint_put_by_hand_fills(
    clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: str, file: str
) -> None:
    """The network is untrained here: only that it is found, run, and touches nothing but the hole."""
    masks, target = tmp_path / "masks", tmp_path / "out.mkv"
    masks.mkdir()
    for index in range(SCENE.count):
        cv2.imwrite(str(masks / f"{index:05d}.png"), SCENE.mask(index).astype(np.uint8) * 255)
    arguments = ["remove", str(clip), "--mask", str(masks), f"--inpainter={engine}", "--out=2f", "--codec=ffv1"]
    arguments += ["--grow=0", "--feather=0", "--json", "-o", str(target)]
    assert run(arguments) != 0
    told = capsys.readouterr().err
    assert file in told
    assert "put it at" in told
    weights = WeightStore().where(file)
    weights.parent.mkdir(exist_ok=True)
    torch.manual_seed(0)
    torch.save(E2fgvi(any_size=engine == "e2fgvi-hq").state_dict(), weights)
    assert run(arguments) == 0
    assert json.loads(capsys.readouterr().out)["inpainter"] == engine
    with open_clip(clip) as before, open_clip(target) as after:
        for index in range(2):
            hole = SCENE.mask(index)
            np.testing.assert_array_equal(after[index][~hole], before[index][~hole])
            assert (after[index][hole] != before[index][hole]).mean() > 0.5
