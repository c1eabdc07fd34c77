"""Ctrl-C and SIGTERM: within two seconds, nothing half written, and how to go on."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.media.reader import open_clip
from peanut_studio.media.synthesis import write_clip
from peanut_studio.pipeline.demo_scene import Scene

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")

SCENE = Scene(320, 240, 60)
# The program with an inpainter that spends minutes in one call of a library.
STUCK = """
import sys
import cv2, numpy as np
from peanut_studio.__main__ import main
from peanut_studio.engines.inpaint.telea import Telea

def inpaint(self, frames, masks, wanted=None):
    yield frames[0]
    print("stuck", flush=True)
    cv2.setNumThreads(1)
    cv2.fastNlMeansDenoising(np.zeros((4000, 4000), np.uint8), None, 10, 21, 61)

Telea.inpaint = inpaint
sys.exit(main())
"""


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("footage")
    frames = (SCENE.frame(index) for index in range(SCENE.count))
    write_clip(folder / "clip.mp4", frames, (SCENE.width, SCENE.height), Fraction(24), SCENE.sound())
    mask = np.zeros((SCENE.height, SCENE.width), np.uint8)
    mask[60:180, 80:240] = 255
    cv2.imwrite(str(folder / "mask.png"), mask)
    return folder


def _start(
    tmp_path: Path, *arguments: object, code: tuple[str, ...] = ("-m", "peanut_studio")
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PEANUT_STUDIO_CACHE": str(tmp_path / "cache"), "OMP_NUM_THREADS": "1"},
    )


def _stop(process: subprocess.Popen[str], number: signal.Signals) -> str:
    """Signal the process; gives its last words. Fails when it takes longer than two seconds."""
    begun = time.monotonic()
    process.send_signal(number)
    _, said = process.communicate(timeout=20)
    assert time.monotonic() - begun < 2
    assert process.returncode == 130
    assert "Traceback" not in said
    return said.strip().splitlines()[-1]


def _wait_for(process: subprocess.Popen[str], text: str, path: Path | None = None) -> None:
    """Until the process says `text` on stderr, and then until there is a `path`."""
    assert process.stderr is not None
    said = []
    while text not in (line := process.stderr.readline()):
        said.append(line)
        assert process.poll() is None, said
    while path is not None and not path.exists():
        time.sleep(0.01)


@pytest.mark.alone
def test_stopped_tracking_is_gone_on_with(footage: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    x, y = SCENE.centre(0)
    box = f"--box={x - 34:.0f},{y - 34:.0f},{x + 34:.0f},{y + 34:.0f}"
    engines = ("--segmenter=grabcut", "--inpainter=telea")
    command = ("remove", footage / "clip.mp4", box, *engines, "-o", out, "--json")
    with _start(tmp_path, *command) as process:
        _wait_for(process, "tracking: ")
        time.sleep(1.5)
        said = _stop(process, signal.SIGINT)
    match = re.fullmatch(
        r"peanut-studio: Stopped; nothing was written. "
        r"Run the same command again: the masks of (\d+) frames are kept.",
        said,
    )
    assert match, said
    assert 0 < int(match[1]) <= SCENE.count
    assert not out.exists()
    with _start(tmp_path, *command) as process:
        told, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert f"The masks of {match[1]} frames are kept from before." in said
    assert json.loads(told)["frames"] == SCENE.count
    assert out.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "out.mp4"]


@pytest.mark.alone
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_filling_is_gone_on_with(footage: Path, tmp_path: Path, number: signal.Signals) -> None:
    out = tmp_path / "out.mp4"
    command = ("remove", footage / "clip.mp4", "--mask", footage / "mask.png", "--inpainter=telea", "-o", out)
    with _start(tmp_path, *command) as process:
        _wait_for(process, "filling: ", tmp_path / ".out.part.mp4")
        time.sleep(0.3)
        said = _stop(process, number)
    match = re.fullmatch(
        r"peanut-studio: Stopped; nothing was written. Run the same command again: the fills of (\d+) frames are kept.",
        said,
    )
    assert match, said
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]
    with _start(tmp_path, *command, "--json") as process:
        told, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    facts = json.loads(told)
    assert facts["windows"] == SCENE.count
    # The signal may have come between the keeping of a frame and the telling.
    assert 0 <= SCENE.count - int(match[1]) - facts["windows_computed"] <= 1


def test_killed_over_and_over_it_comes_to_the_same_bytes(footage: Path, tmp_path: Path) -> None:
    """`kill -9` at several moments; each time something more is there, and in the end it is what it would have been."""
    mask, lossless = ("--mask", footage / "mask.png"), ("--reduce=4", "--codec=ffv1")
    command = ("remove", footage / "clip.mp4", *mask, *lossless, "--json", "-o")
    whole, out = tmp_path / "whole.mkv", tmp_path / "out.mkv"
    with _start(tmp_path / "other", *command, whole) as process:
        told, said = process.communicate(timeout=240)
        assert process.returncode == 0, said
    assert json.loads(told)["windows_computed"] == json.loads(told)["windows"] == 5
    fills = tmp_path / "cache" / "fills"
    # A window is one piece, what it made use of another.
    for wanted in (2, 4, 8):
        with _start(tmp_path, *command, out) as process:
            while len(list(fills.rglob("*.piece"))) < wanted:
                time.sleep(0.005)
                assert process.poll() is None
            process.kill()
        assert not out.exists()
    with _start(tmp_path, *command, out) as process:
        told, said = process.communicate(timeout=240)
    assert process.returncode == 0, said
    assert json.loads(told)["windows_computed"] <= 1
    # The pictures, for a Matroska file has a random number in it, and x264 does not make the same film twice.
    with open_clip(whole) as first, open_clip(out) as second:
        assert len(first) == len(second) == SCENE.count
        assert all(np.array_equal(first[index], second[index]) for index in range(SCENE.count))


@pytest.mark.alone
def test_a_long_call_of_a_library_does_not_hold_up_the_stop(footage: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.mkv"
    command = ("remove", footage / "clip.mp4", "--mask", footage / "mask.png", "--inpainter=telea", "-o", out)
    with _start(tmp_path, *command, code=("-c", STUCK)) as process:
        _wait_for(process, "stuck")  # what engines print is no part of the output
        said = _stop(process, signal.SIGINT)
    assert said.startswith("peanut-studio: Stopped; nothing was written.")
    assert not [path for path in tmp_path.iterdir() if path.name != "cache"]


@pytest.mark.alone
def test_stopping_again_changes_nothing(footage: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.mkv"
    command = ("remove", footage / "clip.mp4", "--mask", footage / "mask.png", "--inpainter=telea", "-o", out)
    with _start(tmp_path, *command) as process:
        _wait_for(process, "filling: ", tmp_path / ".out.part.mkv")
        process.send_signal(signal.SIGINT)
        time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert not [path for path in tmp_path.iterdir() if path.name != "cache"]
