"""Masks to files and back, and masks that do not fit."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from peanut_studio.media.indexed_png import palette
from peanut_studio.media.masks import FORMATS, read_masks, write_masks
from peanut_studio.model.clip import Span
from peanut_studio.model.coco_runs import press_runs
from peanut_studio.model.errors import InputError
from peanut_studio.model.run_length import encode_runs

SIZE = (9, 7)
NAMES = {"png": "masks", "davis": "masks", "coco-rle": "masks.json", "npz": "masks.npz"}
NAMES |= {"youtube-vos": "masks", "exr": "masks"}


def blob(left: int = 2) -> npt.NDArray[np.bool_]:
    mask = np.zeros((7, 9), np.bool_)
    mask[2:5, left : left + 3] = True
    return mask


@pytest.mark.parametrize("mask_format", [name for name in FORMATS if name != "exr"])
@given(masks=hnp.arrays(np.bool_, st.tuples(st.integers(2, 6), st.just(7), st.just(9))), data=st.data())
@settings(max_examples=25, deadline=None)
def test_masks_come_back(mask_format: str, masks: npt.NDArray[np.bool_], data: st.DataObject) -> None:
    masks[0, 0, 0], masks[0, 0, 1] = True, False
    given_frames = data.draw(st.permutations(range(len(masks))))
    left_out = data.draw(st.integers(0, len(masks) - 1))
    given_frames = [frame for frame in given_frames if frame != left_out or frame == 0]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / NAMES[mask_format]
        pairs = [(frame, masks[frame]) for frame in given_frames]
        write_masks(target, pairs, mask_format, size=SIZE, frame_count=len(masks))
        assert [path.name for path in Path(folder).iterdir()] == [target.name]
        back = read_masks(target, len(masks), SIZE)
        assert len(back) == len(masks)
        for frame in range(len(masks)):
            wanted = masks[frame] if frame in given_frames else np.zeros((7, 9), np.bool_)
            np.testing.assert_array_equal(back[frame], wanted)
        with pytest.raises(IndexError):
            back[len(masks)]


def test_png_is_black_and_white_and_davis_has_the_voc_palette(tmp_path: Path) -> None:
    write_masks(tmp_path / "png", [(0, blob())], "png", size=SIZE, frame_count=1)
    write_masks(tmp_path / "davis", [(0, blob())], "davis", size=SIZE, frame_count=1)
    plain = cv2.imread(str(tmp_path / "png" / "00000.png"), cv2.IMREAD_UNCHANGED)
    np.testing.assert_array_equal(plain, blob() * np.uint8(255))
    coloured = cv2.imread(str(tmp_path / "davis" / "00000.png"))
    np.testing.assert_array_equal(coloured[blob()], np.tile([0, 0, 128], (9, 1)))
    assert not coloured[~blob()].any()
    assert palette()[[0, 1, 2, 3, 4, 8, 255]].tolist() == [
        [0, 0, 0], [128, 0, 0], [0, 128, 0], [128, 128, 0], [0, 0, 128], [64, 0, 0], [224, 224, 192],
    ]  # fmt: skip


def test_pressed_run_lengths_are_read(tmp_path: Path) -> None:
    mask = np.array([[0, 1, 1], [0, 0, 1]], np.bool_)
    runs = {"size": [2, 3], "counts": press_runs(encode_runs(mask))}
    told = {"annotations": [{"image_id": 0, "category_id": 1, "segmentation": runs}]}
    (tmp_path / "m.json").write_text(json.dumps(told))
    assert np.array_equal(read_masks(tmp_path / "m.json", 1, (3, 2))[0], mask)


def test_run_lengths_are_those_of_coco(tmp_path: Path) -> None:
    mask = np.zeros((2, 3), np.bool_)
    mask[1, 0] = mask[:, 1] = True
    write_masks(tmp_path / "m.json", [(0, mask)], "coco-rle", size=(3, 2), frame_count=1)
    entry = json.loads((tmp_path / "m.json").read_text())["annotations"][0]
    assert entry["segmentation"] == {"size": [2, 3], "counts": [1, 3, 2]}


def test_one_mask_serves_every_frame_and_masks_of_a_range_only_that(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "only.png"), blob() * np.uint8(7))
    everywhere = read_masks(tmp_path, 5, SIZE)
    np.testing.assert_array_equal(everywhere[4], blob())
    cv2.imwrite(str(tmp_path / "second.png"), blob(4) * np.uint8(1))
    ranged = read_masks(tmp_path, 5, SIZE, Span(2, 4))
    assert [bool(ranged[frame].any()) for frame in range(5)] == [False, False, True, True, False]
    np.testing.assert_array_equal(ranged[3], blob(4))


def test_files_are_taken_in_natural_order(tmp_path: Path) -> None:
    for number in (1, 2, 10):
        cv2.imwrite(str(tmp_path / f"{number}.png"), blob(number % 5) * np.uint8(255))
    masks = read_masks(tmp_path, 3, SIZE)
    for frame, number in enumerate((1, 2, 10)):
        np.testing.assert_array_equal(masks[frame], blob(number % 5))


def test_transparent_pixels_are_outside(tmp_path: Path) -> None:
    image = np.full((7, 9, 4), 255, np.uint8)
    image[..., 3] = blob() * 255
    cv2.imwrite(str(tmp_path / "0.png"), image)
    np.testing.assert_array_equal(read_masks(tmp_path, 1, SIZE)[0], blob())


def test_a_mask_video_is_cut_at_half(film: Callable[..., Path]) -> None:
    path = film(codec="ffv1", pixel_format="gray", count=4)
    masks = read_masks(path, 4, (64, 48))
    mask = masks[2]
    assert 0 < mask.sum() < mask.size


def test_masks_that_do_not_fit_are_refused_in_a_sentence(tmp_path: Path) -> None:
    def refused(words: str, size: tuple[int, int] = SIZE, count: int = 3, span: Span | None = None) -> None:
        with pytest.raises(InputError, match=words) as caught:
            read_masks(tmp_path / "m", count, size, span)
        assert str(caught.value).endswith(".")
        assert "\n" not in str(caught.value)

    refused("There are no masks at")
    (tmp_path / "m").mkdir()
    refused("holds no pictures")
    for frame in range(3):
        cv2.imwrite(str(tmp_path / "m" / f"{frame}.png"), np.zeros((7, 9), np.uint8))
    refused("all empty, so there is nothing to remove")
    refused("is 9x7, the clip is 10x7", size=(10, 7))
    refused("There are 3 masks in .* for a clip of 8 frames; give one for each", count=8)
    refused("8 frames, 4 of them in the range", count=8, span=Span(0, 4))
    for frame in range(3):
        cv2.imwrite(str(tmp_path / "m" / f"{frame}.png"), np.full((7, 9), 255, np.uint8))
    refused("cover the whole picture")
    (tmp_path / "m" / "0.png").write_bytes(b"not a picture")
    with pytest.raises(InputError, match="is not a picture"):
        _ = read_masks(tmp_path / "m", 3, SIZE)[0]


@pytest.mark.parametrize("name", ["m.json", "m.npz"])
def test_damaged_mask_files_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b'{"annotations": [{"image_id": 1}]}')
    with pytest.raises(InputError, match="damaged"):
        read_masks(tmp_path / name, 1, SIZE)


def test_nothing_is_left_where_writing_fails(tmp_path: Path) -> None:
    def masks() -> object:
        yield 0, blob()
        raise KeyboardInterrupt

    for mask_format in FORMATS:
        with pytest.raises(KeyboardInterrupt):
            write_masks(tmp_path / NAMES[mask_format], masks(), mask_format, size=SIZE, frame_count=2)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InputError, match="no mask format 'gif'"):
        write_masks(tmp_path / "m", [], "gif", size=SIZE, frame_count=2)
    with pytest.raises(InputError, match="no folder"):
        write_masks(tmp_path / "a" / "m", [], "png", size=SIZE, frame_count=2)
    with pytest.raises(ValueError, match="frame 2 of a clip of 2"):
        write_masks(tmp_path / "m", [(2, blob())], "png", size=SIZE, frame_count=2)


def test_other_files_of_a_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "notes.txt").write_text("mine")
    write_masks(tmp_path / "m", [(0, blob())], "png", size=SIZE, frame_count=1)
    assert sorted(path.name for path in (tmp_path / "m").iterdir()) == ["00000.png", "notes.txt"]
