"""Masks between two corrected frames: along the flow, and on the straight line where that leads nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.correction import Correction
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Frame, FrameList, Mask
from peanut_studio.model.progress import Job, Progress
from peanut_studio.model.project import Project
from peanut_studio.pipeline.correct import interpolated
from peanut_studio.pipeline.footage import Footage
from peanut_studio.pipeline.interpolate import Interpolated, interpolate, interpolate_on

from ..engines.inpaint.scenes import texture

WIDTH, HEIGHT, STEPS = 240, 160, 20


def on_an_arc() -> tuple[list[Frame], list[Mask]]:
    """A textured disc that goes over half a circle in front of a texture."""
    ground, skin = texture(HEIGHT, WIDTH) // 2 + 40, texture(HEIGHT, WIDTH, 7)
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    frames, masks = [], []
    for t in range(STEPS + 1):
        angle = np.pi * t / STEPS
        x, y = WIDTH / 2 - 80 * np.cos(angle), 120 - 80 * np.sin(angle)
        mask = (columns - x) ** 2 + (rows - y) ** 2 <= 22**2
        shift = np.array([[1, 0, x - WIDTH / 2], [0, 1, y - HEIGHT / 2]], np.float32)
        moved = cv2.warpAffine(skin, shift, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT)
        frames.append(np.where(mask[..., None], moved, ground).astype(np.uint8))
        masks.append(mask)
    return frames, masks


def likeness(made: tuple[Correction, ...], truth: list[Mask]) -> list[float]:
    """IoU, frame by frame."""
    return [float((one.mask & truth[one.frame]).sum() / (one.mask | truth[one.frame]).sum()) for one in made]


def run(job: Job[Any]) -> tuple[list[Progress], Any]:
    news = []
    while True:
        try:
            news.append(next(job))
        except StopIteration as finished:
            return news, finished.value


def test_a_curved_path_is_followed() -> None:
    frames, masks = on_an_arc()
    first, last = Correction.of(0, masks[0]), Correction.of(STEPS, masks[STEPS])
    news, made = run(interpolate_on(FrameList(frames), first, last))
    assert isinstance(made, Interpolated)
    assert made.along_flow
    assert [one.frame for one in made.masks] == list(range(1, STEPS))
    along, straight = likeness(made.masks, masks), likeness(interpolated(first, last), masks)
    assert np.mean(straight) < 0.1
    assert np.mean(along) > 0.9
    assert min(along) > 0.85
    done = [one.done for one in news]
    assert done == sorted(done)
    assert news[-1].done == news[-1].total == 2 * (STEPS - 1)


def test_where_the_flow_loses_the_mask_the_line_is_straight() -> None:
    frames, masks = on_an_arc()
    first, last = Correction.of(0, masks[0]), Correction.of(STEPS, masks[STEPS])
    still = [frames[0]] * (STEPS + 1)
    _, made = run(interpolate_on(FrameList(still), first, last))
    assert not made.along_flow, "nothing moves there, so that the two never meet"
    assert made.masks == interpolated(first, last)
    larger = Correction.of(STEPS, np.ones((HEIGHT, WIDTH), np.bool_))
    _, made = run(interpolate_on(FrameList(still), first, larger))
    assert not made.along_flow, "the one does not become the other"


def test_a_clip_is_read_and_where_it_is_gone_the_line_is_straight(tmp_path: Path) -> None:
    frames, masks = on_an_arc()
    path = tmp_path / "arc.mp4"
    write_clip(path, frames, (WIDTH, HEIGHT), 25)
    with Footage(path).open() as (reader, _):
        project = Project.of(reader.clip)
    first, last = Correction.of(2, masks[2]), Correction.of(12, masks[12])
    _, made = run(interpolate(project, first, last))
    assert made.along_flow
    assert min(likeness(made.masks, masks)) > 0.85
    path.unlink()
    _, made = run(interpolate(project, first, last))
    assert not made.along_flow
    assert made.masks == interpolated(first, last)


def test_of_nothing_nothing_is_made() -> None:
    frames, masks = on_an_arc()
    nothing = Correction.of(STEPS, np.zeros((HEIGHT, WIDTH), np.bool_))
    with pytest.raises(InputError, match="nothing to interpolate"):
        run(interpolate_on(FrameList(frames), Correction.of(0, masks[0]), nothing))
