"""How much memory a piece of work took at most."""

from __future__ import annotations

import re
import sys
from pathlib import Path

_STATUS, _FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def forget_peaks(device: str = "cpu") -> None:
    """Let `peak_ram` and `peak_vram` count from now on, where the system can."""
    try:
        _FORGET.write_text("5")
    except OSError:
        return
    finally:
        if device.startswith("cuda"):
            import torch

            torch.cuda.reset_peak_memory_stats(torch.device(device))


def peak_ram() -> int | None:
    """The most main memory, in bytes, that this process had since `forget_peaks`; None where that is not told."""
    if sys.platform != "linux":
        return None
    try:
        found = re.search(r"^VmHWM:\s+(\d+) kB", _STATUS.read_text(), re.MULTILINE)
    except OSError:
        return None
    return int(found[1]) * 1024 if found else None


def peak_vram(device: str) -> int | None:
    """The same of a CUDA device's memory, as far as torch took it; None for any other device."""
    if not device.startswith("cuda"):
        return None
    import torch

    return int(torch.cuda.max_memory_allocated(torch.device(device)))
