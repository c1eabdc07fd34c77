"""Where the time of a whole removal goes: `python -m tests.bench.profile` draws docs/pictures/profile.svg.

What stages call is timed by wrapping it; of what is inside one another the inner one counts, so that the parts add up
to the whole. Seconds are of the processor, all threads together: other work on the machine does not count. `held_up` is
the wall time that passed in each stage's calls. All stages are run one after another here, also those that
`pipeline.beside` has go on at the same time.
"""

from __future__ import annotations

import argparse
import datetime
import functools
import importlib
import inspect
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CLIPS = ROOT.parent / "shared" / "clips"
PICTURE = ROOT / "docs" / "pictures" / "profile.svg"
RESULTS = ROOT / "build" / "bench" / "profile.json"

ENGINES = "peanut_studio.engines"
STAGES: dict[str, tuple[str, ...]] = {
    "decode": ("peanut_studio.media.reader:ClipReader.__getitem__",),
    "segment": ("peanut_studio.pipeline.track:track_objects",),
    "shadow": ("peanut_studio.pipeline.remove:kept_shadows",),
    "flow": (f"{ENGINES}.flow.dis:Dis.flow", f"{ENGINES}.flow.dis:Dis.flow_grey"),
    "complete": (f"{ENGINES}.inpaint.reel:Reel.exposed", f"{ENGINES}.inpaint.reel:Reel._join"),
    "propagate": (
        f"{ENGINES}.inpaint.propagation:aligned_opinion",
        f"{ENGINES}.inpaint.propagation:traced_opinion",
        f"{ENGINES}.inpaint.propagation:Propagation._seen",
        f"{ENGINES}.inpaint.reel:Reel.view",
        f"{ENGINES}.inpaint.calming:Calming.calmed",
        f"{ENGINES}.inpaint.calming:Calming.remember",
    ),
    "hallucinate": (f"{ENGINES}.inpaint.keys:KeyFrames.complete", f"{ENGINES}.inpaint.migan:Imagination.fill"),
    "grain": ("peanut_studio.pipeline.grain:grained",),
    "keep": (
        "peanut_studio.pipeline.watched:Watched.digest",
        "peanut_studio.store.result_cache:ResultCache.save",
        "peanut_studio.store.result_cache:ResultCache.load",
    ),
    "composite": ("peanut_studio.pipeline.fill:Patch.laid_over", "peanut_studio.media.writer:compose"),
    "encode": (
        "peanut_studio.media.writer:ClipWriter.write_source",
        "peanut_studio.media.writer:ClipWriter.finish",
    ),
}
"""What belongs to each stage, as module:name; a function is named where it is called from."""

REST = "the rest"
COLOURS = ("#4c9be8", "#9a8cf0", "#c46be0", "#5fc7c7", "#4cb782", "#e8854c", "#e05a78", "#d9b53c", "#8f98a3", "#b98a63",
           "#6d7fd1", "#cfd3d8")  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A removal: the clip, a box on the object on the first frame (or a still mask), how many frames."""

    name: str
    source: str
    frames: int
    box: tuple[int, int, int, int] | None = None


CASES = (
    Case("bmx-trees, 854x480, tracked from a box", "davis_bmx-trees/frames", 12, (363, 121, 554, 377)),
    Case("dance, 1920x1080, tracked from a box", "sammie_dance1080/clip.mp4", 6, (1050, 295, 1315, 1079)),
    Case("onebyone, 768x432, a still mask", "intel_onebyone/clip.mp4", 24),
)


@dataclass
class Clock:
    """Seconds of the processor and of the wall clock, and calls, by what was wrapped.

    `open` are the calls in hand, the inner ones last.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    passed: dict[str, float] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    since: tuple[float, float] = (0.0, 0.0)

    @contextmanager
    def inside(self, name: str) -> Iterator[None]:
        """What happens here counts for `name`, unless something further inside is wrapped too."""
        self._book()
        self.open.append(name)
        self.calls[name] = self.calls.get(name, 0) + 1
        try:
            yield
        finally:
            self._book()
            self.open.pop()

    def _book(self) -> None:
        now = time.process_time(), time.perf_counter()
        if self.open:
            for book, end, begun in zip((self.seconds, self.passed), now, self.since, strict=True):
                book[self.open[-1]] = book.get(self.open[-1], 0.0) + end - begun
        self.since = now


def wrapped(function: Callable[..., Any], name: str, clock: Clock) -> Callable[..., Any]:
    """The same function, timed; of a generator each step."""
    if inspect.isgeneratorfunction(function):

        @functools.wraps(function)
        def steps(*given: Any, **named: Any) -> Any:
            job = function(*given, **named)
            try:
                while True:
                    with clock.inside(name):
                        try:
                            value = next(job)
                        except StopIteration as ended:
                            return ended.value
                    yield value
            finally:
                job.close()

        return steps

    @functools.wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        with clock.inside(name):
            return function(*given, **named)

    return call


@contextmanager
def timed(clock: Clock, stages: dict[str, tuple[str, ...]]) -> Iterator[None]:
    """Everything of the stages is timed meanwhile. Raises AttributeError where there is none of a name any more."""
    put_back: list[tuple[Any, str, Any]] = []
    try:
        for places in stages.values():
            for place in places:
                module, _, path = place.partition(":")
                owner: Any = importlib.import_module(module)
                *outer, last = path.split(".")
                for part in outer:
                    owner = getattr(owner, part)
                true = getattr(owner, last)
                put_back.append((owner, last, true))
                setattr(owner, last, wrapped(true, place, clock))
        yield
    finally:
        for owner, last, true in reversed(put_back):
            setattr(owner, last, true)


