"""`peanut-studio score`, as somebody types it."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

import peanut_studio
from peanut_studio.cli.app import run
from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.synthesis import write_clip
from peanut_studio.quality.vfid import WEIGHTS

SIZE, COUNT = (96, 80), 6


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """clean.mp4, bad.mp4 with a darker square in it, part.mp4 (its frames 2 to 4), with.mp4 (with an object), masks."""
    folder = tmp_path_factory.mktemp("films")
    noise = np.random.default_rng(1).integers(60, 200, (SIZE[1], SIZE[0] + 2 * COUNT, 3), np.uint8)
    wide = cv2.GaussianBlur(noise, (0, 0), 1.5)
    clean = [wide[:, 2 * t : 2 * t + SIZE[0]].copy() for t in range(COUNT)]
    bad, full = [frame.copy() for frame in clean], [frame.copy() for frame in clean]
    for t in range(COUNT):
        bad[t][20:50, 30:60] //= 2
        full[t][22:48, 32:58] = (230, 30, 30)
    (folder / "masks").mkdir()
    mask = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    mask[22:48, 32:58] = 255
    for t in range(COUNT):
        cv2.imwrite(str(folder / "masks" / f"{t:05d}.png"), mask)
    for name, frames in (("clean", clean), ("bad", bad), ("part", bad[2:4]), ("with", full)):
        write_clip(folder / f"{name}.mp4", frames, SIZE, Fraction(25))
    return folder


def test_against_the_clean_clip(films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["score", str(films / "bad.mp4"), "--reference", str(films / "clean.mp4"), "--mask", str(films / "masks")]
    assert run([*asked, "--json", str(tmp_path / "scores.json")]) == 0
    told = capsys.readouterr().out
    assert "PSNR in the hole, dB" in told
    assert "more is better" in told
    facts = json.loads((tmp_path / "scores.json").read_text())
    assert facts["frames"] == len(facts["per_frame"]) == COUNT
    means = facts["means"]
    assert means["psnr_hole"] < 16 < means["psnr"]
    assert means["ssim_hole"] < means["ssim"]
    assert facts["per_frame"][-1].get("warping") is None
    assert run([*asked, "--json", str(tmp_path / "scores.json")]) == 2, "it is there already"
    assert "add --overwrite" in capsys.readouterr().err


def test_by_itself(films: Path) -> None:
    good = peanut_studio.score(
        films / "clean.mp4", masks=films / "masks", original=films / "with.mp4", segmenter="grabcut"
    )
    bad = peanut_studio.score(
        films / "bad.mp4", masks=films / "masks", original=films / "with.mp4", segmenter="grabcut"
    )
    assert bad.means["seam"] > 1.5 * good.means["seam"]
    left = peanut_studio.score(
        films / "with.mp4", masks=films / "masks", original=films / "with.mp4", segmenter="grabcut"
    )
    assert left.means["residue"] == 1 > good.means["residue"] + 0.5
    assert "psnr" not in good.means


def test_equal_clips(films: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", str(films / "clean.mp4"), "--reference", str(films / "clean.mp4")]) == 0
    told = capsys.readouterr().out
    assert "equal" in told
    assert f"{COUNT} frames are equal to the reference" in told


def test_a_part_of_the_reference(films: Path) -> None:
    part = peanut_studio.score(films / "part.mp4", reference=films / "clean.mp4", start="2f", end="4f")
    whole = peanut_studio.score(films / "bad.mp4", reference=films / "clean.mp4", start="2f", end="4f")
    assert len(part.rows) == len(whole.rows) == 2
    assert part.means["psnr"] == pytest.approx(whole.means["psnr"], abs=0.5)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((), "There is nothing to judge by: give the clean clip (--reference), masks (--mask), or both."),
        (("--original", "with.mp4", "--reference", "clean.mp4"), "give --mask beside --original"),
        (("--vfid", "--mask", "masks"), "VFID compares with the clean clip"),
        (("--lpips", "--mask", "masks"), "LPIPS compares with the clean clip"),
        (("--lpips", "--reference", "clean.mp4"), "alexnet-owt-7be5be79.pth (244.4 MB) could not be fetched"),
        (("--reference", "absent.mp4"), "absent.mp4"),
        (
            ("--reference", "part.mp4"),
            "The result has 6 frames, the reference 2, 2 of them in the range; say with --in",
        ),
        (("--reference", "clean.mp4", "--in", "90"), "The range begins at 90, outside the clip"),
        (("--reference", "clean.mp4", "--mask", "absent"), "There are no masks at"),
        (("--reference", "small.mp4"), "The result is 96x80, the reference is 64x48; they must be of one size."),
        (("--reference", "clean.mp4", "--json", "no/where.json"), "There is no folder"),
    ],
)
def test_what_cannot_be_judged_is_refused_in_a_sentence(
    films: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_OFFLINE", "1")
    monkeypatch.setenv("PEANUT_STUDIO_WEIGHTS", str(tmp_path))
    if "small.mp4" in given and not (films / "small.mp4").exists():
        write_clip(films / "small.mp4", [np.zeros((48, 64, 3), np.uint8)] * COUNT, (64, 48), Fraction(25))
    places = [str(films / one) if one.endswith((".mp4", "masks", "absent", ".json")) else one for one in given]
    assert run(["score", str(films / "bad.mp4"), *places]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert len([line for line in told.splitlines() if line.startswith("peanut-studio: ")]) == 1


@pytest.mark.weights
def test_vfid_is_that_of_the_features(films: Path) -> None:
    if WeightStore().path(WEIGHTS) is None:
        pytest.skip(f"needs the weights {WEIGHTS}: peanut-studio models fetch {WEIGHTS}")
    equal = peanut_studio.score(films / "clean.mp4", reference=films / "clean.mp4", vfid=True, device="cpu")
    other = peanut_studio.score(films / "bad.mp4", reference=films / "clean.mp4", vfid=True, device="cpu")
    assert equal.means["vfid"] == 0
    assert other.means["vfid"] > 0.01
