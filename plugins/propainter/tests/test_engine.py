"""ProPainter's engines: what is carried along a known motion is right, and the whole does what every engine must."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from peanut_studio.engines.conformance.checks import examine
from peanut_studio.engines.conformance.scene import texture
from peanut_studio.engines.plugins.check import check
from peanut_studio.engines.plugins.found import read
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.picture import FlowField, Frame, FrameList

HERE = Path(__file__).parents[1]
SPEED = 4


class Known:
    """Says of any two frames of the pan how they lie to each other."""

    def flow(self, first: Frame, second: Frame) -> FlowField:
        field = np.zeros((*first.shape[:2], 2), np.float32)
        same = np.array_equal(first[:, SPEED:], second[:, :-SPEED])
        field[..., 0] = -SPEED if same else SPEED
        return field


def pan(count: int) -> tuple[list[Any], list[Any]]:
    wall = texture((64 + SPEED * count, 48))
    frames = [np.ascontiguousarray(wall[:, SPEED * index : SPEED * index + 64]) for index in range(count)]
    mask = np.zeros((48, 64), np.bool_)
    mask[16:32, 24:40] = True
    return frames, [mask] * count


def test_what_a_still_hole_hides_of_a_pan_is_shown(imported: Any) -> None:
    frames, masks = pan(9)
    engine = imported("engine").Carried({}, "cpu", flow=Known())
    for index, after in enumerate(engine.inpaint(FrameList(frames), masks)):
        np.testing.assert_array_equal(after, frames[index], f"frame {index}")


def test_without_weights_motion_is_measured_plainly(imported: Any) -> None:
    frames, masks = pan(9)
    found = list(imported("engine").Carried({}, "cpu").inpaint(FrameList(frames), masks))
    away = [np.abs(a.astype(float) - b)[mask].mean() for a, b, mask in zip(found, frames, masks, strict=True)]
    spread = np.concatenate([frame[mask].astype(float) for frame, mask in zip(frames, masks, strict=True)]).std()
    assert np.mean(away) < 0.2 * spread


def test_flow_inside_a_hole_is_as_round_it(imported: Any) -> None:
    hole = torch.zeros(1, 1, 37, 53)
    hole[..., 10:30, 15:40] = 1
    rows, columns = torch.meshgrid(torch.arange(37.0), torch.arange(53.0), indexing="ij")
    flow = torch.stack((3 + 0.1 * columns, -0.2 * rows))[None]
    filled = imported("motion").spread(flow * (1 - hole), hole)
    assert (filled - flow).abs().max() < 0.7
    assert ((filled - flow) * (1 - hole)).abs().max() == 0
    assert imported("motion").spread(flow, torch.ones_like(hole)).abs().max() == 0, (
        "where nothing is known nothing moves"
    )


def test_the_first_half_does_what_every_engine_must(imported: Any) -> None:
    (info,) = [engine for engine in read(HERE).catalogue.engines if engine.id == "propainter-carried"]
    found = list(examine(imported("engine").Carried({}, "cpu"), info))
    assert [finding for finding in found if finding.fault] == []


def test_the_whole_does_what_every_engine_must(imported: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imported("engine").Carried, "rounds", 1)
    monkeypatch.setattr(imported("engine").Carried, "untrained", imported("engine").ProPainter.untrained, raising=False)
    assert [
        finding for finding in check(HERE) if finding.fault and finding.engine != "inpaint/propainter-carried"
    ] == []


def test_other_files_are_refused(imported: Any, tmp_path: Path) -> None:
    imported("engine").ProPainter.untrained(tmp_path)
    names = ("raft-things.pth", "recurrent_flow_completion.pth", "ProPainter.pth")
    for wrong in names:
        paths = {name: tmp_path / (names[0] if name != names[0] else names[1]) for name in names if name == wrong}
        paths = {name: tmp_path / name for name in names} | paths
        with pytest.raises(WeightsError, match="does not hold the weights"):
            imported("engine").ProPainter(paths, "cpu")
