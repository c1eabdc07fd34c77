"""What is the object just before and just after is the object in between."""

from __future__ import annotations

import numpy as np
import pytest

from peanut_studio.engines.segment import steady
from peanut_studio.engines.segment.motion import Motion
from peanut_studio.engines.segment.steady import REACH, SteadyMasks
from peanut_studio.model.picture import Frame, FrameList, Mask

from ..inpaint.scenes import texture

WIDTH, HEIGHT, COUNT, SPEED = 320, 192, 16, 3


def scene() -> tuple[list[Frame], list[Mask], list[Mask]]:
    """A textured thing that moves over another texture: frames, its masks, and its right third, the "ear"."""
    wall, thing = texture(HEIGHT, WIDTH), texture(60, 90, 5)
    frames, masks, ears = [], [], []
    for t in range(COUNT):
        left = 40 + SPEED * t
        frame, mask, ear = wall.copy(), np.zeros((HEIGHT, WIDTH), np.bool_), np.zeros((HEIGHT, WIDTH), np.bool_)
        frame[60:120, left : left + 90] = thing
        mask[60:120, left : left + 90] = True
        ear[60:120, left + 60 : left + 90] = True
        frames.append(frame)
        masks.append(mask)
        ears.append(ear)
    return frames, masks, ears


def steadied(missing: set[int], settled: frozenset[int] = frozenset()) -> tuple[list[Mask], list[Mask], list[Mask]]:
    frames, masks, ears = scene()
    given = [mask & ~ear if t in missing else mask for t, (mask, ear) in enumerate(zip(masks, ears, strict=True))]
    steady_masks = SteadyMasks(FrameList(frames), given, settled)
    return [steady_masks[index] for index in range(len(steady_masks))], given, ears


def test_a_part_that_is_missing_now_and_then_is_there_on_every_frame() -> None:
    found, given, ears = steadied({4, 5, 9})
    for t in (4, 5, 9):
        assert (found[t] & ears[t]).sum() > 0.95 * ears[t].sum()
        assert (found[t] & ~(given[t] | ears[t])).sum() < 0.05 * ears[t].sum()
    assert all(np.array_equal(found[t] | given[t], found[t]) for t in range(COUNT))


def test_what_leaves_or_has_not_come_yet_is_not_made_up() -> None:
    found, given, ears = steadied(set(range(8, COUNT)) | {0, 1})
    for t in (0, 1, 8, 9, COUNT - 1):
        assert (found[t] & ears[t] & ~given[t]).sum() < 0.1 * ears[t].sum()


def test_what_is_missing_for_long_is_believed_to_be_gone() -> None:
    found, given, ears = steadied(set(range(3, 3 + 2 * REACH + 1)))
    middle = 3 + REACH
    assert not (found[middle] & ears[middle] & ~given[middle]).any()


def test_what_a_person_settled_stays() -> None:
    found, given, _ = steadied({4, 5, 9}, frozenset({5}))
    assert np.array_equal(found[5], given[5])


def test_each_motion_is_measured_once_and_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[int] = []
    between = Motion.between

    def counted(new: Frame, old: Frame) -> Motion:
        measured.append(1)
        return between(new, old)

    monkeypatch.setattr(steady.Motion, "between", staticmethod(counted))
    frames, masks, _ = scene()
    steady_masks = SteadyMasks(FrameList(frames), masks)
    for index in range(COUNT):
        steady_masks[index]
        assert len(steady_masks._motions) <= 2 * REACH + 1
    assert len(measured) <= 2 * (COUNT - 1)
