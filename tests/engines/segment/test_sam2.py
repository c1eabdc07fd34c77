"""SAM 2 followed frame by frame, against the package's own predictor, which holds the whole clip.

The weights are random: what has to be equal is equal with any. The network sees pictures of 128 x 128 here, so that a
frame takes a tenth of a second.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch
from PIL import Image

pytest.importorskip("sam2", reason="needs the package sam2: pip install 'peanut-studio[sam2]'")

from sam2.build_sam import build_sam2_video_predictor

from peanut_studio.engines.contract import LOST, Direction
from peanut_studio.engines.segment.recall import CLOSEST, Look, Recall, Seen, Way, spread
from peanut_studio.engines.segment.sam2 import Sam2BasePlus, Sam2Large, Sam2Small, Sam2Tiny
from peanut_studio.engines.segment.sam2_net import Sam2Net, build
from peanut_studio.engines.segment.sam2_session import Sam2Session
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.picture import Frame, FrameList, Mask
from peanut_studio.model.prompt import Box, Click, MaskPrompt, Prompt
from peanut_studio.ops.mask_geometry import overlap

WIDTH, HEIGHT, COUNT, SIDE = 96, 64, 9, 128
CLOSE = 1e-4

Logits = dict[tuple[int, int], torch.Tensor]
"""By frame and object."""


class Recorder(Sam2Net):
    """Notes the logits of everything that is looked for, in order."""

    def __init__(self, net: torch.nn.Module) -> None:
        super().__init__(net, "cpu")
        self.followed: list[tuple[int, torch.Tensor]] = []
        self.recalled: list[int] = []
        self.encoded = 0

    def encode(self, frame: Frame) -> Seen:
        self.encoded += 1
        return super().encode(frame)

    def follow(self, index: int, seen: Seen, recall: Recall, way: Way) -> Look:
        look = super().follow(index, seen, recall, way)
        self.followed.append((index, spread(look, seen.size)))
        self.recalled.append(len(recall.passed))
        return look


@pytest.fixture(scope="module")
def weights() -> dict[str, torch.Tensor]:
    """Random, but an object is said to be there, and answers differ from frame to frame."""
    torch.manual_seed(5)
    net = build("sam2.1_hiera_t", SIDE)
    with torch.no_grad():
        net.sam_mask_decoder.pred_obj_score_head.layers[-1].bias += 3.0  # type: ignore[union-attr, index]
        net.memory_encoder.fuser.layers[0].gamma.fill_(0.5)  # type: ignore[union-attr, index]
        for part in net.sam_mask_decoder.output_hypernetworks_mlps:  # type: ignore[union-attr]
            part.layers[-1].weight *= 40.0
            part.layers[-1].bias *= 40.0
    return net.state_dict()


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> FrameList:
    return read_frames(clip_folder(tmp_path_factory))


_folders: dict[tuple[int, frozenset[int]], Path] = {}


def clip_folder(factory: pytest.TempPathFactory, count: int = COUNT, dark: frozenset[int] = frozenset()) -> Path:
    """A disc and a square that move over texture, as the package wants a clip: a folder of JPEG files; there is nothing
    to be seen on `dark` frames."""
    if (count, dark) not in _folders:
        folder = _folders[count, dark] = factory.mktemp("clip")
        noise = np.random.default_rng(7).integers(60, 160, (HEIGHT, WIDTH, 3), np.uint8)
        for index in range(count):
            frame = cv2.GaussianBlur(noise, (0, 0), 2)
            cv2.circle(frame, (20 + 6 * index, 30), 10, (220, 40, 30), -1)
            cv2.rectangle(frame, (70 - 5 * index, 44), (84 - 5 * index, 58), (30, 60, 230), -1)
            frame[:] = 0 if index in dark else frame
            Image.fromarray(frame).save(folder / f"{index:05d}.jpg", quality=95)
    return _folders[count, dark]


def read_frames(folder: Path) -> FrameList:
    return FrameList([np.asarray(Image.open(path)) for path in sorted(folder.glob("*.jpg"))])


@pytest.fixture(scope="module")
def predictor(weights: dict[str, torch.Tensor]) -> Any:
    """The package's own, set up alike: prompted frames condition, no holes are filled (which needs its CUDA code)."""
    changes = [
        f"++model.image_size={SIDE}",
        "++model.add_all_frames_to_correct_as_cond=true",
    ]
    net = build_sam2_video_predictor("configs/sam2.1/sam2.1_hiera_t.yaml", device="cpu", hydra_overrides_extra=changes)
    net.load_state_dict(weights)
    net.fill_hole_area = 0
    return net


