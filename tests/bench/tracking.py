"""How well objects are tracked from one prompt, on the footage beside the project.

    python tests/bench/tracking.py [--clips FOLDER] [--engine mobilesam] [--device cpu] [--only bmx-trees ...]

The prompt comes from the true mask of the first frame: its deepest point as a click, or its bounds as a box. J is the
mean over all frames of the row, the first included, as in the design note's table.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from peanut_studio.engines import registry
from peanut_studio.engines.contract import LOST, Segmenter
from peanut_studio.engines.flow.dis import Dis
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, FrameList, Mask
from peanut_studio.model.prompt import Box, Click, Prompt
from peanut_studio.ops.mask_geometry import bounds_of, inner_points
from peanut_studio.quality.masks import boundary_accuracy, region_similarity, summarise
from peanut_studio.quality.warping import mask_consistency
from tests.bench.coverage import measurable

CLIPS = Path(__file__).resolve().parents[3] / "shared" / "clips"


@dataclass(frozen=True)
class Row:
    """A clip, how its object is pointed at, how many frames count (0 = all), and the J to beat (None = not known)."""

    clip: str
    start: str
    frames: int = 0
    to_beat: float | None = None


ROWS = (
    Row("davis_camel", "click", 36, 0.952),
    Row("davis_camel", "click"),
    Row("davis_car-shadow", "click", 36, 0.963),
    Row("davis_car-shadow", "click"),
    Row("davis_blackswan", "click", 0, 0.93),
    Row("davis_bmx-trees", "click", 18, 0.178),
    Row("davis_bmx-trees", "box", 18, 0.70),
    Row("davis_bmx-trees", "click"),
    Row("davis_bmx-trees", "box", 0, 0.50),
    Row("davis_tennis", "click", 24, 0.130),
)


FEW = (Row("davis_camel", "click", 10), Row("davis_bmx-trees", "box", 10))
"""On which every segmenter is measured, not the built-in one only."""


@dataclass
class Tracked:
    """What was found frame by frame; of neighbours the two TC."""

    j: list[float] = field(default_factory=list)
    f: list[float] = field(default_factory=list)
    confidence: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    tc: list[float] = field(default_factory=list)
    tc_truth: list[float] = field(default_factory=list)


def run_each(clips: Path) -> list[dict[str, Any]]:
    """Every segmenter at hand on a few frames: the dictionaries of `run`, with the engine's name."""
    return [{"segmenter": name, **row} for name in measurable("segment") for row in run(clips, FEW, name)]


def run(
    clips: Path, rows: Sequence[Row] = ROWS, engine: str = "mobilesam", device: str = "cpu"
) -> list[dict[str, Any]]:
    """Track each row's object. One dictionary a row: clip, start, frames, j, f, recall, decay, lost, seconds, to_beat.

    `tc` and `tc_truth` are the consistency of neighbours, of what was tracked and of the truth. `lost` counts frames on
    which the engine says so, `sure` and `unsure` are J on the fifth of which it is surest and least sure; `seconds` is
    the mean time a frame, decoding not included. Rows of the same clip and start are tracked once. Raises
    FileNotFoundError when a clip is missing.
    """
    segmenter: Segmenter = registry.create("segment", engine, device=device)
    results = []
    tracked: dict[tuple[str, str], Tracked] = {}
    for row in rows:
        key = (row.clip, row.start)
        if key not in tracked:
            longest = max((other.frames or sys.maxsize) for other in rows if (other.clip, other.start) == key)
            frames, truth = load(clips / row.clip, longest)
            tracked[key] = _track(segmenter, frames, truth, row.start)
        count = row.frames or len(tracked[key].j)
        found = tracked[key]
        j, f, confidence, seconds = (values[:count] for values in (found.j, found.f, found.confidence, found.seconds))
        summary = summarise(j)
        results.append(
            {
                "clip": row.clip,
                "start": row.start,
                "frames": len(j),
                "j": summary.mean,
                "f": summarise(f).mean,
                "recall": summary.recall,
                "decay": summary.decay,
                "tc": float(np.mean(found.tc[: len(j) - 1])),
                "tc_truth": float(np.mean(found.tc_truth[: len(j) - 1])),
                "lost": sum(value < LOST for value in confidence),
                **_by_confidence(j, confidence),
                "seconds": float(np.mean(seconds)),
                "to_beat": row.to_beat,
            }
        )
    return results


