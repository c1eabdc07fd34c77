"""EdgeTAM followed frame by frame, against the package's own session, which holds the whole clip.

The weights are random: what has to be equal is equal with any. The network sees pictures of 128 x 128 here.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch

pytest.importorskip("transformers", reason="needs the package transformers: pip install 'peanut-studio[edgetam]'")
pytest.importorskip("timm", reason="needs the package timm: pip install 'peanut-studio[edgetam]'")

from transformers import EdgeTamVideoModel
from transformers.models.edgetam_video.modeling_edgetam_video import EdgeTamVideoInferenceSession

from peanut_studio.engines import registry
from peanut_studio.engines.contract import LOST
from peanut_studio.engines.segment.edgetam import CONFIG, WEIGHTS, EdgeTam, configured
from peanut_studio.engines.segment.edgetam_net import EdgeTamNet
from peanut_studio.engines.segment.recall import Look, Recall, Seen, Way, pressed, squared
from peanut_studio.engines.segment.sam2_bank import HELD
from peanut_studio.engines.segment.sam2_session import Sam2Session
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.picture import FrameList
from peanut_studio.model.prompt import Click, MaskPrompt

WIDTH, HEIGHT, COUNT, SIDE = 96, 64, 7, 128
CLOSE = 2e-4


class Recorder(EdgeTamNet):
    """Notes the logits of everything that is looked for."""

    def __init__(self, net: torch.nn.Module) -> None:
        super().__init__(net, "cpu")
        self.followed: dict[int, torch.Tensor] = {}

    def follow(self, index: int, seen: Seen, recall: Recall, way: Way) -> Look:
        look = super().follow(index, seen, recall, way)
        self.followed[index] = look.logits
        return look


@pytest.fixture(scope="module")
def frames() -> FrameList:
    noise = cv2.GaussianBlur(np.random.default_rng(7).integers(60, 160, (HEIGHT, WIDTH, 3), np.uint8), (0, 0), 2)
    pictures = [noise.copy() for _ in range(COUNT)]
    for index, picture in enumerate(pictures):
        cv2.circle(picture, (20 + 6 * index, 30), 10, (220, 40, 30), -1)
    return FrameList(pictures)


@pytest.fixture(scope="module")
def trained() -> Any:
    """Random, but an object is said to be there, and answers differ from frame to frame."""
    torch.manual_seed(5)
    net = EdgeTamVideoModel(configured(SIDE, 16)).eval()
    with torch.no_grad():
        for part in net.parameters():
            if part.dim() == 1 or part.abs().sum() == 0:
                part.add_(torch.randn_like(part) * 0.02)
        net.mask_decoder.pred_obj_score_head.proj_out.bias += 3.0
        for part in net.mask_decoder.output_hypernetworks_mlps:
            part.proj_out.weight *= 400.0
            part.proj_out.bias *= 400.0
    return net


@pytest.fixture
def net(trained: Any) -> Recorder:
    return Recorder(copy.deepcopy(trained))


def theirs(net: Any, frames: FrameList, start: int, prompt: Click | MaskPrompt) -> dict[int, torch.Tensor]:
    """What the package's own session makes of a prompt on frame `start`, forwards and backwards."""
    video = torch.cat([pressed(frames[index], SIDE) for index in range(COUNT)])
    session = EdgeTamVideoInferenceSession(video, HEIGHT, WIDTH, dtype=torch.float32)
    number = session.obj_id_to_idx(1)
    if isinstance(prompt, Click):
        place = torch.tensor([[[[prompt.x * SIDE / WIDTH, prompt.y * SIDE / HEIGHT]]]], dtype=torch.float32)
        given = {"point_coords": place, "point_labels": torch.ones(1, 1, 1, dtype=torch.int32)}
        session.add_point_inputs(number, start, given)
    else:
        session.add_mask_inputs(number, start, squared(prompt.mask, SIDE))
    session.obj_with_new_inputs.append(1)
    with torch.inference_mode():
        found = {start: net(session, frame_idx=start).pred_masks}
        for backwards in (False, True):
            for outcome in net.propagate_in_video_iterator(session, start_frame_idx=start, reverse=backwards):
                found.setdefault(outcome.frame_idx, outcome.pred_masks)
    return found


def test_a_click_is_followed_both_ways_as_the_package_does(net: Recorder, trained: Any, frames: FrameList) -> None:
    click = Click(38, 30, frame=3)
    expected = theirs(trained, frames, 3, click)
    session = Sam2Session(frames, net)
    session.prompt(1, click)
    tracked = {outcome.frame: outcome for outcome in session.propagate(Span(0, COUNT))}
    assert sorted(tracked) == sorted(expected) == list(range(COUNT))
    assert sorted(net.followed) == [0, 1, 2, 4, 5, 6]
    for index, logits in net.followed.items():
        torch.testing.assert_close(logits, expected[index], rtol=0, atol=CLOSE)
    assert max(outcome.confidence[1] for outcome in tracked.values()) >= LOST
    assert any(0 < outcome.masks[1].mean() < 1 for outcome in tracked.values())
    different = torch.stack([net.followed[4] - net.followed[5], net.followed[2] - net.followed[1]])
    assert float(different.abs().amax()) > 100 * CLOSE, "what is equal everywhere would prove nothing"


def test_a_mask_is_followed_as_the_package_does(net: Recorder, trained: Any, frames: FrameList) -> None:
    """The package remembers the mask at its full size, this session at a quarter: nearly the same."""
    mask = np.zeros((HEIGHT, WIDTH), np.bool_)
    mask[16:48, 12:36] = True
    expected = theirs(trained, frames, 0, MaskPrompt(mask))
    session = Sam2Session(frames, net)
    np.testing.assert_array_equal(session.prompt(1, MaskPrompt(mask)), mask)
    list(session.propagate(Span(0, COUNT), "forward"))
    for index in range(1, COUNT):
        away = float((net.followed[index] - expected[index]).abs().mean())
        assert away < 0.05 * float(expected[index].std())


def test_a_long_clip_takes_no_more_memory(net: Recorder, frames: FrameList) -> None:
    long = FrameList([frames[index % COUNT] for index in range(HELD + 12)])
    session = Sam2Session(long, net)
    session.prompt(1, Click(20, 30))
    for _ in session.propagate(Span(0, len(long)), "forward"):
        assert len(session._banks[1].passed) <= HELD
        assert len(session._seen) <= 3


def test_it_is_as_large_as_published() -> None:
    assert sum(part.numel() for part in EdgeTamVideoModel(configured()).parameters()) == pytest.approx(13.9e6, rel=0.01)


def test_the_catalogue_knows_it_and_other_files_are_refused(tmp_path: Path) -> None:
    info = registry.info("segment", "edgetam")
    assert info.weights == (WEIGHTS, CONFIG)
    assert set(info.packages) == {"transformers", "timm"}
    EdgeTam.untrained(tmp_path)
    paths = {name: tmp_path / name for name in info.weights}
    EdgeTam(paths, "cpu")
    (tmp_path / WEIGHTS).write_bytes(b"<html>not found</html>")
    with pytest.raises(WeightsError, match="are not the files of EdgeTAM"):
        EdgeTam(paths, "cpu")
