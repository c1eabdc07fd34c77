"""What lies round a hole, carried on into it."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from peanut_studio.engines.inpaint.candidates import Hole
from peanut_studio.engines.inpaint.surroundings import DEEP, near_edge


def _hole(mask: np.ndarray) -> Hole:
    rows, columns = np.nonzero(mask)
    return Hole(SimpleNamespace(hole=mask), rows, columns, np.zeros((len(rows), 2), np.float32))  # type: ignore[arg-type]


def test_only_what_lies_near_the_edge_is_told_by_what_is_round_it() -> None:
    mask = np.zeros((240, 432), np.bool_)
    mask[60:180, 100:300] = True
    near = np.zeros_like(mask)
    hole = _hole(mask)
    near[hole.rows, hole.columns] = near_edge(hole)
    assert near[60:64, 100:300].all()
    assert near[120, 100 + int(DEEP) - 2]
    assert not near[120, 100 + int(DEEP) + 2 : 300 - int(DEEP) - 2].any()


def test_the_frame_s_border_is_no_edge() -> None:
    mask = np.zeros((240, 432), np.bool_)
    mask[:, :100] = True
    hole = _hole(mask)
    near = np.zeros_like(mask)
    near[hole.rows, hole.columns] = near_edge(hole)
    assert not near[:, :50].any()
    assert near[:, 96:100].all()
