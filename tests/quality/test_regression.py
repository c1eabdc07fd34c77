"""The check of two runs of the bench, as somebody types it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from tests.bench.regression import compare, figures, main, worse

OLD: dict[str, Any] = {
    "figures": [
        {"case": "a", "inpainter": "x", "psnr": 30.0, "warping_error": 0.5, "seconds": 1.0, "hidden": 0.1},
        {"case": "a", "inpainter": "y", "psnr": 25.0, "warping_error": 0.01, "seconds": 2.0, "hidden": 0.1},
    ],
    "commit": "abc",
    "machine": "m",
}


def write(path: Path, value: object) -> str:
    path.write_text(json.dumps(value), encoding="utf-8")
    return str(path)


def changed(**values: float) -> dict[str, Any]:
    new = copy.deepcopy(OLD)
    new["figures"][0].update(values)
    return new


def test_rows_are_told_by_their_words() -> None:
    found = {name: (kind, value) for name, kind, value in figures(OLD)}
    assert found["a x psnr"] == ("more", 30.0)
    assert found["a y seconds"] == ("cost", 2.0)
    assert len(found) == 6, "the share that is hidden is no figure of merit"
    window = {"figures": {"start": [{"what": "start", "value": 900.0, "least": False, "bar": 1000}]}}
    assert list(figures(window)) == [("start start value", "cost", 900.0)]
    flow = {"figures": [{"engine": "dis", "errors": {"pan 60 px": [0.4, 0.01]}, "seconds": 0.1}]}
    assert list(figures(flow)) == [("dis errors pan 60 px", "less", 0.4), ("dis seconds", "cost", 0.1)]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, 0),
        ({"psnr": 29.2}, 0),
        ({"psnr": 29.0}, 1),
        ({"psnr": 40.0}, 0),
        ({"warping_error": 0.6}, 1),
        ({"warping_error": 0.4}, 0),
        ({"seconds": 1.2}, 0),
        ({"seconds": 1.4}, 1),
    ],
)
def test_the_exit_code_says_whether_something_is_worse(tmp_path: Path, values: dict[str, float], code: int) -> None:
    old, new = write(tmp_path / "old.json", OLD), write(tmp_path / "new.json", changed(**values))
    assert main([old, new]) == code


def test_the_threshold_can_be_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = write(tmp_path / "old.json", OLD), write(tmp_path / "new.json", changed(psnr=28.0))
    assert main([old, new, "--threshold", "10%"]) == 0
    assert main([old, new, "--threshold", "3%"]) == 1
    told = capsys.readouterr().out
    assert "Worse: a x psnr: 30 -> 28 (6.7%)" in told
    assert "1 worse" in told


def test_vfid_and_lpips_are_figures_of_which_less_is_better() -> None:
    old = {"figures": [{"case": "all cases", "inpainter": "x", "vfid": 2.0, "windows": 48, "clips": 8, "lpips": 0.02}]}
    new = {"figures": [{"case": "all cases", "inpainter": "x", "vfid": 2.5, "windows": 48, "clips": 8, "lpips": 0.01}]}
    assert [one.name for one in worse(compare(old, new), 0.03, 0.25)] == ["all cases x vfid"]
    assert [name for name, *_ in figures({"figures": [{"case": "a", "lpips": None, "psnr": 3.0}]})] == ["a psnr"]


def test_a_tiny_figure_may_double() -> None:
    new = copy.deepcopy(OLD)
    new["figures"][1]["warping_error"] = 0.03
    assert worse(compare(OLD, new), 0.03, 0.25) == []


def test_what_is_not_measured_any_more_is_worse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = copy.deepcopy(OLD)
    del new["figures"][1]
    assert main([write(tmp_path / "o.json", OLD), write(tmp_path / "n.json", new)]) == 1
    assert "not measured any more" in capsys.readouterr().out


def test_folders_are_compared_part_by_part(tmp_path: Path) -> None:
    for name, value in (("old", OLD), ("new", changed(psnr=20))):
        (tmp_path / name).mkdir()
        write(tmp_path / name / "filling.json", value)
        write(tmp_path / name / "speed.json", {"figures": [{"size": "432x240", "seconds": 1.0}]})
    assert main([str(tmp_path / "old"), str(tmp_path / "old")]) == 0
    assert main([str(tmp_path / "old"), str(tmp_path / "new")]) == 1


def test_what_cannot_be_compared_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, other = write(tmp_path / "a.json", OLD), write(tmp_path / "b.json", {"figures": []})
    assert main([good, str(tmp_path / "absent.json")]) == 2
    assert main([good, other]) == 2
    (tmp_path / "c.json").write_text("nonsense")
    assert main([good, str(tmp_path / "c.json")]) == 2
    assert main([good, str(tmp_path / "d")]) == 2
    assert capsys.readouterr().err.count("Nothing was compared") == 4
