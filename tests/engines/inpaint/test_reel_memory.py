"""What is remembered between windows: as little as they need, and nothing of how one came there."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

import numpy as np
import pytest

from peanut_studio.engines.contract import IMPLIED, Arrays, Memory
from peanut_studio.engines.inpaint import candidates, reel, reel_memory
from peanut_studio.engines.inpaint.propagation import Propagation
from peanut_studio.engines.inpaint.way import Way, led_on
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, FrameList, Mask
from peanut_studio.ops.motion import Homography, normalised

SIZE = (48, 32)
NEAR, AHEAD, LOOKS = 12, 14, 2
Halts = dict[int, tuple[Arrays, frozenset[str]]]


@pytest.fixture(autouse=True)
def near(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Less is looked at, so that a short clip has windows that have nothing to do with each other."""
    for module in (reel, reel_memory):
        monkeypatch.setattr(module, "NEAR", NEAR)
        monkeypatch.setattr(module, "AHEAD", AHEAD)
    monkeypatch.setattr(candidates, "NEAR", NEAR)
    monkeypatch.setattr(reel, "FAR", 48)
    monkeypatch.setattr(reel, "STEADY_REACH", LOOKS)
    return


def _step(rng: np.random.Generator) -> Homography:
    return normalised(np.eye(3) + rng.normal(0, 1e-3, (3, 3)))


def test_a_way_that_is_led_on_is_that_of_all_its_steps_to_the_bit() -> None:
    rng = np.random.default_rng(2)
    steps = {index: _step(rng) for index in range(1, 60)}
    whole, settled = Way(), Way()
    for way in (whole, settled):
        for index in range(1, 40):
            way.lead(index, steps[index])
    settled.settle(30, {5: settled.between(5, 30), 24: settled.between(24, 30)})
    for way in (whole, settled):
        for index in range(40, 60):
            way.lead(index, steps[index])
    for origin in (5, 24, 31, 45):
        for target in (31, 46, 59):
            assert np.array_equal(whole.between(origin, target), settled.between(origin, target))
            assert np.array_equal(whole.between(target, origin), settled.between(target, origin))
    settled.settle(48, {5: settled.between(5, 48)})
    assert np.array_equal(whole.between(5, 59), settled.between(5, 59))
    assert np.array_equal(led_on(whole.between(5, 30), steps, 30, 48), whole.between(5, 48))


def _scene(corrected: bool, still: bool, count: int = 132) -> tuple[list[Frame], list[Mask]]:
    """A wall before which a hole wanders (or stands `still`), larger on three frames where it is `corrected`."""
    wall = np.random.default_rng(8).integers(100, 140, (SIZE[1], SIZE[0], 3), np.uint8)
    frames, masks = [], []
    for index in range(count):
        mask = np.zeros((SIZE[1], SIZE[0]), np.bool_)
        left = 20 if still else 1 + index % 21 * 2
        mask[10:16, left : left + 4] = True
        if corrected and index in (30, 31, 32):
            mask[24:28, 30:34] = True
        frames.append(np.where(mask[..., None], 0, wall).astype(np.uint8))
        masks.append(mask)
    return frames, masks


def _halts(frames: list[Frame], masks: list[Mask]) -> Halts:
    halts: Halts = {}

    def keep(index: int, arrays: Callable[[], Arrays], used: Container[str] | None) -> None:
        assert isinstance(used, frozenset)
        halts[index] = arrays(), used

    list(Propagation({}, "cpu").inpaint_from(FrameList(frames), masks, Span(0, len(frames)), Memory({}, keep)))
    return halts


def _near_by(arrays: Arrays) -> dict[str, bytes]:
    """What is in no part."""
    return {name: array.tobytes() for name, array in arrays.items() if "/" not in name}


def test_what_is_remembered_of_frames_near_by_does_not_tell_of_what_was_asked_for_before() -> None:
    plain, corrected = (_halts(*_scene(is_corrected, still=False)) for is_corrected in (False, True))
    after = [index for index in plain if index >= 33 + NEAR + LOOKS]
    assert len(after) > 5
    for index in after:
        assert _near_by(plain[index][0]) == _near_by(corrected[index][0])
        assert plain[index][1] == corrected[index][1] == frozenset(), "all is seen on some frame near by"


def test_of_what_is_never_seen_the_keys_and_far_frames_are_named_one_by_one() -> None:
    halts = _halts(*_scene(corrected=False, still=True))
    used = halts[96][1]
    assert halts[132][0] == {}
    assert "key/120" not in halts[132][1], "that key is new in the last window"
    assert "key/96" in halts[132][1] or "keys" in halts[132][1]
    # The latest key has all of it, so that no other is asked; of far frames none shows it, so that all are: one, here.
    assert {part for part in used if part.startswith("key")} == {"keys", "key/72"}
    assert {part for part in used if part.startswith("far")} == {"far/48"}
    parts = {name.rpartition("/")[0] for name in halts[84][0]}
    assert used <= parts
    assert parts >= {"", IMPLIED, "last", "keys", "far/48", "key/72", "key/0"}


def test_carried_on_is_what_would_have_been_remembered() -> None:
    plain, corrected = (_halts(*_scene(is_corrected, still=False)) for is_corrected in (False, True))
    for index in (72, 84, 96):
        # Nothing was used: what is remembered after the window follows from what was before it.
        found = reel_memory.carried_on(index, corrected[index][0], plain[index + 12][0])
        real = corrected[index + 12][0]
        assert found.keys() == real.keys()
        different = [name for name in real if not np.array_equal(found[name], real[name])]
        assert not [name for name in different if not name.startswith(IMPLIED)]
