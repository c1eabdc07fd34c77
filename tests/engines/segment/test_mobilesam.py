"""MobileSAM's session: with random weights for what must always hold, with the trained ones for what it can do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
import torch

from peanut_studio.engines.contract import LOST
from peanut_studio.engines.segment.encoding import Eye, Region, whole
from peanut_studio.engines.segment.gathering import Found
from peanut_studio.engines.segment.mobilesam import WEIGHTS, MobileSam
from peanut_studio.engines.segment.prompts import Hints, by_part
from peanut_studio.engines.segment.sam_follower import Points, SamFollower
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.picture import Frame, FrameList, Mask
from peanut_studio.model.prompt import Box, Click, MaskPrompt
from peanut_studio.nets.mobile_sam import MobileSamNet
from peanut_studio.ops.mask_geometry import inner_points, overlap

WIDTH, HEIGHT = 160, 96
RADIUS = 14


@pytest.fixture(scope="module")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(1)
    path = tmp_path_factory.mktemp("weights") / WEIGHTS
    torch.save(MobileSamNet().state_dict(), path)
    return path


@pytest.fixture(scope="module")
def random_engine(untrained: Path) -> MobileSam:
    return MobileSam({WEIGHTS: untrained}, "cpu")


@pytest.fixture(scope="module")
def engine() -> MobileSam:
    path = WeightStore().path(WEIGHTS)
    if path is None:
        pytest.skip(f"needs the weights {WEIGHTS}: peanut-studio models fetch {WEIGHTS}")
    return MobileSam({WEIGHTS: path}, "cpu")


def scene(count: int, hidden: Sequence[int] = ()) -> tuple[list[Frame], list[Mask]]:
    """A red disc that goes to the right over grey texture, and behind a green wall on the frames in `hidden`."""
    noise = np.random.default_rng(7).integers(60, 160, (HEIGHT, WIDTH), np.uint8)
    ground: npt.NDArray[np.uint8] = np.repeat(cv2.GaussianBlur(noise, (0, 0), 2)[..., None], 3, axis=2)
    frames: list[Frame] = []
    masks: list[Mask] = []
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    for index in range(count):
        frame = ground.copy()
        x, y = 40 + 4 * index, 50
        mask = np.hypot(rows - y, columns - x) < RADIUS
        if index in hidden:
            mask = np.zeros_like(mask)
        frame[mask] = (220, 40, 30)
        frames.append(frame)
        masks.append(mask)
    return frames, masks


def test_sixteen_bit_frames_are_seen_like_eight_bit_ones(random_engine: MobileSam) -> None:
    frames, _ = scene(1)
    deep = frames[0].astype(np.uint16) * 257
    masks = [random_engine.open(FrameList([frame])).prompt(1, Box(25, 35, 55, 65)) for frame in (frames[0], deep)]
    np.testing.assert_array_equal(masks[0], masks[1])


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / WEIGHTS
    torch.save({"something": torch.zeros(3)}, path)
    with pytest.raises(WeightsError, match="does not hold the weights of MobileSAM"):
        MobileSam({WEIGHTS: path}, "cpu")
    path.write_bytes(b"<html>not found</html>")
    with pytest.raises(WeightsError, match="is not a readable checkpoint"):
        MobileSam({WEIGHTS: path}, "cpu")


def test_regions_and_frames_agree_on_where_things_are() -> None:
    eye = Eye(MobileSamNet(), "cpu")
    frame = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    region = Region(40, 20, 120, 80, 3.2)
    seen = eye.encode(frame, region)
    assert seen.grid == (12, 16)
    mask = np.zeros((HEIGHT, WIDTH), np.bool_)
    mask[40:60, 60:80] = True
    coverage = seen.coverage(mask)
    assert coverage.sum() * 25 == pytest.approx(400, rel=0.01), "a cell is 5 x 5 pixels of the frame"
    assert coverage[5, 5] == pytest.approx(1)
    assert coverage[:3].max() == 0
    assert region.point(39.5, 19.5) == pytest.approx((-0.5, -0.5))
    assert whole((WIDTH, HEIGHT)).seen == (1024, 614)


@pytest.mark.weights
def test_a_click_a_box_and_clicks_with_a_negative_find_the_disc(engine: MobileSam) -> None:
    frames, masks = scene(1)
    session = engine.open(FrameList(frames))
    assert overlap(session.prompt(1, Click(40, 50)), masks[0]) > 0.9
    assert overlap(session.prompt(2, Box(25, 35, 55, 65)), masks[0]) > 0.9
    assert overlap(session.prompt(1, Click(90, 20, positive=False)), masks[0]) > 0.9


@pytest.mark.weights
def test_a_hidden_object_is_lost_and_found_again(engine: MobileSam) -> None:
    hidden = (4, 5, 6)
    frames, masks = scene(11, hidden)
    session = engine.open(FrameList(frames))
    session.prompt(1, MaskPrompt(masks[0]))
    for tracked in session.propagate(Span(0, 11), "forward"):
        if tracked.frame in hidden:
            assert tracked.confidence[1] < LOST
            assert not tracked.masks[1].any()
        else:
            assert tracked.confidence[1] >= LOST
            assert overlap(tracked.masks[1], masks[tracked.frame]) > 0.85


@pytest.mark.weights
def test_two_objects_keep_apart(engine: MobileSam) -> None:
    frames, masks = scene(4)
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    other = np.hypot(rows - 20, columns - 120) < 10
    for frame in frames:
        frame[other] = (30, 60, 230)
    session = engine.open(FrameList(frames))
    session.prompt(1, MaskPrompt(masks[0]))
    session.prompt(2, MaskPrompt(other))
    for tracked in session.propagate(Span(0, 4), "forward"):
        assert overlap(tracked.masks[1], masks[tracked.frame]) > 0.85
        assert overlap(tracked.masks[2], other) > 0.85


@pytest.mark.weights
@pytest.mark.clips
def test_a_click_on_the_camel_gives_the_camel(engine: MobileSam, clips: Path) -> None:
    folder = clips / "davis_camel"
    frame = np.ascontiguousarray(cv2.imread(str(folder / "frames" / "00000.jpg"))[..., ::-1])
    truth = cv2.imread(str(folder / "masks" / "00000.png"), cv2.IMREAD_GRAYSCALE) > 127
    mask = engine.open(FrameList([frame])).prompt(1, Click(490, 204))
    assert overlap(mask, truth) > 0.95


@pytest.mark.weights
@pytest.mark.clips
def test_of_several_clicks_none_is_overruled(engine: MobileSam, clips: Path) -> None:
    file = clips / "davis_blackswan" / "frames" / "00000.jpg"
    session = engine.open(FrameList([np.ascontiguousarray(cv2.imread(str(file))[..., ::-1])]))
    alone = session.prompt(1, Click(300, 320))
    with_tip = session.prompt(1, Click(168, 324))
    assert not alone[324, 168], "the white tip of its tail, which nothing in it resembles"
    assert with_tip[324, 168]
    assert np.count_nonzero(with_tip & ~alone) < 0.05 * np.count_nonzero(alone)


@pytest.mark.weights
@pytest.mark.clips
def test_clicks_on_two_people_give_the_two_and_nothing_between(engine: MobileSam, clips: Path) -> None:
    """A lamp post with its sign and a tripod came along: 8063 pixels for 2916."""
    film = cv2.VideoCapture(str(clips / "opencv_vtest" / "clip.avi"))
    frame = np.ascontiguousarray(film.read()[1][..., ::-1])
    film.release()
    session = engine.open(FrameList([frame]))
    alone = session.prompt(1, Click(267, 255))
    both = session.prompt(1, Click(665, 275))
    assert overlap(both[:, :400], alone[:, :400]) > 0.9
    assert not both[:, 300:620].any(), "post, sign, tripod, somebody else"
    assert 1000 < np.count_nonzero(both[:, 620:]) < 2000


@pytest.mark.parametrize(("wide", "meant"), [(150, "each by itself"), (15, "both at once"), (0, "both at once")])
def test_clicks_apart_are_taken_one_by_one_where_together_they_bring_much_more(
    random_engine: MobileSam, monkeypatch: pytest.MonkeyPatch, wide: int, meant: str
) -> None:
    follower = SamFollower(random_engine._eye)

    def pointed_at(index: int, frame: Frame, hints: Hints, on: Points, off: Points) -> Found:
        mask = np.zeros(frame.shape[:2], np.bool_)
        for x, y in on:
            mask[int(y) - 9 : int(y) + 9, int(x) - 9 : int(x) + 9] = True
        if len(on) == 3:
            mask[70:80, :wide] = True
        assert list(off) == [(5.0, 5.0)]
        return Found(mask, 0.5 if len(on) == 3 else 0.5 + 0.1 * len(on))

    monkeypatch.setattr(follower, "_pointed_at", pointed_at)
    clicks = (Click(30, 30), Click(5, 5, False), Click(40, 30), Click(120, 30))
    found = follower.locate(0, scene(1)[0][0], Hints(clicks))
    together = meant == "both at once"
    assert found.mask[75, :].any() == (together and wide > 0)
    assert np.count_nonzero(found.mask[:60]) == 28 * 18 + 18 * 18
    assert found.confidence == (0.5 if together else 0.6)


def test_clicks_are_parted_by_what_they_lie_on() -> None:
    mask = scene(1)[1][0]
    first, second, aside, off = Click(35, 50), Click(45, 50), Click(120, 50), Click(36, 50, False)
    assert by_part(mask, (first, aside, off, second)) == [[first, second], [aside]]
    assert by_part(mask, (aside, Click(130, 50))) == [[aside], [Click(130, 50)]]


def test_a_mask_made_by_hand_is_kept_to_the_pixel_and_tracked_from(random_engine: MobileSam) -> None:
    frames, masks = scene(4)
    given = masks[1].copy()
    given[:50] = False
    session = random_engine.open(FrameList(frames))
    np.testing.assert_array_equal(session.prompt(1, MaskPrompt(given, 1)), given)
    found = {tracked.frame: tracked for tracked in session.propagate(Span(0, 4))}
    assert sorted(found) == list(range(4))
    np.testing.assert_array_equal(found[1].masks[1], given)
    assert found[1].confidence[1] == 1.0


@pytest.mark.weights
@pytest.mark.clips
def test_a_click_mends_a_mask_that_lacks_a_part(engine: MobileSam, clips: Path) -> None:
    folder = clips / "davis_car-shadow"
    frame = np.ascontiguousarray(cv2.imread(str(folder / "frames" / "00002.jpg"))[..., ::-1])
    truth = cv2.imread(str(folder / "masks" / "00002.png"), cv2.IMREAD_GRAYSCALE) > 127
    top, bottom = np.flatnonzero(truth.any(axis=1))[[0, -1]]
    spoilt = truth.copy()
    spoilt[: top + (bottom - top) // 3] = False
    session = engine.open(FrameList([frame]))
    session.prompt(1, MaskPrompt(spoilt))
    mended = session.prompt(1, Click(*inner_points(truth & ~spoilt, 1)[0]))
    assert overlap(spoilt, truth) < 0.8
    assert overlap(mended, truth) > 0.95
