"""A true removal whose truth is known: somebody leaves a room that was filmed empty as well (intel_onebyone).

The person's masks are where a frame differs from the median of the empty frames round it, grown generously, for there
are a shadow and a reflection. The fill is held against that median. What an empty frame itself comes to against it, its
noise and its compression, is the best that can be reached. Run with `python -m tests.bench.clean_room`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines import registry
from peanut_studio.model.picture import FrameList
from peanut_studio.quality.fidelity import psnr, ssim
from peanut_studio.quality.frame_scores import Sample, frame_scores, summary
from tests.bench.coverage import measurable
from tests.bench.filling import load_frames

CLIP = "intel_onebyone"
SIZE = (432, 240)
SPAN = (176, 216)
"""The person stands at the table, goes at about frame 200; on the last dozen frames the room is empty."""

EMPTY = ((40, 60), (206, 226))
"""Frames of which the truth is the median."""

DIFFERS, GROWN, LEAST = 12, 13, 300
"""Levels of 255, after a blur of two pixels; pixels of the kernel; pixels of a part under which it is compression."""

Picture = npt.NDArray[np.uint8]


def load() -> tuple[list[Picture], list[npt.NDArray[np.bool_]], Picture]:
    """Frames, masks and the empty room."""
    frames = load_frames(CLIP, SPAN[0], SPAN[1] - SPAN[0], SIZE)
    empty = [frame for start, stop in EMPTY for frame in load_frames(CLIP, start, stop - start, SIZE)]
    room = np.median(np.stack(empty), axis=0).astype(np.uint8)
    return frames, [mask_of(frame, room) for frame in frames], room


def mask_of(frame: Picture, room: Picture) -> npt.NDArray[np.bool_]:
    """Where somebody is."""
    off = cv2.GaussianBlur(np.abs(frame.astype(np.float32) - room).max(axis=2), (0, 0), 2)
    seen = (off > DIFFERS).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(seen)
    kept = [number for number in range(1, count) if stats[number, cv2.CC_STAT_AREA] >= LEAST]
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (GROWN, GROWN))
    return np.asarray(cv2.dilate(np.isin(labels, kept).astype(np.uint8), kernel) > 0)


def run(inpainters: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """One dictionary an inpainter, and one of the best that can be reached."""
    frames, masks, room = load()
    holes = [mask for mask in masks if mask.any()]
    empty = load_frames(CLIP, 60, 1, SIZE) + load_frames(CLIP, 204, 2, SIZE)
    bound = [(psnr(a, room, m), ssim(a, room, m)) for a in empty for m in holes[::8]]
    rows = [
        {
            "inpainter": "an empty frame",
            "psnr_hole": float(np.mean([value for value, _ in bound])),
            "ssim_hole": float(np.mean([value for _, value in bound])),
            "flicker": None,
            "seconds": None,
            "frames": len(holes),
            "hidden": float(np.mean([mask.mean() for mask in holes])),
        }
    ]
    given = [np.where(mask[..., None], 0, frame).astype(np.uint8) for frame, mask in zip(frames, masks, strict=True)]
    for name in inpainters or measurable("inpaint"):
        engine = registry.create("inpaint", name, device="cpu")
        begun = time.perf_counter()
        filled = list(engine.inpaint(FrameList(given), masks))
        seconds = (time.perf_counter() - begun) / len(frames)
        means = summary(list(frame_scores(_samples(frames, filled, masks, room))))
        figures = {key: means[key] for key in ("psnr_hole", "ssim_hole", "flicker")}
        rows.append(
            {"inpainter": name, **figures, "seconds": seconds, "frames": len(holes), "hidden": rows[0]["hidden"]}
        )
    return rows


def _samples(
    frames: list[Picture], filled: list[Picture], masks: list[npt.NDArray[np.bool_]], room: Picture
) -> list[Sample]:
    found = []
    for frame, fill, mask in zip(frames, filled, masks, strict=True):
        result = np.where(mask[..., None], fill, frame).astype(np.uint8)
        found.append(Sample(result, room, mask if mask.any() else None))
    return found


def main() -> None:
    for row in run():
        sys.stdout.write(f"{row}\n")


if __name__ == "__main__":
    main()
