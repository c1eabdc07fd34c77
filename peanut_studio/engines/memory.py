"""How much memory is free, and whether an error means that there was too little."""

from __future__ import annotations

import ctypes
import re
import subprocess
import sys
from pathlib import Path

_CGROUP = Path("/sys/fs/cgroup")
_MEMINFO = Path("/proc/meminfo")
_TOLD = re.compile(
    r"insufficient memory|out of memory|failed to allocate memory|bad_?alloc|can't allocate memory"
    r"|not enough memory|buffer size .* too large",
    re.IGNORECASE,
)


def free_ram() -> int | None:
    """Bytes of main memory that this process can still take, or None where the system does not tell."""
    if sys.platform == "win32":
        return _free_ram_windows()
    if sys.platform == "darwin":
        return _free_ram_mac()
    found = [amount for amount in (_available(_MEMINFO), _left_in_cgroup(_CGROUP)) if amount is not None]
    return min(found, default=None)


def free_vram(device: str) -> int | None:
    """Bytes of memory free on a CUDA device, or None for any other device."""
    if not device.startswith("cuda"):
        return None
    import torch

    free, _total = torch.cuda.mem_get_info(torch.device(device))
    return int(free)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether the error of Python, PyTorch, OpenCV or ONNX Runtime says that memory ran out.

    Looks at what the error was raised from as well. torch is not imported: without it there are no errors of it.
    """
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        torch = sys.modules.get("torch")
        if isinstance(cause, MemoryError) or (torch is not None and isinstance(cause, torch.OutOfMemoryError)):
            return True
        if type(cause).__module__.split(".")[0] in ("cv2", "onnxruntime") and _TOLD.search(str(cause)):
            return True
        if isinstance(cause, RuntimeError) and _TOLD.search(str(cause)):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _available(meminfo: Path) -> int | None:
    try:
        match = re.search(r"^MemAvailable:\s+(\d+) kB", meminfo.read_text(), re.MULTILINE)
    except OSError:
        return None
    return int(match[1]) * 1024 if match else None


def _left_in_cgroup(folder: Path) -> int | None:
    """What a container's limit (cgroup 2) leaves, counting file cache as free."""
    try:
        limit = (folder / "memory.max").read_text().strip()
        used = int((folder / "memory.current").read_text())
        cache = re.search(r"^inactive_file (\d+)", (folder / "memory.stat").read_text(), re.MULTILINE)
    except (OSError, ValueError):
        return None
    if not limit.isdigit():
        return None
    return max(int(limit) - used + (int(cache[1]) if cache else 0), 0)


def _free_ram_mac() -> int | None:
    try:
        told = subprocess.run(["/usr/bin/vm_stat"], capture_output=True, text=True, timeout=5, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    page = re.search(r"page size of (\d+) bytes", told)
    counts = re.findall(r"^Pages (?:free|inactive|purgeable):\s+(\d+)\.", told, re.MULTILINE)
    return int(page[1]) * sum(map(int, counts)) if page and counts else None


def _free_ram_windows() -> int | None:
    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("total", "free", "page", "page_free", "virtual", "v_free", "x")),
        )

    status = Status()
    status.length = ctypes.sizeof(status)
    library = getattr(ctypes, "windll", None)
    if library is None or not library.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
        return None
    return int(status.free)
