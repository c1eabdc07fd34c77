"""A clip enlarged: size, times, sound and colour; stopped and gone on with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest
import torch

from peanut_studio.engines import precision, registry
from peanut_studio.engines.contract import EngineInfo
from peanut_studio.engines.upscale import basicvsr
from peanut_studio.engines.upscale.lanczos import Lanczos
from peanut_studio.media.enlarged import EnlargedFolder
from peanut_studio.media.reader import open_clip
from peanut_studio.media.synthesis import write_clip
from peanut_studio.media.writer import ExportSettings
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Frame, Frames
from peanut_studio.model.progress import run_job
from peanut_studio.nets.basicvsr import BasicVsr
from peanut_studio.ops.tiles import lookahead_windows
from peanut_studio.pipeline import enlarge
from peanut_studio.pipeline import upscale as upscale_stage
from peanut_studio.pipeline.choice import Choices, Made, Workshop
from peanut_studio.pipeline.enlarge import Enlarger
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
    """Enlarges, and shows in each picture all that lies before it and after it, far over the windows' edges."""

    def upscale_from(self, frames: Frames, wanted: Span, memory: dict[str, Any]) -> Iterator[Frame]:
        stop = len(frames) - 1 if "after" in memory else len(frames)
        after = {stop: memory.pop("after", nothing(frames))}
        for index in reversed(range(wanted.start, stop)):
            after[index] = after[index + 1] * 3 + frames[index][..., 0]
        first = wanted.start if memory else 0
        total = memory.get("before", nothing(frames))
        for index in range(first, wanted.stop):
            total = total * 5 + frames[index][..., 0]
            if index >= wanted.start:
                shown = [np.repeat(np.repeat(one % 251, 2, 0), 2, 1).astype(np.uint8) for one in (total, after[index])]
                yield np.dstack([*shown, shown[0]])
        memory["before"] = total

    def look_back(self, frames: Frames, memory: dict[str, Any]) -> None:
        stop = len(frames) - 1 if memory else len(frames)
        total = memory.get("after", nothing(frames))
        for index in reversed(range(stop)):
            total = total * 3 + frames[index][..., 0]
        memory["after"] = total


def nothing(frames: Frames) -> np.ndarray:
    return np.zeros((frames.size[1], frames.size[0]), np.int64)


SHORT = {"window": 4, "context": 1, "working_bytes": 1000, "frame_bytes": 100}


@pytest.fixture
def gathering(monkeypatch: pytest.MonkeyPatch) -> EngineInfo:
    info = replace(registry.info("upscale", "lanczos"), **SHORT)  # type: ignore[arg-type]
    monkeypatch.setattr(Workshop, "upscaler", lambda _self, factor: Made(Gathering({}, "cpu", scale=factor), info))
    monkeypatch.setattr(enlarge, "SMALLEST", 40)
    return info


def _stopped(clip: Path, folder: Path, stop: int, stage: str = "enlarging", scale: int = 2) -> None:
    job = upscale(_request(clip, folder, as_frames=True, scale=scale))
    for progress in job:
        if progress.stage == stage and progress.done == stop:
            break
    else:
        pytest.fail("it was never there")
    job.close()


@pytest.mark.usefixtures("gathering")
@pytest.mark.parametrize("tiled", [False, True])
@pytest.mark.parametrize("stop", [0, 1, 3, 4, 5, 8, 11])
def test_what_was_taken_along_is_there_again_after_a_stop(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: int, tiled: bool
) -> None:
    monkeypatch.setattr(enlarge, "free_ram", lambda: 2 * 48 * 48 * 1600 if tiled else 1 << 33)
    whole, folder = tmp_path / "whole", tmp_path / "stopped"
    run_job(upscale(_request(clip, whole, as_frames=True)))
    _stopped(clip, folder, stop)
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
def test_windows_give_what_the_whole_clip_gives(clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_job(upscale(_request(clip, tmp_path / "windows", as_frames=True)))
    monkeypatch.setattr(Enlarger, "windows", lambda _self, count: lookahead_windows(count, 0, 0))
    run_job(upscale(_request(clip, tmp_path / "whole", as_frames=True)))
    for number in range(COUNT):
        name = f"{number}.png"
        assert (tmp_path / "windows" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name


@pytest.mark.parametrize("short_numbers", [False, True])
def test_the_network_itself_leaves_no_seam_in_time_and_none_where_it_was_stopped(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, short_numbers: bool
) -> None:
    torch.manual_seed(3)
    monkeypatch.setattr(precision, "working_type", lambda _device: torch.bfloat16 if short_numbers else torch.float32)
    monkeypatch.setattr(basicvsr, "BasicVsr", partial(BasicVsr, 8, 2))
    torch.save(BasicVsr(8, 2).state_dict(), tmp_path / "net.pth")
    engine = basicvsr.BasicVsrUpscaler({"net.pth": tmp_path / "net.pth"}, "cpu")
    pictures = {}
    for name, window in (("whole", 0), ("windows", 4), ("stopped", 4), ("stopped early", 4)):
        info = replace(registry.info("upscale", "basicvsr"), window=window, context=1)
        monkeypatch.setattr(Workshop, "upscaler", lambda _self, _factor, info=info: Made(engine, info))
        if name == "stopped":
            _stopped(clip, tmp_path / name, 5, scale=4)
        if name == "stopped early":
            _stopped(clip, tmp_path / name, 4, "looking", scale=4)
        run_job(upscale(_request(clip, tmp_path / name, as_frames=True, scale=4)))
        pictures[name] = [(tmp_path / name / f"{number}.png").read_bytes() for number in range(COUNT)]
    assert pictures["windows"] == pictures["whole"]
    assert pictures["stopped"] == pictures["whole"]
    assert pictures["stopped early"] == pictures["whole"]


@pytest.mark.usefixtures("gathering")
def test_without_room_for_it_windows_look_ahead_and_say_so(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upscale_stage, "_check_room", lambda *_: None)
    monkeypatch.setattr(upscale_stage.shutil, "disk_usage", lambda _path: SimpleNamespace(free=1000))
    said = [progress.note for progress in upscale(_request(clip, tmp_path / "out", as_frames=True)) if progress.note]
    assert len(said) == 1
    assert "looks a few frames ahead instead" in said[0]
    assert len(list((tmp_path / "out").glob("*.png"))) == COUNT


@pytest.mark.usefixtures("gathering")
def test_where_memory_runs_out_while_it_looks_back_tiles_get_smaller(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true, sizes = Gathering.look_back, []

    def short(engine: Gathering, frames: Frames, memory: dict[str, Any]) -> None:
        sizes.append(frames.size)
        if frames.size == SIZE:
            raise MemoryError
        true(engine, frames, memory)

    monkeypatch.setattr(Gathering, "look_back", short)
    run_job(upscale(_request(clip, tmp_path / "out", as_frames=True)))
    assert sizes[0] == SIZE
    assert max(sizes[1:]) < SIZE
    assert len(list((tmp_path / "out").glob("*.png"))) == COUNT


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
    _stopped(clip, folder, 6)
    carried = sorted(folder.glob("*.npz"))
    assert [file.name for file in carried] == ["ahead-4.npz", "back-8.npz"]
    for file in carried:
        file.write_bytes(file.read_bytes()[:300])
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
