"""E2FGVI as an inpainter: which frames it looks at, on what canvas, and with how much memory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from peanut_studio.engines import memory_limit, precision
from peanut_studio.engines.inpaint import canvas as canvases
from peanut_studio.engines.inpaint import e2fgvi, looking
from peanut_studio.engines.inpaint.canvas import Canvas, Picture
from peanut_studio.engines.inpaint.e2fgvi import E2fgviHqFast, E2fgviHqInpainter, E2fgviInpainter, Known
from peanut_studio.engines.inpaint.schedule import Look, Schedule
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.picture import Frame, FrameList, Mask
from tests.e2fgvi_by_the_authors import checkpoint, the_authors_way

from .scenes import discs, pan

SIZE = (108, 60)


@pytest.fixture(scope="module")
def hq(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkpoint(tmp_path_factory.mktemp("hq"), any_size=True)


def test_the_authors_looks(parity: Path) -> None:
    cases = json.loads((parity / "e2fgvi" / "windows.json").read_text())["cases"]
    ours = [case for case in cases if case["num_ref"] == -1 and case["frames"] <= 80]
    assert len(ours) > 5
    for case in ours:
        assert (case["neighbor_stride"], case["ref_length"]) == (5, 10)
        found = [
            [look.local.start, look.local.stop - 1, list(look.references)] for look in Schedule().looks(case["frames"])
        ]
        assert found == [window[1:] for window in case["windows"]]


@pytest.mark.parametrize(
    "schedule", [Schedule(), Schedule(stride=10), Schedule().halved(), Schedule().halved().halved()]
)
@pytest.mark.parametrize("count", [1, 2, 9, 10, 11, 300])
def test_every_frame_is_looked_at_and_no_look_is_longer_than_said(schedule: Schedule, count: int) -> None:
    looks = list(schedule.looks(count))
    assert {frame for look in looks for frame in range(look.local.start, look.local.stop)} == set(range(count))
    assert all(len(look.local) + len(look.references) <= schedule.together for look in looks)
    assert [look.local.start for look in looks] == sorted(look.local.start for look in looks)
    if schedule.stride == 10:
        assert sum(len(look.local) for look in looks) <= 1.1 * count + 1


@pytest.mark.parametrize("size", [(108, 60), (100, 50), (1, 1), (300, 61), (431, 241)])
def test_a_canvas_gives_back_what_was_laid_on_it(size: tuple[int, int]) -> None:
    frame = pan(1, size, 0)[0]
    mask = discs(1, size, min(size) // 4)[0]
    for canvas in (Canvas.whole_blocks(size, (108, 60)), Canvas.one_block(size, (432, 240))):
        laid = canvas.lay(frame, mask)
        assert laid.shape == (canvas.full[1], canvas.full[0], 3)
        assert canvas.full[0] % canvas.block[0] == canvas.full[1] % canvas.block[1] == 0
        back = (canvas.take(laid) + 1) / 2 * 255
        assert back.shape == frame.shape
        if canvas.shown == size:
            np.testing.assert_allclose(back[~mask], frame[~mask], atol=0.01)
            assert (laid == 0).all(axis=2).sum() >= mask.sum(), "what is hidden does not come back as a mirror image"
    assert Canvas.one_block((864, 300), (432, 240)).shown == (432, 240)


def test_what_is_known_already_changes_nothing(hq: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Against the authors' way: every look by itself, on the whole clip in memory, within a thousandth of the range."""
    count = 12
    frames, masks = pan(count, SIZE, 2), discs(count, SIZE, 12, speed=3)
    exact: list[Picture] = []

    def noted(frame: Frame, mask: Mask, picture: Picture) -> Frame:
        exact.append(picture)
        return canvases.filled(frame, mask, picture)

    monkeypatch.setattr(looking, "filled", noted)
    found = list(E2fgviHqInpainter({"net": hq}, "cpu").inpaint(FrameList(frames), masks))
    blended = the_authors_way(hq, frames, masks, any_size=True)
    assert np.stack(blended).std() > 0.05
    for index, (frame, mask, result) in enumerate(zip(frames, masks, found, strict=True)):
        picture = ((blended[index].transpose(1, 2, 0) + 1) / 2 * 255).round()
        np.testing.assert_array_equal(result[~mask], frame[~mask])
        assert np.abs(result[mask] - picture[mask]).max() <= 1
        wanted = blended[index].transpose(1, 2, 0)
        assert np.abs(exact[index] - wanted)[mask].max() / 2 < 1e-3


@pytest.mark.gpu
def test_a_card_fills_the_same(hq: Path) -> None:
    if not torch.cuda.is_available():
        pytest.skip("needs a CUDA device")
    frames, masks = pan(12, SIZE, 2), discs(12, SIZE, 12, speed=3)
    wanted, found = (
        list(E2fgviHqFast({"net": hq}, device).inpaint(FrameList(frames), masks)) for device in ("cpu", "cuda")
    )
    for frame, mask, here, there in zip(frames, masks, wanted, found, strict=True):
        np.testing.assert_array_equal(there[~mask], frame[~mask])
        assert np.abs(here[mask].astype(int) - there[mask]).mean() < 2


