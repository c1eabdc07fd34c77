from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from peanut_studio.engines import memory


def test_free_memory_is_plausible() -> None:
    free = memory.free_ram()
    assert free is not None
    assert 1e7 < free < 1e14


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's own files")
def test_a_container_limit_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "meminfo").write_text("MemTotal: 9000 kB\nMemAvailable:    5000 kB\n")
    monkeypatch.setattr(memory, "_MEMINFO", tmp_path / "meminfo")
    monkeypatch.setattr(memory, "_CGROUP", tmp_path)
    assert memory.free_ram() == 5000 * 1024
    (tmp_path / "memory.max").write_text("3000000\n")
    (tmp_path / "memory.current").write_text("2500000\n")
    (tmp_path / "memory.stat").write_text("anon 1\ninactive_file 100000\nactive_file 7\n")
    assert memory.free_ram() == 600_000
    (tmp_path / "memory.max").write_text("max\n")
    assert memory.free_ram() == 5000 * 1024
    (tmp_path / "meminfo").unlink()
    assert memory.free_ram() is None


def test_only_cuda_devices_have_memory_of_their_own() -> None:
    assert memory.free_vram("cpu") is None
    assert memory.free_vram("mps") is None


@pytest.mark.gpu
def test_free_memory_of_a_card() -> None:
    if not torch.cuda.is_available():
        pytest.skip("needs a CUDA device")
    free = memory.free_vram("cuda")
    assert free is not None
    assert free > 1e8


def test_lack_of_memory_is_known_from_all_libraries() -> None:
    with pytest.raises(RuntimeError) as torch_cpu:
        torch.empty(1 << 60, dtype=torch.uint8)
    with pytest.raises(cv2.error) as opencv:
        cv2.resize(np.zeros((2, 2), np.float64), (1 << 24, 1 << 24))
    with pytest.raises(MemoryError) as numpy_error:
        np.empty(1 << 60, np.uint8)
    for caught in (torch_cpu, opencv, numpy_error):
        assert memory.is_out_of_memory(caught.value), caught.value
    assert memory.is_out_of_memory(torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20 GiB"))
    onnx = type("RuntimeException", (Exception,), {"__module__": "onnxruntime.capi.onnxruntime_pybind11_state"})
    assert memory.is_out_of_memory(onnx("Failed to allocate memory for requested buffer of size 4294967296"))
    assert not memory.is_out_of_memory(onnx("Invalid rank for input: image"))


def test_the_cause_is_looked_at() -> None:
    wrapped = ValueError("could not inpaint")
    wrapped.__cause__ = MemoryError()
    assert memory.is_out_of_memory(wrapped)
    wrapped.__cause__.__cause__ = wrapped
    assert memory.is_out_of_memory(wrapped)


def test_other_errors_are_something_else() -> None:
    with pytest.raises(RuntimeError) as shapes:
        torch.zeros(2) @ torch.zeros(3)
    with pytest.raises(cv2.error) as empty:
        cv2.resize(np.zeros((0, 0), np.uint8), (2, 2))
    for error in (shapes.value, empty.value, ValueError("out of memory"), KeyError("x")):
        assert not memory.is_out_of_memory(error), error
