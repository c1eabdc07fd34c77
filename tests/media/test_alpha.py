"""Masks out of what is transparent: cut-outs that this program exports, and others."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from peanut_studio.media.masks import read_mask, read_masks
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Mask

SIZE, COUNT = (64, 48), 6
LIKE = {"crf": "4", "b": "4000000", "auto-alt-ref": "0"}


def disc(frame: int) -> Mask:
    return cv2.circle(np.zeros((SIZE[1], SIZE[0]), np.uint8), (14 + 5 * frame, 20), 9, 1, -1) > 0


def film(path: Path, codec: str, pixel_format: str, *, alpha: bool = True, turn: float = 0) -> Path:
    """A film that is dark on the left and bright on the right, and transparent but for a disc, or opaque."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=Fraction(25), options=LIKE if codec[:3] == "lib" else {})
        stream.width, stream.height, stream.pix_fmt = *SIZE, pixel_format
        if turn:
            stream.set_display_rotation(turn)
        for index in range(COUNT):
            colours = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
            colours[:, SIZE[0] // 2 :, :3] = 230
            colours[..., 3] = disc(index) * 255 if alpha else 255
            frame = av.VideoFrame.from_ndarray(colours, "rgba").reformat(format=pixel_format)
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("name", "codec", "pixel_format"),
    [
        ("a.mkv", "ffv1", "yuva420p"),
        ("a.mkv", "ffv1", "bgra"),
        ("a.mkv", "ffv1", "yuva444p16le"),
        ("a.mov", "prores_ks", "yuva444p10le"),
        ("a.mov", "qtrle", "argb"),
        ("a.mov", "png", "rgba"),
    ],
)
def test_what_a_film_has_opaque_is_the_mask(tmp_path: Path, name: str, codec: str, pixel_format: str) -> None:
    masks = read_masks(film(tmp_path / name, codec, pixel_format), COUNT, SIZE)
    for frame in (3, 0, 5):
        np.testing.assert_array_equal(masks[frame], disc(frame))


@pytest.mark.parametrize(("name", "codec"), [("a.webm", "libvpx-vp9"), ("a.mkv", "libvpx-vp9"), ("a.webm", "libvpx")])
def test_transparency_beside_a_webm_film_is_read(tmp_path: Path, name: str, codec: str) -> None:
    masks = read_masks(film(tmp_path / name, codec, "yuva420p"), COUNT, SIZE)
    for frame in (3, 0, 5):
        assert np.count_nonzero(masks[frame] != disc(frame)) < 12, "lossy, at the outline"


@pytest.mark.parametrize(("name", "codec", "pixel_format"), [
    ("a.mov", "prores_ks", "yuva444p10le"), ("a.mov", "png", "rgba"), ("a.mkv", "libvpx-vp9", "yuva420p"),
])  # fmt: skip
def test_the_mask_of_a_film_on_its_side_is_upright(tmp_path: Path, name: str, codec: str, pixel_format: str) -> None:
    path = film(tmp_path / name, codec, pixel_format, turn=90)
    masks = read_masks(path, COUNT, (SIZE[1], SIZE[0]))
    assert np.count_nonzero(masks[2] != np.rot90(disc(2))) < 12


@pytest.mark.parametrize(
    ("name", "codec", "pixel_format"), [("a.mkv", "ffv1", "bgra"), ("a.webm", "libvpx-vp9", "yuva420p")]
)
def test_a_film_that_is_opaque_throughout_is_read_by_its_brightness(
    tmp_path: Path, name: str, codec: str, pixel_format: str
) -> None:
    mask = read_masks(film(tmp_path / name, codec, pixel_format, alpha=False), COUNT, SIZE)[2]
    assert not mask[:, : SIZE[0] // 2 - 2].any()
    assert mask[:, SIZE[0] // 2 + 2 :].all()


def cut_out(folder: Path, index: int, dtype: type[np.uint8] | type[np.uint16] = np.uint8) -> None:
    """Half of the object is black, and beyond its outline it is a little opaque."""
    peak = int(np.iinfo(dtype).max)
    image = np.zeros((SIZE[1], SIZE[0], 4), dtype)
    image[:, SIZE[0] // 4 :, :3] = peak // 3
    image[..., 3] = np.where(disc(index), peak, np.where(disc(index + 1), peak // 5, 0))
    assert cv2.imwrite(str(folder / f"{index}.png"), image)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_black_parts_of_a_cut_out_are_the_object_and_faint_ones_are_not(
    tmp_path: Path, dtype: type[np.uint8] | type[np.uint16]
) -> None:
    for index in range(COUNT):
        cut_out(tmp_path, index, dtype)
    masks = read_masks(tmp_path, COUNT, SIZE)
    for index in range(COUNT):
        np.testing.assert_array_equal(masks[index], disc(index))
    np.testing.assert_array_equal(read_mask(tmp_path / "3.png"), disc(3))


def test_a_cut_out_that_fills_a_picture_is_told_by_the_others(tmp_path: Path) -> None:
    whole = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    whole[..., 3] = 255
    cv2.imwrite(str(tmp_path / "0.png"), whole)
    cut_out(tmp_path, 1)
    masks = read_masks(tmp_path, 2, SIZE)
    assert masks[0].all()
    np.testing.assert_array_equal(masks[1], disc(1))


def test_a_mask_in_black_and_white_may_have_erased_parts(tmp_path: Path) -> None:
    image = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    image[disc(0), :3] = 255
    image[..., 3] = 255
    image[:, :12, 3] = 0
    cv2.imwrite(str(tmp_path / "0.png"), image)
    expected = disc(0)
    expected[:, :12] = False
    np.testing.assert_array_equal(read_masks(tmp_path, 1, SIZE)[0], expected)


def test_opaque_pictures_with_an_alpha_channel_are_read_by_their_colours(tmp_path: Path) -> None:
    image = np.full((SIZE[1], SIZE[0], 4), 255, np.uint8)
    image[~disc(0), :3] = 0
    cv2.imwrite(str(tmp_path / "0.png"), image)
    np.testing.assert_array_equal(read_masks(tmp_path, 1, SIZE)[0], disc(0))


def test_transparency_of_another_size_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is 64x48, the clip is 10x10"):
        read_masks(film(tmp_path / "a.webm", "libvpx-vp9", "yuva420p"), COUNT, (10, 10))
