"""What an enlargement would come to."""

from __future__ import annotations

import subprocess
import sys

import pytest

from peanut_studio.engines import registry
from peanut_studio.pipeline.upscale_plan import BYTES_A_PIXEL, plan, sizes_for


def test_sizes_are_whole_factors_and_usual_heights() -> None:
    assert sizes_for((640, 360), "basicvsr") == ((1280, 720), (1920, 1080), (2560, 1440))
    assert sizes_for((854, 480), "lanczos") == (
        (1708, 960), (1922, 1080), (2562, 1440), (3416, 1920),
    )  # fmt: skip
    assert sizes_for((640, 360), "basicvsr++-denoise")[0] == (640, 360)
    assert sizes_for((1920, 1080), "basicvsr")[-1] == (7680, 4320)


def test_frames_are_cut_in_pieces_where_memory_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peanut_studio.pipeline.upscale_plan.free_ram", lambda: 64 << 30)
    assert plan((320, 240), 100, (640, 480), "basicvsr").pieces == 1
    monkeypatch.setattr("peanut_studio.pipeline.upscale_plan.free_ram", lambda: 1 << 30)
    small = plan((320, 240), 100, (640, 480), "basicvsr")
    assert small.pieces > 1
    assert small.memory <= 1 << 29
    assert plan((320, 240), 100, (640, 480), "lanczos") == plan((320, 240), 100, (640, 480), "lanczos")
    assert plan((320, 240), 100, (640, 480), "lanczos").memory == 0


def test_room_for_what_is_kept_between_windows_is_counted() -> None:
    clip, size = (320, 240), (640, 480)
    info = registry.info("upscale", "basicvsr")
    pictures = int(size[0] * size[1] * BYTES_A_PIXEL)
    assert plan(clip, info.window, size, "basicvsr").disk == info.window * pictures
    more = plan(clip, 2 * info.window + 1, size, "basicvsr").disk - (2 * info.window + 1) * pictures
    assert more == 3 * clip[0] * clip[1] * info.frame_bytes > 0
    assert plan(clip, 1000, size, "lanczos").disk == 1000 * pictures


def test_planning_imports_nothing_that_computes() -> None:
    program = (
        "import sys; from peanut_studio.pipeline.upscale_plan import plan; plan((64, 64), 9, (128, 128), 'basicvsr');"
        "print([name for name in ('torch', 'cv2', 'av') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
