"""Where engines compute. torch is imported only when the answer depends on it."""

from __future__ import annotations

import os
import re
import sys

from peanut_studio.engines.loading import load_torch
from peanut_studio.model.errors import DeviceError

_KNOWN = re.compile(r"auto|cpu|mps|cuda(:\d+)?")


def resolve(device: str) -> str:
    """The concrete device ("cpu", "cuda", "cuda:1", "mps") for "auto", "cpu", "cuda", "cuda:N" or "mps".

    "auto" takes CUDA, else Apple's GPU, else the CPU. Raises DeviceError when there is no such device here.
    """
    if not _KNOWN.fullmatch(device):
        raise DeviceError(f"'{device}' is not a device; write auto, cpu, cuda, cuda:1 (a second card), or mps.")
    if device == "cpu":
        return device
    cards = cuda_names()
    if device == "auto":
        return "cuda" if cards else "mps" if has_mps() else "cpu"
    if device == "mps":
        if has_mps():
            return device
        reason = "PyTorch cannot reach its GPU" if sys.platform == "darwin" else "mps is Apple's GPU"
        raise DeviceError(f"The device mps is not there: {reason}; use --device auto or cpu.")
    if not cards:
        raise DeviceError("The device cuda is not there: PyTorch finds no NVIDIA card; use --device auto or cpu.")
    number = int(device.partition(":")[2] or 0)
    if number >= len(cards):
        listed = ", ".join(f"cuda:{index} ({name})" for index, name in enumerate(cards))
        raise DeviceError(f"The device {device} is not there; this machine has {listed}.")
    return device


def cuda_names() -> list[str]:
    """The names of the CUDA cards that PyTorch can use, in their order."""
    load_torch()
    import torch

    if not torch.cuda.is_available():
        return []
    return [torch.cuda.get_device_name(index) for index in range(torch.cuda.device_count())]


def has_mps() -> bool:
    """Whether PyTorch can use an Apple GPU."""
    load_torch()
    import torch

    return bool(torch.backends.mps.is_available())


def leave_a_core() -> None:
    """Keep torch, where it is loaded, off one processor, unless OMP_NUM_THREADS says how many it may have.

    Its threads wait for each other after every layer: beside a decoder, an encoder or a window on the same cores, as
    many threads as cores were measured three times slower than one fewer.
    """
    torch = sys.modules.get("torch")
    if torch is not None and "OMP_NUM_THREADS" not in os.environ:
        torch.set_num_threads(max(1, (os.cpu_count() or 1) - 1))
