"""Engines tried against each other on a clip whose background is known."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import ClassVar

import cv2
import numpy as np
import pytest

import peanut_studio
from peanut_studio.cli.app import run
from peanut_studio.engines import registry
from peanut_studio.engines.inpaint.telea import Telea
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Frame, Frames, Masks
from peanut_studio.trial.compare import Comparison, checked_names, choose, doubt
from peanut_studio.trial.page import facts_of, page
from peanut_studio.trial.rival import Rival

SIZE, COUNT = (160, 96), 8


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A disc that goes over a textured wall: clip.mp4 and its masks."""
    place = tmp_path_factory.mktemp("compare")
    noise = np.random.default_rng(1).integers(40, 220, (SIZE[1], SIZE[0], 3), np.uint8)
    wall = cv2.GaussianBlur(noise, (0, 0), 1.5)
    (place / "masks").mkdir()
    frames, down, across = [], *np.mgrid[: SIZE[1], : SIZE[0]]
    for t in range(COUNT):
        disc = (across - 30 - 6 * t) ** 2 + (down - 30) ** 2 < 14**2
        cv2.imwrite(str(place / "masks" / f"{t:05d}.png"), disc.astype(np.uint8) * 255)
        frames.append(np.where(disc[..., None], (230, 30, 30), wall).astype(np.uint8))
    write_clip(place / "clip.mp4", frames, SIZE, Fraction(25))
    return place


@pytest.fixture(scope="module")
def found(folder: Path) -> Comparison:
    return peanut_studio.compare(folder / "clip.mp4", folder / "masks", ["telea", "plate"], device="cpu")


def test_what_looks_at_other_frames_wins_where_the_camera_stands_still(found: Comparison) -> None:
    telea, plate = found.rivals
    assert found.best == "plate"
    assert "where the truth is known" in found.why
    assert plate.means["psnr_hole"] > telea.means["psnr_hole"] + 3
    assert telea.means["sharpness"] < plate.means["sharpness"] - 0.1
    assert found.offset is not None
    assert found.offset.known > 0.9
    assert all(rival.seconds > 0 and len(rival.rows) == COUNT for rival in found.rivals)
    assert {"flicker", "seam", "psnr_hole", "warping_hole"} <= set(plate.rows[0])


