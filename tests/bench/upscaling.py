"""How good enlarged video is: clips of which the large original is known, every upscaler at hand in one run.

PSNR and SSIM of the luma (BT.601, 16..235, as in the literature), no border left out, mean over the frames. Run with
`python -m tests.bench.upscaling [--frames N]`.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
from skimage.metrics import structural_similarity

from peanut_studio.engines import registry
from peanut_studio.media.reader import open_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, FrameList
from peanut_studio.ops.tiles import Window
from peanut_studio.pipeline.enlarge import Enlarger, fitted
from peanut_studio.pipeline.luggage import Arrays
from tests.bench.coverage import measurable

ROOT = Path(__file__).resolve().parents[2]
CLIPS = ROOT.parent / "shared" / "clips"
NAMES = ("vid4_walk", "vid4_calendar")
PAIR = "carphone_pair"
PLAIN = "bicubic"
"""Not an engine: what all others have to beat."""

FRAMES = 15
CUT, SEAM_FRAMES = 16, 40
Luma: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Score:
    """Means over the frames; seconds a frame are of wall time."""

    clip: str
    upscaler: str
    frames: int
    psnr: float
    ssim: float
    seconds: float


def upscalers() -> tuple[str, ...]:
    """Bicubic, and every engine at hand that enlarges four times."""
    return PLAIN, *measurable("upscale", lambda engine: engine.scale in (0, 4))


def load(folder: Path, count: int) -> list[Frame]:
    """The first pictures of a folder, RGB."""
    pictures = [cv2.imread(str(path)) for path in sorted(folder.iterdir())[:count]]
    return [np.asarray(picture[..., ::-1], np.uint8).copy() for picture in pictures if picture is not None]


def luma(picture: Frame) -> Luma:
    """BT.601 luma in 16..235, unrounded, as the literature reckons it."""
    weights = np.array([65.481, 128.553, 24.966]) / 255
    return np.asarray(picture @ weights + 16, np.float64)


def enlarged(name: str, small: list[Frame]) -> list[Frame]:
    """The pictures four times as large."""
    if name == PLAIN:
        size = (small[0].shape[1] * 4, small[0].shape[0] * 4)
        return [np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_CUBIC), np.uint8) for frame in small]
    options = {"scale": 4} if name == "lanczos" else {}
    engine = registry.create("upscale", name, device="cpu", **options)
    enlarger = Enlarger(engine, registry.info("upscale", name))
    frames = FrameList(small)
    return [picture for window in enlarger.windows(len(small)) for picture in enlarger.enlarge(frames, window)]


def score(clip: str, name: str, count: int) -> Score:
    """One upscaler on one clip."""
    small, large = load(CLIPS / clip / "lr_x4", count), load(CLIPS / clip / "hr", count)
    begun = time.perf_counter()
    found = enlarged(name, small)
    seconds = (time.perf_counter() - begun) / len(small)
    return Score(clip, name, len(small), *measures(found, large), seconds)


def restored(name: str, count: int) -> Score:
    """A strongly compressed clip at its own size against what it was compressed from; enlarged and reduced again where
    the engine enlarges, as `upscale --scale 1` does.
    """
    with open_clip(CLIPS / PAIR / "distorted.mp4") as poor, open_clip(CLIPS / PAIR / "clip.mp4") as good:
        small, large = ([clip[index] for index in range(count)] for clip in (poor, good))
    begun, found = time.process_time(), small
    if name != PLAIN:
        engine = registry.create("upscale", name, device="cpu")
        enlarger, frames = Enlarger(engine, registry.info("upscale", name)), FrameList(small)
        windows = enlarger.windows(count)
        found = [fitted(one, frames.size) for window in windows for one in enlarger.enlarge(frames, window)]
    return Score(PAIR, name, count, *measures(found, large), (time.process_time() - begun) / count)


def restorers() -> tuple[str, ...]:
    """Nothing done, and every engine at hand that learned from footage."""
    return PLAIN, *measurable("upscale", lambda engine: bool(engine.weights))


def measures(found: list[Frame], wanted: list[Frame], border: int = 0) -> tuple[float, float]:
    """PSNR in dB and SSIM of the luma, means over the frames, without a border of so many pixels."""
    inner = slice(border, -border or None)
    pairs = [(luma(one)[inner, inner], luma(other)[inner, inner]) for one, other in zip(found, wanted, strict=True)]
    fidelity = [10 * np.log10(255**2 / np.mean((one - other) ** 2)) for one, other in pairs]
    how: dict[str, Any] = {"data_range": 255, "gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False}
    likeness = [structural_similarity(one, other, **how) for one, other in pairs]
    return float(np.mean(fidelity)), float(np.mean(likeness))


def seam(clip: str, name: str = "basicvsr", context: int | None = None) -> dict[str, Any]:
    """PSNR, in dB, of each frame of a clip made in windows of `CUT` against the same made as a whole; least and mean.

    With a `context` what comes after a window is looked at so far, in place of having been gone through before.
    """
    known = registry.info("upscale", name)
    info = replace(known, window=CUT, context=known.context if context is None else context)
    small = FrameList(longer(load(CLIPS / clip / "lr_x4", SEAM_FRAMES), SEAM_FRAMES))
    enlarger = Enlarger(registry.create("upscale", name, device="cpu"), info)
    everything = Span(0, len(small))
    whole = list(enlarger.enlarge(small, Window(everything, everything)))
    pieces: list[Frame] = []
    windows, back = enlarger.windows(len(small)), dict[int, Arrays]()
    for window in reversed(windows[1:] if context is None else []):
        for _ in enlarger.look_back(small, window):
            pass
        back[window.kept.start] = enlarger.passed_back()
    for window in windows:
        enlarger.take_back(small, back.get(window.kept.stop, {}))
        pieces.extend(enlarger.enlarge(small, window))
    errors = [np.mean((one.astype(float) - other) ** 2) for one, other in zip(whole, pieces, strict=True)]
    found = [float(10 * np.log10(255**2 / max(float(error), 1e-9))) for error in errors]
    mean = float(10 * np.log10(255**2 / max(float(np.mean(errors)), 1e-9)))
    return {
        "clip": clip,
        "context": context,
        "frames": len(small),
        "least": min(found),
        "mean": mean,
        "all": found,
    }


def longer(frames: list[Frame], count: int) -> list[Frame]:
    """As many frames, the clip going back and forth where it is shorter."""
    there_and_back = [*frames, *frames[-2:0:-1]]
    return [there_and_back[number % len(there_and_back)] for number in range(count)]


def memory_here(count: int) -> dict[str, Any]:
    """Peak memory of `count` frames through the built-in engine in short windows, and the time for one."""
    info = replace(registry.info("upscale", "basicvsr"), window=4, context=2)
    enlarger = Enlarger(registry.create("upscale", "basicvsr", device="cpu"), info)
    first = load(CLIPS / NAMES[0] / "lr_x4", 1)[0]

    class Endless:
        size = (96, 80)

        def __len__(self) -> int:
            return count

        def __getitem__(self, index: int, /) -> Frame:
            return np.roll(first[:80, :96], index, axis=1)

    frames = Endless()
    begun = time.perf_counter()
    for window in enlarger.windows(count):
        for _ in enlarger.enlarge(frames, window):
            pass
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"frames": count, "peak_mb": peak, "seconds": (time.perf_counter() - begun) / count}


def run_memory(count: int) -> dict[str, Any]:
    """`memory_here` in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.upscaling", "--memory-of", str(count)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return dict(json.loads(answer.stdout.splitlines()[-1]))


def run(count: int = FRAMES) -> dict[str, Any]:
    """All figures of this part."""
    return {
        "scores": [asdict(score(clip, name, count)) for clip in NAMES for name in upscalers()],
        "seam": [seam(clip, context=context) for clip in NAMES for context in (None, 16)],
        "restored": [asdict(restored(name, count)) for name in restorers()],
        "memory": [run_memory(frames) for frames in (24, 120)],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=FRAMES)
    parser.add_argument("--memory-of", type=int)
    options = parser.parse_args()
    if options.memory_of:
        sys.stdout.write(json.dumps(memory_here(options.memory_of)) + "\n")
        return
    for clip in NAMES:
        for name in upscalers():
            sys.stdout.write(f"{score(clip, name, options.frames)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
