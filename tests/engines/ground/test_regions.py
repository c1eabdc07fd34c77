"""The built-in grounder: with random weights for what must always hold, with the trained ones for what it can do."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from peanut_studio.engines.ground.own_motion import moving_parts, own_motion
from peanut_studio.engines.ground.regions import WEIGHTS, Regions, distinct, good_answers, grid_points, salience
from peanut_studio.engines.segment.encoding import Answer, whole
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.phrase_reading import read_phrase
from peanut_studio.model.picture import Frame, FrameList, Mask
from peanut_studio.nets.mobile_sam import MobileSamNet
from peanut_studio.ops.mask_geometry import overlap

SIZE = (160, 96)
PHRASE = read_phrase("the red thing")


def panned(count: int) -> tuple[list[Frame], list[Mask]]:
    """A camera that pans by 2 pixels a frame over texture, in which a disc goes the other way by 2."""
    noise = np.random.default_rng(3).integers(60, 190, (SIZE[1], SIZE[0] + 3 * count, 3), np.uint8)
    ground = cv2.GaussianBlur(noise, (0, 0), 1.5)
    frames: list[Frame] = []
    masks: list[Mask] = []
    rows, columns = np.mgrid[: SIZE[1], : SIZE[0]]
    for index in range(count):
        frame = ground[:, 2 * index : 2 * index + SIZE[0]].copy()
        mask = np.hypot(rows - 48, columns - 60 - 2 * index) < 15
        frame[mask] = (210, 40, 40)
        frames.append(frame)
        masks.append(mask)
    return frames, masks


def answer(mask: Mask, quality: float, sharpness: float = 20.0) -> Answer:
    logits = np.where(mask, sharpness, -sharpness).astype(np.float32)
    return Answer(whole(SIZE, max(SIZE)), SIZE, logits, quality)


def test_points_cover_the_frame_evenly() -> None:
    points = grid_points((160, 90), 66)
    assert 50 <= len(points) <= 80
    assert {round(x, 3) for x, _ in points} == {round(159 - x, 3) for x, _ in points}
    assert grid_points((5, 5), 1) == [(2.0, 2.0)]


def test_bad_answers_and_doubles_are_dropped() -> None:
    square = np.zeros((SIZE[1], SIZE[0]), np.bool_)
    square[20:40, 20:40] = True
    larger = square.copy()
    larger[20:40, 20:42] = True
    other = np.roll(square, 60, axis=1)
    answers = [answer(square, 0.9), answer(larger, 0.95), answer(other, 0.8), answer(other, 0.3), answer(~square, 0.9)]
    answers += [answer(other, 0.9, sharpness=0.5)]
    good = good_answers(answers)
    assert [one.quality for one in good] == [0.9, 0.95, 0.8], "untrusted, nearly all of the frame, unstable"
    assert [one.quality for one in distinct(good)] == [0.95, 0.8]


def test_whole_things_stand_out_more_than_parts_and_edges() -> None:
    thing = np.zeros((SIZE[1], SIZE[0]), np.bool_)
    thing[30:60, 40:80] = True
    part, edge = thing.copy(), np.zeros_like(thing)
    part[40:] = False
    edge[:, :30] = True
    masks = [thing, part, edge]
    scores = [salience(mask, 0.9, masks) for mask in masks]
    assert scores[0] > 1.3 * scores[1]
    assert scores[0] > 2 * scores[2]


def test_a_pan_is_no_motion_but_a_thing_is() -> None:
    frames, masks = panned(5)
    motion = own_motion(FrameList(frames), 1)
    assert motion is not None
    assert np.median(motion[masks[1]]) == pytest.approx(4, abs=0.8)
    assert np.median(motion[~masks[1]]) < 0.4
    (part,) = moving_parts(FrameList(frames), 1)
    assert np.count_nonzero(part & masks[1]) > 0.9 * np.count_nonzero(masks[1])
    assert np.count_nonzero(part) < 0.3 * part.size
    assert own_motion(FrameList(frames[:1]), 0) is None
    assert moving_parts(FrameList(frames[:1]), 0) == []
    assert moving_parts(FrameList([np.zeros_like(frames[0])] * 3), 1) == [], "a black clip"


def test_any_weights_keep_the_promises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peanut_studio.engines.ground.regions.POINTS", 12)
    torch.manual_seed(1)
    torch.save(MobileSamNet().state_dict(), tmp_path / WEIGHTS)
    frames, _ = panned(4)
    found = Regions({WEIGHTS: tmp_path / WEIGHTS}, "cpu").propose(FrameList(frames), 0, PHRASE)
    assert not torch.is_inference_mode_enabled()
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        assert 0 <= one.score <= 1
        assert one.mask is not None
        assert one.mask.shape == (SIZE[1], SIZE[0])
        assert one.mask.any()


@pytest.mark.weights
def test_the_moving_thing_comes_first() -> None:
    path = WeightStore().path(WEIGHTS)
    if path is None:
        pytest.skip(f"needs the weights {WEIGHTS}: peanut-studio models fetch {WEIGHTS}")
    frames, masks = panned(4)
    found = Regions({WEIGHTS: path}, "cpu").propose(FrameList(frames), 0, PHRASE)
    assert found[0].mask is not None
    assert overlap(found[0].mask, masks[0]) > 0.85


@pytest.mark.weights
@pytest.mark.clips
def test_a_car_that_drives_is_found_on_real_footage(clips: Path) -> None:
    path = WeightStore().path(WEIGHTS)
    if path is None:
        pytest.skip(f"needs the weights {WEIGHTS}: peanut-studio models fetch {WEIGHTS}")
    folder = clips / "davis_car-shadow"
    frames: list[Frame] = [
        np.asarray(cv2.imread(str(folder / "frames" / f"{index:05d}.jpg"))[..., ::-1], np.uint8) for index in range(3)
    ]
    truth = cv2.imread(str(folder / "masks" / "00000.png"), cv2.IMREAD_GRAYSCALE) > 127
    found = Regions({WEIGHTS: path}, "cpu").propose(FrameList(frames), 0, PHRASE)
    assert found[0].mask is not None
    assert overlap(found[0].mask, truth) > 0.93
