"""A plugin that raises, leaves, prints or hangs in the middle of its work."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from peanut_studio.batch.order import Order
from peanut_studio.batch.running import run_alone
from peanut_studio.engines.plugins import consent, content, skeleton

Start = Callable[..., "subprocess.Popen[str]"]
PLACE = "            frame, mask = frames[index], masks[index]\n"
"""The line of the skeleton after which it is to misbehave."""


@pytest.fixture
def misbehaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """An allowed plugin, `mine`, that does something else once for each frame."""
    monkeypatch.setenv("PEANUT_STUDIO_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PEANUT_STUDIO_PLUGINS", str(tmp_path / "plugins"))

    def made(how: str) -> None:
        folder = skeleton.make("mine", "inpaint", tmp_path / "plugins")
        text = (folder / "engine.py").read_text()
        assert PLACE in text
        (folder / "engine.py").write_text(text.replace(PLACE, f"{PLACE}            {how}\n"))
        consent.allow("mine", content.read(folder).fingerprint)

    return made


@pytest.fixture
def start(small_clip: Path, small_masks: Path, tmp_path: Path) -> Start:
    def started(*more: str) -> subprocess.Popen[str]:
        words = ["remove", str(small_clip), "--mask", str(small_masks), "--inpainter", "mine", "--codec", "ffv1"]
        return subprocess.Popen(
            [sys.executable, "-m", "peanut_studio", *words, "-o", str(tmp_path / "out.mkv"), "--quiet", *more],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return started


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("raise ZeroDivisionError('no\\nluck')", "The plugin 'mine' failed (ZeroDivisionError: no luck)"),
        ("import sys; sys.exit(0)", "The plugin 'mine' failed (SystemExit: 0)"),
        ("import surely_not_there", "The plugin 'mine' failed (ModuleNotFoundError"),
    ],
)
def test_what_it_raises_is_told_as_its_own_fault(
    misbehaves: Callable[[str], None], start: Start, how: str, said: str, tmp_path: Path
) -> None:
    misbehaves(how)
    process = start()
    _, complained = process.communicate(timeout=120)
    assert process.returncode == 2
    assert complained.startswith(f"peanut-studio: {said}")
    assert len(complained.splitlines()) == 1
    assert list(tmp_path.glob("*out.mkv")) == []
    assert list((tmp_path / "state").rglob("*.log")), "for who wrote it"


def test_what_it_prints_does_not_come_between_the_figures(misbehaves: Callable[[str], None], start: Start) -> None:
    misbehaves("import os; print('noise', flush=True); os.write(1, b'more noise\\n')")
    process = start("--json")
    told, complained = process.communicate(timeout=120)
    assert json.loads(told)["frames_filled"] == 12
    assert "more noise" in complained


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX: signals")
def test_one_that_hangs_is_stopped_by_ctrl_c(misbehaves: Callable[[str], None], start: Start, tmp_path: Path) -> None:
    misbehaves(f"import pathlib, time; pathlib.Path({str(tmp_path / 'there')!r}).touch(); time.sleep(1000)")
    process = start()
    while not (tmp_path / "there").exists():
        time.sleep(0.1)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, complained = process.communicate(timeout=60)
    assert process.returncode == 130
    assert time.monotonic() - begun < 10
    assert "Stopped" in complained
    assert list(tmp_path.glob("*out.mkv")) == []


def test_in_a_batch_a_job_that_vanishes_is_not_done(
    misbehaves: Callable[[str], None], small_clip: Path, small_masks: Path, tmp_path: Path
) -> None:
    misbehaves("import os; os._exit(0)")
    words = ("--mask", str(small_masks), "--inpainter", "mine")
    outcome = run_alone(Order(1, "remove", small_clip, Path("out.mp4"), words, tmp_path))
    assert outcome.state == "failed"
    assert outcome.said == "It ended without having written out.mp4."
