"""Motion as it is looked at: in the clip's own pixels, with one scale, measured once."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from peanut_studio.engines.flow.dis import Dis
from peanut_studio.engines.inpaint.e2fgvi import E2fgviHqInpainter
from peanut_studio.engines.inpaint.propagation import Propagation
from peanut_studio.engines.inpaint.reel import Reel
from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import FrameList
from peanut_studio.nets.e2fgvi import E2fgvi
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.motion_view import MotionViewing, completed_flow, flow_completer

from ..engines.inpaint.scenes import discs, pan, texture

SIZE, COUNT, STEP = (1280, 360), 4, 6


@pytest.fixture(scope="module")
def panned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Soft noise that moves to the left by STEP pixels a frame."""
    path = tmp_path_factory.mktemp("footage") / "pan.mp4"
    noise = np.random.default_rng(3).integers(0, 255, (SIZE[1], SIZE[0] + COUNT * STEP), np.uint8)
    wide = cv2.cvtColor(cv2.normalize(cv2.GaussianBlur(noise, (0, 0), 4), None, 0, 255, cv2.NORM_MINMAX), 8)
    write_clip(path, [wide[:, STEP * t : STEP * t + SIZE[0]] for t in range(COUNT)], SIZE, Fraction(25))
    return path


def test_motion_is_in_pixels_of_the_clip(panned: Path) -> None:
    track = MaskTrack(1, SIZE, COUNT).with_frames(
        [(0, np.pad(np.ones((40, 40), np.bool_), ((160, 160), (620, 620))), 1)]
    )
    viewing = MotionViewing(panned, Choices(device="cpu"))
    shown = viewing.picture(0, [track])
    assert shown is not None
    assert shown.field.shape[:2] == (270, 960)
    assert np.median(shown.field[..., 0]) == pytest.approx(-STEP, abs=0.4)
    assert shown.beside == pytest.approx(STEP, abs=0.5)
    assert not shown.is_still
    assert shown.typical == pytest.approx(STEP, abs=0.5)
    assert shown.scale == 10
    viewing.close()


def test_the_last_frame_shows_the_motion_before_it_and_nothing_is_measured_twice(panned: Path) -> None:
    viewing = MotionViewing(panned, Choices(device="cpu"))
    last, before = viewing.picture(COUNT - 1), viewing.picture(COUNT - 2)
    assert last is not None
    assert before is not None
    assert last.field is before.field
    assert last.beside is None
    assert (viewing.picture(COUNT - 1, arrows=True) or last).picture.tolist() != last.picture.tolist()
    viewing.close()


def hidden_pan(count: int = 5) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """A wall that moves to the left by 3 pixels a frame, before it something that jumps about inside its mask."""
    frames, masks = pan(count, (192, 108), 3), discs(count, (192, 108), 24, 2)
    for index, (frame, mask) in enumerate(zip(frames, masks, strict=True)):
        frame[mask] = np.roll(frames[0], 40 * index, axis=0)[mask]
    return frames, masks


def test_what_an_object_hides_moves_as_the_wall_does_once_it_is_completed() -> None:
    frames, masks = hidden_pan()
    raw = Dis({}, "cpu").flow(frames[2], frames[3])
    completed = completed_flow(FrameList(frames), masks, 2)
    assert completed.shape == (108, 192, 2)
    assert completed.dtype == np.float32
    wall = np.array([-3, 0], np.float32)
    assert np.abs(raw - wall)[masks[2]].max() > 10
    assert np.abs(completed - wall)[masks[2]].max() < 0.5
    with pytest.raises(IndexError):
        completed_flow(FrameList(frames), masks, 4)


def test_it_is_the_flow_that_the_hole_is_filled_with() -> None:
    frames, masks = hidden_pan()
    reel = Reel(FrameList(frames), masks, Dis({}, "cpu"), (192, 108))
    reel.advance(0)
    for first in range(4):
        used = reel[first].flow
        assert used is not None
        np.testing.assert_array_equal(completed_flow(FrameList(frames), masks, first), used.astype(np.float32))


def test_across_a_cut_there_is_none() -> None:
    frames, masks = hidden_pan(3)
    frames[2] = 255 - texture(108, 192, seed=9)
    assert np.isfinite(completed_flow(FrameList(frames), masks, 0)).all()
    assert np.isnan(completed_flow(FrameList(frames), masks, 1)).all()


def test_a_network_shows_its_own_completion(tmp_path: Path) -> None:
    torch.manual_seed(0)
    torch.save(E2fgvi(any_size=True).state_dict(), tmp_path / "net.pth")
    engine = E2fgviHqInpainter({"net": tmp_path / "net.pth"}, "cpu")
    frames, masks = hidden_pan(2)
    found = completed_flow(FrameList(frames), masks, 0, engine)
    assert found.shape == (108, 192, 2)
    frames[0][masks[0]] = 0
    np.testing.assert_array_equal(found, completed_flow(FrameList(frames), masks, 0, engine))


def test_the_view_shows_completed_motion_in_the_colours_of_the_raw(panned: Path) -> None:
    block = np.zeros((SIZE[1], SIZE[0]), np.bool_)
    block[140:220, 600:700] = True
    track = MaskTrack(1, SIZE, COUNT).with_frames([(frame, block, 1.0) for frame in range(COUNT)])
    viewing = MotionViewing(panned, Choices(device="cpu"))
    raw, shown = viewing.picture(1, [track]), viewing.picture(1, [track], completed=True)
    assert raw is not None
    assert shown is not None
    assert shown.field.shape == raw.field.shape
    assert (shown.field != raw.field).any()
    assert (shown.scale, shown.beside, shown.typical) == (raw.scale, raw.beside, raw.typical)
    assert np.median(shown.field[..., 0]) == pytest.approx(-STEP, abs=0.4)
    again = viewing.picture(1, [track], completed=True)
    assert again is not None
    assert again.field is shown.field
    moved = track.with_frames([(1, np.roll(block, 30, axis=1), 1.0)])
    other = viewing.picture(1, [moved], completed=True)
    assert other is not None
    assert other.field is not shown.field
    plain = viewing.picture(1, [], completed=True)
    assert plain is not None
    assert plain.field is raw.field
    viewing.close()


@pytest.mark.parametrize("inpainter", ["auto", "propagation", "telea", "e2fgvi"])
def test_without_an_inpainter_that_can_it_is_completed_as_propagation_does(inpainter: str, tmp_path: Path) -> None:
    choices = Choices(inpainter=inpainter, device="cpu")
    assert isinstance(flow_completer(choices, WeightStore(tmp_path)), Propagation)
