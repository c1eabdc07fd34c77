"""Footage that nobody expects."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np

from peanut_studio.media.reader import open_clip
from tests.faults.programs import Tally, film, run

SIZES = ((1, 1, 3), (2, 2, 3), (3, 5, 4), (17, 9, 4), (101, 77, 3), (64, 48, 1), (64, 48, 2), (7680, 4320, 1))
KINDS = ("bgra", "gray", "gray16le", "yuv420p10le", "yuva420p", "yuv410p", "gbrp10le")
LONG = 100_000


@dataclass(frozen=True)
class Strange:
    """A film and how many frames of what size are to come out; `words` are options more."""

    name: str
    path: Path
    size: tuple[int, int]
    frames: int
    words: tuple[str, ...] = ()


def strange_films(folder: Path) -> Tally:
    """Films of sizes, lengths and kinds that nobody expects: removed from, or refused in a sentence."""
    tally = Tally(
        "strange films (1x1, odd sizes, one frame, two, 100,000, 8K, alpha, grey, 10 bit, interlaced, of two sizes): "
        "done, or a sentence"
    )
    rng = np.random.default_rng(4)
    strange = [_of_kind(folder, rng, *size, "rgb24") for size in SIZES]
    strange += [_of_kind(folder, rng, 64, 48, 4, kind) for kind in KINDS]
    strange += [_interlaced(folder, rng), _of_two_sizes(folder, rng), _long(folder)]
    for number, one in enumerate(strange):
        mask, target = folder / "strange.png", folder / "strange-out.mkv"
        drawn = np.zeros((one.size[1], one.size[0]), np.uint8)
        drawn[: max(1, one.size[1] // 2), : max(1, one.size[0] // 3)] = 255
        cv2.imwrite(str(mask), drawn)
        words = ("remove", one.path, "--mask", mask, "--inpainter", "telea", "--codec", "ffv1", "--overwrite")
        code, said = run(folder / f"strange {number}", *words, *one.words, "-o", target)
        if code == 0:
            with open_clip(target) as reader:
                wrong = len(reader) != one.frames or reader.size != one.size
            tally.note(f"{one.name}: another size or length" if wrong else None)
        else:
            tally.note(f"{one.name}: code {code}: {said}" if code != 2 or len(said.splitlines()) != 1 else None)
    return tally


def _of_kind(folder: Path, rng: np.random.Generator, width: int, height: int, frames: int, kind: str) -> Strange:
    name = f"{width}x{height}, {frames} frames, {kind}"
    path = folder / f"{name}{'.mov' if kind == 'rgb24' else '.mkv'}"
    film(path, _noise(rng, width, height, frames), "png" if kind == "rgb24" else "ffv1", kind)
    return Strange(name, path, (width, height), frames)


def _interlaced(folder: Path, rng: np.random.Generator) -> Strange:
    path = folder / "interlaced.mpg"
    with av.open(str(path), "w") as output:
        stream = output.add_stream("mpeg2video", rate=25, width=64, height=48, pix_fmt="yuv420p")
        stream.options = {"flags": "+ilme+ildct"}
        for picture in _noise(rng, 64, 48, 6):
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        output.mux(stream.encode(None))
    return Strange("interlaced", path, (64, 48), 6)


def _of_two_sizes(folder: Path, rng: np.random.Generator) -> Strange:
    """As a broadcast that changes over."""
    parts = []
    for width, height in ((96, 64), (48, 80)):
        part = folder / f"part {width}.ts"
        film(part, _noise(rng, width, height, 6), "libx264", "yuv420p")
        parts.append(part.read_bytes())
    path = folder / "two sizes.ts"
    path.write_bytes(b"".join(parts))
    return Strange("of two sizes", path, (96, 64), 12)


def _long(folder: Path) -> Strange:
    """More than an hour; its last frames are worked on."""
    path = folder / "long.mkv"
    with av.open(str(path), "w") as output:
        stream = output.add_stream("mpeg4", rate=24, width=16, height=16, pix_fmt="yuv420p")
        for index in range(LONG):
            picture = np.full((16, 16, 3), 20 + index % 200, np.uint8)
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        output.mux(stream.encode(None))
    return Strange(f"{LONG} frames", path, (16, 16), 50, ("--in", f"{LONG - 50}f"))


def _noise(rng: np.random.Generator, width: int, height: int, frames: int) -> list[np.ndarray]:
    return [rng.integers(0, 255, (height, width, 3)).astype(np.uint8) for _ in range(frames)]
