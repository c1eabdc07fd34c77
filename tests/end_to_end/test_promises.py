"""What is promised of every result, on real footage, through the command line's own entry point."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

import peanut_studio
from peanut_studio.cli.app import run
from peanut_studio.media.reader import open_clip
from peanut_studio.ops.feather import feather, scaled_width

pytestmark = pytest.mark.clips

FILMS = (
    "trackanything_cat_vfr/clip.mp4",
    "iphone_rotated_meta/clip.mov",
    "propainter_freerunner/clip.mp4",
    "sam2_dog/clip.mp4",
    "sam2_cups/clip.mp4",
    "sammie_dance1080/clip.mp4",
    "cotracker_cat_portrait/clip.mp4",
    "davis17_schoolgirls/clip.mp4",
    "intel_onebyone/clip.mp4",
    "opencv_vtest/clip.avi",
    "carphone_pair/clip.mp4",
)
FOLDERS = (
    "davis_camel/frames",
    "davis_bmx-trees/frames",
    "davis_car-shadow/frames",
    "davis_blackswan/frames",
    "davis_tennis/frames",
    "cdnet_highway/frames",
    "vid4_walk/hr",
    "vid4_calendar/hr",
)
SHORT = 24


@pytest.fixture(autouse=True)
def apart_from_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_CACHE", str(tmp_path / "cache"))


@dataclass(frozen=True)
class Facts:
    """What is compared of a film; times in seconds from the film's own beginning."""

    times: list[Fraction]
    size: tuple[int, int]
    colour: tuple[object, ...]
    rotation: int
    sound: list[bytes]
    sound_times: list[Fraction]


def _facts(path: Path, count: int | None = None) -> Facts:
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        context = video.codec_context
        times, sound, sound_times, rotation = [], [], [], None
        for packet in container.demux():
            if packet.stream is video and packet.size:
                times.append(packet.pts * packet.time_base)
            if packet.stream.type == "audio" and packet.size:
                sound.append(bytes(packet))
                sound_times.append(packet.pts * packet.time_base)
        container.seek(0)
        frame = next(container.decode(video))
        rotation = frame.rotation % 360
        times = sorted(times)[:count]
        colour = (context.color_primaries, context.color_trc, context.colorspace, video.sample_aspect_ratio or 1)
        return Facts(times, (context.width, context.height), colour, rotation, sound, sound_times)


