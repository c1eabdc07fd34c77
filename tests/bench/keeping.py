"""What it costs to keep fills, and what it saves:

    python -m tests.bench.keeping CLIP [--frames N] [--width W] [--still] [--check]

A disc that wanders over the clip, or stands `--still` and hides something for good, is filled away by the built-in
engine: for the first time, again, and once more after its mask was changed on three frames in the middle. With
`--check` the corrected clip is also filled from scratch, and it is told whether the pictures are the same. The share
of the work that keeping takes is measured in the processor's time of the calls that do nothing else, so that it holds
on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from peanut_studio.engines.inpaint.reel_memory import ReelMemory
from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.reader import open_clip
from peanut_studio.model.picture import Frame, FrameList, Mask
from peanut_studio.pipeline import keep, watched
from peanut_studio.pipeline.choice import Choices, Workshop
from peanut_studio.store.result_cache import ResultCache


class Clock:
    """Counts the processor time of the functions that it is put round; of those inside each other only the outer."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._is_inside = False

    def watch(self, owner: Any, name: str) -> None:
        plain: Callable[..., Any] = getattr(owner, name)

        def timed(*told: Any, **named: Any) -> Any:
            if self._is_inside:
                return plain(*told, **named)
            self._is_inside, began = True, time.thread_time()
            try:
                return plain(*told, **named)
            finally:
                self._is_inside = False
                self.seconds += time.thread_time() - began

        setattr(owner, name, timed)


def _footage(path: Path, count: int, width: int, still: bool = False) -> tuple[list[Frame], list[Mask]]:
    with open_clip(path) as reader:
        size = width, round(width * reader.size[1] / reader.size[0])
        frames = [
            cv2.resize(reader[index], size, interpolation=cv2.INTER_AREA) for index in range(min(count, len(reader)))
        ]
    rows, columns = np.mgrid[: size[1], : size[0]]
    masks = []
    for index in range(len(frames)):
        at = 0 if still else index
        x, y = size[0] * (0.5 + 0.3 * np.sin(at / 40)), size[1] * (0.5 + 0.2 * np.cos(at / 27))
        masks.append(np.asarray(np.hypot(columns - x, rows - y) < size[1] / 9, np.bool_))
    return [np.asarray(frame, np.uint8) for frame in frames], masks


def measure(path: Path, count: int, width: int, still: bool = False, check: bool = False) -> dict[str, Any]:
    """The figures of one clip."""
    frames, masks = _footage(path, count, width, still)
    choices, weights = Choices(device="cpu"), WeightStore()
    clock = Clock()
    for owner, name in (
        (watched, "digest_of"),
        (watched.WatchedMasks, "digest"),
        (watched.WatchedMasks, "__getitem__"),
        (keep.KeptInpainter, "_save"),
        (keep, "_State"),
        (ReelMemory, "_arrays"),
    ):
        clock.watch(owner, name)

    def run(cache: ResultCache, given: list[Mask]) -> dict[str, Any]:
        kept = keep.KeptInpainter(Workshop(choices, weights).inpainter(), choices, weights, cache)
        clock.seconds, wall, began = 0.0, time.monotonic(), time.process_time()
        filled = sha256()
        for picture in kept.inpaint(FrameList(frames), given):
            filled.update(picture.tobytes())
        total = time.process_time() - began
        return {
            "windows": kept.windows,
            "computed": kept.made,
            "seconds": round(time.monotonic() - wall, 1),
            "keeping": f"{100 * clock.seconds / total:.2f} %",
            "pictures": filled.hexdigest()[:12],
        }

    changed = [mask.copy() for mask in masks]
    middle = len(masks) // 2
    for index in range(middle, middle + 3):
        changed[index] = cv2.dilate(masks[index].astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    with tempfile.TemporaryDirectory() as folder:
        cache = ResultCache(Path(folder))
        facts = {"clip": path.parent.name, "frames": len(frames), "size": list(frames[0].shape[1::-1])}
        facts |= {"first": run(cache, masks), "again": run(cache, masks), "corrected": run(cache, changed)}
        if check:
            with tempfile.TemporaryDirectory() as other:
                facts["from scratch"] = run(ResultCache(Path(other)), changed)
            facts["same"] = facts["from scratch"]["pictures"] == facts["corrected"]["pictures"]
        facts["bytes a frame"] = sum(one.stat().st_size for one in Path(folder).rglob("*.piece")) // len(frames)
    return facts


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip", type=Path)
    parser.add_argument("--frames", type=int, default=10**6)
    parser.add_argument("--width", type=int, default=320)
    parser.add_argument("--still", action="store_true")
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    print(json.dumps(measure(given.clip, given.frames, given.width, given.still, given.check), indent=2))  # noqa: T201


if __name__ == "__main__":
    main()
