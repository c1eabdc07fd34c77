"""A clip enlarged: size, times, sound and colour; stopped and gone on with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from peanut_studio.engines import registry
from peanut_studio.engines.contract import EngineInfo
from peanut_studio.engines.upscale.lanczos import Lanczos
from peanut_studio.media.enlarged import EnlargedFolder
from peanut_studio.media.reader import open_clip
from peanut_studio.media.synthesis import write_clip
from peanut_studio.media.writer import ExportSettings
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Frame, Frames
from peanut_studio.model.progress import run_job
from peanut_studio.pipeline import enlarge
from peanut_studio.pipeline.choice import Choices, Made, Workshop
from peanut_studio.pipeline.footage import Footage
from peanut_studio.pipeline.upscale import UpscaleRequest, upscale, wanted_size

COUNT, SIZE = 12, (64, 48)


def _picture(number: int) -> Frame:
    x, y = np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1]))
    wave = 120 + 80 * np.sin((x + 2 * number) / 6) * np.cos(y / 7)
    return np.dstack([wave, wave[::-1], np.full_like(wave, 90)]).astype(np.uint8)


@pytest.fixture
def clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PEANUT_STUDIO_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "clip.mp4"
    sound = np.sin(np.arange(24000, dtype=np.float32) / 20)
    write_clip(path, (_picture(number) for number in range(COUNT)), SIZE, Fraction(24), sound)
    return path


def _request(clip: Path, target: Path, **more: object) -> UpscaleRequest:
    facts = {"scale": 2, "choices": Choices(upscaler="lanczos"), "settings": ExportSettings("ffv1"), **more}
    return UpscaleRequest(Footage(clip), target, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("how", "size"),
    [({"scale": 2}, (128, 96)), ({"scale": 3}, (192, 144)), ({"scale": None, "size": (150, 100)}, (150, 100))],
)
def test_a_film_of_the_wanted_size_keeps_time_sound_and_colour(
    clip: Path, tmp_path: Path, how: dict[str, object], size: tuple[int, int]
) -> None:
    target = tmp_path / "out.mkv"
    report = run_job(upscale(_request(clip, target, **how)))
    assert (report.size, report.made) == (size, COUNT)
    with open_clip(clip) as before, open_clip(target) as after:
        assert after.size == size
        assert after.clip.has_audio
        times = [[float(at * film.clip.time_base) for at in film.clip.timestamps] for film in (before, after)]
        assert np.allclose(np.subtract(*times), times[0][0] - times[1][0], atol=1e-3)
        for number in (0, COUNT - 1):
            small = cv2.resize(after[number], SIZE, interpolation=cv2.INTER_AREA).astype(float)
            assert np.abs(small - before[number]).mean(axis=(0, 1)).max() < 2
    assert not any((tmp_path / "cache" / "upscaled").iterdir())


def test_only_the_range_is_made(clip: Path, tmp_path: Path) -> None:
    footage = Footage(clip, "3f", "7f")
    request = UpscaleRequest(footage, tmp_path / "out.mkv", 2, choices=Choices(upscaler="lanczos"))
    assert len(run_job(upscale(request)).span) == 4


def test_stopped_work_goes_on_and_gives_the_same(clip: Path, tmp_path: Path) -> None:
    whole, target = tmp_path / "whole.mkv", tmp_path / "out.mkv"
    run_job(upscale(_request(clip, whole)))
    job = upscale(_request(clip, target))
    for progress in job:
        if progress.done == 5:
            break
    job.close()
    assert not target.exists()
    report = run_job(upscale(_request(clip, target)))
    assert report.made == COUNT - 5
    with open_clip(whole) as one, open_clip(target) as other:
        for number in range(COUNT):
            np.testing.assert_array_equal(one[number], other[number])


class Gathering(Lanczos):
    """Enlarges, and adds to each picture all that it saw before, far over the windows' edges."""

    def upscale_from(self, frames: Frames, wanted: Span, memory: dict[str, Any]) -> Iterator[Frame]:
        total = memory.get("total", np.zeros((frames.size[1], frames.size[0]), np.int64)).copy()
        first = wanted.start if memory else 0
        for index in range(first, wanted.stop):
            total = total * 3 + frames[index][..., 0]
            if index >= wanted.start:
                shown = np.repeat(np.repeat(total % 251, 2, 0), 2, 1).astype(np.uint8)
                yield np.dstack([shown] * 3)
        memory["total"] = total


SHORT = {"window": 4, "context": 1, "working_bytes": 1000, "frame_bytes": 100}


@pytest.fixture
def gathering(monkeypatch: pytest.MonkeyPatch) -> EngineInfo:
    info = replace(registry.info("upscale", "lanczos"), **SHORT)  # type: ignore[arg-type]
    monkeypatch.setattr(Workshop, "upscaler", lambda _self, factor: Made(Gathering({}, "cpu", scale=factor), info))
    monkeypatch.setattr(enlarge, "SMALLEST", 40)
    return info