@pytest.fixture
def net(weights: dict[str, torch.Tensor]) -> Recorder:
    net = build("sam2.1_hiera_t", SIDE)
    net.load_state_dict(weights)
    return Recorder(net)


class Theirs:
    """The package's predictor on the clip, asked as our session is."""

    def __init__(self, predictor: Any, folder: Path) -> None:
        self.net = predictor
        self.state = predictor.init_state(str(folder))

    def prompt(self, number: int, prompt: Prompt, clear: bool = False) -> torch.Tensor:
        asked = {"inference_state": self.state, "frame_idx": prompt.frame, "obj_id": number}
        if isinstance(prompt, MaskPrompt):
            _, numbers, logits = self.net.add_new_mask(**asked, mask=prompt.mask)
        elif isinstance(prompt, Box):
            box = np.array([prompt.x0, prompt.y0, prompt.x1, prompt.y1], np.float32)
            _, numbers, logits = self.net.add_new_points_or_box(**asked, box=box)
        else:
            point, label = np.array([[prompt.x, prompt.y]], np.float32), np.array([prompt.positive], np.int32)
            _, numbers, logits = self.net.add_new_points_or_box(
                **asked, points=point, labels=label, clear_old_points=False
            )
        found: torch.Tensor = logits[numbers.index(number), 0]
        return found

    def propagate(self, start: int, stop: int) -> Logits:
        """From `start` to `stop`, both inside, backwards where that is smaller."""
        steps = self.net.propagate_in_video(
            self.state, start_frame_idx=start, max_frame_num_to_track=abs(stop - start), reverse=stop < start
        )
        return {(index, n): logits[at, 0] for index, numbers, logits in steps for at, n in enumerate(numbers)}


@pytest.fixture
def theirs(predictor: Any, tmp_path_factory: pytest.TempPathFactory) -> Theirs:
    return Theirs(predictor, clip_folder(tmp_path_factory))


def assert_same(ours: Sam2Session, net: Recorder, theirs: Logits, span: Span, direction: Direction) -> None:
    """What both make of a range is equal: logits of the frames passed, masks of all."""
    net.followed.clear()
    tracked = {outcome.frame: outcome for outcome in ours.propagate(span, direction)}
    assert sorted({frame for frame, _ in theirs}) == sorted(tracked)
    left = dict(theirs)
    for index, logits in net.followed:
        close = {key: float((logits - left[key]).abs().max()) for key in left if key[0] == index}
        key = min(close, key=lambda key: close[key])
        assert close[key] < CLOSE, f"frame {index} differs by {close}"
        del left[key]
    for (index, number), logits in theirs.items():
        if tracked[index].confidence[number] >= LOST:
            np.testing.assert_array_equal(tracked[index].masks[number], (logits > 0).numpy())
            assert 0 < tracked[index].masks[number].mean() < 1
    assert max(max(outcome.confidence.values()) for outcome in tracked.values()) >= LOST


DISC, SQUARE = Click(20, 30), Box(68, 42, 86, 60)


@pytest.mark.parametrize("prompt", [DISC, Box(8, 18, 32, 42)], ids=["click", "box"])
def test_one_prompt_forward(net: Recorder, frames: FrameList, theirs: Theirs, prompt: Prompt) -> None:
    ours = Sam2Session(frames, net)
    np.testing.assert_array_equal(ours.prompt(1, prompt), (theirs.prompt(1, prompt) > 0).numpy())
    assert_same(ours, net, theirs.propagate(0, COUNT - 1), Span(0, COUNT), "forward")


