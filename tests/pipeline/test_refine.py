"""Tracks and mattes after edges, hair and steadiness, from a clip's file to what is written."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.exr_layers import read_layers
from peanut_studio.media.images import read_image
from peanut_studio.media.reader import ClipReader, open_clip
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import MaskTrack, TrackedMasks
from peanut_studio.model.picture import Mask
from peanut_studio.model.progress import run_job
from peanut_studio.model.refinement import Refinement
from peanut_studio.ops.mask_refine import grown
from peanut_studio.pipeline import api
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.deliver import Delivery, deliver
from peanut_studio.pipeline.footage import Footage
from peanut_studio.pipeline.presets import Content, preset_named
from peanut_studio.pipeline.refine import Refining, refine_tracks
from peanut_studio.pipeline.refined_view import RefinedView
from peanut_studio.pipeline.remove import RemoveRequest, remove

SIZE, COUNT = (96, 64), 6


def alpha(frame: int) -> npt.NDArray[np.float32]:
    """A disc whose rim is 6 pixels of fur: less and less of it."""
    rows, columns = np.mgrid[: SIZE[1], : SIZE[0]]
    far = np.hypot(columns - 40 - 2 * frame, rows - 32)
    return np.clip((20 - far) / 6, 0, 1).astype(np.float32)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "fur.mkv"
    thing, ground = np.array([220.0, 60, 40]), np.array([60.0, 120, 160])
    shown = (alpha(n)[..., None] * thing + (1 - alpha(n)[..., None]) * ground for n in range(COUNT))
    write_clip(path, [np.rint(one).astype(np.uint8) for one in shown], SIZE, Fraction(25))
    return path


def rough(frame: int) -> Mask:
    return np.asarray(alpha(frame) > 0.5, np.bool_)


@pytest.fixture
def track() -> MaskTrack:
    return MaskTrack(1, SIZE, COUNT).with_frames((n, rough(n), 0.9) for n in range(COUNT))


def error(shown: npt.NDArray[np.floating], frame: int) -> float:
    return float(np.mean((shown - alpha(frame)) ** 2))


def test_tracks_are_refined_over_the_span_only(clip: Path, track: MaskTrack) -> None:
    off = track.with_frames((n, grown(rough(n), 3 * (-1) ** n), 0.9) for n in range(COUNT))

    def opened() -> ClipReader:
        return open_clip(clip)

    (done,) = run_job(refine_tracks([(off, Refinement(smooth=2))], Span(1, 5), opened))
    (same,) = run_job(refine_tracks([(off, Refinement(feather=3))], Span(1, 5), opened))
    (hairy,) = run_job(refine_tracks([(track, Refinement(hair=8))], Span(0, 2), opened))
    assert same is off
    assert all(done.runs[n] == off.runs[n] for n in (0, 5))
    jumps = [abs(done.area(n) - done.area(n - 1)) for n in (2, 3, 4)]
    assert np.mean(jumps) < 0.5 * abs(off.area(2) - off.area(1))
    assert (hairy.mask(0) & (alpha(0) > 0.2)).sum() > 0.97 * (alpha(0) > 0.2).sum()
    assert hairy.runs[3] == track.runs[3]


@pytest.mark.parametrize("preset", ["prores4444", "ffv1", "png"])
def test_cut_outs_are_transparent_in_hair(preset: str, clip: Path, track: MaskTrack, tmp_path: Path) -> None:
    chosen = preset_named(preset)
    found = {}
    for hair in (0, 8):
        target = tmp_path / f"{hair}{chosen.ending}"
        delivery = Delivery(
            clip, target, Span(1, 4), Content.OBJECTS, chosen.settings(sound=False), None, (("Cat", track),),
            (Refinement(hair=hair),),
        )  # fmt: skip
        run_job(deliver(delivery))
        with open_clip(target) as film:
            planes = film.source.planes(1)
            found[hair] = planes.arrays[3] / np.float32(planes.layout.peak)
    assert error(found[8], 2) < 0.2 * error(found[0], 2)


def test_a_cut_out_s_fur_has_its_own_colours(clip: Path, track: MaskTrack, tmp_path: Path) -> None:
    thing, target = np.array([220.0, 60, 40]), tmp_path / "cat"
    settings = preset_named("png").settings(sound=False)
    tracks, hair = (("Cat", track),), (Refinement(hair=8),)
    run_job(deliver(Delivery(clip, target, Span(1, 4), Content.OBJECTS, settings, None, tracks, hair)))
    picture = read_image(target / "00002.png")[..., [2, 1, 0, 3]]
    fur = (alpha(2) > 0.3) & (alpha(2) < 0.7)
    with open_clip(clip) as film:
        before = film[2]
    assert np.abs(picture[fur][:, :3] - thing).mean() < 0.25 * np.abs(before[fur] - thing).mean()
    whole = picture[..., 3] == 255
    # Alpha is written in 256 steps: what is nearly opaque is mended, too, by as little (and chroma is shared by four).
    assert np.abs(picture[whole][:, :3].astype(int) - before[whole]).max() <= 4


def test_mattes_of_several_objects_each_have_their_hair(clip: Path, track: MaskTrack, tmp_path: Path) -> None:
    other = MaskTrack(2, SIZE, COUNT).with_frames((n, np.eye(SIZE[1], SIZE[0]) > 0, 1.0) for n in (2,))
    delivery = Delivery(
        clip, tmp_path / "mattes", Span(2, 3), Content.EACH_MATTE, preset_named("png").settings(sound=False), None,
        (("Cat", track), ("Line", other)), (Refinement(hair=8), Refinement()),
    )  # fmt: skip
    run_job(deliver(delivery))
    cat, line = (next((tmp_path / "mattes" / name).iterdir()) for name in ("Cat", "Line"))
    assert error(read_image(cat) / np.float32(255), 2) < 1e-3
    assert read_image(line)[5, 5] == 255


def test_given_masks_are_refined_before_they_are_filled(clip: Path, track: MaskTrack, tmp_path: Path) -> None:
    used = {}
    for way in ("none", "alpha"):
        request = RemoveRequest(
            Footage(clip), tmp_path / f"{way}.mkv", masks=[track], grow=0, feather=0,
            choices=Choices(inpainter="telea", device="cpu"), weights=WeightStore(tmp_path / "none"),
            refine=Refining(way, band=8 if way == "alpha" else None),
        )  # fmt: skip
        used[way] = TrackedMasks(run_job(remove(request)).tracks)[2]
    np.testing.assert_array_equal(used["none"], rough(2))
    assert (used["alpha"] & (alpha(2) > 0.2)).sum() > 0.97 * (alpha(2) > 0.2).sum()


@pytest.mark.parametrize("mask_format", ["png", "exr", "davis"])
def test_tracking_writes_alpha_where_the_format_holds_it(
    mask_format: str, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_CACHE", str(tmp_path / "cache"))
    target = tmp_path / "masks"
    api.track(
        clip, points=[(40, 32, 0)], segmenter="grabcut", device="cpu", target=target, mask_format=mask_format,
        refine="alpha", band=8, end="3f",
    )  # fmt: skip
    files = sorted(target.iterdir())
    assert len(files) == COUNT
    if mask_format == "davis":
        assert set(np.unique(read_image(files[1]))) <= {0, 1, 128, 255}
        return
    shown = read_layers(files[1])["object_1"] if mask_format == "exr" else read_image(files[1]) / np.float32(65535)
    assert error(np.asarray(shown, np.float32), 1) < 0.5 * error(rough(1).astype(np.float32), 1)
    empty = read_layers(files[5])["object_1"] if mask_format == "exr" else read_image(files[5])
    assert not np.any(empty)


@pytest.mark.parametrize(
    ("refining", "told"),
    [
        (Refining("sharp"), "choose one of none, edges, alpha"),
        (Refining(smooth=-1), "--smooth"),
        (Refining("edges", band=0.2), "too narrow"),
        (Refining("edges", band=float("nan")), "too narrow"),
        (Refining(band=4), "choose --refine"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is(refining: Refining, told: str, clip: Path) -> None:
    with pytest.raises(InputError, match=told):
        run_job(remove(RemoveRequest(Footage(clip), Path("never.mp4"), masks=Path("never"), refine=refining)))


def test_widths_go_with_the_size_of_the_clip() -> None:
    assert Refining("edges").of((854, 480)) == Refinement(edges=6)
    assert Refining("alpha", 2).of((1708, 960)) == Refinement(hair=24, smooth=2)
    assert Refining("alpha", band=5).of((1708, 960)) == Refinement(hair=5)


def test_a_frame_that_was_looked_at_is_known_in_passing(clip: Path, track: MaskTrack) -> None:
    view, how = RefinedView(), Refinement(edges=5, smooth=1, hair=8)
    off = track.with_frames((n, np.roll(rough(n), 3, axis=1), 0.9) for n in range(COUNT))
    with open_clip(clip) as frames:
        before = view.quick(off, 2, how)
        exact = view.exact(off, 2, how, frames[2], frames)
        np.testing.assert_array_equal(before, off.mask(2))
        assert (exact ^ rough(2)).sum() < (before ^ rough(2)).sum()
        np.testing.assert_array_equal(view.quick(off, 2, how), exact)
        again = off.with_frames([(2, rough(2), 1.0)])
        np.testing.assert_array_equal(view.quick(again, 2, how), rough(2))
