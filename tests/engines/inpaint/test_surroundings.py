"""What lies round a hole, carried on into it."""

from __future__ import annotations

from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from peanut_studio.engines.inpaint.candidates import Hole
from peanut_studio.engines.inpaint.surroundings import DEEP, SPECK, STANDS_OUT, despeckled, near_edge


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


@pytest.mark.parametrize("rows", [slice(0, 30), slice(50, 70)])
def test_specks_give_way_to_the_median_of_the_whole_picture(rows: slice) -> None:
    """Only a part of the picture is looked at, which makes no difference."""
    rng = np.random.default_rng(1)
    mask = np.zeros((120, 216), np.bool_)
    mask[rows, 90:140] = True
    hole = _hole(mask)
    hole.exposure.native = rng.integers(0, 256, (*mask.shape, 3), np.uint8)
    colours = rng.uniform(0, 255, (len(hole), 3)).astype(np.float32)
    picture = hole.exposure.native.copy()
    picture[mask] = np.clip(colours + 0.5, 0, 255).astype(np.uint8)
    median = cv2.medianBlur(picture, 2 * round(SPECK * 216 / 432) + 1)[mask].astype(np.float32)
    found = despeckled(hole, colours, np.ones(len(hole), np.bool_))
    specks = np.abs(colours - median).mean(axis=-1) > STANDS_OUT
    assert specks.any()
    assert not specks.all()
    np.testing.assert_array_equal(found, np.where(specks[:, None], median, colours))