def _by_confidence(j: Sequence[float], confidence: Sequence[float]) -> dict[str, float]:
    order = np.argsort(confidence, kind="stable")
    few = max(1, len(order) // 5)
    return {"unsure": float(np.mean(np.array(j)[order[:few]])), "sure": float(np.mean(np.array(j)[order[-few:]]))}


def load(folder: Path, longest: int) -> tuple[list[Frame], list[Mask]]:
    """Frames and true masks of a clip, at most `longest`. davis_tennis' truth is a lossy film, hence approximate."""
    paths = sorted((folder / "frames").glob("*.jpg"))[:longest]
    if not paths:
        raise FileNotFoundError(f"no frames in {folder}")
    frames: list[Frame] = [np.ascontiguousarray(cv2.imread(str(path))[..., ::-1], np.uint8) for path in paths]
    film = folder / "objmask_480p.mp4"
    if film.exists():
        reader = cv2.VideoCapture(str(film))
        pictures = [reader.read()[1] for _ in paths]
        reader.release()
        size = (frames[0].shape[1], frames[0].shape[0])
        return frames, [cv2.resize(picture[..., 0], size) > 127 for picture in pictures]
    masks = sorted((folder / "masks").glob("*.png"))[: len(paths)]
    return frames, [cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) > 127 for path in masks]


def _track(segmenter: Segmenter, frames: list[Frame], truth: list[Mask], start: str) -> Tracked:
    session = segmenter.open(FrameList(frames))
    began = time.perf_counter()
    session.prompt(1, _prompt(truth[0], start))
    found, masks = Tracked(), []
    for result in session.propagate(Span(0, len(frames)), "forward"):
        found.seconds.append(time.perf_counter() - began)
        masks.append(result.masks[1])
        found.j.append(region_similarity(masks[-1], truth[result.frame]))
        found.f.append(boundary_accuracy(masks[-1], truth[result.frame]))
        found.confidence.append(result.confidence[1])
        began = time.perf_counter()
    session.close()
    motion = Dis({}, "cpu")
    for t in range(len(masks) - 1):
        flow = motion.flow(frames[t], frames[t + 1])
        found.tc.append(mask_consistency(masks[t], masks[t + 1], flow))
        found.tc_truth.append(mask_consistency(truth[t], truth[t + 1], flow))
    return found


def _prompt(mask: Mask, start: str) -> Prompt:
    bounds = bounds_of(mask)
    if bounds is None:
        raise ValueError("the first true mask is empty")
    return Box(*bounds) if start == "box" else Click(*inner_points(mask, 1)[0])


def main() -> int:
    """Print the table; 1 when a figure to beat was not beaten."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=Path, default=CLIPS)
    parser.add_argument("--engine", default="mobilesam")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--only", nargs="*", default=[], help="clips, without davis_")
    options = parser.parse_args()
    rows = [row for row in ROWS if not options.only or row.clip.removeprefix("davis_") in options.only]
    lines = [f"{'clip':18}{'start':7}{'frames':>6}{'J':>7}{'F':>7}{'recall':>8}{'lost':>6}{'s/frame':>9}  to beat"]
    missed = 0
    for result in run(options.clips, rows, options.engine, options.device):
        bar = result["to_beat"]
        missed += bar is not None and result["j"] < bar
        lines.append(
            f"{result['clip']:18}{result['start']:7}{result['frames']:6}{result['j']:7.3f}{result['f']:7.3f}"
            f"{result['recall']:8.2f}{result['lost']:6}{result['seconds']:9.2f}  {bar if bar is not None else '-'}"
        )
    sys.stdout.write("\n".join(lines) + "\n")
    return int(missed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
