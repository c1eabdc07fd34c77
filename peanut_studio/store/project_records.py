"""What project files are made of: records under the hash of what they hold, and the small values in them."""

from __future__ import annotations

import hashlib
import struct
import zlib
from fractions import Fraction
from pathlib import Path
from typing import Any

from peanut_studio.model.chosen import Mark
from peanut_studio.model.clip import Clip, ColourTags, Span
from peanut_studio.model.prompt import Box, Click
from peanut_studio.model.refinement import Refinement

KEY_BYTES = 16
MOST_BYTES = 1 << 28
"""A record that says it is larger was not written by this program."""

DAMAGED = (
    KeyError, IndexError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, struct.error,
    zlib.error,
)  # fmt: skip
"""What reading records can raise that were not written by this program, besides InputError of an empty span."""


def key_of(body: bytes) -> bytes:
    """What a record is kept under."""
    return hashlib.blake2b(body, digest_size=KEY_BYTES).digest()


def shrink(body: bytes) -> bytes:
    """A record as it is stored."""
    return zlib.compress(body, 1)


def grow(stored: bytes, key: bytes) -> bytes:
    """A record from what was stored. Raises ValueError or zlib.error where that is not what was written."""
    opened = zlib.decompressobj()
    body = opened.decompress(stored, MOST_BYTES)
    if not opened.eof or key_of(body) != key:
        raise ValueError("a damaged record")
    return body


def span_row(span: Span) -> list[int]:
    """A span's ends."""
    return [span.start, span.stop]


def pair_from(told: Any) -> tuple[int, int]:
    """Width and height."""
    width, height = told
    return int(width), int(height)


def refinement_row(how: Refinement) -> dict[str, int | None]:
    """A refinement by the names of its parts; those that look at pictures are left out where they are 0, as before
    there were any."""
    looking = {"smooth": how.smooth, "edges": how.edges, "hair": how.hair}
    row = {"grow": how.grow, "holes": how.holes, "specks": how.specks, "feather": how.feather}
    return {**row, **{name: value for name, value in looking.items() if value}}


def mark_row(mark: Mark) -> list[object]:
    """A mark, its kind first."""
    if isinstance(mark, Box):
        return ["box", mark.x0, mark.y0, mark.x1, mark.y1, mark.frame]
    return ["click", mark.x, mark.y, mark.positive, mark.frame]


def mark_from(told: Any) -> Mark:
    """The mark again."""
    kind, *values = told
    mark: Mark = {"box": Box, "click": Click}[kind](*values)
    return mark


def clip_row(clip: Clip) -> dict[str, object]:
    """All of a clip but where it lies. Times are kept as steps, which pack well."""
    steps = [after - before for before, after in zip((0, *clip.timestamps), clip.timestamps, strict=False)]
    return {
        "size": [clip.width, clip.height],
        "steps": steps,
        "time_base": str(clip.time_base),
        "frame_rate": str(clip.frame_rate),
        "codec": clip.codec,
        "pixel_format": clip.pixel_format,
        "bit_depth": clip.bit_depth,
        "rotation": clip.rotation,
        "sample_aspect_ratio": str(clip.sample_aspect_ratio),
        "colour": [clip.colour.matrix, clip.colour.primaries, clip.colour.transfer, clip.colour.full_range],
        "has_audio": clip.has_audio,
        "warnings": clip.warnings,
    }


def clip_from(told: Any, path: Path) -> Clip:
    """The clip again, lying at `path`."""
    time, timestamps = 0, []
    for step in told["steps"]:
        time += int(step)
        timestamps.append(time)
    return Clip(
        path,
        *pair_from(told["size"]),
        tuple(timestamps),
        Fraction(told["time_base"]),
        Fraction(told["frame_rate"]),
        told["codec"],
        told["pixel_format"],
        told["bit_depth"],
        told["rotation"],
        Fraction(told["sample_aspect_ratio"]),
        ColourTags(*told["colour"]),
        told["has_audio"],
        tuple(told["warnings"]),
    )
