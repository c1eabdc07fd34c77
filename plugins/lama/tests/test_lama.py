"""LaMa: what goes into the network and what comes out; a stand-in of the same form takes the place of its weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from peanut_studio.engines.plugins.check import check
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.picture import FrameList


@pytest.fixture
def engine(imported: Any, tmp_path: Path) -> Any:
    kind = imported("engine").Lama
    kind.untrained(tmp_path)
    return kind({"big-lama.pt": tmp_path / "big-lama.pt"}, "cpu")


@pytest.mark.parametrize("size", [(64, 64), (70, 90), (3, 5), (1, 1), (200, 9)])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_the_network_sees_the_picture_without_what_is_hidden(engine: Any, size: tuple[int, int], dtype: Any) -> None:
    rng = np.random.default_rng(3)
    peak = np.iinfo(dtype).max
    frame = np.full((size[1], size[0], 3), peak // 3, dtype)
    mask = np.zeros(size[::-1], np.bool_)
    mask[: (size[1] + 1) // 2] = True
    seen: list[Any] = []
    net = engine._net

    def watched(image: Any, hole: Any) -> Any:
        seen.append((image.clone(), hole.clone()))
        return net(image, hole)

    engine._net = watched
    frame[mask] = rng.integers(0, peak, (int(mask.sum()), 3))
    (result,) = engine.inpaint(FrameList([frame]), [mask])
    ((image, hole),) = seen
    assert image.shape[2] % 8 == image.shape[3] % 8 == 0
    assert min(image.shape[2:]) >= 64
    assert ((hole == 0) | (hole == 1)).all()
    assert (image * hole == 0).all()
    assert (image[(hole == 0).expand_as(image)] - 1 / 3).abs().max() < 0.01 if (hole == 0).any() else True
    np.testing.assert_array_equal(result[~mask], frame[~mask])
    if not mask.all():
        assert np.abs(result[mask].astype(float) - peak // 3).max() <= 2 * peak / 255


def test_other_files_are_refused(imported: Any, tmp_path: Path) -> None:
    path = tmp_path / "big-lama.pt"
    path.write_bytes(b"no program")
    with pytest.raises(WeightsError, match="is no TorchScript program"):
        imported("engine").Lama({path.name: path}, "cpu")


def test_it_does_what_every_engine_must() -> None:
    assert [finding for finding in check(Path(__file__).parents[1]) if finding.fault] == []
