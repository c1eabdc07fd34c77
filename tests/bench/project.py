"""What keeping an edit costs: python -m tests.bench.project [FOLDER]."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from peanut_studio.model.history import History
from peanut_studio.store.project_file import ProjectFile
from peanut_studio.store.project_media import MediaReference
from tests.store.projects import edited, project_of


def measure(folder: Path, frames: int, size: tuple[int, int], steps: int = 200) -> str:
    """Times of edits of three objects, and the size of the file, in words."""
    history = History(project_of(frames, size))
    raw = sum(len(runs) for one in history.present.objects if one.track for runs in one.track.runs.values())
    file = ProjectFile(folder / "bench.peanut", create=True)
    since = time.perf_counter()
    clip = file.add(MediaReference("", "clip.mp4", 1, ""), history)
    first = time.perf_counter() - since
    times = []
    for number in range(1, steps + 1):
        history = history.edit("Paint", edited(history, 7 * number).present)
        since = time.perf_counter()
        file.keep(clip.clip_id, history, number)
        times.append(time.perf_counter() - since)
    file.close()
    stored = file.path.stat().st_size
    since = time.perf_counter()
    file = ProjectFile(file.path)
    back, _ = file.load(clip.clip_id, history.present.clip)
    opened = time.perf_counter() - since
    file.close()
    file.path.unlink()
    assert len(back.past) == steps
    p50, p95 = np.percentile(times, [50, 95]) * 1000
    return (
        f"{frames} frames {size[0]}x{size[1]}, 3 objects: first {first * 1000:.0f} ms; an edit p50 {p50:.1f} ms, p95 "
        f"{p95:.1f} ms, worst {max(times) * 1000:.1f} ms; masks {raw / 1e6:.1f} MB as run lengths, file with {steps} "
        f"steps {stored / 1e6:.1f} MB; opened in {opened * 1000:.0f} ms"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as name:
        print(measure(Path(name), 1000, (1920, 1080)))  # noqa: T201
