"""`python -m tests.bench`: every section of the page is a part of it, and one that fails stops no other."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.bench import __main__ as bench
from tests.bench.page import SECTIONS, WINDOWS

ROOMS = [{"inpainter": "telea", "psnr_hole": 16.0, "ssim_hole": 0.5, "flicker": None, "seconds": 0.25}]
SPEEDS = [{"size": "432x240", "seconds": 0.5, "peak_mb": 700.0}]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text("# Benchmarks\n\n## A removal whose truth is known\n\nOld.\n\n## Flow\n\nAs it was.\n")
    return path


def run(page: Path, parts: str) -> int:
    return bench.main(["--parts", parts, "--page", str(page), "--results", str(page.parent / "results")])


def test_every_section_of_the_page_can_be_made_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["--list"]) == 0
    listed = {line.split(maxsplit=1)[1] for line in capsys.readouterr().out.splitlines()}
    findings = (bench.ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", bench.PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(headings) - set(re.findall(r"^## (.*)$", findings, re.MULTILINE)) == listed


def test_what_was_measured_is_kept_and_the_rest_says_what_it_said(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "measure", lambda part, _long: {"room": ROOMS, "speed": SPEEDS}[part])
    assert run(page, "room,speed") == 0
    text = page.read_text()
    assert "| telea | 16.00 | 0.5000 | - | 0.25 |" in text
    assert "| 432x240 | 0.50 | 700 MB |" in text
    assert "As it was." in text
    assert "Old." not in text
    kept = json.loads((page.parent / "results" / "room.json").read_text())
    assert kept["figures"] == ROOMS
    assert re.fullmatch(r"[0-9a-f]{7,}", kept["commit"])


def test_a_part_that_fails_is_told_and_the_others_go_on(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def measure(part: str, _long: int) -> Any:
        if part == "room":
            raise RuntimeError("no footage")
        return SPEEDS

    monkeypatch.setattr(bench, "measure", measure)
    assert run(page, "room,speed") == 1
    assert "Not measured, for it failed: room." in capsys.readouterr().err
    assert "| 432x240 | 0.50 | 700 MB |" in page.read_text()
    assert "Old." in page.read_text()


def test_parts_with_a_command_of_their_own_write_their_results(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def output_of(*command: str) -> str:
        asked.append(command[:2])
        if command[1] == "tests.bench.e2fgvi":
            row = {"frames": 60, "peak_mb": 1000.0}
            return "\n".join(
                json.dumps({**row, **own})
                for own in ({"way": "authors", "wall": 4.0}, {"way": "e2fgvi", "wall": 2.0, "most_apart": 1})
            )
        rows = [{"what": "start", "value": 0.5, "unit": "s", "bar": 1.5, "least": False, "note": ""}]
        figures: dict[str, Any] = {"figures": {"start": rows}, "commit": "c", "date": "d", "machine": "m"}
        Path(command[command.index("--results") + 1]).write_text(json.dumps(figures))
        return ""

    monkeypatch.setattr(bench, "output_of", output_of)
    assert run(page, "ui,e2fgvi") == 0
    assert asked == [("-m", "tests.bench.ui"), ("-m", "tests.bench.e2fgvi")]
    assert "| start | 0.50 s | at most 1.5 |" in page.read_text()
    assert "| e2fgvi | 2.00 | 2.00 | 1000 MB | 1 of 255 |" in page.read_text()


def test_the_authors_network_beside_ours(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    common = {"clip": "walk", "frames": 15, "ssim": 0.9, "psnr_inner": 30.0, "ssim_inner": 0.9}
    ways = (("bicubic", 26.0, 26.5), ("authors", 30.0, None), ("as it runs", 30.5, 54.9))
    figures = {
        "scores": [{**common, "way": way, "psnr": psnr, "alike": alike} for way, psnr, alike in ways],
        "speed": [{"way": "authors", "seconds": 3.0}, {"way": "as it runs", "seconds": 1.0}],
        "paper": {"psnr": 3.46},
        "threads": 1,
    }
    monkeypatch.setattr(bench, "measure", lambda _part, _long: figures)
    assert run(page, "authors") == 0
    text = page.read_text()
    assert "Above bicubic by 4.50 dB; its paper has 3.46 dB" in text
    assert "| as it runs | 1.00 | 3.00 |" in text
    assert "| walk | authors | 30.00 (30.00) | 0.9000 (0.9000) | - |" in text


def test_everything_that_is_measured_of_the_window_is_in_its_table() -> None:
    # The bench itself is imported in a process of its own: it tells Qt how to run.
    source = (bench.ROOT / "tests" / "bench" / "ui.py").read_text(encoding="utf-8")
    (measures,) = re.findall(r"^MEASURES = \{(.*?)\}", source, re.MULTILINE | re.DOTALL)
    assert tuple(re.findall(r'"(\w+)":', measures)) == WINDOWS


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(["--parts", "filing"])
    assert "there is no part filing; there are tracking," in capsys.readouterr().err
    assert len(SECTIONS) == len(bench.PARTS)
