"""A clip enlarged: size, times, sound and colour; stopped and gone on with."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.media.reader import open_clip
from peanut_studio.media.synthesis import write_clip
from peanut_studio.media.writer import ExportSettings
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Frame
from peanut_studio.model.progress import run_job
from peanut_studio.pipeline.choice import Choices
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