@pytest.mark.usefixtures("gathering")
@pytest.mark.parametrize("tiled", [False, True])
@pytest.mark.parametrize("stop", [0, 1, 3, 4, 5, 8, 11])
def test_what_was_taken_along_is_there_again_after_a_stop(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: int, tiled: bool
) -> None:
    monkeypatch.setattr(enlarge, "free_ram", lambda: 2 * 48 * 48 * 1600 if tiled else 1 << 33)
    whole, folder = tmp_path / "whole", tmp_path / "stopped"
    run_job(upscale(_request(clip, whole, as_frames=True)))
    job = upscale(_request(clip, folder, as_frames=True))
    for progress in job:
        if progress.done == stop:
            break
    job.close()
    # Another day there is more memory, or less: the tiles stay those that the first frames were made in.
    monkeypatch.setattr(enlarge, "free_ram", lambda: 1 << 33)
    run_job(upscale(_request(clip, folder, as_frames=True)))
    names = [file.name for file in sorted(whole.iterdir())]
    assert names == [file.name for file in sorted(folder.iterdir())]
    assert len(names) == COUNT + 1, "pictures and the note, nothing that was taken along"
    for name in names:
        if name.endswith(".png"):
            assert (whole / name).read_bytes() == (folder / name).read_bytes(), name


@pytest.mark.usefixtures("gathering")
def test_a_process_killed_at_any_write_goes_on_to_the_same(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tmp_path / "whole"
    run_job(upscale(_request(clip, whole, as_frames=True)))
    wanted = {number: (whole / f"{number}.png").read_bytes() for number in range(COUNT)}

    class Killed(Exception):
        pass

    for method in ("save", "keep_carried", "forget_carried"):
        true = getattr(EnlargedFolder, method)
        for after in (False, True):
            folder = tmp_path / f"{method}{after}"
            calls = 0

            def dying(*args: Any, true: Any = true, after: bool = after, **named: Any) -> None:
                nonlocal calls
                calls += 1
                if after:
                    true(*args, **named)
                if calls % 3 == 2:
                    raise Killed
                if not after:
                    true(*args, **named)

            monkeypatch.setattr(EnlargedFolder, method, dying)
            for _ in range(COUNT):
                with suppress(Killed):
                    run_job(upscale(_request(clip, folder, as_frames=True)))
                    break
            monkeypatch.setattr(EnlargedFolder, method, true)
            run_job(upscale(_request(clip, folder, as_frames=True)))
            assert {number: (folder / f"{number}.png").read_bytes() for number in range(COUNT)} == wanted


@pytest.mark.usefixtures("gathering")
def test_what_was_taken_along_may_be_damaged(clip: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stopped"
    job = upscale(_request(clip, folder, as_frames=True))
    for progress in job:
        if progress.done == 6:
            break
    job.close()
    (carried,) = folder.glob("carried-*.npz")
    assert carried.name == "carried-4.npz"
    carried.write_bytes(carried.read_bytes()[:300])
    run_job(upscale(_request(clip, folder, as_frames=True)))
    assert len(list(folder.glob("*.png"))) == COUNT


def test_frames_kept_in_a_folder_open_as_a_clip_with_sound(clip: Path, tmp_path: Path) -> None:
    folder, target = tmp_path / "result", tmp_path / "again.mkv"
    job = upscale(_request(clip, folder, as_frames=True))
    for progress in job:
        if progress.done == 4:
            with open_clip(folder) as early:
                assert (len(early), early.size, early[COUNT - 1].shape) == (COUNT, (128, 96), (96, 128, 3))
    with open_clip(folder) as made:
        assert made.clip.timestamps == open_clip(clip).clip.timestamps
        with open_clip(clip) as before:
            enlarged = cv2.resize(before[7], (128, 96), interpolation=cv2.INTER_LANCZOS4)
        np.testing.assert_array_equal(made[7], enlarged)
    run_job(upscale(_request(folder, target, scale=1)))
    with open_clip(target) as film:
        assert (film.size, film.clip.has_audio, len(film)) == ((128, 96), True, COUNT)


@pytest.mark.parametrize(
    ("scale", "size", "sentence"),
    [
        (2, (100, 100), "either --scale or --size"),
        (9, None, "--scale 9 is not possible; give 2, 3 or 4"),
        (None, (60, 100), "60x100 is smaller than the clip, which is 64x48"),
        (None, (20000, 15000), "no side may be longer"),
    ],
)
def test_sizes_that_cannot_be(scale: int | None, size: tuple[int, int] | None, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        wanted_size(SIZE, scale, size, "lanczos")


def test_without_a_wish_it_is_twice_as_large_or_restored() -> None:
    assert wanted_size(SIZE, None, None, "basicvsr") == (128, 96)
    assert wanted_size(SIZE, None, None, "basicvsr++-denoise") == SIZE


def test_nothing_is_begun_that_cannot_end(clip: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.mkv"
    there.write_bytes(b"")
    with pytest.raises(InputError, match="exists already"):
        run_job(upscale(_request(clip, there)))
    with pytest.raises(InputError, match="no upscale engine 'basicsvr'; did you mean 'basicvsr'"):
        run_job(upscale(_request(clip, tmp_path / "o.mkv", choices=Choices(upscaler="basicsvr"))))