def test_the_strips_show_the_removal(found: Comparison) -> None:
    strip = found.rivals[1].strip
    assert strip is not None
    assert strip.frames == tuple(range(COUNT))
    picture = cv2.imdecode(np.frombuffer(strip.pictures[2], np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture[30, 42, 2] < 210, "the red disc is gone"
    before = cv2.imdecode(np.frombuffer(found.original.pictures[2], np.uint8), cv2.IMREAD_COLOR)
    assert before is not None
    assert before[30, 42, 2] > 210


def test_they_show_the_hole_close_up_too(found: Comparison) -> None:
    for strip in (found.original, *(rival.strip for rival in found.rivals)):
        assert strip is not None
        assert len(strip.closer) == len(strip.pictures)
    red = []
    for data in found.original.closer:
        near = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        assert near is not None
        assert near.shape[1] < 0.75 * SIZE[0]
        assert near.shape[1] / near.shape[0] == pytest.approx(SIZE[0] / SIZE[1], rel=0.05)
        red.append(float(((near[..., 2] > 180) & (near[..., 1] < 90)).mean()))
    whole = np.pi * 14**2 / (SIZE[0] * SIZE[1])
    assert min(red) > 2 * whole, "the disc fills more of it, on every frame"


class Links(HTMLParser):
    """What a page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attributes if name in ("src", "href")]
        if tag not in ("meta", "img", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attributes if name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_needs_nothing_but_itself(found: Comparison) -> None:
    text = page(found)
    links = Links()
    links.feed(text)
    assert links.found == []
    assert links.open == []
    outside = re.findall(r"https?://[^\s\"'<]+", text)
    assert set(outside) <= {"http://www.w3.org/2000/svg"}
    assert text.count("data:image/jpeg") == 2 * 3 * COUNT, "of the clip and two engines, whole and close up"
    assert re.search(r"@[a-z]+@", text) is None
    assert "moved by" in text


def test_names_cannot_break_the_page(found: Comparison) -> None:
    evil = Rival("<script>x</script>", "'><b>", failed="</script><i>")
    text = page(Comparison(**{**found.__dict__, "rivals": (evil, *found.rivals), "best": "<b>"}))
    assert "<script>x" not in text
    assert "</script><i>" not in text


def test_the_figures_for_programs_are_json(found: Comparison) -> None:
    facts = json.loads(json.dumps(facts_of(found), allow_nan=False))
    assert facts["best"] == "plate"
    assert [one["inpainter"] for one in facts["engines"]] == ["telea", "plate"]
    assert len(facts["engines"][0]["per_frame"]) == COUNT


def test_an_engine_that_fails_does_not_stop_the_others(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Telea):
        tried: ClassVar[list[Span | None]] = []

        def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
            self.tried.append(wanted)
            raise InputError("It will not.")

    true_create = registry.create

    def create(task: str, name: str, **options: object) -> object:
        made = true_create(task, name, **options)  # type: ignore[arg-type]
        return Broken({}, "cpu") if name == "telea" else made

    monkeypatch.setattr(registry, "create", create)
    got = peanut_studio.compare(folder / "clip.mp4", folder / "masks", ["telea", "plate"], end="3f", held_out=False)
    assert Broken.tried
    assert got.rivals[0].failed == "It will not."
    assert got.best == "plate"
    assert got.offset is None
    assert "truth is not known" in page(got)


def test_the_rule() -> None:
    def rival(name: str, psnr: float, warping: float) -> Rival:
        return Rival(name, name, means={"psnr_hole": psnr, "warping_hole": warping})

    assert choose([rival("a", 30, 1), rival("b", 28, 0)])[0] == "a"
    assert choose([rival("a", 30, 1), rival("b", 29.9, 0)])[0] == "b", "as good, and steadier"
    assert choose([Rival("a", "a", failed="no"), rival("b", 1, 1)])[0] == "b"
    assert choose([Rival("a", "a", failed="no")])[0] is None
    doubtful = Rival("a", "a", means={"flicker": 3.0, "seam": 1.0, "sharpness": -1.0, "noise": 0.2})
    calm = Rival("b", "b", means={"flicker": 1.1, "seam": 1.0, "sharpness": 0.1, "noise": 0.9})
    assert choose([doubtful, calm])[0] == "b"
    assert doubt({}) == 0


def test_texture_that_is_taken_for_noise_is_no_doubt_and_a_smear_is() -> None:
    """Measured where grass and a painted wall lie beside a road: the second is a grey smear."""
    filled = Rival("a", "a", means={"flicker": 0.74, "seam": 1.19, "sharpness": -0.27, "noise": 2.34})
    smeared = Rival("b", "b", means={"flicker": 1.91, "seam": 0.99, "sharpness": -0.54, "noise": 1.14})
    assert choose([smeared, filled])[0] == "a"
    assert doubt({"noise": 4.0}) == 0
    assert doubt({"noise": 0.5}) == pytest.approx(np.log(2))
    assert doubt({"flicker": 0.5}) == pytest.approx(doubt({"flicker": 2.0}))


def test_names_are_looked_at_first() -> None:
    assert checked_names(["telea", " plate ", "telea", ""]) == ("telea", "plate")
    with pytest.raises(InputError, match="No engine is named"):
        checked_names([" "])
    with pytest.raises(InputError, match="did you mean 'telea'"):
        checked_names(["teela"])


def test_from_the_command_line(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["compare", str(folder / "clip.mp4"), "--mask", str(folder / "masks"), "--inpainters", "telea,plate"]
    given += ["--out", "3f", "--device", "cpu"]
    assert run([*given, "-o", str(tmp_path / "found")]) == 0
    told = capsys.readouterr().out
    assert "Best here: plate" in told
    assert (tmp_path / "found" / "report.html").is_file()
    assert json.loads((tmp_path / "found" / "report.json").read_text())["best"] == "plate"
    assert run([*given, "-o", str(tmp_path / "found")]) == 2
    assert "is there" not in capsys.readouterr().out
    assert run([*given, "-o", str(tmp_path / "page.html"), "-q"]) == 0
    assert (tmp_path / "page.html").stat().st_size > 20000


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--inpainters", "tela"), "did you mean 'telea'"),
        (("--inpainters", ","), "No engine is named"),
        (("-o", "page.pdf"), "neither a .html file nor a folder"),
        (("-o", "no/page.html"), "There is no folder"),
        (("--mask", "absent"), "There are no masks at"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], given: tuple[str, ...], said: str
) -> None:
    places = [str(tmp_path / one) if one.startswith(("page", "no/", "absent")) else one for one in given]
    mask = () if "--mask" in given else ("--mask", str(folder / "masks"))
    assert run(["compare", str(folder / "clip.mp4"), *mask, *places]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert len([line for line in told.splitlines() if line.startswith("peanut-studio: ")]) == 1
    assert list(tmp_path.glob("page*")) == []
