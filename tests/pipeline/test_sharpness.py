"""Fills that were made small are as sharp as what is round them; others stay as they are."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.media.reader import open_clip
from peanut_studio.model.mask_track import MaskTrack, TrackedMasks
from peanut_studio.model.picture import Frame, FrameList, Mask
from peanut_studio.ops.regions import Region
from peanut_studio.ops.sharpness import bands, lacking, sharpened
from peanut_studio.pipeline.fill import Patch
from peanut_studio.pipeline.hole import Hole
from peanut_studio.pipeline.sharpness import as_sharp


def _hole(size: tuple[int, int], count: int = 1) -> Hole:
    mask: Mask = np.zeros((size[1], size[0]), np.bool_)
    mask[size[1] // 3 : size[1] // 2, size[0] // 3 : size[0] // 2] = True
    track = MaskTrack(1, size, count).with_frames([(index, mask, 1.0) for index in range(count)])
    return Hole(TrackedMasks([track]), grow=2, width=2)


def _there_and_back(frame: Frame, times: int) -> Frame:
    height, width = frame.shape[:2]
    small = cv2.resize(frame, (width // times, height // times), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), frame.dtype)


def _patch(picture: Frame, number: int = 0) -> Patch:
    height, width = picture.shape[:2]
    return Patch(number, Region(0, 0, width, height), picture)


def _steepness(picture: Frame, where: Mask) -> float:
    grey = picture.astype(np.float32).mean(axis=2)
    return float(np.abs(cv2.Laplacian(grey, cv2.CV_32F))[where].mean())


def _check(frame: Frame, least: float) -> None:
    size = (frame.shape[1], frame.shape[0])
    hole, soft = _hole(size), _there_and_back(frame, 4)
    (patch,) = as_sharp(iter([_patch(soft)]), FrameList([frame]), hole)
    inside = hole[0]
    before, after, truth = (_steepness(picture, inside) for picture in (soft, patch.picture, frame))
    assert before < after < 1.1 * truth
    assert after - before > least * (truth - before)
    error_before, error_after = (np.mean((p.astype(float) - frame)[inside] ** 2) for p in (soft, patch.picture))
    assert error_after < error_before, "what was hidden in the hole is met better, though nothing was seen of it"


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_what_the_surroundings_lost_the_fill_gets_back(kind: type) -> None:
    coarse = np.random.default_rng(2).integers(40, 216, (40, 60, 3)).astype(np.float32)
    wide = cv2.resize(coarse, (360, 240), interpolation=cv2.INTER_CUBIC)
    frame = np.rint(wide * (np.iinfo(kind).max / 255)).clip(0, np.iinfo(kind).max).astype(kind)
    _check(frame, 0.25)


@pytest.mark.clips
def test_so_it_is_in_real_footage(clips: Path) -> None:
    with open_clip(clips / "davis_tennis" / "frames") as reader:
        _check(reader[10], 0.03)


def test_what_was_made_at_full_size_stays() -> None:
    frame = np.random.default_rng(3).integers(0, 256, (120, 160, 3), np.uint8)
    hole = _hole((160, 120))
    filled = frame.copy()
    filled[hole[0]] = 90
    plain = _patch(filled)
    (patch,) = as_sharp(iter([plain]), FrameList([frame]), hole)
    assert patch is plain
    same = _patch(frame)
    assert next(as_sharp(iter([same]), FrameList([frame]), hole)) is same


def test_bands_add_up_and_too_little_tells_nothing() -> None:
    picture = np.random.default_rng(4).uniform(0, 255, (60, 80, 3)).astype(np.float32)
    rest = cv2.GaussianBlur(picture, (0, 0), 2.8)
    np.testing.assert_allclose(sum(bands(picture)) + rest, picture, atol=1e-3)
    np.testing.assert_array_equal(sharpened(picture, np.zeros(3, np.float32)), picture)
    few = np.zeros((60, 80), np.bool_)
    few[:10, :10] = True
    assert lacking(picture, rest, few) is None
    assert lacking(picture, picture, np.ones((60, 80), np.bool_)) is None