def _planes(path: Path) -> Iterator[list[np.ndarray]]:
    """The stored samples of each frame, plane by plane."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            picture = frame.reformat(format="yuv420p") if frame.format.name == "yuvj420p" else frame
            array = picture.to_ndarray()
            width, height = frame.width, frame.height
            chroma = (height // 2, width // 2)
            half = chroma[0] * chroma[1]
            rest = array[height:].reshape(-1)
            yield [array[:height], rest[:half].reshape(chroma), rest[half : 2 * half].reshape(chroma)]


def _still_mask(clip: Path, target: Path) -> np.ndarray:
    """A blob in the upright picture, written as a mask for all frames."""
    with open_clip(clip) as reader:
        width, height = reader.size
    mask = np.zeros((height, width), np.uint8)
    cv2.ellipse(mask, (width // 2, height // 2), (width // 10, height // 9), 20, 0, 360, 255, -1)
    cv2.imwrite(str(target), mask)
    return mask > 0


@pytest.mark.parametrize("name", FILMS)
def test_outside_the_mask_nothing_changes_and_sound_and_timing_stay(clips: Path, tmp_path: Path, name: str) -> None:
    source, out, mask_file = clips / name, tmp_path / "out.mkv", tmp_path / "mask.png"
    mask = _still_mask(source, mask_file)
    with open_clip(source) as reader:
        count, rotation = min(SHORT, len(reader)), reader.clip.rotation
    arguments = ["--mask", str(mask_file), "--inpainter=telea", "--codec=ffv1", "--out", f"{count}f", "--quiet"]
    assert run(["remove", str(source), *arguments, "-o", str(out)]) == 0
    coverage = feather(mask, scaled_width(4, mask.shape), scaled_width(3, mask.shape))
    free = np.rot90(coverage == 0, -rotation // 90)
    changed = written = 0
    for before, after in zip(_planes(source), _planes(out), strict=False):
        written += 1
        assert np.array_equal(before[0][free], after[0][free])
        height, width = before[1].shape
        free_chroma = free[: 2 * height, : 2 * width].reshape(height, 2, width, 2).any(axis=(1, 3))
        for plane in (1, 2):
            assert np.array_equal(before[plane][free_chroma], after[plane][free_chroma])
        changed += int((before[0] != after[0]).sum())
    assert written == count
    assert changed > 0.3 * count * mask.sum()


@pytest.mark.parametrize("name", FILMS[:3])
def test_timing_size_rotation_colour_and_sound_are_those_of_the_source(clips: Path, tmp_path: Path, name: str) -> None:
    source = clips / name
    out, mask_file = tmp_path / f"out{source.suffix}", tmp_path / "mask.png"
    _still_mask(source, mask_file)
    peanut_studio.remove(source, out, masks=mask_file, inpainter="telea", crf=40)
    before, after = _facts(source), _facts(out)
    assert after.size == before.size
    assert after.rotation == before.rotation
    assert after.colour == before.colour
    assert len(after.times) == len(before.times)
    tick = Fraction(1, 10000)
    assert all(abs(a - b) < tick for a, b in zip(_from_zero(after.times), _from_zero(before.times), strict=True))
    assert after.sound == before.sound
    gap_before = [at - before.times[0] for at in before.sound_times]
    gap_after = [at - after.times[0] for at in after.sound_times]
    assert all(abs(a - b) < tick for a, b in zip(gap_before, gap_after, strict=True))


def _from_zero(times: list[Fraction]) -> list[Fraction]:
    return [at - times[0] for at in times]


@pytest.mark.parametrize("name", FOLDERS)
def test_folders_of_pictures_with_one_mask_a_frame(clips: Path, tmp_path: Path, name: str) -> None:
    sources = sorted(path for path in (clips / name).iterdir() if path.suffix in (".jpg", ".png"))[:10]
    frames, masks, out = tmp_path / "frames", tmp_path / "masks", tmp_path / "out"
    for folder in (frames, masks):
        folder.mkdir()
    given = []
    for index, path in enumerate(sources):
        shutil.copy(path, frames / f"{index:05d}{path.suffix}")
        given.append(_moving_mask(path, index, masks / f"{index:05d}.png"))
    arguments = ["--mask", str(masks), "--inpainter=telea", "--codec=png", "--fps=24", "--quiet"]
    assert run(["remove", str(frames), *arguments, "-o", str(out)]) == 0
    written = sorted(out.iterdir())
    assert len(written) == len(sources) == 10
    for source, path, mask in zip(sources, written, given, strict=True):
        before, after = cv2.imread(str(source)), cv2.imread(str(path))
        assert before is not None
        coverage = feather(mask, scaled_width(4, mask.shape), scaled_width(3, mask.shape))
        assert np.array_equal(before[coverage == 0], after[coverage == 0])
        assert (before[mask] != after[mask]).mean() > 0.3


def _moving_mask(picture: Path, index: int, target: Path) -> np.ndarray:
    """A blob that goes from left to right, written as the mask of one picture."""
    frame = cv2.imread(str(picture))
    assert frame is not None
    height, width = frame.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    middle = (width // 4 + index * width // 20, height // 2)
    cv2.ellipse(mask, middle, (width // 12, height // 9), 20, 0, 360, 255, -1)
    cv2.imwrite(str(target), mask)
    return mask > 0


def test_a_cut_keeps_the_frames_of_its_range(clips: Path, tmp_path: Path) -> None:
    source, out, mask_file = clips / "propainter_freerunner/clip.mp4", tmp_path / "cut.mkv", tmp_path / "mask.png"
    mask = _still_mask(source, mask_file)
    with open_clip(source) as reader:
        clip = reader.clip
        start, stop = clip.frame_at(Fraction(1)), clip.frame_at(Fraction(2))
        report = peanut_studio.remove(
            source, out, masks=mask_file, inpainter="telea", codec="ffv1", start=1, end="00:00:02.000"
        )
        assert (report.span.start, report.span.stop) == (start, stop)
        outside = feather(mask, scaled_width(4, reader.size), scaled_width(3, reader.size)) == 0
        with open_clip(out) as result:
            assert len(result) == stop - start
            assert np.array_equal(result[0][outside], reader[start][outside])
            assert np.array_equal(result[len(result) - 1][outside], reader[stop - 1][outside])
    heard = _facts(out).sound_times
    assert heard
    assert max(heard) - min(heard) == pytest.approx(1.0, abs=0.06)


def test_frames_without_a_mask_pass_through(clips: Path, tmp_path: Path) -> None:
    source, out, masks = clips / "trackanything_cat_vfr/clip.mp4", tmp_path / "out.mkv", tmp_path / "masks"
    masks.mkdir()
    with open_clip(source) as reader:
        width, height = reader.size
        count = len(reader)
    for index in range(count):
        mask = np.zeros((height, width), np.uint8)
        if 40 <= index < 44:
            mask[100:140, 200:260] = 255
        cv2.imwrite(str(masks / f"{index:05d}.png"), mask)
    report = peanut_studio.remove(source, out, masks=masks, inpainter="telea", codec="ffv1")
    assert report.filled == 4
    differing = [
        index
        for index, (before, after) in enumerate(zip(_planes(source), _planes(out), strict=True))
        if any(not np.array_equal(a, b) for a, b in zip(before, after, strict=True))
    ]
    assert differing == [40, 41, 42, 43]