def test_clicks_that_add_up_and_a_click_beside(net: Recorder, frames: FrameList, theirs: Theirs) -> None:
    ours = Sam2Session(frames, net)
    for click in (DISC, Click(26, 32), Click(70, 50, positive=False)):
        np.testing.assert_array_equal(ours.prompt(1, click), (theirs.prompt(1, click) > 0).numpy())
    assert_same(ours, net, theirs.propagate(0, 3), Span(0, 4), "forward")


def test_two_objects_share_the_encoding_of_a_frame(net: Recorder, frames: FrameList, theirs: Theirs) -> None:
    ours = Sam2Session(frames, net)
    for number, prompt in enumerate((DISC, SQUARE), start=1):
        ours.prompt(number, prompt)
        theirs.prompt(number, prompt)
    assert_same(ours, net, theirs.propagate(0, 4), Span(0, 5), "forward")
    assert net.encoded == 5, "a frame is encoded once, whatever the number of objects"


def disc(index: int) -> Mask:
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    return np.asarray(np.hypot(rows - 30, columns - 20 - 6 * index) < 10, np.bool_)


def test_a_mask_forward_and_a_click_that_mends_it(net: Recorder, frames: FrameList, theirs: Theirs) -> None:
    ours = Sam2Session(frames, net)
    given = MaskPrompt(disc(0))
    theirs.prompt(1, given)
    np.testing.assert_array_equal(ours.prompt(1, given), given.mask)
    (first, *_) = ours.propagate(Span(0, 1), "forward")
    np.testing.assert_array_equal(first.masks[1], given.mask)
    assert first.confidence[1] == 1.0
    ours = Sam2Session(frames, net)
    ours.prompt(1, given)
    np.testing.assert_array_equal(ours.prompt(1, DISC), (theirs.prompt(1, DISC) > 0).numpy())
    assert_same(ours, net, theirs.propagate(0, 3), Span(0, 4), "forward")


def test_a_mask_on_a_later_frame_both_ways(net: Recorder, frames: FrameList, theirs: Theirs) -> None:
    given = MaskPrompt(disc(4), frame=4)
    ours = Sam2Session(frames, net)
    ours.prompt(1, given)
    theirs.prompt(1, given)
    expected = {**theirs.propagate(4, COUNT - 1), **theirs.propagate(4, 0)}
    del expected[4, 1]
    expected_all = {(4, 1): torch.from_numpy(disc(4)).float() - 0.5, **expected}
    assert_same(ours, net, expected_all, Span(0, COUNT), "both")


def test_backward(net: Recorder, frames: FrameList, theirs: Theirs) -> None:
    click = Click(20 + 6 * 7, 30, frame=7)
    ours = Sam2Session(frames, net)
    ours.prompt(1, click)
    theirs.prompt(1, click)
    assert_same(ours, net, theirs.propagate(7, 0), Span(0, COUNT), "backward")


@pytest.mark.parametrize("reached", [5, COUNT - 1], ids=["where it stopped", "after all was tracked"])
def test_a_correction_in_mid_clip(net: Recorder, frames: FrameList, theirs: Theirs, reached: int) -> None:
    ours = Sam2Session(frames, net)
    ours.prompt(1, DISC)
    theirs.prompt(1, DISC)
    assert_same(ours, net, theirs.propagate(0, reached), Span(0, reached + 1), "forward")
    correction = Click(70, 20, positive=False, frame=5)
    np.testing.assert_array_equal(ours.prompt(1, correction), (theirs.prompt(1, correction) > 0).numpy())
    assert_same(ours, net, theirs.propagate(5, COUNT - 1), Span(5, COUNT), "forward")
    assert_same(ours, net, theirs.propagate(0, COUNT - 1), Span(0, COUNT), "forward")


