"""Small copies show exactly the frame that was asked for, in the clip's own colours."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from peanut_studio.media.proxy import (
    SEGMENT,
    ProxyReader,
    SegmentWriter,
    proxy_size,
    segment_path,
    small_picture,
    small_planes,
    write_segment,
)
from peanut_studio.media.reader import open_clip
from peanut_studio.model.errors import MediaError
from tests.numbered import number_in, numbered, write_numbered


def build(path: Path, folder: Path) -> ProxyReader:
    with open_clip(path) as reader:
        for number in range((len(reader) - 1) // SEGMENT + 1):
            frames = range(number * SEGMENT, min(len(reader), (number + 1) * SEGMENT))
            pictures = (small_planes(reader.source.planes(frame), reader.clip.colour) for frame in frames)
            assert list(write_segment(folder, number, pictures)) == list(range(1, len(frames) + 1))
        return ProxyReader.of(folder, reader.source)


@pytest.mark.parametrize("uneven", [False, True])
def test_every_frame_is_the_one_asked_for(tmp_path: Path, uneven: bool) -> None:
    path = write_numbered(tmp_path / "clip.mp4", 150, (1280, 720), uneven=uneven)
    proxies = build(path, tmp_path)
    order = [*range(150), *random.Random(1).sample(range(150), 60), *reversed(range(40, 80))]
    assert [number_in(proxies[frame]) for frame in order] == order
    assert proxies[0].shape == (540, 960, 3)
    assert 149 in proxies
    assert 200 not in proxies
    proxies.close()


@pytest.mark.parametrize(
    "film_of",
    [
        {"pixel_format": "yuv420p10le", "tags": {"colorspace": 9, "color_range": 1}},
        {"pixel_format": "yuv444p", "tags": {"colorspace": 5, "color_range": 2}},
        {"pixel_format": "gray"},
        {"pixel_format": "bgr0"},
        {"pixel_format": "yuv422p", "rotation": 90.0},
    ],
)
def test_colours_and_turn_are_the_clips_own(
    film: Callable[..., Path], tmp_path: Path, film_of: dict[str, object]
) -> None:
    path = film(size=(96, 64), **film_of)
    proxies = build(path, tmp_path)
    with open_clip(path) as reader:
        for frame in (0, 5, 11):
            true = reader[frame]
            true = true if true.dtype == np.uint8 else (true / 257).astype(np.uint8)
            assert proxies[frame].shape == true.shape
            error = np.abs(proxies[frame].astype(int) - true.astype(int)).mean()
            other = np.abs(proxies[frame].astype(int) - np.roll(true, 7, 1).astype(int)).mean()
            assert error < 9 < other
    proxies.close()


def test_a_closed_job_leaves_no_segment(tmp_path: Path) -> None:
    small = small_picture(numbered(0, (64, 48)))
    steps = write_segment(tmp_path, 0, (small for _ in range(9)))
    next(steps)
    steps.close()
    assert not list(tmp_path.iterdir())


def test_a_segment_that_is_taken_away_is_an_error_and_then_missing(tmp_path: Path) -> None:
    writer = SegmentWriter(tmp_path, 0)
    writer.write(small_picture(numbered(0, (64, 48))))
    writer.finish()
    proxies = ProxyReader.of_pictures(tmp_path, 48)
    assert 0 in proxies
    segment_path(tmp_path, 0).unlink()
    with pytest.raises(MediaError, match="frame 0"):
        proxies[0]
    assert 0 not in proxies


def test_sizes_are_even_and_never_larger() -> None:
    assert proxy_size((1920, 1080)) == (960, 540)
    assert proxy_size((1080, 1920)) == (540, 960)
    assert proxy_size((854, 480)) == (854, 480)
    assert proxy_size((3, 3)) == (4, 4)
    assert proxy_size((4000, 2)) == (960, 2)
