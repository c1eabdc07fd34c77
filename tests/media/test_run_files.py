"""COCO's run lengths with several objects to an image, and NPZ of anybody's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from peanut_studio.media.masks import read_masks, write_masks, write_objects
from peanut_studio.media.object_masks import open_objects
from peanut_studio.media.run_files import read_run_file
from peanut_studio.model.coco_runs import press_runs
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Mask
from peanut_studio.model.run_length import decode_runs, encode_runs

SIZE = (9, 7)


def blob(left: int, top: int = 2) -> Mask:
    mask = np.zeros((7, 9), np.bool_)
    mask[top : top + 2, left : left + 3] = True
    return mask


def entry(image: int, mask: Mask, category: int = 1, pressed: bool = False, **more: Any) -> dict[str, Any]:
    counts = encode_runs(mask)
    runs = {"size": [7, 9], "counts": press_runs(counts) if pressed else counts.tolist()}
    return {"image_id": image, "category_id": category, "segmentation": runs, **more}


def coco(folder: Path, entries: list[dict[str, Any]], **more: Any) -> Path:
    path = folder / "m.json"
    path.write_text(json.dumps({"annotations": entries, **more}))
    return path


def images(*numbers: int) -> list[dict[str, Any]]:
    return [{"id": n, "width": 9, "height": 7, "file_name": f"{n}.jpg"} for n in numbers]


def objects_of(path: Path) -> list[dict[str, Mask]]:
    opened = open_objects(path)
    assert opened is not None
    return [dict(opened[1](place)) for place in range(opened[0])]


def test_objects_of_an_image_are_joined_and_images_without_any_are_empty(tmp_path: Path) -> None:
    path = coco(
        tmp_path,
        [entry(12, blob(5), 2, pressed=True), entry(40, blob(1)), entry(12, blob(0, top=4))],
        images=images(40, 7, 12),
    )
    masks = read_masks(path, 3, SIZE)
    np.testing.assert_array_equal(masks[0], blob(1))
    assert not masks[1].any()
    np.testing.assert_array_equal(masks[2], blob(5) | blob(0, top=4))


def test_categories_are_objects(tmp_path: Path) -> None:
    kinds = [{"id": 3, "name": "dog"}, {"id": 8, "name": "cat"}]
    path = coco(
        tmp_path,
        [entry(0, blob(0), 3), entry(0, blob(4), 3), entry(1, blob(2), 8)],
        images=images(0, 1),
        categories=kinds,
    )
    first, second = objects_of(path)
    assert list(first) == list(second) == ["dog", "cat"]
    np.testing.assert_array_equal(first["dog"], blob(0) | blob(4))
    np.testing.assert_array_equal(second["cat"], blob(2))
    assert not first["cat"].any()
    assert not second["dog"].any()


@pytest.mark.parametrize("where", ["track_id", "instance_id", "attributes"])
def test_tracks_are_objects_before_categories(tmp_path: Path, where: str) -> None:
    def told(track: int) -> dict[str, Any]:
        return {where: {"track_id": track}} if where == "attributes" else {where: track}

    entries = [entry(0, blob(0), **told(0)), entry(0, blob(4), **told(7)), entry(1, blob(5), **told(7))]
    path = coco(tmp_path, entries, categories=[{"id": 1, "name": "car"}])
    first, second = objects_of(path)
    np.testing.assert_array_equal(first["car 0"], blob(0))
    np.testing.assert_array_equal(first["car 7"], blob(4))
    np.testing.assert_array_equal(second["car 7"], blob(5))
    assert not second["car 0"].any()


def test_files_without_images_or_categories_are_read_as_before(tmp_path: Path) -> None:
    """As this program wrote them: an annotation for each frame, also for empty ones."""
    nothing = np.zeros((7, 9), np.bool_)
    path = coco(tmp_path, [entry(1, nothing), entry(0, blob(0)), entry(2, blob(3))])
    masks = read_masks(path, 3, SIZE)
    assert [int(masks[frame].sum()) for frame in range(3)] == [6, 0, 6]
    assert open_objects(path) is None, "it names no object"


def test_what_is_written_is_as_coco_has_it(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    write_objects(path, [(0, {2: blob(1), 5: blob(4)}), (2, {2: blob(6)})], "coco-rle", SIZE, 3)
    told = json.loads(path.read_text())
    assert told["images"][2] == {"id": 2, "width": 9, "height": 7, "file_name": "00002.png"}
    assert len(told["annotations"]) == 6
    assert sorted({one["id"] for one in told["annotations"]}) == [1, 2, 3, 4, 5, 6]
    assert {one["category_id"] for one in told["annotations"]} == {one["id"] for one in told["categories"]}
    first = told["annotations"][0]
    assert (first["image_id"], first["track_id"], first["area"], first["bbox"]) == (0, 2, 6, [1, 2, 3, 2])
    assert first["iscrowd"] == 0
    assert first["segmentation"]["size"] == [7, 9]
    np.testing.assert_array_equal(decode_runs(np.array(first["segmentation"]["counts"], np.uint32), SIZE), blob(1))
    back = objects_of(path)
    assert list(back[0]) == ["Object 2", "Object 5"]
    np.testing.assert_array_equal(back[2]["Object 2"], blob(6))
    assert not back[1]["Object 2"].any()
    assert not back[2]["Object 5"].any()
    np.testing.assert_array_equal(read_masks(path, 3, SIZE)[0], blob(1) | blob(4))


def test_a_file_of_one_object_has_an_annotation_for_each_frame(tmp_path: Path) -> None:
    """So that versions of this program that know no images can read it."""
    write_masks(tmp_path / "m.json", [(2, blob(6))], "coco-rle", size=SIZE, frame_count=4)
    told = json.loads((tmp_path / "m.json").read_text())
    assert [one["image_id"] for one in told["annotations"]] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"annotations": []}, "damaged"),
        ({"annotations": [], "images": images(0)}, "all empty"),
        ({"annotations": [entry(3, blob(0))], "images": images(0)}, "damaged"),
        ({"annotations": [{"image_id": 0, "segmentation": [[0, 0, 5, 0, 5, 5]]}]}, r"outlines \(polygons\)"),
        ({"annotations": [{"image_id": 0, "segmentation": {"size": [7, 9], "counts": [3, 4]}}]}, "do not fill"),
        ({"annotations": [{"image_id": 0, "segmentation": {"size": [7, 9], "counts": [70, -7]}}]}, "damaged"),
        ({"annotations": [{"image_id": 0, "segmentation": {"size": [99999, 99999], "counts": [1]}}]}, "no usable size"),
        ({"annotations": [entry(0, blob(0)), {"image_id": 1, "segmentation": {"size": [2, 2]}}]}, "2 sizes"),
        ({"annotations": [entry(0, blob(0), attributes=[1])]}, "damaged"),
        ({"annotations": {"a": 1}}, "damaged"),
        ([1], "damaged"),
    ],
)
def test_other_json_is_refused_in_a_sentence(tmp_path: Path, told: object, words: str) -> None:
    path = tmp_path / "m.json"
    path.write_text(json.dumps(told))
    with pytest.raises(InputError, match=words) as caught:
        read_masks(path, 1, SIZE)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("dtype", [np.bool_, np.uint8, np.int64, np.float32])
@pytest.mark.parametrize("named", [True, False])
def test_an_array_of_masks_is_read(tmp_path: Path, dtype: Any, named: bool) -> None:
    stack = np.stack([blob(left) for left in range(4)])
    array = stack.astype(dtype) * dtype(0.75 if dtype is np.float32 else 1)
    if dtype is np.float32:
        array[:, 0, 0] = 0.25
    np.savez(tmp_path / "m.npz", **({"masks": array, "other": np.zeros(3)} if named else {"arr_0": array}))
    masks = read_masks(tmp_path / "m.npz", 4, SIZE)
    for frame in range(4):
        np.testing.assert_array_equal(masks[frame], stack[frame])
    assert open_objects(tmp_path / "m.npz") is None


def test_an_array_of_objects_is_joined_or_kept_apart(tmp_path: Path) -> None:
    stack = np.stack([np.stack([blob(left), blob(6 - left, top=4)]) for left in range(3)])
    np.savez_compressed(tmp_path / "m.npz", masks=stack)
    np.testing.assert_array_equal(read_masks(tmp_path / "m.npz", 3, SIZE)[2], stack[2].any(axis=0))
    found = objects_of(tmp_path / "m.npz")
    np.testing.assert_array_equal(found[1]["Object 1"], blob(1))
    np.testing.assert_array_equal(found[1]["Object 2"], blob(5, top=4))


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"a": np.zeros(3), "b": np.zeros(3)}, "no array called 'masks'"),
        ({"masks": np.zeros(5)}, "float64 of 5;"),
        ({"masks": np.zeros((1, 1, 1, 7, 9))}, "frames x height x width"),
        ({"masks": np.zeros((0, 7, 9))}, "holds no masks"),
        ({"masks": np.array([["a"] * 9] * 7)}, "masks in"),
        ({"masks": np.ones((2, 7, 8), np.uint8)}, "is 8x7, the clip is 9x7"),
        ({"size": np.array([9, 7]), "lengths": np.array([5]), "counts": np.array([63])}, "damaged"),
        ({"size": np.array([9, 7]), "lengths": np.array([1]), "counts": np.array([60])}, "do not fill"),
        ({"size": np.array(3), "lengths": np.array([1]), "counts": np.array([60])}, "damaged"),
    ],
)
def test_other_arrays_are_refused_in_a_sentence(tmp_path: Path, arrays: dict[str, Any], words: str) -> None:
    np.savez(tmp_path / "m.npz", **arrays)
    with pytest.raises(InputError, match=words):
        read_masks(tmp_path / "m.npz", 1, SIZE)


class Spy:
    """What would tell on itself if it were unpickled."""

    touched = False

    def __setstate__(self, _state: object) -> None:
        Spy.touched = True

    def __getstate__(self) -> object:
        return {"a": 1}


def test_pickled_objects_are_never_loaded(tmp_path: Path) -> None:
    np.savez(tmp_path / "m.npz", masks=np.array([Spy(), Spy()], dtype=object))
    with pytest.raises(InputError, match="only of numbers"):
        read_run_file(tmp_path / "m.npz")
    assert not Spy.touched
