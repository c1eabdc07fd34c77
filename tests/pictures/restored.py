"""Holes filled at a quarter of the size and brought back, with and without UR-Net, side by side.

`python -m tests.pictures.restored` draws docs/pictures/restored-*.jpg anew, from the footage beside the project, and
prints how sharp the fills are: the mean Laplacian in the hole, as a share of that round it.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from peanut_studio.media.reader import open_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.mask_track import MaskTrack, TrackedMasks
from peanut_studio.model.picture import Frame, FrameList, Mask
from peanut_studio.ops.regions import Region, widen
from peanut_studio.pipeline.choice import Choices, Workshop
from peanut_studio.pipeline.fill import Filler, Patch
from peanut_studio.pipeline.grain import with_grain
from peanut_studio.pipeline.hole import Hole
from peanut_studio.pipeline.sharpness import as_sharp

ROOT = Path(__file__).resolve().parents[2]
CLIPS = ROOT.parent / "shared" / "clips"
PLACES = {"davis_tennis": ("davis_tennis", 20), "davis_bmx-trees": ("davis_bmx-trees", 30)}
"""Clips, whose masks are taken, and the first frame that is worked on."""

PLACES["davis_car-shadow"] = ("davis_tennis", 10)
"""Here a player's shape hides what is there to be seen on the left: the truth."""

COUNT, SHOWN, SMALLER = 12, 6, 4
SIDE = 440
"""Width of one picture of three."""


def footage(clip: str) -> tuple[FrameList, Hole]:
    """Frames of a clip, and what is to be removed from them."""
    whose, first = PLACES[clip]
    with open_clip(CLIPS / clip / "frames") as reader:
        frames = [reader[first + index] for index in range(COUNT)]
    height, width = frames[0].shape[:2]
    masks = []
    for path in sorted((CLIPS / whose / "masks").iterdir())[first : first + COUNT]:
        mask = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
        assert mask is not None
        mask = mask if mask.ndim == 2 else mask.max(axis=2)
        masks.append(cv2.resize(mask, (width, height), interpolation=cv2.INTER_NEAREST) > 0)
    track = MaskTrack(1, (width, height), COUNT).with_frames(
        [(index, np.asarray(mask, np.bool_), 1.0) for index, mask in enumerate(masks)]
    )
    return FrameList(frames), Hole(TrackedMasks([track]))


def filled(frames: FrameList, hole: Hole, choices: Choices) -> list[Patch]:
    """The holes, filled at a quarter of the size and brought back."""
    shop = Workshop(choices)
    made = shop.inpainter()
    filler = Filler(made.engine, made.info, shop.enlarge(), choices.reduce)
    return list(filler.fill(frames, hole, Span(0, COUNT)))


def sharpness(picture: Frame, where: Mask) -> float:
    """The mean of the absolute Laplacian, over a part of a picture."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return float(np.abs(cv2.Laplacian(grey, cv2.CV_32F))[where].mean())


def draw(clip: str) -> dict[str, Any]:
    """One clip's picture: the frame, without UR-Net, with it. Gives how sharp both are."""
    frames, hole = footage(clip)
    plain = Choices(reduce=SMALLER)
    soft = filled(frames, hole, plain)
    learned = iter(filled(frames, hole, replace(plain, upscaler="basicvsr")))
    sharp = list(with_grain(as_sharp(learned, frames, hole), frames, hole))
    frame, region = frames[SHOWN], hole.region(SHOWN)
    assert region is not None
    pictures = [frame, soft[SHOWN].laid_over(frame, hole), sharp[SHOWN].laid_over(frame, hole)]
    inside = hole[SHOWN]
    around = cv2.dilate(inside.astype(np.uint8), np.ones((41, 41), np.uint8)).astype(np.bool_) & ~inside
    shares = [sharpness(picture, inside) / sharpness(frame, around) for picture in pictures[1:]]
    sys.stdout.write(f"{clip}: as sharp as its surroundings: {shares[0]:.2f} without, {shares[1]:.2f} with\n")
    near = widen(region, frames.size, 40)
    path = ROOT / "docs" / "pictures" / f"restored-{clip.removeprefix('davis_')}.jpg"
    cv2.imwrite(str(path), _row(pictures, near)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])
    return {"clip": clip, "without": shares[0], "with": shares[1]}


def _row(pictures: list[Frame], place: Region) -> Frame:
    factor = SIDE / place.width
    size = (SIDE, round(place.height * factor))
    how = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    shown = [cv2.resize(picture[place.slices], size, interpolation=how) for picture in pictures]
    gap = np.full((size[1], 6, 3), 255, np.uint8)
    return np.hstack([shown[0], gap, shown[1], gap, shown[2]])


if __name__ == "__main__":
    for name in sys.argv[1:] or PLACES:
        draw(name)
