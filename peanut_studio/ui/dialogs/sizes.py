"""Sizes of files for people."""

from __future__ import annotations


def size_text(size: int) -> str:
    """With as many digits as one looks at: '1.4 GB', '40 MB'."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= scale:
            number = size / scale
            return f"{number:.1f} {unit}" if number < 9.95 else f"{number:.0f} {unit}"
    return f"{size} B"
