"""No encoder makes the program's threads more urgent than they were."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="needs Linux and root: only they let SVT-AV1 be urgent"
)

WRITES = """
import os, sys
from pathlib import Path
from peanut_studio.media.reader import open_clip
from peanut_studio.media.writer import ClipWriter, ExportSettings
from peanut_studio.model.clip import Span

with open_clip(Path(sys.argv[1])) as reader:
    with ClipWriter(Path(sys.argv[2]), reader, Span(0, len(reader)), ExportSettings("av1")) as writer:
        for index in range(len(reader)):
            writer.write_source(index)
        tasks = [int(task) for task in os.listdir("/proc/self/task")]
        print(len(tasks), {os.sched_getscheduler(task) for task in tasks} == {os.SCHED_OTHER})
        writer.finish()
print(os.sched_getscheduler(0) == os.SCHED_OTHER)
"""


def test_svt_av1_leaves_no_thread_in_real_time(film: Callable[..., Path], tmp_path: Path) -> None:
    source = film(name="in.mp4", codec="libx264", count=6, size=(128, 96))
    told = subprocess.run(
        [sys.executable, "-c", WRITES, str(source), str(tmp_path / "out.mkv")],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    count, *told_of = told.stdout.split()
    assert int(count) > 4, "it has threads of its own"
    assert told_of == ["True", "True"]
