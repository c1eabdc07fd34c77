"""What the bench asks networks: distances of all cases together, and nothing where weights are missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.picture import Frame
from peanut_studio.quality import vfid
from tests.bench import filling
from tests.bench.networks import ALL, NEEDS, Networks


class Colours:
    """Instead of I3D: of a window the mean colour, so that distances can be reckoned by hand."""

    def __init__(self, weights: Path) -> None:
        assert weights.name == vfid.WEIGHTS

    def of_window(self, pictures: list[vfid.Floats]) -> vfid.Values:
        return np.asarray(np.stack(pictures).mean(axis=(0, 1, 2)), np.float64)


@pytest.fixture
def networks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Networks:
    monkeypatch.setattr(vfid, "VideoFeatures", Colours)
    monkeypatch.setattr(WeightStore, "path", lambda _self, name: tmp_path / name if name == vfid.WEIGHTS else None)
    return Networks()


def film(level: int, count: int = 2 * vfid.WINDOW) -> list[Frame]:
    return [np.full((8, 12, 3), level, np.uint8)] * count


def test_the_distance_is_that_of_all_cases_together(networks: Networks) -> None:
    assert networks.missing == ("lpips",)
    for case, clip, truth in (("a", "one", 0), ("b", "one", 100), ("c", "two", 200)):
        assert networks.look(case, clip, "exact", film(truth), film(truth)) is None
        networks.look(case, clip, "lighter", film(truth + 51), film(truth))
        networks.look(case, clip, "flat", film(100), film(truth))
    rows = {row["inpainter"]: row for row in networks.together()}
    assert rows["exact"]["vfid"] == pytest.approx(0, abs=1e-12)
    assert rows["lighter"]["vfid"] == pytest.approx(3 * 0.2**2, rel=1e-4), (
        "the means are a fifth apart in three channels"
    )
    # All means are right there, and of each case by itself two would be wrong: what is lost is the spread.
    spread = 3 * np.var([0, 100, 200] * 3, ddof=1) / 255**2
    assert rows["flat"]["vfid"] == pytest.approx(spread, rel=1e-4)
    assert {(row["case"], row["windows"], row["clips"]) for row in rows.values()} == {(ALL, 9, 2)}


def test_without_weights_nothing_is_made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_WEIGHTS", str(tmp_path))
    networks = Networks()
    assert networks.missing == ("vfid", "lpips") == tuple(NEEDS)
    assert networks.look("a", "one", "x", film(3), film(4)) is None
    assert list(networks.together()) == []


def test_the_filling_bench_gives_rows_and_one_more_for_each_inpainter(
    networks: Networks, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(1)
    wall = rng.integers(40, 220, (240, 432, 3), np.uint8)
    monkeypatch.setattr(filling, "load_frames", lambda *_: [wall] * vfid.WINDOW)
    case = filling.Case("wall", "a_clip", (110, 0), "still")
    rows = list(filling.run(networks, [case], ["telea", "plate"]))
    assert [(row["case"], row["inpainter"]) for row in rows] == [
        ("wall", "telea"),
        ("wall", "plate"),
        (ALL, "telea"),
        (ALL, "plate"),
    ]
    assert all(row["lpips"] is None for row in rows[:2])
    assert rows[2]["vfid"] > 0
    assert all(filling.told(row).startswith(f"| {row['case']} | {row['inpainter']} |") for row in rows)
    assert "1 windows of 1 clips" in filling.told(rows[2])
