"""Every figure of docs/benchmarks.md in one command: `python -m tests.bench` (half an hour on two cores).

Parts can be run alone: `python -m tests.bench --parts tracking,filling`; `PARTS` has their names. What was measured is
kept as JSON in `--results` (default: build/bench), and the page is made from all that is there; of what is not there it
goes on saying what it said. `python -m tests.bench.regression OLD NEW` says whether something got worse.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import cv2

from peanut_studio.pipeline import api
from tests.bench import clean_room, corrections, filling, flow, grounding, tracking, upscaling
from tests.bench.coverage import left_out
from tests.bench.networks import Networks
from tests.bench.page import page

ROOT = Path(__file__).resolve().parents[2]
CLIPS = ROOT.parent / "shared" / "clips"
PAGE = ROOT / "docs" / "benchmarks.md"
PARTS = (
    "tracking",
    "segmenters",
    "corrections",
    "grounding",
    "flow",
    "filling",
    "room",
    "speed",
    "memory",
    "upscaling",
)
SIZES = ((432, 240), (854, 480), (1920, 1080))
LONG = "intel_onebyone"


def measure(part: str, long_frames: int) -> Any:
    """One part's figures, as JSON can hold them."""
    if part == "tracking":
        return tracking.run(CLIPS)
    if part == "segmenters":
        return tracking.run_each(CLIPS)
    if part == "corrections":
        return corrections.run(CLIPS, picture=PAGE.parent / "pictures" / "tracking-errors.jpg")
    if part == "room":
        return clean_room.run()
    if part == "grounding":
        return grounding.run(CLIPS)
    if part == "filling":
        return list(filling.run(Networks()))
    if part == "speed":
        return [filling.run_speed(size, 24 if size[0] < 1000 else 12) for size in SIZES]
    if part == "upscaling":
        return upscaling.run()
    if part == "flow":
        return flow.run(CLIPS)
    return [run_memory(count) for count in (100, long_frames)]


def run_memory(count: int) -> dict[str, Any]:
    """Peak memory of a whole removal of the first `count` frames of the long clip, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench", "--memory-of", str(count)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return dict(json.loads(answer.stdout.splitlines()[-1]))


def memory_here(count: int) -> dict[str, Any]:
    """Remove a still patch of the long clip, filled at half size, and say how much memory that took."""
    with tempfile.TemporaryDirectory() as folder:
        with api.open_clip(CLIPS / LONG / "clip.mp4") as clip:
            size = clip.size
        mask = filling.blob(size, 0, 20, 0.03).astype("uint8") * 255
        path = Path(folder) / "mask.png"
        cv2.imwrite(str(path), mask)
        end = None if count >= 1394 else f"{count}f"
        report = api.remove(
            CLIPS / LONG / "clip.mp4", Path(folder) / "out.mp4", masks=path, end=end, reduce=2, shadows=False
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"frames": report.filled, "peak_mb": peak, "seconds": report.seconds_filling / report.filled}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--results", type=Path, default=ROOT / "build" / "bench")
    parser.add_argument("--long-frames", type=int, default=1394)
    parser.add_argument("--memory-of", type=int)
    options = parser.parse_args()
    if options.memory_of:
        sys.stdout.write(json.dumps(memory_here(options.memory_of)) + "\n")
        return
    options.results.mkdir(parents=True, exist_ok=True)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.strip()
    for part in filter(None, options.parts.split(",")):
        found = {
            "figures": measure(part, options.long_frames),
            "commit": commit,
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, no GPU used",
            "left_out": left_out(),
        }
        (options.results / f"{part}.json").write_text(json.dumps(found, indent=1))
    results = {path.stem: json.loads(path.read_text()) for path in options.results.glob("*.json")}
    PAGE.write_text(page(results, PAGE.read_text(), (ROOT / "docs" / "findings.md").read_text()))


if __name__ == "__main__":
    main()
