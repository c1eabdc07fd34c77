"""Fills as grainy as what is round them, and nothing else changed."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.media.reader import open_clip
from peanut_studio.model.mask_track import MaskTrack, TrackedMasks
from peanut_studio.model.picture import Frame, FrameList
from peanut_studio.ops.grain import fine, measure_noise
from peanut_studio.ops.regions import Region, widen
from peanut_studio.pipeline.fill import Patch
from peanut_studio.pipeline.grain import MARGIN, with_grain
from peanut_studio.pipeline.hole import Hole


def _hole(size: tuple[int, int], count: int) -> Hole:
    mask = np.zeros((size[1], size[0]), bool)
    mask[size[1] // 3 : size[1] // 3 + 110, size[0] // 3 : size[0] // 3 + 120] = True
    track = MaskTrack(1, size, count).with_frames([(index, mask, 1.0) for index in range(count)])
    return Hole(TrackedMasks([track]), grow=2, width=2)


def _plastic(frame: Frame, number: int) -> Patch:
    """A fill without any noise."""
    height, width = frame.shape[:2]
    return Patch(number, Region(0, 0, width, height), np.asarray(cv2.GaussianBlur(frame, (0, 0), 12), frame.dtype))


def _check(frames: list[Frame], all_alike: bool = True) -> None:
    """Noise that differs with brightness is not measured so well in the few blocks of a hole."""
    size = (frames[0].shape[1], frames[0].shape[0])
    hole = _hole(size, len(frames))
    plain = (_plastic(frame, number) for number, frame in enumerate(frames))
    patches = list(with_grain(plain, FrameList(frames), hole))
    fills = []
    for number, (frame, patch) in enumerate(zip(frames, patches, strict=True)):
        result, support = patch.laid_over(frame, hole), hole[number]
        np.testing.assert_array_equal(result[~support], frame[~support])
        tight = hole.region(number)
        assert tight is not None
        near = widen(tight, size, MARGIN).slices
        picture, support = result[near].astype(np.float32), support[near]
        around, inside = measure_noise(picture, ~support), measure_noise(picture, support)
        assert around is not None
        assert inside is not None
        colours = picture[support]
        added = patch.picture.astype(np.float32) - _plastic(frame, number).picture
        assert fine(added)[hole[number]].var() == pytest.approx(around.at(colours).mean(), rel=0.15)
        if all_alike:
            assert inside.at(colours).mean() == pytest.approx(around.at(colours).mean(), rel=0.15)
        fills.append(added[hole[number]].ravel())
    assert abs(np.corrcoef(fills[0], fills[1])[0, 1]) < 0.05, "grain is fresh on every frame"


def test_a_fill_is_as_grainy_as_its_surroundings() -> None:
    y, x = np.mgrid[0:300, 0:400].astype(np.float32)
    clean = np.dstack([60 + x / 4, 100 + 40 * np.sin(y / 60), 140 - y / 5])
    rng = np.random.default_rng(4)
    _check([np.rint(clean + 5 * rng.standard_normal(clean.shape)).astype(np.uint8) for _ in range(2)])


@pytest.mark.clips
def test_a_fill_in_real_footage_is_as_grainy_as_its_surroundings(clips: Path) -> None:
    with open_clip(clips / "davis_tennis" / "frames") as reader:
        _check([reader[index] for index in (10, 11)], all_alike=False)


def test_where_the_surroundings_tell_nothing_the_fill_stays() -> None:
    frames: list[Frame] = [np.zeros((300, 400, 3), np.uint8)]
    plain = _plastic(frames[0], 0)
    (patch,) = with_grain(iter([plain]), FrameList(frames), _hole((400, 300), 1))
    assert patch is plain


@pytest.mark.clips
@pytest.mark.parametrize(
    ("clip", "most"), [("davis_camel", 2.2), ("davis_bmx-trees", 1.0), ("davis_blackswan", 1.6), ("davis_tennis", 1.2)]
)
def test_coat_grass_water_and_hedges_are_not_taken_for_noise(clips: Path, clip: str, most: float) -> None:
    """What differs between a frame and the next one moved along, at whole pixels, is at most twice the noise: its
    deviation there is 1.6, 0.8, 1.5 and 0.6 in the quietest tenth of the blocks."""
    with open_clip(clips / clip / "frames") as reader:
        frame = reader[20]
    hole = np.zeros(frame.shape[:2], bool)
    hole[180:310, 380:580] = True
    size = (frame.shape[1], frame.shape[0])
    near = widen(Region(380, 180, 580, 310), size, MARGIN).slices
    noise = measure_noise(frame[near].astype(np.float32), ~hole[near])
    assert noise is not None
    assert 0.1 < np.sqrt(noise.at(frame[hole].astype(np.float32)).mean()) < most
    likeness = noise.likeness / noise.likeness.max()
    assert np.abs(likeness - likeness.T).max() < 0.02, "as in threads that go one way it would look woven"
