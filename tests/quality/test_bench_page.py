"""The page of benchmarks: what networks say of fills is in it where it was measured, and what people wrote stays."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bench.networks import ALL
from tests.bench.page import page

Row = dict[str, Any]

ABOUT: Row = {"commit": "abc", "date": "2026-01-01", "machine": "m"}
WEIGHTS = "i3d-kinetics-400.ckpt"


def score(case: str, inpainter: str, psnr: float, **more: float | None) -> Row:
    common = {"camera": "still", "hidden": 0.1, "ssim": 0.9, "ssim_wide": 0.8, "warping_error": 2.0, "seconds": 1.0}
    return {"case": case, "inpainter": inpainter, "psnr": psnr, **common, "lpips": None, **more}


def together(inpainter: str, value: float) -> Row:
    return {"case": ALL, "inpainter": inpainter, "vfid": value, "windows": 48, "clips": 8}


SCORES = [score("a", "x", 30.0), score("a", "y", 26.0), score("b", "x", 20.0), score("b", "y", 24.5)]


def filling(rows: list[Row], before: str = "") -> str:
    return page({"filling": {**ABOUT, "figures": rows}}, before, "## Findings\n\nNone.\n")


def cells(text: str, begin: str) -> list[str]:
    (line,) = (line for line in text.splitlines() if line.startswith(begin))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_without_weights_it_is_said_what_they_need() -> None:
    text = filling(SCORES)
    assert f"VFID is not measured: it needs the weights {WEIGHTS}" in text
    assert "LPIPS is not measured: it needs the package torchmetrics" in text
    assert "| VFID |" not in text
    assert "| LPIPS |" not in text
    assert cells(text, "| a | still | 10% | x |")[4] == "**30.00**"


def test_each_inpainter_has_one_vfid_over_all_cases() -> None:
    text = filling([*SCORES, together("x", 0.25), together("y", 1.5)])
    head = cells(text, "| method | PSNR |")
    assert dict(zip(head, cells(text, "| x | 25.00"), strict=True))["VFID"] == "0.250"
    assert dict(zip(head, cells(text, "| y | 25.25"), strict=True))["VFID"] == "1.500"
    assert "over 48 windows of 16 frames, out of\n8 clips" in text
    assert "biases" in text
    assert "VFID is not measured" not in text
    assert f"| {ALL} |" not in text, "the rows about all cases are in the second table only"


def test_an_inpainter_without_a_distance_has_a_dash() -> None:
    text = filling([*SCORES, together("x", 0.25)])
    assert dict(zip(cells(text, "| method | PSNR |"), cells(text, "| y |"), strict=True))["VFID"] == "-"


def test_lpips_stands_in_both_tables_where_it_was_measured() -> None:
    text = filling([score("a", "x", 30.0, lpips=0.01), score("b", "x", 20.0, lpips=0.03)])
    assert dict(zip(cells(text, "| case |"), cells(text, "| b |"), strict=True))["LPIPS"] == "0.0300"
    assert dict(zip(cells(text, "| method | PSNR |"), cells(text, "| x |"), strict=True))["LPIPS"] == "0.0200"
    assert "LPIPS is not measured" not in text


def test_how_steady_masks_are_stands_beside_how_right_they_are() -> None:
    row = {"segmenter": "grabcut", "clip": "camel", "start": "click", "j": 0.8, "f": 0.6, "lost": 0, "seconds": 0.5}
    rows = [{**row, "tc": 0.9655, "tc_truth": 0.9804}, {**row, "clip": "measured before"}]
    text = page({"segmenters": {**ABOUT, "figures": rows}}, "", "")
    head = cells(text, "| segmenter |")
    found = [dict(zip(head, cells(text, f"| grabcut | {clip}"), strict=True))["TC"] for clip in ("camel", "measured")]
    assert found == ["0.966 (0.980)", "-"]


@pytest.mark.parametrize("written", ["### Before and after\n\n| a |\n|---|\n| 3 |\n\nWritten by hand."])
def test_what_is_written_by_hand_stays_when_a_part_is_measured_anew(written: str) -> None:
    before = (
        f"# Benchmarks\n\n## Filling\n\nOld prose.\n\n{written}\n\n## Of our own\n\nStays.\n\n## Findings\n\nOld.\n"
    )
    text = filling(SCORES, before)
    assert written in text
    assert "Old prose" not in text
    assert "## Of our own\n\nStays." in text
    assert text.count("## Findings") == 1
    assert filling(SCORES, text) == text, "making the page again changes nothing"
