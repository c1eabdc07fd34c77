"""How far clicks mend what tracking got wrong, as in the literature: each is put into the largest error.

    python -m tests.bench.corrections [--clips FOLDER] [--engine mobilesam] [--picture FILE]

*Rounds*: an object is tracked from one click; then, three times, the frame with the lowest J gets one click into the
middle of its largest error (on the object where it is missing, off it where there is too much) and all is
tracked again.
*Clicks to J 0.9*: on the first frame alone, at most `MOST`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines import registry
from peanut_studio.engines.contract import Segmenter, SegmentSession
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, FrameList, Mask
from peanut_studio.model.prompt import Click, MaskPrompt
from peanut_studio.ops.mask_geometry import inner_points, largest_part
from peanut_studio.quality.masks import boundary_accuracy, region_similarity
from tests.bench.tracking import CLIPS, load

NAMES = ("davis_camel", "davis_car-shadow", "davis_blackswan", "davis_bmx-trees", "davis_tennis")
FRAMES, ROUNDS, MOST, GOOD = 16, 3, 10, 0.9
TILE = 427

Errors = npt.NDArray[np.float32]


def run(
    clips: Path,
    names: Sequence[str] = NAMES,
    engine: str = "mobilesam",
    device: str = "cpu",
    picture: Path | None = None,
) -> list[dict[str, Any]]:
    """One dictionary a clip: j and f after 0 to `ROUNDS` corrections, clicks to J 0.9 (None where not reached) and the
    J reached, seconds to the first mask and to the next one on a frame that is encoded. With a `picture` where the
    errors lie is painted there. Raises FileNotFoundError when a clip is missing.
    """
    segmenter: Segmenter = registry.create("segment", engine, device=device)
    rows, tiles = [], []
    for name in names:
        frames, truth = load(clips / name, FRAMES)
        clicks = _clicks_to_good(segmenter, frames[0], truth[0])
        j, f, errors = _rounds(segmenter, frames, truth)
        rows.append({"clip": name, "frames": len(frames), "j": j, "f": f, **clicks})
        tiles.append(painted(frames[0], *errors))
    if picture is not None:
        write(picture, tiles)
    return rows


def next_click(mask: Mask, truth: Mask, frame: int = 0) -> Click | None:
    """Into the middle of the largest connected error; None where there is none."""
    missing, surplus = largest_part(truth & ~mask), largest_part(mask & ~truth)
    positive = bool(missing.sum() >= surplus.sum())
    error = missing if positive else surplus
    if not error.any():
        return None
    ((x, y),) = inner_points(error, 1)
    return Click(x, y, positive, frame)


def correct(session: SegmentSession, mask: Mask, click: Click) -> Mask:
    """The mask of a frame put right by a click, as the window does it."""
    if mask.any():
        session.prompt(1, MaskPrompt(mask, click.frame))
    return session.prompt(1, click)


def _clicks_to_good(segmenter: Segmenter, frame: Frame, truth: Mask) -> dict[str, Any]:
    session = segmenter.open(FrameList([frame]))
    mask = np.zeros_like(truth)
    seconds: list[float] = []
    best, needed = 0.0, None
    for count in range(1, MOST + 1):
        click = next_click(mask, truth)
        if click is None:
            break
        began = time.perf_counter()
        mask = correct(session, mask, click)
        seconds.append(time.perf_counter() - began)
        best = max(best, region_similarity(mask, truth))
        if best >= GOOD:
            needed = count
            break
    began = time.perf_counter()
    session.prompt(1, Click(*inner_points(truth, 1)[0]))
    again = time.perf_counter() - began
    session.close()
    return {"clicks": needed, "reached": best, "seconds_first": seconds[0], "seconds_next": again}


def _rounds(
    segmenter: Segmenter, frames: list[Frame], truth: list[Mask]
) -> tuple[list[float], list[float], tuple[Errors, Errors]]:
    session = segmenter.open(FrameList(frames))
    session.prompt(1, Click(*inner_points(truth[0], 1)[0]))
    j: list[float] = []
    f: list[float] = []
    errors: tuple[Errors, Errors] | None = None
    corrected: set[int] = set()
    for number in range(ROUNDS + 1):
        found = {tracked.frame: tracked.masks[1] for tracked in session.propagate(Span(0, len(frames)))}
        scores = {index: region_similarity(found[index], truth[index]) for index in found}
        j.append(float(np.mean(list(scores.values()))))
        f.append(float(np.mean([boundary_accuracy(found[index], truth[index]) for index in found])))
        if errors is None:
            missing = np.mean([truth[index] & ~found[index] for index in found], axis=0, dtype=np.float32)
            surplus = np.mean([found[index] & ~truth[index] for index in found], axis=0, dtype=np.float32)
            errors = missing, surplus
        if number == ROUNDS:
            break
        worst = min(scores, key=lambda index: scores[index])
        click = next_click(found[worst], truth[worst], worst)
        if click is not None:
            if worst in corrected:
                session.prompt(1, click)
            else:
                correct(session, found[worst], click)
            corrected.add(worst)
    session.close()
    assert errors is not None
    return j, f, errors


def painted(frame: Frame, missing: Errors, surplus: Errors) -> npt.NDArray[np.uint8]:
    """A frame in grey; red where the object was often missed, blue where something else was often taken for it."""
    grey = cv2.cvtColor(np.asarray(frame, np.uint8), cv2.COLOR_RGB2GRAY).astype(np.float32) * 0.55 + 70
    colours = np.repeat(grey[..., None], 3, axis=2)
    for share, colour in ((missing, (235, 40, 40)), (surplus, (50, 90, 255))):
        weight = np.clip(share * 3, 0, 1)[..., None]
        colours = colours * (1 - weight) + np.array(colour, np.float32) * weight
    height = round(TILE * frame.shape[0] / frame.shape[1])
    return np.asarray(cv2.resize(colours.clip(0, 255).astype(np.uint8), (TILE, height)), np.uint8)


def write(path: Path, tiles: Sequence[npt.NDArray[np.uint8]], columns: int = 3) -> None:
    """Tiles beside and below each other, as a JPEG file."""
    height = max(tile.shape[0] for tile in tiles)
    rows = -(-len(tiles) // columns)
    sheet = np.full((rows * (height + 6), columns * (TILE + 6), 3), 255, np.uint8)
    for number, tile in enumerate(tiles):
        y, x = number // columns * (height + 6), number % columns * (TILE + 6)
        sheet[y : y + tile.shape[0], x : x + TILE] = tile
    cv2.imwrite(str(path), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 80])


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=Path, default=CLIPS)
    parser.add_argument("--engine", default="mobilesam")
    parser.add_argument("--only", nargs="*", default=list(NAMES))
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args()
    for row in run(options.clips, options.only, options.engine, picture=options.picture):
        scores = "  ".join(f"{j:.3f}/{f:.3f}" for j, f in zip(row["j"], row["f"], strict=True))
        sys.stdout.write(
            f"{row['clip']:20}{row['frames']:4}  {scores}  clicks {row['clicks']} ({row['reached']:.3f})  "
            f"first {row['seconds_first']:.2f} s, then {row['seconds_next']:.2f} s\n"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
