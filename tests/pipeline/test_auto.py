"""The inpainter is chosen by what other frames show, and the reason is said."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.engines import registry
from peanut_studio.engines.flow.dis import Dis
from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.reader import open_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.mask_track import MaskTrack, TrackedMasks
from peanut_studio.model.picture import Frame, FrameList, Mask
from peanut_studio.pipeline.auto import choose, network_at_hand
from peanut_studio.pipeline.hole import Hole

SIZE, COUNT = (216, 120), 17


def _scene(camera: float, hole: float, waves: float = 0) -> tuple[FrameList, Hole]:
    """A wall past which the camera moves, a box that moves over the picture, and waves that go their own way."""
    coarse = np.random.default_rng(3).integers(0, 256, (40, 140, 3), np.uint8)
    wall = cv2.resize(coarse, (560, 160), interpolation=cv2.INTER_CUBIC)
    rows, columns = np.mgrid[: SIZE[1], : SIZE[0]].astype(np.float32)
    frames: list[Frame] = []
    masks: list[Mask] = []
    for index in range(COUNT):
        sway = waves * np.sin(rows / 9 + columns / 11 + index * 1.7)
        frame = cv2.remap(wall, columns + 20 + camera * index + sway, rows + 20, cv2.INTER_LINEAR)
        mask = np.zeros((SIZE[1], SIZE[0]), np.bool_)
        left = int(60 + hole * index)
        mask[40:80, left : left + 30] = True
        frame[mask] = (200, 30, 30)
        frames.append(np.asarray(frame, np.uint8))
        masks.append(mask)
    track = MaskTrack(1, SIZE, COUNT).with_frames([(index, mask, 1.0) for index, mask in enumerate(masks)])
    return FrameList(frames), Hole(TrackedMasks([track]), grow=2, width=1)


@pytest.mark.parametrize(
    ("camera", "hole", "waves", "chosen"),
    [(0, 6, 0, "propagation"), (5, 0, 0, "propagation"), (0, 0, 0, "e2fgvi"), (0, 6, 6, "e2fgvi")],
)
def test_what_other_frames_show_is_carried_the_rest_is_for_a_network(
    camera: float, hole: float, waves: float, chosen: str
) -> None:
    frames, holes = _scene(camera, hole, waves)
    name, reason = choose(frames, holes, Span(0, COUNT), Dis({}, "cpu"), "e2fgvi")
    assert name == chosen
    assert reason.startswith(f"'{chosen}' fills: other frames show ")
    share = int(reason.split("show ")[1].split("%")[0])
    assert (share < 5) == (camera == hole == 0)


@pytest.mark.clips
def test_a_camera_that_moves_past_a_player_shows_what_is_behind_him(clips: Path) -> None:
    with open_clip(clips / "davis_bmx-trees" / "frames") as reader:
        frames = FrameList([reader[index] for index in range(20, 44)])
    mask = np.zeros((frames.size[1], frames.size[0]), np.bool_)
    mask[150:300, 350:450] = True
    track = MaskTrack(1, frames.size, 24).with_frames([(index, mask, 1.0) for index in range(24)])
    name, reason = choose(frames, Hole(TrackedMasks([track])), Span(0, 24), Dis({}, "cpu"), "e2fgvi-hq")
    assert name == "propagation", reason


def test_without_a_network_nothing_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_WEIGHTS", str(tmp_path))
    assert network_at_hand(WeightStore()) is None
    frames, holes = _scene(0, 0)
    name, reason = choose(frames, holes, Span(0, COUNT), Dis({}, "cpu"), None)
    assert (name, reason) == ("propagation", "'propagation' fills: the weights of e2fgvi-hq and e2fgvi are not here.")
    monkeypatch.setattr(registry, "is_ready", lambda _task, name, _weights: name == "e2fgvi")
    assert network_at_hand(WeightStore()) == "e2fgvi"
