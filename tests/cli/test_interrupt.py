"""Signals end the work in time, also inside one long call."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from peanut_studio.cli.app import run

POLITE = """
import sys, time
from pathlib import Path
from peanut_studio.cli.interrupt import stopped_by_signals
part = Path(sys.argv[1])
with stopped_by_signals(part.unlink, lambda: "last words") as stop:
    part.write_text("half")
    print("ready", flush=True)
    try:
        while True:
            time.sleep(0.01)
            stop.check()
    except KeyboardInterrupt:
        time.sleep(0.1)
        part.unlink()
        print("tidied", flush=True)
        sys.exit(130)
"""

# One call into C that lets other threads run but takes minutes to come back to Python.
DEAF = """
import sys
from pathlib import Path
import cv2, numpy as np
from peanut_studio.cli.interrupt import stopped_by_signals
part = Path(sys.argv[1])
cv2.setNumThreads(1)
picture = np.random.default_rng(0).integers(0, 256, (4000, 4000), dtype=np.uint8)
with stopped_by_signals(part.unlink, lambda: "last words"):
    part.write_text("half")
    print("ready", flush=True)
    cv2.fastNlMeansDenoising(picture, None, 10, 21, 61)
"""


@pytest.mark.alone
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("program", [POLITE, DEAF], ids=["between steps", "inside a long call"])
def test_signals_end_the_work_within_two_seconds(tmp_path: Path, program: str, number: signal.Signals) -> None:
    part = tmp_path / "out.part"
    command = [sys.executable, "-c", program, str(part)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.5)
        begun = time.monotonic()
        process.send_signal(number)
        assert process.wait(10) == 130
        assert time.monotonic() - begun < 2
        said = process.stdout.read() + process.stderr.read()
    assert not part.exists()
    assert ("tidied" if program is POLITE else "last words") in said
    assert "Traceback" not in said


def test_ctrl_c_before_the_work_begins_is_told_as_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_path: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("peanut_studio.pipeline.api.Path", interrupted)
    assert run(["flow", "film.mp4", "-o", "flow.mp4"]) == 130
    assert capsys.readouterr().err.splitlines()[-1] == "peanut-studio: Stopped; nothing was written."
    monkeypatch.setattr("peanut_studio.cli.flow.opt.parse_rate", interrupted)
    assert run(["flow", "film.mp4", "-o", "flow.mp4"]) == 130
    assert capsys.readouterr().err.splitlines()[-1] == "peanut-studio: Stopped; nothing was written."


def test_handlers_are_put_back() -> None:
    from peanut_studio.cli.interrupt import stopped_by_signals

    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with stopped_by_signals(lambda: None, lambda: ""):
        assert signal.getsignal(signal.SIGINT) != before[0]
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
    assert signal.set_wakeup_fd(-1) == -1
