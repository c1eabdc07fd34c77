"""What faults are tried on: footage, and programs that are started, waited for and looked at."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.reader import open_clip
from peanut_studio.media.synthesis import write_clip
from peanut_studio.pipeline.demo_scene import Scene

ROOT = Path(__file__).resolve().parents[2]
SCENE = Scene(96, 64, 12)
LONGEST = 120
"""Seconds after which a program counts as hanging; those for which it gets no processor do not count."""


@dataclass
class Tally:
    """How many faults of one kind were tried, and what became of those that were not survived."""

    name: str
    tried: int = 0
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def survived(self) -> int:
        return self.tried - len(self.failures)

    def note(self, wrong: str | None) -> None:
        """One more was tried; what was wrong, None for nothing."""
        self.tried += 1
        if wrong:
            self.failures.append(wrong)


def footage(folder: Path) -> tuple[Path, Path]:
    clip, masks = folder / "clip.mp4", folder / "masks"
    write_clip(
        clip, (SCENE.frame(t) for t in range(SCENE.count)), (SCENE.width, SCENE.height), Fraction(24), SCENE.sound()
    )
    masks.mkdir(exist_ok=True)
    for index in range(SCENE.count):
        cv2.imwrite(str(masks / f"{index:05d}.png"), SCENE.mask(index).astype(np.uint8) * 255)
    return clip, masks


def film(path: Path, pictures: list[np.ndarray], codec: str, pixel_format: str) -> None:
    with av.open(str(path), "w") as output:
        height, width = pictures[0].shape[:2]
        stream = output.add_stream(codec, rate=24, width=width, height=height, pix_fmt=pixel_format)
        for picture in pictures:
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        output.mux(stream.encode(None))


def outcome(process: subprocess.Popen[str]) -> tuple[str, str] | None:
    """What a program wrote to its two outputs; None where it hangs."""
    begun = time.monotonic()
    while True:
        try:
            return process.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            if time.monotonic() - begun - _starved(process.pid) > LONGEST:
                return None


def _starved(number: int) -> float:
    """Seconds for which the thread of a process that waited most was ready and got no processor; 0 where not known."""
    waited = [0.0]
    for path in Path(f"/proc/{number}/task").glob("*/schedstat"):
        with suppress(OSError, ValueError, IndexError):
            waited.append(int(path.read_text(encoding="utf-8").split()[1]) / 1e9)
    return max(waited)


def start(
    cache: Path, *words: object, most: int | None = None, more: dict[str, str] | None = None
) -> subprocess.Popen[str]:
    def bound() -> None:
        if most is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return subprocess.Popen(
        [sys.executable, "-m", "peanut_studio", *map(str, words), "--quiet"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "PEANUT_STUDIO_CACHE": str(cache),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONFAULTHANDLER": "1",
            **(more or {}),
        },
        preexec_fn=bound,
    )


def run(cache: Path, *words: object, most: int | None = None, more: dict[str, str] | None = None) -> tuple[int, str]:
    process = start(cache, *words, most=most, more=more)
    done = outcome(process)
    if done is None:
        # It tells where it stands.
        process.send_signal(signal.SIGABRT)
        return -1, f"still not done after {LONGEST} s: {process.communicate()[1]}"
    said = done[1]
    lines = [line for line in said.splitlines() if line.startswith("peanut-studio: ")] or said.splitlines()
    return process.returncode, "\n".join(lines)


def start_apart(cache: Path, *places: Path, more: dict[str, str] | None = None) -> subprocess.Popen[str]:
    told = {"PYTHONPATH": str(ROOT), "PEANUT_STUDIO_CACHE": str(cache), "PYTHONDONTWRITEBYTECODE": "1", **(more or {})}
    # The weights are not what is kept.
    told |= {"PEANUT_STUDIO_WEIGHTS": str(WeightStore().root)}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.apart", *map(str, places)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | told,
    )


def removed_apart(cache: Path, *places: Path, more: dict[str, str] | None = None) -> Path | str:
    """The folder of patches, or what was said instead."""
    window = start_apart(cache, *places, more=more)
    done = outcome(window)
    if done is None:
        window.kill()
        window.communicate()
        return f"still not done after {LONGEST} s"
    last = (done[0].splitlines() or [""])[-1]
    return Path(last.removeprefix("done ")) if last.startswith("done ") else last


def is_gone(number: int) -> bool:
    """Whether there is soon no such process any more, or only what is left of one."""
    for _ in range(20 * LONGEST):
        try:
            state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def same_files(one: Path, other: Path) -> bool:
    """Whether two folders of patches hold the same, to the byte, and nothing else."""
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in (one, other))
    return first == second


def alike(one: Path, other: Path) -> bool:
    if one.is_dir():
        names = sorted(path.relative_to(one) for path in one.rglob("*.png"))
        return all((one / name).read_bytes() == (other / name).read_bytes() for name in names)
    with open_clip(one) as first, open_clip(other) as second:
        return len(first) == len(second) and all(np.array_equal(first[n], second[n]) for n in range(len(first)))
