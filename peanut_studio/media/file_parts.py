"""Of what a film's size is made up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from peanut_studio.media.stream_facts import main_stream, open_container


@dataclass(frozen=True)
class FileParts:
    """Counts and bytes of key frames, of other frames, and bytes of all other tracks."""

    keys: int
    key_bytes: int
    others: int
    other_bytes: int
    track_bytes: int


def file_parts(path: Path) -> FileParts:
    """Counted from a film's packets. Raises MediaError."""
    keys = key_bytes = others = other_bytes = track_bytes = 0
    with open_container(path) as container:
        video = main_stream(container, path)
        for packet in container.demux():
            if packet.stream is not video:
                track_bytes += packet.size
            elif packet.size and packet.is_keyframe:
                keys, key_bytes = keys + 1, key_bytes + packet.size
            elif packet.size:
                others, other_bytes = others + 1, other_bytes + packet.size
    return FileParts(keys, key_bytes, others, other_bytes, track_bytes)
