"""Masks made elsewhere become objects with key frames."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.media.exr_layers import read_layers, write_layers
from peanut_studio.media.masks import write_objects
from peanut_studio.media.object_masks import write_object_masks
from peanut_studio.model.clip import Clip, Span
from peanut_studio.model.correction import Correction
from peanut_studio.model.errors import InputError, MediaError
from peanut_studio.model.found import with_given
from peanut_studio.model.picture import Mask
from peanut_studio.model.progress import run_job
from peanut_studio.model.project import Project
from peanut_studio.pipeline.bring import Brought, bring_masks

SIZE, COUNT = (40, 24), 6
WHOLE = Span(0, COUNT)
CLIP = Clip(Path("clip.mp4"), *SIZE, tuple(range(COUNT)), Fraction(1, 25), Fraction(25))


def shapes(frame: int) -> dict[int, Mask]:
    """A square that goes right, and from frame 2 on another one."""
    first, second = np.zeros((2, SIZE[1], SIZE[0]), np.bool_)
    first[4:10, 2 + frame : 9 + frame] = True
    second[14:20, 20:30] = frame > 1
    return {1: first, 2: second}


def masks_of(brought: Brought) -> dict[int, Mask]:
    return {made.frame: made.mask for made in brought.corrections}


@pytest.mark.parametrize("kind", ["davis", "youtube-vos", "exr"])
def test_objects_that_were_kept_apart_come_back_apart(tmp_path: Path, kind: str) -> None:
    write_object_masks(tmp_path, [(frame, shapes(frame)) for frame in range(COUNT)], kind, SIZE, "clip")
    first, second = run_job(bring_masks(tmp_path, CLIP, WHOLE))
    assert (first.name, second.name) in {("Object 1", "Object 2"), ("object_1", "object_2")}
    for frame in range(COUNT):
        assert (masks_of(first)[frame] == shapes(frame)[1]).all()
        assert (masks_of(second)[frame] == shapes(frame)[2]).all()


def test_objects_in_a_file_come_back_apart(tmp_path: Path) -> None:
    write_objects(tmp_path / "m.json", [(n, shapes(n)) for n in range(COUNT)], "coco-rle", SIZE, COUNT)
    np.savez(tmp_path / "m.npz", masks=np.stack([np.stack(list(shapes(n).values())) for n in range(COUNT)]))
    for name in ("m.json", "m.npz"):
        brought = run_job(bring_masks(tmp_path / name, CLIP, Span(1, COUNT)))
        assert [one.name for one in brought] == ["Object 1", "Object 2"]
        for number, one in enumerate(brought, start=1):
            assert list(masks_of(one)) == list(range(1, COUNT))
            assert all((mask == shapes(frame)[number]).all() for frame, mask in masks_of(one).items())


def test_one_picture_of_objects_serves_every_frame(tmp_path: Path) -> None:
    write_objects(tmp_path / "m.json", [(0, shapes(3))], "coco-rle", SIZE, 1)
    first, second = run_job(bring_masks(tmp_path / "m.json", CLIP, Span(2, 5)))
    assert list(masks_of(second)) == [2, 3, 4]
    assert (masks_of(first)[4] == shapes(3)[1]).all()


def test_black_and_white_pictures_of_the_range_are_one_object(tmp_path: Path) -> None:
    for frame in range(2, 5):
        cv2.imwrite(str(tmp_path / f"{frame}.png"), shapes(frame)[1].astype(np.uint8) * 255)
    (found,) = run_job(bring_masks(tmp_path / "3.png", CLIP, Span(2, 5)))
    assert list(masks_of(found)) == [2, 3, 4], "one picture stands for its folder"
    assert all((mask == shapes(frame)[1]).all() for frame, mask in masks_of(found).items())
    with pytest.raises(InputError, match="3 masks"):
        run_job(bring_masks(tmp_path, CLIP, WHOLE))


def test_masks_that_do_not_fit_are_told_of(tmp_path: Path) -> None:
    small = {1: np.ones((5, 5), np.bool_)}
    for kind, count, why in (("exr", COUNT, "5x5"), ("exr", 2, "2 pictures of masks")):
        folder = tmp_path / f"{kind} {count}"
        folder.mkdir()
        write_object_masks(folder, [(frame, small) for frame in range(count)], kind, (5, 5), "clip")
        with pytest.raises(InputError, match=why):
            run_job(bring_masks(folder, CLIP, WHOLE))


def test_layers_are_read_as_they_were_written(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    layers = {"matte": rng.random((37, 21)), "object_2": np.zeros((37, 21))}
    write_layers(tmp_path / "a.exr", layers)
    read = read_layers(tmp_path / "a.exr")
    assert {name: layer.shape for name, layer in read.items()} == {"matte": (37, 21), "object_2": (37, 21)}
    assert np.abs(read["matte"] - layers["matte"]).max() < 1e-3
    assert not read["object_2"].any()


def test_damaged_layers_raise_nothing_else_than_a_sentence(tmp_path: Path) -> None:
    rng, path = np.random.default_rng(3), tmp_path / "a.exr"
    write_layers(path, {"matte": rng.random((37, 21))})
    whole = path.read_bytes()
    for length in range(0, len(whole), 41):
        path.write_bytes(whole[:length])
        with pytest.raises(MediaError):
            read_layers(path)
    for _ in range(300):
        changed = bytearray(whole)
        changed[rng.integers(0, 400)] = rng.integers(0, 256)
        path.write_bytes(bytes(changed))
        try:
            read_layers(path)
        except MediaError:
            continue


def test_given_masks_need_no_tracking_and_are_key_frames() -> None:
    corrections = tuple(Correction.of(frame, shapes(frame)[2]) for frame in range(COUNT))
    project = with_given(Project.of(CLIP), [("Car", corrections), ("Car", corrections)])
    first, second = project.objects
    assert (first.name, second.name) == ("Car", "Car 2")
    assert project.selected == first.object_id
    assert first.is_tracked(WHOLE)
    assert not first.is_stale
    assert first.corrected_frames == (2, 3, 4, 5)
    assert first.track is not None
    assert first.track.frames == [2, 3, 4, 5]
    assert project.untracked_objects == ()
