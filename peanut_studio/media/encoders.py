"""Which encoders the FFmpeg that comes with PyAV has."""

from __future__ import annotations

import av
from av.codec.codec import UnknownCodecError


def missing_encoders(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the FFmpeg encoder names that this FFmpeg cannot encode with."""
    missing = []
    for name in wanted:
        try:
            av.Codec(name, "w")
        except UnknownCodecError:
            missing.append(name)
    return tuple(missing)


def ffmpeg_version() -> str:
    """The version of FFmpeg's libavcodec, '62.28.102'."""
    return ".".join(str(part) for part in av.library_versions["libavcodec"])
