"""How well holes are filled: synthetic masks over clean footage, every inpainter in one run.

The literature's protocol (E2FGVI, ProPainter; 432 x 240): a still blob of 10 % of the area, or another clip's moving
masks, over frames whose truth is known. Run with `python -m tests.bench.filling [--json FILE]`.

Where I3D's weights are here each inpainter gets a VFID over all cases together, so share a run out by `--inpainters`,
not by `--only`.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines import registry
from peanut_studio.media.masks import read_masks
from peanut_studio.media.reader import open_clip
from peanut_studio.model.picture import FrameList
from peanut_studio.quality.fidelity import psnr, ssim, ssim_wide
from peanut_studio.quality.warping import warping_error
from tests.bench.coverage import measurable
from tests.bench.networks import NEEDS, Networks

CLIPS = Path(__file__).resolve().parents[3] / "shared" / "clips"
SIZE = (432, 240)
FRAMES = 40
Picture = npt.NDArray[np.uint8]
Hidden = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Case:
    """A clip and what hides a part of it: a blob at (dx, dy) from the middle, or another clip's masks."""

    name: str
    clip: str
    mask: tuple[int, int] | str
    camera: str
    start: int = 0


CASES = (
    Case("bmx-trees, still mask", "davis_bmx-trees", (110, 0), "moving"),
    Case("bmx-trees, still mask over the rider", "davis_bmx-trees", (20, 45), "moving"),
    Case("tennis, still mask", "davis_tennis", (110, 20), "moving"),
    Case("bmx-trees, swan's masks", "davis_bmx-trees", "davis_blackswan", "moving"),
    Case("tennis, car's masks (hide the player)", "davis_tennis", "davis_car-shadow", "moving"),
    Case("car-shadow, tennis masks", "davis_car-shadow", "davis_tennis", "moving"),
    Case("camel, bmx masks", "davis_camel", "davis_bmx-trees", "moving"),
    Case("freerunner, tennis masks", "propainter_freerunner", "davis_tennis", "moving"),
    Case("schoolgirls, still mask", "davis17_schoolgirls", (110, 30), "still"),
    Case("schoolgirls, tennis masks", "davis17_schoolgirls", "davis_tennis", "still"),
    Case("onebyone (empty room), car's masks", "intel_onebyone", "davis_car-shadow", "still"),
    Case("highway, car's masks (hide traffic)", "cdnet_highway", "davis_car-shadow", "still"),
)


@dataclass(frozen=True)
class Score:
    """Means over the frames; the warping error is times 1000; seconds a frame are of wall time.

    `lpips` is None where its weights are not here.
    """

    case: str
    camera: str
    inpainter: str
    psnr: float
    ssim: float
    ssim_wide: float
    warping_error: float
    seconds: float
    hidden: float
    lpips: float | None = None


def load_frames(name: str, start: int, count: int, size: tuple[int, int]) -> list[Picture]:
    """Frames of a clip at `size` (width, height)."""
    folder = CLIPS / name
    source = folder / "frames" if (folder / "frames").is_dir() else next(folder.glob("clip.*"))
    with open_clip(source) as reader:
        count = min(count, len(reader) - start)
        frames = [np.asarray(reader[start + t], np.uint8) for t in range(count)]
    return [np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), np.uint8) for frame in frames]


def blob(size: tuple[int, int], dx: int, dy: int, share: float = 0.102) -> Hidden:
    """An uneven disc of `share` of the area, (dx, dy) pixels (at width 432) from the middle."""
    width, height = size
    rng = np.random.default_rng(3)
    y, x = np.mgrid[0:height, 0:width]
    angle = np.arctan2(y - height / 2, x - width / 2)
    radius = np.hypot(x - width / 2, y - height / 2)
    outline = 1 + sum(rng.uniform(-0.12, 0.12) * np.cos(k * angle + rng.uniform(0, 6.28)) for k in range(2, 6))
    order = np.sort((radius / outline).ravel())
    mask = radius / outline < order[int(share * order.size)]
    shift = width / 432
    return np.asarray(np.roll(mask, (round(dy * shift), round(dx * shift)), axis=(0, 1)), np.bool_)


