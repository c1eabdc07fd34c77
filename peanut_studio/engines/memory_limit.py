"""A limit on the memory that this process takes, kept by making work smaller before the system runs out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_STATM = Path("/proc/self/statm")
_limit = [0]


def set_limit(size: int) -> None:
    """Bytes of main memory to stay under; 0 is no limit."""
    _limit[0] = max(0, size)


@contextmanager
def limited(size: int) -> Iterator[None]:
    """Stay under so many bytes of main memory meanwhile; 0 changes nothing."""
    before = _limit[0]
    set_limit(size or before)
    try:
        yield
    finally:
        set_limit(before)


def used() -> int | None:
    """Bytes of main memory that this process holds, None where the system does not tell simply (Windows, macOS)."""
    try:
        import resource

        return int(_STATM.read_text().split()[1]) * resource.getpagesize()
    except (ImportError, OSError, ValueError, IndexError):
        return None


def left() -> int | None:
    """Bytes that may still be taken, None where there is no limit or the system does not tell."""
    held = used() if _limit[0] else None
    return None if held is None else max(0, _limit[0] - held)


def check() -> None:
    """Raises MemoryError when the limit is passed; whoever works catches it as any lack of memory."""
    held = used() if _limit[0] else None
    if held is not None and held > _limit[0]:
        raise MemoryError(f"{held / 1e9:.1f} GB are in use, {_limit[0] / 1e9:.1f} GB are allowed")
