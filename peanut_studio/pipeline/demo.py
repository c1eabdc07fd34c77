"""The program shown at work on a clip of its own making, of which the truth is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.reader import open_clip
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Frame
from peanut_studio.model.progress import Job, Progress
from peanut_studio.ops.overlay import contact_sheet, eight_bit, tint
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.demo_scene import Scene
from peanut_studio.pipeline.footage import Footage
from peanut_studio.pipeline.pointing import Pointing
from peanut_studio.pipeline.remove import RemoveReport, RemoveRequest, remove

FRAME_RATE = Fraction(24)
BASELINE = "telea"


@dataclass(frozen=True, eq=False)
class DemoRequest:
    """Where the demo's files go, and the engines that it shows."""

    folder: Path
    choices: Choices = field(default_factory=Choices)
    scene: Scene = field(default_factory=Scene)
    weights: WeightStore | None = None


@dataclass(frozen=True, eq=False)
class DemoReport:
    """The demo's files, what was done by the chosen engine and by the baseline, and how well tracking went.

    `overlap` is the mean, over the frames, of intersection over union of the tracked and the true mask.
    """

    scene: Scene
    clip: Path
    result: Path
    baseline: Path
    sheet: Path
    removed: RemoveReport
    overlap: float


def demo(request: DemoRequest) -> Job[DemoReport]:
    """Make a clip, click on the ball in it, remove it, and once more with the baseline for comparison.

    Files of an earlier demo are replaced. Raises InputError when the folder cannot be written.
    """
    request.choices.check("segment", "flow", "inpaint", "upscale")
    scene, folder = request.scene, request.folder
    clip, result, baseline = folder / "clip.mp4", folder / "result.mp4", folder / "baseline.mp4"
    yield Progress("making a clip", 0, scene.count)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        frames = (scene.frame(index) for index in range(scene.count))
        write_clip(clip, frames, (scene.width, scene.height), FRAME_RATE, scene.sound(frame_rate=int(FRAME_RATE)))
    except OSError as error:
        raise InputError(f"{folder} cannot be written ({error.strerror or error}); choose another with -o.") from error
    yield Progress("making a clip", scene.count, scene.count)
    x, y = scene.centre(0)
    pointing = Pointing(points=((x, y, 0),))
    wanted = RemoveRequest(
        Footage(clip), result, (pointing,), choices=request.choices, overwrite=True, weights=request.weights
    )
    removed = yield from remove(wanted)
    plain = RemoveRequest(
        Footage(clip), baseline, masks=removed.tracks, choices=Choices(inpainter=BASELINE), overwrite=True
    )
    yield from remove(plain)
    sheet = folder / "before-after.png"
    cv2.imwrite(str(sheet), _sheet(scene, removed, (clip, result, baseline))[..., ::-1])
    overlaps = [_overlap(removed.tracks[0].mask(index), scene.mask(index)) for index in range(scene.count)]
    return DemoReport(scene, clip, result, baseline, sheet, removed, float(np.mean(overlaps)))


def _sheet(scene: Scene, removed: RemoveReport, files: tuple[Path, ...]) -> np.ndarray:
    """Rows: with the tracked mask, each file; columns: five frames."""
    shown = [round(at) for at in np.linspace(0, scene.count - 1, 5)]
    rows = [[eight_bit(frame) for frame in _pick(path, shown)] for path in files]
    marked = [tint(frame, removed.tracks[0].mask(at)) for at, frame in zip(shown, rows[0], strict=True)]
    return contact_sheet([marked, *rows[1:]])


def _pick(path: Path, indices: list[int]) -> Iterator[Frame]:
    with open_clip(path) as reader:
        for index in indices:
            yield reader[index]


def _overlap(found: np.ndarray, truth: np.ndarray) -> float:
    union = np.logical_or(found, truth).sum()
    return float(np.logical_and(found, truth).sum() / union) if union else 1.0
