"""Flow fields to files and back."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.media.flow_files import read_flo, read_flow_png16, write_flo, write_flow_png16
from peanut_studio.model.errors import MediaError


def field() -> np.ndarray:
    return np.random.default_rng(0).normal(0, 20, (5, 7, 2)).astype(np.float32)


def test_flo_comes_back_bit_by_bit(tmp_path: Path) -> None:
    write_flo(tmp_path / "f.flo", field())
    np.testing.assert_array_equal(read_flo(tmp_path / "f.flo"), field())


def test_flo_is_what_opencv_reads(tmp_path: Path) -> None:
    write_flo(tmp_path / "f.flo", field())
    np.testing.assert_array_equal(cv2.readOpticalFlow(str(tmp_path / "f.flo")), field())


def test_unknown_flow_stays_unknown(tmp_path: Path) -> None:
    flow = field()
    flow[1, 2] = np.nan
    write_flo(tmp_path / "f.flo", flow)
    np.testing.assert_array_equal(read_flo(tmp_path / "f.flo"), flow)


def test_png_holds_a_sixty_fourth_of_a_pixel(tmp_path: Path) -> None:
    flow = field()
    flow[0, 0] = (-512, 511.98)
    flow[0, 1] = (600, 0)
    flow[0, 2] = (np.nan, 0)
    valid = np.ones((5, 7), np.bool_)
    valid[4, 6] = False
    write_flow_png16(tmp_path / "f.png", flow, valid)
    back, held = read_flow_png16(tmp_path / "f.png")
    assert not held[0, 1]
    assert not held[0, 2]
    assert not held[4, 6]
    assert held.sum() == 32
    assert np.abs(back - flow)[held].max() <= 1 / 128
    assert not back[~held].any()


def test_png_is_laid_out_as_in_kitti(tmp_path: Path) -> None:
    write_flow_png16(tmp_path / "f.png", np.full((1, 1, 2), (1.0, -2.0), np.float32))
    blue, green, red = cv2.imread(str(tmp_path / "f.png"), cv2.IMREAD_UNCHANGED)[0, 0]
    assert (red, green, blue) == (2**15 + 64, 2**15 - 128, 1)


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "f.flo").write_bytes(b"PIEH" + b"\x01\x00\x00\x00" * 2)
    cv2.imwrite(str(tmp_path / "f.png"), np.zeros((4, 4, 3), np.uint8))
    for read, name in ((read_flo, "f.flo"), (read_flow_png16, "f.png"), (read_flo, "none.flo")):
        with pytest.raises(MediaError):
            read(tmp_path / name)
