"""Masks of several objects: numbered pictures, YouTube-VOS, layers of OpenEXR."""

from __future__ import annotations

import json
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from av.video.codeccontext import VideoCodecContext

from peanut_studio.media.exr_layers import write_layers
from peanut_studio.media.indexed_png import read_numbers
from peanut_studio.media.masks import read_masks, write_masks, write_objects
from peanut_studio.media.object_masks import object_numbers, open_objects
from peanut_studio.model.errors import InputError, MediaError
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Mask
from peanut_studio.model.progress import run_job
from peanut_studio.pipeline.track import write_tracks

SIZE = (50, 37)


def blob(left: int) -> Mask:
    mask = np.zeros((SIZE[1], SIZE[0]), np.bool_)
    mask[10:30, left : left + 12] = True
    return mask


def tracks() -> tuple[MaskTrack, ...]:
    empty = [MaskTrack(number, SIZE, 3) for number in (1, 4)]
    return (
        empty[0].with_frames((frame, blob(2 * frame), 1.0) for frame in range(3)),
        empty[1].with_frames((frame, blob(30), 1.0) for frame in range(1, 3)),
    )


def layer(path: Path, name: str) -> np.ndarray:
    """A layer as FFmpeg reads it."""
    context = av.CodecContext.create("exr", "r")
    assert isinstance(context, VideoCodecContext)
    context.options = {"layer": name, "apply_trc": "linear"}
    (frame,) = [*context.decode(av.Packet(path.read_bytes())), *context.decode(None)]
    assert frame.format.name == "grayf16le"
    plane = frame.planes[0]
    rows = np.frombuffer(plane, "<f2").reshape(frame.height, plane.line_size // 2)  # type: ignore[call-overload]
    return np.asarray(rows[:, : frame.width], np.float32)


def test_youtube_vos_keeps_objects_apart_and_is_read_again(tmp_path: Path) -> None:
    target = tmp_path / "dogs"
    run_job(write_tracks(target, tracks(), "youtube-vos"))
    meta = json.loads((target / "meta.json").read_text())
    assert meta["videos"]["dogs"]["objects"] == {
        "1": {"category": "object", "frames": ["00000", "00001", "00002"]},
        "4": {"category": "object", "frames": ["00001", "00002"]},
    }
    numbers = read_numbers(target / "Annotations" / "dogs" / "00001.png")
    assert np.array_equal(numbers == 1, blob(2))
    assert np.array_equal(numbers == 4, blob(30))
    assert object_numbers(target) == (1, 4)
    again = read_masks(target, 3, SIZE)
    assert np.array_equal(again[0], blob(0))
    assert np.array_equal(again[2], blob(4) | blob(30))
    (target / "Annotations" / "cats").mkdir()
    with pytest.raises(InputError, match="masks of 2 clips; name the folder of one"):
        read_masks(target, 3, SIZE)


def test_davis_keeps_numbers_too(tmp_path: Path) -> None:
    run_job(write_tracks(tmp_path / "masks", tracks(), "davis"))
    assert np.unique(read_numbers(tmp_path / "masks" / "00002.png")).tolist() == [0, 1, 4]
    with pytest.raises(InputError, match="up to 255, but there is an object 300"):
        write_objects(tmp_path / "many", [(0, {300: blob(1)})], "davis", SIZE, 1)
    assert not (tmp_path / "many").exists()


def test_exr_has_a_layer_for_each_object(tmp_path: Path) -> None:
    run_job(write_tracks(tmp_path / "mattes", tracks(), "exr"))
    files = sorted((tmp_path / "mattes").iterdir())
    assert [file.name for file in files] == ["00000.exr", "00001.exr", "00002.exr"]
    assert np.array_equal(layer(files[1], "object_1") > 0.5, blob(2))
    assert np.array_equal(layer(files[1], "object_4") > 0.5, blob(30))
    assert not layer(files[0], "object_4").any()


def test_layers_may_be_soft_and_large(tmp_path: Path) -> None:
    dice = np.random.default_rng(0)
    soft = dice.random((130, 301)).astype(np.float32)
    write_layers(tmp_path / "a.exr", {"a_rather_long_name_of_an_object_that_is_there": soft, "b": 1 - soft})
    found = layer(tmp_path / "a.exr", "b")
    assert found.shape == soft.shape
    assert float(np.abs(found - (1 - soft)).max()) < 5e-4
    long = layer(tmp_path / "a.exr", "a_rather_long_name_of_an_object_that_is_there")
    assert float(np.abs(long - soft).max()) < 5e-4
    with pytest.raises(ValueError, match="of 2 sizes"):
        write_layers(tmp_path / "b.exr", {"a": soft, "b": soft[:5]})


def test_one_mask_is_the_first_object(tmp_path: Path) -> None:
    for name in ("youtube-vos", "exr"):
        write_masks(tmp_path / name, [(1, blob(3))], name, size=SIZE, frame_count=2)
    assert np.array_equal(read_masks(tmp_path / "youtube-vos", 2, SIZE)[1], blob(3))
    assert np.array_equal(layer(tmp_path / "exr" / "00001.exr", "object_1") > 0.5, blob(3))


def test_pictures_that_hold_no_numbers_are_refused(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "00000.png"), np.zeros((4, 4, 3), np.uint8))
    with pytest.raises(MediaError, match="holds colours, not numbers"):
        object_numbers(tmp_path)
    (tmp_path / "00000.png").write_bytes(b"no picture")
    with pytest.raises(MediaError, match="cannot be read as a picture of numbered objects"):
        object_numbers(tmp_path)


