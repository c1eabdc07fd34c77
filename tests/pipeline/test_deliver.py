"""A removal kept as patches, handed over in every preset, and what each file then holds."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.images import read_image
from peanut_studio.media.masks import read_masks
from peanut_studio.media.reader import open_clip
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import MaskTrack, TrackedMasks
from peanut_studio.model.progress import run_job
from peanut_studio.model.refinement import Refinement
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.deliver import Delivery, deliver
from peanut_studio.pipeline.footage import Footage
from peanut_studio.pipeline.hole import Hole
from peanut_studio.pipeline.presets import PRESETS, Content, Preset, preset_named
from peanut_studio.pipeline.remove import RemoveReport, RemoveRequest, remove
from peanut_studio.pipeline.size_estimate import estimate_size

SIZE, COUNT = (96, 64), 12


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "ball.mp4"
    ground = np.random.default_rng(3).integers(80, 140, (SIZE[1], SIZE[0], 3)).astype(np.uint8)
    frames = [cv2.circle(ground.copy(), (24 + 3 * t, 32), 9, (220, 30, 30), -1) for t in range(COUNT)]
    sound = np.sin(np.arange(24000) / 20).astype(np.float32) / 4
    write_clip(path, frames, SIZE, Fraction(25), sound)
    return path


@pytest.fixture
def track() -> MaskTrack:
    masks = [cv2.circle(np.zeros((SIZE[1], SIZE[0]), np.uint8), (24 + 3 * t, 32), 9, 1, -1) > 0 for t in range(COUNT)]
    given = [(t, mask, 1.0) for t, mask in enumerate(masks) if t != 5]
    return MaskTrack(1, SIZE, COUNT).with_frames(given)


@pytest.fixture
def removed(clip: Path, track: MaskTrack, tmp_path: Path) -> RemoveReport:
    request = RemoveRequest(
        Footage(clip, "2f", "10f"), tmp_path / "result", masks=[track], as_patches=True,
        choices=Choices(inpainter="telea", device="cpu"), weights=WeightStore(tmp_path / "none"),
    )  # fmt: skip
    return run_job(remove(request))


def _target(preset: Preset, folder: Path) -> Path:
    return folder / f"out{preset.ending}"


def _planes(path: Path) -> list[list[np.ndarray]]:
    with open_clip(path) as reader:
        return [list(reader.source.planes(n).arrays) for n in range(len(reader))]


def test_the_result_opens_as_a_clip_of_the_range(removed: RemoveReport, clip: Path) -> None:
    with open_clip(removed.target) as after, open_clip(clip) as before:
        assert (len(after), after.size) == (8, SIZE)
        assert after.clip.time_of(1) == before.clip.time_of(1)
        assert np.array_equal(after[3], before[5])  # the frame without a mask
        ball = after[0][32, 30].astype(int)
        assert abs(ball[0] - ball[1]) < 60
        assert int(before[2][32, 30, 0]) - int(before[2][32, 30, 1]) > 100


def test_lossless_export_keeps_every_sample_outside_the_mask(
    removed: RemoveReport, clip: Path, track: MaskTrack, tmp_path: Path
) -> None:
    preset = preset_named("ffv1")
    target, settings = _target(preset, tmp_path), preset.settings()
    delivery = Delivery(clip, target, Span(0, COUNT), settings=settings, result=removed.target)
    run_job(deliver(delivery))
    hole = Hole(TrackedMasks(removed.tracks))
    before, after = _planes(clip), _planes(delivery.target)
    assert len(after) == COUNT
    for frame in range(COUNT):
        inside = frame in removed.span
        free = hole.coverage(frame) == 0 if inside else np.ones((SIZE[1], SIZE[0]), bool)
        assert np.array_equal(before[frame][0][free], after[frame][0][free])
        changed = bool((before[frame][0] != after[frame][0]).any())
        assert changed == (inside and frame != 5)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_every_preset_writes_everything_it_offers(
    preset: Preset, removed: RemoveReport, clip: Path, track: MaskTrack, tmp_path: Path
) -> None:
    for content in preset.contents:
        folder = tmp_path / content.name
        folder.mkdir()
        heard = preset.id != "vp9"  # WebM does not take AAC
        settings = preset.settings(sound=heard)
        delivery = Delivery(
            clip, _target(preset, folder), Span(3, 8), content, settings, removed.target, (("Ball", track),)
        )
        assert run_job(deliver(delivery)) == delivery.target
        if preset.ending:
            with av.open(str(delivery.target)) as film:
                assert sum(1 for _ in film.decode(video=0)) == 5
                assert bool(film.streams.audio) == (heard and content is not Content.MATTE)
        else:
            inner = delivery.target / "Ball" if content is Content.EACH_MATTE else delivery.target
            assert [file.name for file in sorted(inner.iterdir())] == [f"0000{n}.{preset.codec}" for n in range(3, 8)]
        assert [path.name for path in folder.iterdir()] == [delivery.target.name]


@pytest.mark.parametrize(("content", "on_object", "off_object"), [(Content.OBJECTS, 255, 0), (Content.REST, 0, 255)])
def test_alpha_is_the_object_or_all_else(
    content: Content, on_object: int, off_object: int, clip: Path, track: MaskTrack, tmp_path: Path
) -> None:
    for name in ("png", "prores4444", "ffv1"):
        preset = preset_named(name)
        target = _target(preset, tmp_path)
        run_job(deliver(Delivery(clip, target, Span(0, 3), content, preset.settings(), tracks=(("Ball", track),))))
        if name == "png":
            alpha = read_image(target / "00001.png")[..., 3]
        else:
            with av.open(str(target)) as film:
                frame = list(film.decode(video=0))[1].reformat(format="yuva444p")
                plane = frame.planes[3]
                alpha = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : SIZE[0]]
        assert (alpha[32, 27], alpha[5, 5]) == (on_object, off_object)


@pytest.mark.parametrize("name", ["png", "prores4444", "ffv1", "exr"])
def test_a_cut_out_read_back_as_masks_is_the_object(name: str, clip: Path, track: MaskTrack, tmp_path: Path) -> None:
    """Also on frame 5, where it is not, and where parts of the object are black."""
    preset = preset_named(name)
    target, span = _target(preset, tmp_path), Span(0, COUNT)
    run_job(deliver(Delivery(clip, target, span, Content.OBJECTS, preset.settings(), tracks=(("Ball", track),))))
    masks = read_masks(target, COUNT, SIZE)
    for frame in range(COUNT):
        np.testing.assert_array_equal(masks[frame], track.mask(frame))


def test_a_cut_out_in_vp9_is_the_object_but_for_its_outline(clip: Path, track: MaskTrack, tmp_path: Path) -> None:
    preset = preset_named("vp9")
    target, settings = _target(preset, tmp_path), preset.settings(sound=False)
    run_job(deliver(Delivery(clip, target, Span(0, 4), Content.OBJECTS, settings, tracks=(("Ball", track),))))
    masks = read_masks(target, 4, SIZE)
    for frame in range(4):
        assert np.count_nonzero(masks[frame] != track.mask(frame)) < 20


def test_exr_holds_light_or_codes(removed: RemoveReport, clip: Path, tmp_path: Path) -> None:
    preset = preset_named("exr")
    with open_clip(clip) as reader:
        code = reader[4][5, 5, 0] / 255
    for linear, expected in ((True, ((code + 0.0993) / 1.0993) ** (1 / 0.45)), (False, code)):
        target = tmp_path / f"exr-{linear}"
        settings = preset.settings(linear=linear)
        run_job(deliver(Delivery(clip, target, Span(4, 5), settings=settings, result=removed.target)))
        with av.open(str(target / "00004.exr")) as film:
            frame = next(film.decode(video=0))
            assert frame.format.name.startswith("gbrp")
            plane = frame.planes[2]
            dtype = np.float16 if plane.line_size // plane.width < 4 else np.float32
            red = np.frombuffer(plane, dtype).reshape(plane.height, -1)[5, 5]
        assert float(red) == pytest.approx(expected, rel=2e-3)


def test_what_cannot_be_is_said_before(clip: Path, track: MaskTrack, tmp_path: Path) -> None:
    target = tmp_path / "out.mp4"
    with pytest.raises(InputError, match="press Remove"):
        run_job(deliver(Delivery(clip, target, Span(0, 3))))
    with pytest.raises(InputError, match="press Track"):
        run_job(deliver(Delivery(clip, target, Span(0, 3), Content.OBJECTS)))
    other = MaskTrack(1, (8, 8), 2)
    with pytest.raises(InputError, match="another clip"):
        run_job(deliver(Delivery(clip, target, Span(0, 3), Content.OBJECTS, tracks=(("A", other),))))
    target.write_bytes(b"mine")
    with pytest.raises(InputError, match="exists already"):
        run_job(deliver(Delivery(clip, target, Span(0, 3), Content.OBJECTS, tracks=(("A", track),))))
    assert target.read_bytes() == b"mine"


def test_a_stopped_export_leaves_nothing(clip: Path, track: MaskTrack, tmp_path: Path) -> None:
    for name in ("h264", "mattes"):
        preset = preset_named(name)
        content = Content.OBJECTS if name == "h264" else Content.EACH_MATTE
        job = deliver(
            Delivery(
                clip,
                _target(preset, tmp_path),
                Span(0, COUNT),
                content,
                preset.settings(),
                tracks=(("A", track), ("A", track)),
            )
        )
        for _ in range(4):
            next(job)
        job.close()
    assert [path.name for path in tmp_path.iterdir()] == ["ball.mp4"]


@pytest.mark.parametrize("name", ["h264", "ffv1", "png", "prores422"])
def test_the_estimate_is_near_the_truth(name: str, removed: RemoveReport, clip: Path, tmp_path: Path) -> None:
    preset = preset_named(name)
    delivery = Delivery(
        clip, _target(preset, tmp_path), Span(0, COUNT), settings=preset.settings(sound=False), result=removed.target
    )
    estimate = run_job(estimate_size(delivery))
    assert not delivery.target.exists()
    run_job(deliver(delivery))
    files = [delivery.target] if delivery.target.is_file() else list(delivery.target.iterdir())
    assert estimate == pytest.approx(sum(file.stat().st_size for file in files), rel=0.3)


def test_mattes_are_as_wide_as_the_object_was_made(clip: Path, track: MaskTrack, tmp_path: Path) -> None:
    preset = next(preset for preset in PRESETS if Content.MATTE in preset.contents and preset.codec == "png")
    areas = []
    for how in (Refinement(), Refinement(grow=4)):
        target = tmp_path / f"mattes {how.grow}"
        run_job(deliver(Delivery(clip, target, Span(2, 4), Content.MATTE, preset.settings(), None,
                                 (("Ball", track),), (how,))))  # fmt: skip
        matte = read_image(min(target.iterdir())).reshape(SIZE[1], SIZE[0], -1)[..., 0]
        areas.append(np.count_nonzero(matte > matte.max() / 2))
    assert areas[1] / areas[0] == pytest.approx((13 / 9) ** 2, rel=0.12)