def test_an_object_that_leaves_is_lost_and_empty(
    weights: dict[str, torch.Tensor], predictor: Any, frames: FrameList, tmp_path_factory: pytest.TempPathFactory
) -> None:
    gone = dict(weights)
    verdict = next(name for name in gone if name.endswith("pred_obj_score_head.layers.2.bias"))
    gone[verdict] = gone[verdict] - 9.0
    predictor.load_state_dict(gone)
    net = build("sam2.1_hiera_t", SIDE)
    net.load_state_dict(gone)
    recorder, theirs = Recorder(net), Theirs(predictor, clip_folder(tmp_path_factory))
    ours = Sam2Session(frames, recorder)
    ours.prompt(1, MaskPrompt(disc(0)))
    theirs.prompt(1, MaskPrompt(disc(0)))
    expected = theirs.propagate(0, 3)
    predictor.load_state_dict(weights)
    for tracked in ours.propagate(Span(0, 4), "forward"):
        if tracked.frame:
            assert tracked.confidence[1] < 0.01
            assert not tracked.masks[1].any()
    for index, logits in recorder.followed:
        torch.testing.assert_close(logits, expected[index, 1], rtol=0, atol=CLOSE)


def test_an_object_that_comes_back_is_found_by_what_is_remembered(
    weights: dict[str, torch.Tensor], predictor: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The disc is not to be seen on three frames: the network's verdict is set so that it just says so."""
    dark = frozenset({2, 3, 4})
    folder = clip_folder(tmp_path_factory, dark=dark)
    doubtful = dict(weights)
    verdict = next(name for name in doubtful if name.endswith("pred_obj_score_head.layers.2.bias"))
    doubtful[verdict] = doubtful[verdict] - 3.0214
    net = build("sam2.1_hiera_t", SIDE)
    net.load_state_dict(doubtful)
    recorder = Recorder(net)
    ours = Sam2Session(read_frames(folder), recorder)
    ours.prompt(1, MaskPrompt(disc(0)))
    predictor.load_state_dict(doubtful)
    theirs = Theirs(predictor, folder)
    theirs.prompt(1, MaskPrompt(disc(0)))
    expected = theirs.propagate(0, 7)
    predictor.load_state_dict(weights)
    list(ours.propagate(Span(0, 8), "forward"))
    assert [index for index, _ in recorder.followed] == list(range(1, 8))
    for index, logits in recorder.followed:
        torch.testing.assert_close(logits, expected[index, 1], rtol=0, atol=CLOSE)
        assert bool((logits > 0).any()) == (index not in dark)


def test_more_prompted_frames_than_are_looked_back_at(
    net: Recorder, predictor: Any, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package looks back at the nearest as well, where it is told to."""
    monkeypatch.setattr(predictor, "max_cond_frames_in_attn", CLOSEST)
    folder = clip_folder(tmp_path_factory, 13)
    ours, theirs = Sam2Session(read_frames(folder), net), Theirs(predictor, folder)
    keys = [frame for frame in range(13) if frame not in (0, 6, 12)]
    for frame in keys:
        given = MaskPrompt(np.roll(disc(0), 3 * frame, axis=1), frame=frame)
        ours.prompt(1, given)
        theirs.prompt(1, given)
    assert len(keys) > CLOSEST
    expected = theirs.propagate(1, 12)
    kept = {(frame, 1): torch.from_numpy(np.roll(disc(0), 3 * frame, axis=1)).float() - 0.5 for frame in keys}
    assert_same(ours, net, {**expected, **kept}, Span(1, 13), "forward")
    assert [frame for frame, _ in net.followed] == [6, 12]
    monkeypatch.setattr(predictor, "max_cond_frames_in_attn", -1)
    unlimited = theirs.propagate(1, 12)
    assert float((unlimited[6, 1] - expected[6, 1]).abs().max()) > CLOSE, "it matters which are looked at"


def test_a_scribble_is_many_clicks_also_where_it_was_tracked(net: Recorder, frames: FrameList, theirs: Theirs) -> None:
    ours = Sam2Session(frames, net)
    for frame in (0, 3):
        for step in range(6):
            click = Click(14 + 6 * frame + 2 * step, 26 + step, frame=frame)
            np.testing.assert_array_equal(ours.prompt(1, click), (theirs.prompt(1, click) > 0).numpy())
        assert_same(ours, net, theirs.propagate(0, 4), Span(0, 5), "forward")


def test_an_object_of_its_own_is_no_other_ones_business(net: Recorder, frames: FrameList, theirs: Theirs) -> None:
    """One that comes in later, and begins on a later frame, changes nothing for the first."""
    ours = Sam2Session(frames, net)
    ours.prompt(1, DISC)
    theirs.prompt(1, DISC)
    expected = theirs.propagate(0, 4)
    assert_same(ours, net, expected, Span(0, 5), "forward")
    ours.prompt(2, Box(58, 42, 76, 60, frame=2))
    again = list(ours.propagate(Span(0, 5), "forward"))
    assert [sorted(tracked.masks) for tracked in again] == [[1, 2]] * 5
    assert [tracked.confidence[2] > 0 for tracked in again] == [False, False, True, True, True]
    for tracked in again:
        np.testing.assert_array_equal(tracked.masks[1], (expected[tracked.frame, 1] > 0).numpy())


def test_confidence_wants_presence_quality_and_a_firm_edge() -> None:
    def look(inside: float, presence: float, quality: float) -> Look:
        logits = torch.full((1, 1, 8, 8), -9.0)
        logits[..., :4, :4] = inside
        return Look(logits, torch.zeros(1, 256), torch.tensor([[presence]]), quality)

    assert look(9.0, 9.0, 0.9).confidence == pytest.approx(0.9**0.5, abs=1e-3)
    assert look(9.0, 9.0, 0.4).confidence < look(9.0, 9.0, 0.9).confidence
    assert look(9.0, 0.0, 0.9).confidence == pytest.approx(0.9**0.5 / 2, abs=1e-3)
    assert look(0.5, 9.0, 0.9).confidence == 0
    assert look(-9.0, 9.0, 0.9).confidence == 0


def test_the_four_networks_are_as_large_as_published() -> None:
    sizes = [
        round(sum(part.numel() for part in build(kind.config, SIDE).parameters()) / 1e5) / 10
        for kind in (Sam2Tiny, Sam2Small, Sam2BasePlus, Sam2Large)
    ]
    assert sizes == [39.0, 46.1, 80.9, 224.4]


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / Sam2Tiny.file
    for content in ({"model": {"something": torch.zeros(3)}}, {"something": torch.zeros(3)}):
        torch.save(content, path)
        with pytest.raises(WeightsError, match=r"does not hold the weights of SAM 2\.1"):
            Sam2Tiny({Sam2Tiny.file: path}, "cpu")
    path.write_bytes(b"<html>not found</html>")
    with pytest.raises(WeightsError, match=r"is not a readable checkpoint"):
        Sam2Tiny({Sam2Tiny.file: path}, "cpu")


@pytest.mark.weights
@pytest.mark.slow
def test_with_real_weights_the_disc_is_followed_as_the_package_does(
    frames: FrameList, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = WeightStore().path(Sam2Tiny.file)
    if path is None:
        pytest.skip(f"needs the weights {Sam2Tiny.file}: peanut-studio models fetch sam2-tiny")
    trained = torch.load(path, map_location="cpu", weights_only=True)["model"]
    net = build(Sam2Tiny.config)
    net.load_state_dict(trained)
    recorder = Recorder(net)
    ours = Sam2Session(frames, recorder)
    changes = ["++model.add_all_frames_to_correct_as_cond=true"]
    reference = build_sam2_video_predictor(
        f"configs/sam2.1/{Sam2Tiny.config}.yaml", str(path), device="cpu", hydra_overrides_extra=changes
    )
    reference.fill_hole_area = 0
    theirs = Theirs(reference, clip_folder(tmp_path_factory))
    assert overlap(ours.prompt(1, DISC), disc(0)) > 0.9
    theirs.prompt(1, DISC)
    assert_same(ours, recorder, theirs.propagate(0, 4), Span(0, 5), "forward")
    for tracked in ours.propagate(Span(0, 5), "forward"):
        assert overlap(tracked.masks[1], disc(tracked.frame)) > 0.85
        assert tracked.confidence[1] > 0.6
