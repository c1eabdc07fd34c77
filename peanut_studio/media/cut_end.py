"""Whether a film's end was cut off, as far as its container tells."""

from __future__ import annotations

from pathlib import Path

from peanut_studio.media import matroska

TRANSPORT_PACKETS = (188, 192, 204)
"""Bytes of a packet of a transport stream (ISO/IEC 13818-1): as it is, with a time before it, with check bytes."""
TRANSPORT_SYNC = 0x47
PACKETS_LOOKED_AT = 5


def missing_bytes(path: Path) -> int:
    """How many bytes a file lacks at its end, at least; 0 where none are missing or its container does not tell.

    Matroska, WebM, AVI and other RIFF files say how long they are; a transport stream is made of whole packets. MP4
    and MOV list their frames: there the index tells. Raises OSError.
    """
    return matroska.missing_bytes(path) or _riff_missing(path) or _transport_missing(path)


def _riff_missing(path: Path) -> int:
    """A RIFF file is one chunk or, larger than a gigabyte, several in a row (OpenDML 1.02): name, length, contents."""
    size, at = path.stat().st_size, 0
    with path.open("rb") as file:
        while (head := file.read(8))[:4] == b"RIFF" and len(head) == 8:
            length = int.from_bytes(head[4:], "little")
            at += 8 + length + length % 2
            file.seek(at)
    # Programs that cannot go back leave the length 0, or at its most.
    return max(0, at - size) if at - size < 0xFFFF0000 else 0


def _transport_missing(path: Path) -> int:
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(max(TRANSPORT_PACKETS) * PACKETS_LOOKED_AT)
    for length in TRANSPORT_PACKETS:
        first = 4 if length == 192 else 0
        syncs = start[first::length][:PACKETS_LOOKED_AT]
        if len(syncs) == PACKETS_LOOKED_AT and set(syncs) == {TRANSPORT_SYNC}:
            return -size % length
    return 0
