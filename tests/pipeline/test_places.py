"""Nothing that is read is written over, whatever it is called and whatever is being written; `--overwrite` or not."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import pytest

import peanut_studio
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.errors import InputError
from peanut_studio.pipeline.demo_scene import Scene

SCENE = Scene(64, 48, 3)
POINT: dict[str, Any] = {"points": [(8, 24)], "segmenter": "grabcut", "overwrite": True}
FILL: dict[str, Any] = {"inpainter": "telea", "overwrite": True}


@pytest.fixture(autouse=True)
def apart_from_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def places(tmp_path: Path) -> Path:
    """A folder with a film, its frames, its masks, and links to the film and its frames."""
    home = tmp_path / "home"
    for name in ("frames", "masks"):
        (home / name).mkdir(parents=True)
    frames = [SCENE.frame(index) for index in range(SCENE.count)]
    write_clip(home / "film.mp4", iter(frames), (64, 48), Fraction(24))
    for index, frame in enumerate(frames):
        cv2.imwrite(str(home / f"frames/{index:05d}.png"), frame)
        cv2.imwrite(str(home / f"masks/{index:05d}.png"), SCENE.mask(index).astype("uint8") * 255)
    (home / "link.mp4").symlink_to("film.mp4")
    (home / "linked").symlink_to("frames", target_is_directory=True)
    return home


def _written_over(places: Path, work: Callable[[], object]) -> str:
    before = {path: path.read_bytes() for path in sorted(places.rglob("*")) if path.is_file()}
    with pytest.raises(InputError) as refused:
        work()
    assert {path: path.read_bytes() for path in sorted(places.rglob("*")) if path.is_file()} == before
    return str(refused.value)


@pytest.mark.parametrize("mask_format", ["coco-rle", "npz"])
@pytest.mark.parametrize("name", ["film.mp4", "link.mp4"])
def test_masks_do_not_take_the_films_place(places: Path, name: str, mask_format: str) -> None:
    film, target = places / "film.mp4", places / name
    said = _written_over(
        places,
        lambda: peanut_studio.track(film, target=target, mask_format=mask_format, **POINT),
    )
    assert said == f"The output is the input, {target}; write somewhere else."


@pytest.mark.parametrize("source", ["frames", "frames/%05d.png", "linked"])
@pytest.mark.parametrize("name", ["frames", "linked"])
def test_masks_do_not_take_the_place_of_pictures(places: Path, source: str, name: str) -> None:
    target = places / name
    said = _written_over(places, lambda: peanut_studio.track(places / source, target=target, **POINT))
    assert said.startswith("The output is the input")


def test_results_do_not_take_the_masks_place(places: Path) -> None:
    masks = places / "masks"
    said = _written_over(
        places,
        lambda: peanut_studio.remove(places / "film.mp4", masks, masks=masks, codec="png", **FILL),
    )
    assert said == f"The output is the input, {masks}; write somewhere else."


def test_kept_masks_have_a_place_of_their_own(places: Path) -> None:
    film, masks = places / "film.mp4", places / "masks"

    def asked(target: str, kept: str, codec: str, mask_format: str) -> str:
        return _written_over(
            places,
            lambda: peanut_studio.remove(
                film,
                places / target,
                masks=masks,
                keep_masks=places / kept,
                codec=codec,
                mask_format=mask_format,
                **FILL,
            ),
        )

    assert asked("out.mp4", "film.mp4", "h264", "npz").startswith("The output is the input")
    assert asked("out.mp4", "masks", "h264", "png").startswith("The output is the input")
    assert asked("out.mp4", "out.mp4", "h264", "npz").endswith("give --keep-masks another place.")
    assert asked("out", "out", "png", "png").endswith("give --keep-masks another place.")
    assert asked("out.mp4", "frames", "h264", "npz").endswith("is a folder; masks as npz need a file.")
    assert asked("out.mp4", "link.mp4", "h264", "png").startswith("The output is the input")


def test_motion_and_found_pictures_spare_the_footage(places: Path) -> None:
    pattern, frame = places / "frames/%05d.png", places / "frames/00001.png"
    said = _written_over(places, lambda: peanut_studio.flow(pattern, frame.parent, file_format="png16", overwrite=True))
    assert said.startswith("The output is the input")
    said = _written_over(
        places, lambda: peanut_studio.find(frame.parent, "red", picture=frame, grounder="regions", overwrite=True)
    )
    assert said == f"The output is the input, {frame}; write somewhere else."


def test_a_rate_is_for_pictures(places: Path) -> None:
    said = _written_over(places, lambda: peanut_studio.open_clip(places / "film.mp4", frame_rate=30))
    assert said == "film.mp4 has frame times of its own; a rate (--fps) is for pictures only."
    with peanut_studio.open_clip(places / "frames", frame_rate=30) as reader:
        assert reader.clip.frame_rate == 30
