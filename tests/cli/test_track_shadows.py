"""`peanut-studio track --shadows`."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.cli.app import run
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Mask
from peanut_studio.model.progress import run_job
from peanut_studio.pipeline.shadow import with_cast
from tests.engines.segment.test_shadow import HEIGHT, WIDTH, scene

MIDDLE = 15


@pytest.fixture
def clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A box that slides over a floor and dims a strip under it."""
    monkeypatch.setenv("PEANUT_STUDIO_CACHE", str(tmp_path / "cache"))
    frames, _, _ = scene(0.55)
    write_clip(tmp_path / "box.mp4", frames, (WIDTH, HEIGHT), 25)
    return tmp_path / "box.mp4"


def tracked(clip: Path, target: Path, *more: str) -> Mask:
    command = ["track", str(clip), "--box", "18,58,62,102@0", "--segmenter=grabcut", "--format=png", "--quiet"]
    assert run([*command, "-o", str(target), *more]) == 0
    return cv2.imread(str(sorted(target.iterdir())[MIDDLE]), cv2.IMREAD_GRAYSCALE) > 0


def test_the_shadow_belongs_to_the_mask(clip: Path, tmp_path: Path) -> None:
    _, boxes, strips = scene(0.55)
    box, strip = boxes[MIDDLE], strips[MIDDLE]
    plain, grown = tracked(clip, tmp_path / "plain"), tracked(clip, tmp_path / "grown", "--shadows")
    assert (plain & box).sum() > 0.9 * box.sum()
    assert (plain & strip).sum() < 0.2 * strip.sum()
    assert (grown & strip).sum() > 0.85 * strip.sum()
    assert not (plain & ~grown).any(), "the object itself stays"
    assert (grown & ~plain & ~strip).sum() < 0.6 * strip.sum()


def test_alpha_has_no_shadow(clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["track", str(clip), "--box", "18,58,62,102", "-o", str(tmp_path / "m"), "--segmenter=grabcut"]
    assert run([*command, "--shadows", "--refine", "alpha"]) != 0
    assert "--shadows and --refine alpha do not go together" in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "m").exists()


def test_each_part_goes_to_the_nearest_object() -> None:
    left, right, cast = np.zeros((3, 20, 60), np.bool_)
    left[5:10, 5:15], right[5:10, 45:55] = True, True
    cast[10:12, 5:15], cast[10:12, 45:55] = True, True
    tracks = [MaskTrack(number, (60, 20), 4).with_frames([(2, mask, 0.7)]) for number, mask in ((1, left), (2, right))]
    shadows = MaskTrack(3, (60, 20), 4).with_frames([(2, cast, 1.0), (3, cast, 1.0)])
    one, other = run_job(with_cast(tracks, shadows, Span(0, 4)))
    np.testing.assert_array_equal(one.mask(2), left | (cast & (np.arange(60) < 30)))
    np.testing.assert_array_equal(other.mask(2), right | (cast & (np.arange(60) >= 30)))
    assert one.confidence == {2: 0.7}
    assert not one.area(3), "nobody is there to cast it"