@contextmanager
def one_after_another() -> Iterator[None]:
    """Nothing goes on beside filling meanwhile, so that processor time can be told apart."""
    module = importlib.import_module("peanut_studio.pipeline.remove")
    true = module.beside
    setattr(module, "beside", lambda make, given: make(given))  # noqa: B010
    try:
        yield
    finally:
        setattr(module, "beside", true)  # noqa: B010


def run_case(case: Case) -> dict[str, Any]:
    """One removal: seconds a frame by stage, and what took most."""
    from peanut_studio.pipeline import api

    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PEANUT_STUDIO_CACHE"] = folder
        source = CLIPS / case.source
        given: dict[str, Any] = {"box": case.box} if case.box else {"masks": _mask(case, Path(folder))}
        with timed(clock, STAGES), one_after_another():
            begun, wall = time.process_time(), time.perf_counter()
            api.remove(source, Path(folder) / "out.mp4", end=f"{case.frames}f", handles=0, shadows=True, **given)
            total, passed = time.process_time() - begun, time.perf_counter() - wall
    stages = {stage: sum(clock.seconds.get(place, 0.0) for place in places) for stage, places in STAGES.items()}
    stages[REST] = max(0.0, total - sum(stages.values()))
    held_up = {stage: sum(clock.passed.get(place, 0.0) for place in places) for stage, places in STAGES.items()}
    costliest = sorted(clock.seconds.items(), key=lambda item: -item[1])
    return {
        "case": case.name,
        "frames": case.frames,
        "stages": {stage: seconds / case.frames for stage, seconds in stages.items()},
        "held_up": {stage: seconds / case.frames for stage, seconds in held_up.items()},
        "seconds": total / case.frames,
        "wall": passed / case.frames,
        "costliest": [
            {"what": name.partition(":")[2], "seconds_a_frame": seconds / case.frames, "calls": clock.calls[name]}
            for name, seconds in costliest[:8]
        ],
    }


def _mask(case: Case, folder: Path) -> Path:
    """The clip's own masks where there are some, else a still patch."""
    import cv2

    from peanut_studio.pipeline import api
    from tests.bench.filling import blob

    own = (CLIPS / case.source).parent / "masks"
    if own.is_dir():
        return own
    with api.open_clip(CLIPS / case.source) as clip:
        mask = blob(clip.size, 0, 20, 0.05)
    path = folder / "mask.png"
    cv2.imwrite(str(path), mask.astype("uint8") * 255)
    return path


def picture(results: list[dict[str, Any]], about: str) -> str:
    """The stacked bars as SVG, one for each removal, its stages in their order."""
    stages = [*STAGES, REST]
    left, width, row, top = 20, 760, 62, 34
    legend = 26 * -(-len(stages) // 4)
    height = top + row * len(results) + legend + 44
    most = max(result["seconds"] for result in results)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width + 2 * left} {height}" role="img" '
        'aria-label="Where the time of a removal goes" font-family="system-ui, sans-serif" font-size="13">',
        f'<rect width="{width + 2 * left}" height="{height}" fill="#ffffff"/>',
        f'<text x="{left}" y="22" fill="#1c1d20" font-weight="600">Seconds of the processor for one frame</text>',
    ]
    for number, result in enumerate(results):
        y, x = top + row * number, float(left)
        head = f"{result['case']}: {result['seconds']:.2f} s"
        parts.append(f'<text x="{left}" y="{y + 18}" fill="#1c1d20">{escape(head)}</text>')
        for stage, colour in zip(stages, COLOURS, strict=True):
            length = width * result["stages"][stage] / most
            told = f"{stage}: {result['stages'][stage]:.3f} s, {result['stages'][stage] / result['seconds']:.0%}"
            parts.append(
                f'<rect x="{x:.1f}" y="{y + 25}" width="{length:.1f}" height="24" fill="{colour}">'
                f"<title>{escape(told)}</title></rect>"
            )
            share = f"{result['stages'][stage] / result['seconds']:.0%}"
            if length > 36:
                parts.append(f'<text x="{x + 5:.1f}" y="{y + 42}" fill="#1c1d20" font-size="12">{share}</text>')
            x += length
    for number, (stage, colour) in enumerate(zip(stages, COLOURS, strict=True)):
        x, y = left + 190 * (number % 4), top + row * len(results) + 22 + 26 * (number // 4)
        parts.append(f'<rect x="{x}" y="{y - 11}" width="13" height="13" rx="3" fill="{colour}"/>')
        parts.append(f'<text x="{x + 20}" y="{y}" fill="#1c1d20">{escape(stage)}</text>')
    parts.append(f'<text x="{left}" y="{height - 14}" fill="#63666d" font-size="11">{escape(about)}</text>')
    return "\n".join([*parts, "</svg>\n"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="cases whose name contains this")
    parser.add_argument("--picture", type=Path, default=PICTURE)
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    results = []
    for case in CASES:
        if options.only in case.name and (CLIPS / case.source).exists():
            results.append(run_case(case))
            sys.stdout.write(json.dumps(results[-1], indent=1) + "\n")
            sys.stdout.flush()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.strip()
    date = datetime.datetime.now(datetime.UTC).date().isoformat()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, no GPU used"
    options.results.parent.mkdir(parents=True, exist_ok=True)
    told = {"figures": results, "commit": commit, "date": date, "machine": machine}
    options.results.write_text(json.dumps(told, indent=1))
    options.picture.write_text(picture(results, f"Commit {commit}, {date}, {machine}."), encoding="utf-8")


if __name__ == "__main__":
    main()
