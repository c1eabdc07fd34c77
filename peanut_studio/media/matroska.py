"""What the outermost elements of a Matroska or WebM file say (RFC 8794, sections 4 to 6; RFC 9559, section 5.1)."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

_HEADER = 0x1A45DFA3
_SEGMENT = 0x18538067


def missing_bytes(path: Path) -> int:
    """How many bytes a Matroska file lacks at its end; 0 where none are missing, the file does not say how long it
    ought to be, or it is no Matroska file.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        if _number(file, keep_marker=True) != _HEADER:
            return 0
        length = _number(file)
        while length is not None:
            file.seek(length, 1)
            element = _number(file, keep_marker=True)
            length = _number(file)
            if element == _SEGMENT:
                return max(0, file.tell() + length - size) if length is not None else 0
    return 0


def _number(file: BinaryIO, keep_marker: bool = False) -> int | None:
    """A number of variable length: leading zeros of the first byte count the bytes after it, then comes a marker bit.
    None at the end of the file, and for the length that is all ones: unknown.
    """
    first = file.read(1)
    if not first or not first[0]:
        return None
    after = 8 - first[0].bit_length()
    rest = file.read(after)
    if len(rest) < after:
        return None
    value = int.from_bytes(first + rest, "big")
    if keep_marker:
        return value
    marker = 1 << 7 * (after + 1)
    return None if value - marker == marker - 1 else value - marker