def test_the_fast_way_fills_every_frame_once(hq: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    fill = Known.fill

    def noted(known: Known, look: Look, wanted: list[int]) -> dict[int, Any]:
        asked.extend(wanted)
        return fill(known, look, wanted)

    monkeypatch.setattr(Known, "fill", noted)
    frames, masks = pan(10, SIZE, 2), discs(10, SIZE, 12)
    found = list(E2fgviHqFast({"net": hq}, "cpu").inpaint(FrameList(frames), masks))
    assert asked == list(range(10))
    assert all((after[mask] != before[mask]).any() for before, after, mask in zip(frames, found, masks, strict=True))


def test_the_longest_look_comes_first_and_is_not_made_twice(hq: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Look] = []
    fill = Known.fill

    def noted(known: Known, look: Look, wanted: list[int]) -> dict[int, Any]:
        looks.append(look)
        return fill(known, look, wanted)

    monkeypatch.setattr(Known, "fill", noted)
    frames, masks = FrameList(pan(24, SIZE, 2)), discs(24, SIZE, 12)
    list(E2fgviHqInpainter({"net": hq}, "cpu").inpaint(frames, masks))
    assert sorted(looks, key=lambda look: look.local.start) == list(Schedule().looks(24))
    assert looks[0].length == max(look.length for look in looks) > looks[1].length


def test_frames_that_are_not_wanted_are_learned_from(hq: Path) -> None:
    frames, masks = FrameList(pan(14, SIZE, 2)), discs(14, SIZE, 12)
    whole = list(E2fgviHqInpainter({"net": hq}, "cpu").inpaint(frames, masks))
    part = list(E2fgviHqInpainter({"net": hq}, "cpu").inpaint(frames, masks, Span(4, 9)))
    np.testing.assert_array_equal(np.stack(part), np.stack(whole[4:9]))


def test_short_numbers_do_not_show(hq: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frames, masks = FrameList(pan(3, SIZE, 2)), discs(3, SIZE, 12)
    found = []
    for kind in (torch.float32, torch.bfloat16):
        monkeypatch.setattr(precision, "working_type", lambda _device, kind=kind: kind)
        found.append(np.stack(list(E2fgviHqFast({"net": hq}, "cpu").inpaint(frames, masks)))[np.stack(masks)])
    assert (found[0] != found[1]).any()
    difference = np.square(found[0].astype(float) - found[1]).mean()
    assert 10 * np.log10(255**2 / max(difference, 1e-9)) > 40


def test_a_long_clip_takes_no_more_memory() -> None:
    class Idle:
        """Knows nothing of a frame but that it was seen."""

        def encode(self, frame: torch.Tensor) -> torch.Tensor:
            return frame[:, :1, ::4, ::4]

        def flow(self, first: torch.Tensor, _second: torch.Tensor) -> torch.Tensor:
            return first[:, :2]

        def completed(
            self, near: torch.Tensor, far: torch.Tensor, ahead: torch.Tensor, back: torch.Tensor
        ) -> torch.Tensor:
            assert len(ahead) == len(back) == len(near) - 1
            kept.append(len(known._features))
            asked.append(len(near) + len(far))
            return near

        def decode(self, features: torch.Tensor) -> torch.Tensor:
            return features.expand(-1, 3, -1, -1)

    count, schedule = 400, Schedule()
    kept: list[int] = []
    asked: list[int] = []
    frames = FrameList([np.zeros((60, 108, 3), np.uint8)] * count)
    masks = [np.ones((60, 108), np.bool_)] * count
    known: Any = Known(Idle(), frames, masks, Canvas((27, 15), (27, 15), (27, 15)), "cpu")  # type: ignore[arg-type]
    known._canvas = Canvas.whole_blocks((108, 60), (108, 60))
    for look in schedule.looks(count):
        known.fill(look, [look.local.start])
        known.forget(look.local.start, schedule)
    assert max(kept) <= schedule.together + schedule.near + 1
    assert max(asked) <= schedule.together
    known.forget(count + 1000, schedule)
    assert not known._features
    assert not known._flows
    assert not known._small


def test_looks_get_shorter_where_memory_is_short(hq: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = E2fgviHqInpainter({"net": hq}, "cpu")
    large, small = engine.memory_needed((1080, 600), 80), engine.memory_needed((108, 60), 80)
    assert large == pytest.approx(100 * small, rel=0.01)
    assert engine.memory_needed((108, 60), 3) < small
    monkeypatch.setattr(e2fgvi, "free_ram", lambda: 2 * large)
    assert engine.fits((1080, 600), 80)
    monkeypatch.setattr(memory_limit, "left", lambda: small)
    assert not engine.fits((1080, 600), 80)
    while engine.smaller():
        assert engine.memory_needed((108, 60), 80) < small
        small = engine.memory_needed((108, 60), 80)
    frames, masks = pan(2, SIZE, 2), discs(2, SIZE, 12)
    assert len(list(engine.inpaint(FrameList(frames), masks))) == 2


def test_files_that_are_no_checkpoint_or_another_network_s_are_refused(tmp_path: Path, hq: Path) -> None:
    with pytest.raises(WeightsError, match="does not hold the weights of E2fgvi"):
        E2fgviInpainter({"net": hq}, "cpu")
    content = torch.load(hq, weights_only=True)
    del content["ss.embedding.bias"]
    lacking = tmp_path / "lacking.pth"
    torch.save(content, lacking)
    with pytest.raises(WeightsError, match="does not hold the weights of E2fgvi"):
        E2fgviHqInpainter({"net": lacking}, "cpu")
    garbage = tmp_path / "garbage.pth"
    garbage.write_bytes(b"no tensors")
    with pytest.raises(WeightsError, match="is not a readable checkpoint"):
        E2fgviHqInpainter({"net": garbage}, "cpu")
    number = tmp_path / "number.pth"
    torch.save({**torch.load(hq, weights_only=True), "ss.embedding.bias": 3}, number)
    with pytest.raises(WeightsError):
        E2fgviHqInpainter({"net": number}, "cpu")