def floats(path: Path, layers: dict[str, Mask]) -> None:
    write_layers(path, {name: mask.astype(np.float32) for name, mask in layers.items()})


def test_layers_are_joined_for_a_mask_of_all(tmp_path: Path) -> None:
    write_objects(tmp_path / "m", [(n, {1: blob(n), 4: blob(20 + n)}) for n in range(3)], "exr", SIZE, 4)
    masks = read_masks(tmp_path / "m", 4, SIZE)
    for frame in range(3):
        assert np.array_equal(masks[frame], blob(frame) | blob(20 + frame))
    assert not masks[3].any()
    for given in (tmp_path / "m" / "00001.exr", tmp_path / "m" / "0000%d.exr"):
        assert np.array_equal(read_masks(given, 4, SIZE)[1], blob(1) | blob(21))
    with pytest.raises(InputError, match="is 50x37, the clip is 9x9"):
        read_masks(tmp_path / "m", 4, (9, 9))
    (tmp_path / "m" / "00000.exr").write_bytes(b"nothing")
    with pytest.raises(InputError, match="no OpenEXR picture"):
        read_masks(tmp_path / "m", 4, SIZE)


def test_colours_beside_layers_and_faint_layers_are_no_masks(tmp_path: Path) -> None:
    everywhere = np.ones((SIZE[1], SIZE[0]), np.bool_)
    layers = {"R": everywhere, "Z": everywhere, "car": blob(3)}
    write_layers(tmp_path / "0.exr", {**layers, "rim": everywhere * np.float32(0.5)})
    assert np.array_equal(read_masks(tmp_path, 1, SIZE)[0], blob(3))
    floats(tmp_path / "1.exr", {"R": everywhere})
    with pytest.raises(MediaError, match="has no layers of masks"):
        read_masks(tmp_path, 2, SIZE)[1]


@pytest.mark.parametrize("transparent", [True, False])
def test_a_picture_in_colours_is_its_alpha_or_its_brightness(tmp_path: Path, transparent: bool) -> None:
    """Half of the cut-out is black."""
    alpha = blob(3) if transparent else np.ones((SIZE[1], SIZE[0]), np.bool_)
    bright = blob(9)
    floats(tmp_path / "0.exr", {"R": bright, "G": bright, "B": bright, "A": alpha})
    assert np.array_equal(read_masks(tmp_path, 1, SIZE)[0], blob(3) if transparent else bright)
    assert open_objects(tmp_path) is None, "colours are no objects"
