"""Removing and tracking by words on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.cli.app import run
from peanut_studio.engines.contract import EngineInfo, Proposal
from peanut_studio.model.phrase import Phrase
from peanut_studio.model.picture import Frames
from peanut_studio.ops.mask_geometry import bounds_of, overlap
from peanut_studio.pipeline.choice import Made, Workshop
from tests.cli.conftest import SMALL


class Sharp:
    """Proposes the scene's object and a patch of its ground."""

    knows_nouns = False

    def propose(self, frames: Frames, index: int, phrase: Phrase) -> list[Proposal]:
        mask = SMALL.mask(index)
        patch = np.zeros_like(mask)
        patch[2:14, -20:-4] = True
        found = [(patch, 0.95), (mask, 0.9)]
        return [Proposal(box, score, one) for one, score in found if (box := bounds_of(one)) is not None]


@pytest.fixture(autouse=True)
def sharp(monkeypatch: pytest.MonkeyPatch) -> None:
    info = EngineInfo("sharp", "ground", "Sharp", "tests:Sharp", "Apache-2.0", "https://example.org")
    monkeypatch.setattr(Workshop, "grounder", lambda _self: Made(Sharp(), info))


def test_track_by_words(small_clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [
        "track",
        str(small_clip),
        "--text",
        "the moving thing",
        "-o",
        str(tmp_path / "masks"),
        "--segmenter=grabcut",
    ]
    assert run(command) == 0
    told = capsys.readouterr()
    assert "'the moving thing' is taken to be candidate 1 (score 0." in " ".join(told.err.split())
    first = cv2.imread(str(tmp_path / "masks" / "00000.png"), cv2.IMREAD_GRAYSCALE) > 0
    assert overlap(first, SMALL.mask(0)) > 0.8


def test_masks_of_some_frames_are_tracked_from(
    small_clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for frame in (0, 5):
        cv2.imwrite(str(tmp_path / f"key{frame}.png"), SMALL.mask(frame).astype(np.uint8) * 255)
    keys = [f"--key-mask={tmp_path / 'key5.png'}@5", f"--key-mask={tmp_path / 'key0.png'}"]
    command = ["track", str(small_clip), *keys, "-o", str(tmp_path / "masks"), "--segmenter=grabcut", "--quiet"]
    assert run(command) == 0
    for frame in (0, 5):
        found = cv2.imread(str(tmp_path / "masks" / f"{frame:05d}.png"), cv2.IMREAD_GRAYSCALE) > 0
        assert np.array_equal(found, SMALL.mask(frame)), "a key frame counts to the pixel"
    for wrong, said in (
        (f"{tmp_path / 'key5.png'}@999", "outside the clip"),
        (f"{tmp_path / 'none.png'}@1", "cannot be read"),
        (f"{small_clip}@1", "not a picture"),
    ):
        assert run(["track", str(small_clip), f"--key-mask={wrong}", "-o", str(tmp_path / "m"), "--quiet"]) != 0
        assert said in " ".join(capsys.readouterr().err.split())
    cv2.imwrite(str(tmp_path / "small.png"), np.full((9, 9), 255, np.uint8))
    small = f"--key-mask={tmp_path / 'small.png'}"
    assert run(["track", str(small_clip), small, "-o", str(tmp_path / "m"), "--quiet"]) != 0
    assert "The mask is 9x9, the clip" in " ".join(capsys.readouterr().err.split())


def test_remove_by_words_fills_only_the_thing(small_clip: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.mp4"
    command = ["remove", str(small_clip), "--text", "移动的东西", "-o", str(target), "--segmenter=grabcut"]
    assert run([*command, "--inpainter=telea", "--no-shadows", "--quiet"]) == 0
    assert target.stat().st_size > 0


def test_candidates_are_listed_and_drawn(small_clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "found.png"
    command = ["remove", str(small_clip), "--text", "the moving car", "--list-candidates"]
    assert run([*command, "-o", str(picture)]) == 0
    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert lines[0].startswith("'the moving car' on frame ")
    assert lines[1].startswith("  1  score ")
    assert lines[1].endswith("taken")
    assert lines[2].endswith("no match")
    assert "knows no names of things: 'car' was not used" in " ".join(told.err.split())
    assert cv2.imread(str(picture)).shape == (SMALL.height, SMALL.width, 3)
    assert run([*command, "--json", "--quiet"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert [one["taken"] for one in facts["candidates"]] == [True, False]


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        (["--text", ""], "The phrase is empty"),
        (["--text", "собака"], "neither English nor Chinese"),
        (["--text", "the purple car"], "Nothing matches 'the purple car' on frame 0; what comes nearest is"),
        (["--text", "the moving car", "--candidate", "5"], "There is no candidate 5"),
        (["--text", "the car", "--point=21,39"], "only one of them"),
        (["--list-candidates"], "--list-candidates needs a phrase"),
        (["--text", "red", "--grounder", "dino"], "no ground engine 'dino'; known: regions"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence(
    small_clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], extra: list[str], sentence: str
) -> None:
    target = tmp_path / "out.mp4"
    assert run(["remove", str(small_clip), "-o", str(target), *extra]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert sentence in told
    assert "Traceback" not in told
    assert not target.exists()


def test_a_picture_that_could_not_be_written(
    small_clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["track", str(small_clip), "--text", "red", "--list-candidates", "-o"]
    assert run([*command, str(tmp_path / "found.gif")]) == 2
    assert "end found.gif in .png" in capsys.readouterr().err
    (tmp_path / "found.png").touch()
    assert run([*command, str(tmp_path / "found.png")]) == 2
    assert "exists already" in capsys.readouterr().err
