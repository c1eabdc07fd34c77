"""Flow engines on motion that is known, and on footage: `python -m tests.bench --parts flow`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines import registry
from peanut_studio.engines.contract import FlowEstimator
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.picture import FlowField, Frame, Mask
from peanut_studio.ops.warp import warp

SIZE = (640, 360)
MARGIN = 80
CLIPS = ("davis_camel", "davis_bmx-trees", "davis_tennis")
TEXTURE = "davis_camel"
PAIRS = 8
FAR_OFF = 3.0

Matrix = npt.NDArray[np.float64]


class Known:
    """Two pictures, where each pixel of the first is in the second, and which of them are seen in both."""

    def __init__(self, first: Frame, second: Frame, flow: FlowField, seen: Mask) -> None:
        self.first, self.second, self.flow, self.seen = first, second, flow, seen


def moved(wall: Frame, matrix: Matrix) -> Known:
    """A camera over a flat wall, (H + 2 MARGIN, W + 2 MARGIN): what is at p goes to `matrix` (2, 3) times p."""
    width, height = SIZE
    shift = np.array([[1.0, 0, MARGIN], [0, 1.0, MARGIN], [0, 0, 1]])
    inside = np.vstack([matrix, [0, 0, 1]])
    to_wall = shift @ np.linalg.inv(inside)
    second = cv2.warpAffine(wall, to_wall[:2], SIZE, flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP)
    rows, columns = np.mgrid[:height, :width].astype(np.float64)
    x = matrix[0, 0] * columns + matrix[0, 1] * rows + matrix[0, 2]
    y = matrix[1, 0] * columns + matrix[1, 1] * rows + matrix[1, 2]
    seen = (x >= 0) & (x <= width - 1) & (y >= 0) & (y <= height - 1)
    flow = np.stack((x - columns, y - rows), -1).astype(np.float32)
    first = np.ascontiguousarray(wall[MARGIN : MARGIN + height, MARGIN : MARGIN + width])
    return Known(first, np.asarray(second, np.uint8), flow, seen)


def passing(wall: Frame, across: int, back: int) -> Known:
    """A textured disc goes `across` pixels to the right before a camera whose picture goes `back` to the left."""
    known = moved(wall, np.array([[1.0, 0, -back], [0, 1.0, 0]]))
    width, height = SIZE
    rows, columns = np.mgrid[:height, :width]
    disc = (columns - width // 3) ** 2 + (rows - height // 2) ** 2 <= (height // 5) ** 2
    skin = np.ascontiguousarray(wall[::-1, ::-1][MARGIN : MARGIN + height, MARGIN : MARGIN + width])
    there = np.roll(disc, across, axis=1)
    known.first[disc] = skin[disc]
    known.second[there] = np.roll(skin, across, axis=1)[there]
    # Of the wall, what the disc covers afterwards is seen no more.
    lands = np.roll(there, back, axis=1)
    known.seen &= disc | ~lands
    known.flow[disc] = (across, 0)
    return known


def turned(degrees: float, scale: float) -> Matrix:
    """A turn and a zoom about the middle."""
    return np.asarray(cv2.getRotationMatrix2D((SIZE[0] / 2, SIZE[1] / 2), degrees, scale), np.float64)


def cases(clips: Path) -> dict[str, Known]:
    """The pairs of which the motion is known."""
    size = (SIZE[0] + 2 * MARGIN, SIZE[1] + 2 * MARGIN)
    wall = cv2.resize(pictures(clips / TEXTURE)[0], size, interpolation=cv2.INTER_AREA)
    quiet = cv2.GaussianBlur(wall, (0, 0), 6)
    return {
        "pan 2.5 px": moved(wall, np.array([[1.0, 0, 2.5], [0, 1.0, -1.25]])),
        "pan 24 px": moved(wall, np.array([[1.0, 0, 24.0], [0, 1.0, 6.0]])),
        "pan 60 px": moved(wall, np.array([[1.0, 0, -60.0], [0, 1.0, 0.0]])),
        "turn and zoom": moved(wall, turned(4, 1.05)),
        "passing disc": passing(wall, 12, 5),
        "out of focus": moved(quiet, np.array([[1.0, 0, 4.0], [0, 1.0, 2.0]])),
    }


def pictures(folder: Path) -> list[Frame]:
    """The first frames of a clip that lies as pictures, RGB."""
    paths = sorted(folder.rglob("*.jpg"))[: PAIRS + 1]
    return [np.asarray(cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB), np.uint8) for path in paths]


def error(engine: FlowEstimator, known: Known) -> tuple[float, float]:
    """The mean end-point error, and the share of pixels that are far off."""
    away = np.linalg.norm(engine.flow(known.first, known.second) - known.flow, axis=-1)[known.seen]
    return float(away.mean()), float((away > FAR_OFF).mean())


def photometric(engine: FlowEstimator, folder: Path) -> tuple[float, float]:
    """The mean difference between frames and the next ones, brought back by flow and as they are."""
    frames = [cv2.resize(picture, SIZE, interpolation=cv2.INTER_AREA) for picture in pictures(folder)]
    pairs = list(pairwise(frames))

    def apart(brought: Callable[[Frame, Frame], Frame]) -> float:
        return float(np.mean([np.abs(a.astype(float) - brought(a, b)).mean() for a, b in pairs]))

    return apart(lambda a, b: warp(b, engine.flow(a, b))), apart(lambda _a, b: b)


def seconds(engine: FlowEstimator, known: Known) -> float:
    """The quickest of three."""
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        engine.flow(known.first, known.second)
        taken.append(time.perf_counter() - start)
    return min(taken)


def run(clips: Path) -> list[dict[str, Any]]:
    """A row for each engine whose weights are here."""
    return list(_rows(clips))


def _rows(clips: Path) -> Iterator[dict[str, Any]]:
    store, known = WeightStore(), cases(clips)
    there = [clip for clip in CLIPS if (clips / clip).is_dir() and pictures(clips / clip)]
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        for info in registry.engines("flow"):
            if not registry.is_ready("flow", info.id, store):
                continue
            engine = registry.create("flow", info.id, device="cpu", weights=store)
            yield {
                "engine": info.id,
                "errors": {name: error(engine, case) for name, case in known.items()},
                "photometric": {clip: photometric(engine, clips / clip) for clip in there},
                "seconds": seconds(engine, known["pan 24 px"]),
            }
    finally:
        cv2.setNumThreads(threads)
