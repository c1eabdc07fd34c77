"""Whatever is wrong is told in one sentence before anything is written: exit code 2, no traceback."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from peanut_studio.cli.app import run
from peanut_studio.engines.inpaint.telea import Telea
from peanut_studio.media.exr_layers import write_layers
from peanut_studio.media.synthesis import write_sound
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Frames, Masks
from peanut_studio.pipeline.demo_scene import Scene

Refused = Callable[..., str]
POINT = "--point=21,39"
SMALL = Scene(96, 64, 12)


@pytest.fixture
def refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Refused:
    """Run a command that must be refused; gives the sentence."""

    def check(*arguments: object, code: int = 2) -> str:
        before = _listing(tmp_path)
        assert run([str(argument) for argument in arguments]) == code
        told = capsys.readouterr()
        assert told.out == ""
        sentences = [line for line in told.err.splitlines() if line.startswith("peanut-studio: ")]
        assert len(sentences) == 1
        assert told.err.splitlines()[-1] == sentences[0]
        assert "Traceback" not in told.err
        assert _listing(tmp_path) == before
        return sentences[0].removeprefix("peanut-studio: ")

    return check


def save_mask(path: Path, mask: np.ndarray) -> None:
    """Write a bool mask as PNG, 255 inside."""
    assert cv2.imwrite(str(path), mask.astype(np.uint8) * 255)


def _listing(folder: Path) -> list[tuple[str, bytes]]:
    """Everything under a folder but what the program keeps for itself."""
    own = (folder / "cache", folder / "state")
    found = [path for path in folder.rglob("*") if not any(path == mine or mine in path.parents for mine in own)]
    return sorted(
        (str(path), path.read_bytes() if path.is_file() and os.access(path, os.R_OK) else b"") for path in found
    )


def test_a_missing_file(refused: Refused, tmp_path: Path) -> None:
    said = refused("remove", tmp_path / "absent.mp4", POINT, "-o", tmp_path / "out.mp4")
    assert "There is no file" in said
    assert "absent.mp4" in said


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_an_unreadable_file(small_clip: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copy(small_clip, folder / "clip.mp4")
        # Imports what is needed, while it may be read.
        assert run(["remove", str(folder / "absent.mp4"), POINT, "-o", str(folder / "out.mp4")]) == 2
        capsys.readouterr()
        (folder / "clip.mp4").chmod(0)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)  # root may read everything
        try:
            assert run(["remove", str(folder / "clip.mp4"), POINT, "-o", str(folder / "out.mp4")]) == 2
        finally:
            os.seteuid(user)
        assert [path.name for path in folder.iterdir()] == ["clip.mp4"]
    said = capsys.readouterr().err
    assert said.startswith("peanut-studio: ")
    assert said.count("\n") == 1
    assert "clip.mp4" in said
    assert "ermi" in said


def test_no_video(refused: Refused, tmp_path: Path) -> None:
    text = tmp_path / "notes.mp4"
    text.write_text("dear diary " * 100)
    assert "notes.mp4" in refused("remove", text, POINT, "-o", tmp_path / "out.mp4")
    empty = tmp_path / "empty.mp4"
    empty.write_bytes(b"")
    assert "empty.mp4" in refused("remove", empty, POINT, "-o", tmp_path / "out.mp4")


def test_no_video_stream(refused: Refused, tmp_path: Path) -> None:
    sound = tmp_path / "sound.m4a"
    write_sound(sound, SMALL.sound())
    said = refused("flow", sound, "-o", tmp_path / "out.mp4")
    assert "sound.m4a" in said
    assert "video" in said


def test_no_frames(refused: Refused, tmp_path: Path) -> None:
    folder = tmp_path / "frames"
    folder.mkdir()
    assert "holds no pictures" in refused("remove", folder, POINT, "-o", tmp_path / "out.mp4")


def test_a_point_outside(refused: Refused, small_clip: Path, tmp_path: Path) -> None:
    said = refused("remove", small_clip, "--point", "96,10", "-o", tmp_path / "out.mp4")
    assert said.startswith("The point 96,10 lies outside the frame, which is 96x64 pixels")
    said = refused("track", small_clip, "--box", "5,5,20,64", "-o", tmp_path / "masks")
    assert said.startswith("The box 5,5,20,64 lies outside the frame")
    said = refused("remove", small_clip, "--point", "5,5@12", "-o", tmp_path / "out.mp4")
    assert said == "Frame 12 is outside the clip, which has frames 0 to 11."


def test_a_point_outside_of_the_range(refused: Refused, small_clip: Path, tmp_path: Path) -> None:
    said = refused("remove", small_clip, "--point", "5,5@1", "--in", "4f", "-o", tmp_path / "out.mp4")
    assert said.startswith("Frame 1 is outside the range worked on, frames 4 to 11")


@pytest.mark.parametrize(
    ("begin", "end", "sentence"),
    [
        ("10", None, "The range begins at 10, outside the clip: the clip has 12 frames, 0.500 s."),
        (None, "00:01:00", "The range ends at 00:01:00, outside the clip"),
        ("0.4", "0.2", "The range 0.4 to 0.2 holds no frame"),
        ("soon", None, "'soon' is not a time"),
    ],
)
def test_a_range_outside(
    refused: Refused, small_clip: Path, tmp_path: Path, begin: str | None, end: str | None, sentence: str
) -> None:
    times = [*(["--in", begin] if begin else []), *(["--out", end] if end else [])]
    assert refused("remove", small_clip, POINT, *times, "-o", tmp_path / "out.mp4").startswith(sentence)


def test_nothing_pointed_at(refused: Refused, small_clip: Path, small_masks: Path, tmp_path: Path) -> None:
    assert "Nothing says what to remove" in refused("remove", small_clip, "-o", tmp_path / "out.mp4")
    assert "Nothing says what to track" in refused("track", small_clip, "-o", tmp_path / "masks")
    both = refused("remove", small_clip, POINT, "--mask", small_masks, "-o", tmp_path / "out.mp4")
    assert "not both" in both


def test_points_that_are_none(refused: Refused, small_clip: Path, tmp_path: Path) -> None:
    assert "'12' is not a point" in refused("remove", small_clip, "--point", "12", "-o", tmp_path / "out.mp4")
    assert "'1,2' is not a box" in refused("remove", small_clip, "--box", "1,2", "-o", tmp_path / "out.mp4")


def test_masks_that_do_not_fit(refused: Refused, small_clip: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "masks", tmp_path / "out.mp4"
    assert "masks" in refused("remove", small_clip, "--mask", folder, "-o", out)
    folder.mkdir()
    for index in range(11):
        save_mask(folder / f"{index}.png", SMALL.mask(index))
    said = refused("remove", small_clip, "--mask", folder, "-o", out, "--inpainter=telea")
    assert "11" in said
    assert "12" in said
    save_mask(folder / "11.png", np.ones((60, 90), dtype=bool))
    said = refused("remove", small_clip, "--mask", folder, "-o", out, "--inpainter=telea")
    assert "90x60" in said
    assert "96x64" in said


def test_masks_in_layers_and_files_that_cannot_be_read(refused: Refused, small_clip: Path, tmp_path: Path) -> None:
    out, folder = tmp_path / "out.mp4", tmp_path / "layers"
    folder.mkdir()
    for index in range(SMALL.count):
        write_layers(folder / f"{index}.exr", {"object_1": SMALL.mask(index).astype(np.float32)})
    (folder / "0.exr").write_bytes((folder / "1.exr").read_bytes()[:200])
    assert "damaged" in refused("remove", small_clip, "--mask", folder, "-o", out, "--inpainter=telea")
    polygons = tmp_path / "m.json"
    polygons.write_text('{"annotations": [{"image_id": 0, "segmentation": [[1, 1, 9, 1, 9, 9]]}]}')
    assert "polygons" in refused("remove", small_clip, "--mask", polygons, "-o", out, "--inpainter=telea")
    plain = tmp_path / "m.npz"
    np.savez(plain, masks=np.array([{"a": 1}], dtype=object))
    assert "only of numbers" in refused("remove", small_clip, "--mask", plain, "-o", out, "--inpainter=telea")


def test_empty_masks(refused: Refused, small_clip: Path, tmp_path: Path) -> None:
    mask = tmp_path / "empty.png"
    save_mask(mask, np.zeros((64, 96), dtype=bool))
    said = refused("remove", small_clip, "--mask", mask, "-o", tmp_path / "out.mp4", "--inpainter=telea")
    assert "empty" in said


def test_a_mask_over_everything(refused: Refused, small_clip: Path, tmp_path: Path) -> None:
    mask = tmp_path / "full.png"
    save_mask(mask, np.ones((64, 96), dtype=bool))
    said = refused("remove", small_clip, "--mask", mask, "-o", tmp_path / "out.mp4", "--inpainter=telea")
    assert "cover the whole picture" in said
    nearly = np.ones((64, 96), dtype=bool)
    nearly[0] = False
    save_mask(mask, nearly)
    said = refused("remove", small_clip, "--mask", mask, "-o", tmp_path / "out.mp4", "--inpainter=telea")
    assert said.startswith("The mask covers all of frame 0 (with its margin of 2 px)")


@pytest.mark.parametrize(
    ("option", "task"), [("segmenter", "segment"), ("flow", "flow"), ("inpainter", "inpaint"), ("upscaler", "upscale")]
)
def test_an_unknown_engine(refused: Refused, small_clip: Path, tmp_path: Path, option: str, task: str) -> None:
    said = refused("remove", small_clip, POINT, f"--{option}=magic", "-o", tmp_path / "out.mp4")
    assert said.startswith(f"There is no {task} engine 'magic'")


def test_an_unknown_codec(refused: Refused, small_clip: Path, tmp_path: Path) -> None:
    said = refused("remove", small_clip, POINT, "--codec=divx", "-o", tmp_path / "out.mp4")
    assert said.startswith("There is no codec 'divx'; known: h264")
    said = refused("remove", small_clip, POINT, "--crf=99", "-o", tmp_path / "out.mp4")
    assert said.startswith("--crf 99 is outside")
    said = refused("track", small_clip, POINT, "--format=bmp", "-o", tmp_path / "masks")
    assert said.startswith("There is no mask format 'bmp'")
    said = refused("flow", small_clip, "--format=bmp", "-o", tmp_path / "flow")
    assert said.startswith("There is no flow format 'bmp'")


def test_a_codec_that_the_container_does_not_take(refused: Refused, small_clip: Path, tmp_path: Path) -> None:
    for codec, ending in (("ffv1", "mp4"), ("prores", "webm"), ("h264", "webm"), ("h264", "txt")):
        said = refused("remove", small_clip, POINT, f"--codec={codec}", "-o", tmp_path / f"out.{ending}")
        assert f".{ending}" in said


def test_the_output_is_the_input(refused: Refused, small_clip: Path, tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    shutil.copy(small_clip, clip)
    for name in (clip, tmp_path / "." / "x" / ".." / "clip.mp4"):
        (tmp_path / "x").mkdir(exist_ok=True)
        assert "output is the input" in refused("remove", clip, POINT, "-o", name, "--overwrite")


def test_what_is_there_is_not_overwritten_unasked(
    refused: Refused, small_clip: Path, small_masks: Path, tmp_path: Path
) -> None:
    out, masks = tmp_path / "out.mp4", tmp_path / "masks"
    out.write_text("precious")
    assert "exists already; add --overwrite" in refused("remove", small_clip, POINT, "-o", out)
    masks.mkdir()
    (masks / "precious.png").write_text("precious")
    assert "is not empty; add --overwrite" in refused("track", small_clip, POINT, "-o", masks)
    said = refused("remove", small_clip, "--mask", small_masks, "--keep-masks", masks, "-o", tmp_path / "new.mp4")
    assert "is not empty" in said


def test_no_room_on_the_disk(
    refused: Refused, small_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    said = refused("remove", small_clip, POINT, "-o", tmp_path / "out.mp4")
    assert said.startswith("The disk of ")
    assert "make room" in said


def test_no_permission_to_write(refused: Refused, small_clip: Path, tmp_path: Path) -> None:
    said = refused("remove", small_clip, POINT, "-o", tmp_path / "absent" / "out.mp4")
    assert "There is no folder" in said
    if Path("/proc").is_dir():
        # Nobody may write there, root neither.
        for command, target in (("remove", "/proc/out.mp4"), ("track", "/proc/masks"), ("flow", "/proc/flow.mp4")):
            pointing = [] if command == "flow" else [POINT]
            assert "/proc cannot be written" in refused(command, small_clip, *pointing, "-o", target)
        said = refused("flow", small_clip, "--format=flo", "-o", "/proc/flow")
        assert "/proc cannot be written" in said


def test_weights_that_are_not_the_published_ones(
    refused: Refused, small_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = tmp_path / "weights"
    weights.mkdir()
    (weights / "mobile_sam.pt").write_bytes(b"not these")
    monkeypatch.setenv("PEANUT_STUDIO_WEIGHTS", str(weights))
    said = refused("track", small_clip, POINT, "--segmenter=mobilesam", "-o", tmp_path / "masks")
    assert "mobile_sam.pt" in said
    assert "published" in said


def test_no_network(refused: Refused, small_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_WEIGHTS", str(tmp_path / "cache" / "weights"))
    monkeypatch.setenv("PEANUT_STUDIO_OFFLINE", "1")
    said = refused("track", small_clip, POINT, "--segmenter=mobilesam", "-o", tmp_path / "masks")
    assert "mobile_sam.pt" in said
    said = refused("remove", small_clip, POINT, "--inpainter=migan", "-o", tmp_path / "out.mp4")
    assert "migan" in said


def test_a_device_that_is_not_there(refused: Refused, small_clip: Path, tmp_path: Path) -> None:
    for device in ("cuda:99", "tpu"):
        said = refused("remove", small_clip, POINT, f"--device={device}", "-o", tmp_path / "out.mp4")
        assert device.split(":")[0] in said
    assert "is not a device" in said


def test_too_little_memory(
    refused: Refused, small_clip: Path, small_masks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(self: Telea, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        raise MemoryError
        yield frames[0]

    monkeypatch.setattr(Telea, "inpaint", exhausted)
    said = refused(
        "remove", small_clip, "--mask", small_masks, "--inpainter=telea", "-o", tmp_path / "out.mp4", "--quiet"
    )
    assert "does not fit in memory" in said


def test_a_bug_is_one_sentence_and_a_log_file(
    refused: Refused, small_clip: Path, small_masks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Telea, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        raise ZeroDivisionError("by nought")
        yield frames[0]

    monkeypatch.setattr(Telea, "inpaint", broken)
    arguments = ["--mask", small_masks, "--inpainter=telea", "-o", tmp_path / "out.mp4", "--quiet"]
    said = refused("remove", small_clip, *arguments, code=1)
    assert said.startswith("Something went wrong inside the program (ZeroDivisionError); what happened is written in ")
    log = Path(said.rpartition(" in ")[2].removesuffix("."))
    assert "by nought" in log.read_text()


def test_mistyped_commands(refused: Refused, small_clip: Path, tmp_path: Path) -> None:
    assert "No such command 'erase'" in refused("erase")
    assert "No such option: --pont" in refused("remove", small_clip, "--pont=1,2", "-o", tmp_path / "out.mp4")
    assert "Missing option" in refused("remove", small_clip)
    assert "Missing argument" in refused("remove", "-o", tmp_path / "out.mp4")


def test_damaged_footage_is_gone_on_with_and_told(
    small_clip: Path, small_masks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged = tmp_path / "damaged.mp4"
    data = bytearray(small_clip.read_bytes())
    begin = data.find(b"mdat") + 2500
    data[begin : begin + 900] = np.random.default_rng(3).bytes(900)
    damaged.write_bytes(data)
    out = tmp_path / "out.mkv"
    arguments = [str(damaged), "--mask", str(small_masks), "--inpainter=telea", "--codec=ffv1", "-o", str(out)]
    assert run(["remove", *arguments, "--json"]) == 0
    told = capsys.readouterr()
    assert '"concealed_frames": ' in told.out
    assert '"concealed_frames": 0' not in told.out
    assert "damaged" in told.err
    assert out.exists()


def test_a_film_that_changes_its_size_is_gone_on_with_and_told_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, parts = tmp_path / "both.ts", b""
    for width, height in ((96, 64), (48, 80)):
        part = tmp_path / f"{width}.ts"
        noise = np.random.default_rng(width).integers(0, 255, (6, height, width, 3)).astype(np.uint8)
        with av.open(str(part), "w") as output:
            stream = output.add_stream("libx264", rate=25, width=width, height=height, pix_fmt="yuv420p")
            for picture in noise:
                output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
            output.mux(stream.encode(None))
        parts += part.read_bytes()
    path.write_bytes(parts)
    mask = np.zeros((64, 96), np.uint8)
    mask[20:40, 20:40] = 255
    cv2.imwrite(str(tmp_path / "mask.png"), mask)
    out = ["-o", str(tmp_path / "out.mkv"), "--codec=ffv1", "--inpainter=telea"]
    assert run(["remove", str(path), "--mask", str(tmp_path / "mask.png"), *out]) == 0
    told = " ".join(capsys.readouterr().err.split())
    assert told.count(f"6 frames of {path} are 48x80, not 96x64 as its first one; they were scaled.") == 1
    assert run(["remove", str(tmp_path / "96.ts"), "--mask", str(tmp_path / "mask.png"), *out, "--overwrite"]) == 0
    assert "scaled" not in capsys.readouterr().err
