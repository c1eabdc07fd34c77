"""Footage that nobody expects."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from peanut_studio.media.reader import open_clip
from tests.faults.programs import Tally, film, run


def strange_films(folder: Path) -> Tally:
    """Films of sizes, lengths and kinds that nobody expects: removed from, or refused in a sentence."""
    tally = Tally("strange films (1x1, odd sizes, one frame, 8K, alpha, grey, 10 bit, interlaced): done, or a sentence")
    rng = np.random.default_rng(4)
    sizes = [(1, 1, 3), (2, 2, 3), (3, 5, 4), (17, 9, 4), (101, 77, 3), (64, 48, 1), (64, 48, 2), (7680, 4320, 1)]
    strange = ("bgra", "gray", "gray16le", "yuv420p10le", "yuva420p", "yuv410p", "gbrp10le")
    kinds = [(*size, "rgb24") for size in sizes] + [(64, 48, 4, kind) for kind in strange]
    for width, height, frames, kind in kinds:
        path = folder / ("strange.mov" if kind == "rgb24" else "strange.mkv")
        mask, target = folder / "strange.png", folder / "strange-out.mkv"
        pictures = [rng.integers(0, 255, (height, width, 3)).astype(np.uint8) for _ in range(frames)]
        name = f"{width}x{height}, {frames} frames, {kind}"
        film(path, pictures, "png" if kind == "rgb24" else "ffv1", kind)
        drawn = np.zeros((height, width), np.uint8)
        drawn[: max(1, height // 2), : max(1, width // 3)] = 255
        cv2.imwrite(str(mask), drawn)
        words = ("remove", path, "--mask", mask, "--inpainter", "telea", "--codec", "ffv1", "--overwrite", "-o", target)
        code, said = run(folder / "strange", *words)
        if code == 0:
            with open_clip(target) as reader:
                wrong = len(reader) != frames or reader.size != (width, height)
            tally.note(f"{name}: another size or length" if wrong else None)
        else:
            tally.note(f"{name}: code {code}: {said}" if code != 2 or len(said.splitlines()) != 1 else None)
    return tally