def load_masks(case: Case, count: int, size: tuple[int, int]) -> list[Hidden]:
    """The masks of a case at `size`."""
    if not isinstance(case.mask, str):
        return [blob(size, *case.mask)] * count
    folder = CLIPS / case.mask / "masks"
    files = sorted(folder.iterdir())
    first = cv2.imread(str(files[0]), cv2.IMREAD_UNCHANGED)
    assert first is not None
    masks = read_masks(folder, len(files), (first.shape[1], first.shape[0]))
    found = [cv2.resize(masks[t].astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0 for t in range(count)]
    return [np.asarray(mask, np.bool_) for mask in found]


def run(
    networks: Networks, cases: Sequence[Case] = CASES, inpainters: Sequence[str] = (), count: int = FRAMES
) -> Iterator[dict[str, Any]]:
    """All inpainters at hand, or those named, on some cases: a row for each, then what is said of all cases at once."""
    for case in cases:
        for score in run_case(case, networks, inpainters, count):
            yield asdict(score)
    yield from networks.together()


def run_case(case: Case, networks: Networks, inpainters: Sequence[str] = (), count: int = FRAMES) -> Iterator[Score]:
    """Inpainters on one case. Hidden pixels are blackened first, so that none can peep."""
    frames = load_frames(case.clip, case.start, count, SIZE)
    masks = load_masks(case, len(frames), SIZE)
    given = [np.where(mask[..., None], 0, frame).astype(np.uint8) for frame, mask in zip(frames, masks, strict=True)]
    for name in inpainters or measurable("inpaint"):
        engine: Any = registry.create("inpaint", name, device="cpu")
        begun = time.perf_counter()
        filled = list(engine.inpaint(FrameList(given), masks))
        seconds = (time.perf_counter() - begun) / len(frames)
        result = [np.where(m[..., None], r, f) for m, r, f in zip(masks, filled, frames, strict=True)]
        pairs = list(zip(result, frames, strict=True))
        yield Score(
            case.name,
            case.camera,
            name,
            float(np.mean([psnr(a, b) for a, b in pairs])),
            float(np.mean([ssim(a, b) for a, b in pairs])),
            float(np.mean([ssim_wide(a, b) for a, b in pairs])),
            1000 * warping_error(result, frames, masks),
            seconds,
            float(np.mean([mask.mean() for mask in masks])),
            networks.look(case.name, case.clip, name, result, frames),
        )


def run_speed(size: tuple[int, int], count: int = 24) -> dict[str, Any]:
    """Seconds a frame and peak memory of the built-in engine at a size, in a process of its own."""
    answer = subprocess.run(
        [sys.executable, "-m", "tests.bench.filling", "--speed", f"{size[0]}x{size[1]}", "--frames", str(count)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    return dict(json.loads(answer.stdout))


def speed_here(size: tuple[int, int], count: int) -> dict[str, Any]:
    """Fill tennis masks on car-shadow at `size`; frames come one by one, the first five are warm-up."""
    case = Case("", "davis_car-shadow", "davis_tennis", "moving")
    frames, masks = load_frames(case.clip, 0, count, size), load_masks(case, count, size)
    engine: Any = registry.create("inpaint", "propagation", device="cpu")
    stamps = [time.perf_counter() for _ in engine.inpaint(FrameList(frames), masks)]
    seconds = (stamps[-1] - stamps[4]) / (len(stamps) - 5)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"size": f"{size[0]}x{size[1]}", "seconds": seconds, "peak_mb": peak, "frames": count}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--speed")
    parser.add_argument("--frames", type=int, default=FRAMES)
    parser.add_argument("--inpainters", default="", help="all that are at hand by default")
    parser.add_argument("--only", default="", help="cases whose name contains this")
    options = parser.parse_args()
    if options.speed:
        width, height = (int(side) for side in options.speed.split("x"))
        json.dump(speed_here((width, height), options.frames), sys.stdout)
        return
    cases = [case for case in CASES if options.only in case.name and (CLIPS / case.clip).is_dir()]
    networks, rows = Networks(), []
    for row in run(networks, cases, [name for name in options.inpainters.split(",") if name], options.frames):
        rows.append(row)
        sys.stdout.write(told(row) + "\n")
        sys.stdout.flush()
    for measure in networks.missing:
        sys.stdout.write(f"{measure.upper()} not measured: {NEEDS[measure]}.\n")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1))


def told(row: dict[str, Any]) -> str:
    """A row of `run` as a line of a table."""
    if "vfid" in row:
        about = f"VFID {row['vfid']:.3f}, {row['windows']} windows of {row['clips']} clips"
        return f"| {row['case']} | {row['inpainter']} | {about} |"
    figures = f"{row['psnr']:.2f} | {row['ssim']:.4f} | {row['warping_error']:.2f} | {row['seconds']:.2f}"
    return f"| {row['case']} | {row['inpainter']} | {figures} |"


if __name__ == "__main__":
    main()
