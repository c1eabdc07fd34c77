"""Every section of docs/benchmarks.md in one command: `python -m tests.bench` (some hours on two cores).

Parts can be run alone: `python -m tests.bench --parts tracking,filling`; `--list` names them and what they remake. What
was measured is kept as JSON in `--results` (default: build/bench), and the page is made from all that is there; of what
is not there it goes on saying what it said, and what stands under headings of its own (###) within a part stays. A
part that fails is told of and the others go on. `python -m tests.bench.regression OLD NEW` says whether something got
worse.

Not of this page: `tests.bench.keeping` (docs/reliability.md) and `tests.bench.project` (docs/architecture.md).
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
import traceback
from pathlib import Path
from typing import Any

import cv2

from peanut_studio.pipeline import api
from tests.bench import authors, clean_room, corrections, filling, flow, grounding, shadows, tracking, upscaling
from tests.bench.coverage import left_out
from tests.bench.networks import Networks
from tests.bench.page import SECTIONS, page
from tests.pictures import restored

ROOT = Path(__file__).resolve().parents[2]
CLIPS = ROOT.parent / "shared" / "clips"
PAGE = ROOT / "docs" / "benchmarks.md"
PARTS = tuple(name for name, *_ in SECTIONS)
OWN = ("profile", "ui")
"""Parts whose own command writes the results: they want a process for themselves."""

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
    if part == "shadows":
        return shadows.run(CLIPS)
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
    if part == "restored":
        return [restored.draw(clip) for clip in restored.PLACES]
    if part == "e2fgvi":
        return [json.loads(line) for line in output_of("-m", "tests.bench.e2fgvi").splitlines()]
    if part == "authors":
        return beside_its_authors()
    if part == "memory":
        return [run_memory(count) for count in (100, long_frames)]
    raise ValueError(f"there is no part {part}")


def beside_its_authors() -> Any:
    """The figures of `tests.bench.authors`, with a wheel that is fetched for it."""
    with tempfile.TemporaryDirectory() as folder:
        output_of("-m", "pip", "download", "--quiet", "--no-deps", authors.WHEEL, "-d", folder)
        (wheel,) = Path(folder).iterdir()
        return json.loads(output_of("-m", "tests.bench.authors", str(wheel)))


def output_of(*command: str) -> str:
    """What a Python command says. Raises CalledProcessError."""
    told = subprocess.run([sys.executable, *command], stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
    return told.stdout


def run_memory(count: int) -> dict[str, Any]:
    """Peak memory of a whole removal of the first `count` frames of the long clip, in a process of its own."""
    return dict(json.loads(output_of("-m", "tests.bench", "--memory-of", str(count)).splitlines()[-1]))


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


def keep(part: str, folder: Path, long_frames: int, commit: str) -> None:
    """Measure a part and write its results."""
    path = folder / f"{part}.json"
    if part in OWN:
        output_of("-m", f"tests.bench.{part}", "--results", str(path.resolve()))
        return
    found = {
        "figures": measure(part, long_frames),
        "commit": commit,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, no GPU used",
        "left_out": left_out(),
    }
    path.write_text(json.dumps(found, indent=1))


def main(arguments: list[str] | None = None) -> int:
    """Measure and make the page; gives the exit code, 1 where a part failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--list", action="store_true", help="name the parts and their sections, and measure nothing")
    parser.add_argument("--results", type=Path, default=ROOT / "build" / "bench")
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--long-frames", type=int, default=1394)
    parser.add_argument("--memory-of", type=int)
    options = parser.parse_args(arguments)
    parts = [part for part in options.parts.split(",") if part]
    if unknown := [part for part in parts if part not in PARTS]:
        parser.error(f"there is no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    if options.list:
        for name, prose, _ in SECTIONS:
            sys.stdout.write(f"{name:12} {prose.partition(chr(10))[0].removeprefix('## ')}\n")
        return 0
    if options.memory_of:
        sys.stdout.write(json.dumps(memory_here(options.memory_of)) + "\n")
        return 0
    options.results.mkdir(parents=True, exist_ok=True)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.strip()
    failed = []
    for part in parts:
        try:
            keep(part, options.results, options.long_frames, commit)
        except Exception:
            failed.append(part)
            traceback.print_exc()
    results = {path.stem: json.loads(path.read_text()) for path in options.results.glob("*.json")}
    options.page.write_text(page(results, options.page.read_text(), (ROOT / "docs" / "findings.md").read_text()))
    if failed:
        sys.stderr.write(f"Not measured, for it failed: {', '.join(failed)}.\n")
    return int(bool(failed))


if __name__ == "__main__":
    raise SystemExit(main())
