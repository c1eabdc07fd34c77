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

LONGEST = 2**31 - 1
"""No clip has more frames, no picture a longer side, and no list more numbers."""

FARTHEST = 1e9
"""Pixels from a picture's corner that somebody can point at."""

WIDEST = 2**15
"""Pixels or frames that a refinement can reach."""

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


def whole(told: Any, low: int, high: int) -> int:
    """A whole number between two others, both among them. Raises ValueError for anything else."""
    if type(told) is not int or not low <= told <= high:
        raise ValueError(f"{told!r:.40} is no number from {low} to {high}")
    return told


def real(told: Any) -> float:
    """A number that a place in a picture can have. Raises ValueError for anything else."""
    if type(told) not in (int, float) or not abs(told) <= FARTHEST:
        raise ValueError(f"{told!r:.40} is no place in a picture")
    return float(told)


def flag(told: Any) -> bool:
    """Yes or no. Raises ValueError for anything else."""
    if type(told) is not bool:
        raise ValueError(f"{told!r:.40} is neither yes nor no")
    return told


def text(told: Any) -> str:
    """Words. Raises ValueError for anything else."""
    if type(told) is not str:
        raise ValueError(f"{told!r:.40} is no text")
    return told


def pair_from(told: Any) -> tuple[int, int]:
    """Width and height."""
    width, height = told
    return whole(width, 1, LONGEST), whole(height, 1, LONGEST)


def span_from(told: Any) -> Span:
    """The span with these ends."""
    start, stop = told
    return Span(whole(start, 0, LONGEST), whole(stop, 1, LONGEST))


def refinement_row(how: Refinement) -> dict[str, int | bool | None]:
    """A refinement by the names of its parts; those that look at pictures are left out where they are 0, and `cast`
    where it is so, as before there were any."""
    looking = {"smooth": how.smooth, "edges": how.edges, "hair": how.hair}
    row: dict[str, int | bool | None] = {
        "grow": how.grow,
        "holes": how.holes,
        "specks": how.specks,
        "feather": how.feather,
    }
    row.update({name: value for name, value in looking.items() if value})
    return row if how.cast else {**row, "cast": False}


def refinement_from(told: Any) -> Refinement:
    """The refinement again."""
    parts = dict(told)
    feather = parts.pop("feather", None)
    grow = whole(parts.pop("grow", 0), -WIDEST, WIDEST)
    lengths = {name: whole(parts.pop(name, 0), 0, WIDEST) for name in ("holes", "specks", "smooth", "edges", "hair")}
    cast = parts.pop("cast", True)
    if not isinstance(cast, bool):
        raise ValueError("an object casts something or not")
    if parts:
        raise ValueError(f"nothing is refined by {sorted(parts)}")
    return Refinement(grow, feather=None if feather is None else whole(feather, 0, WIDEST), cast=cast, **lengths)


def mark_row(mark: Mark) -> list[object]:
    """A mark, its kind first."""
    if isinstance(mark, Box):
        return ["box", mark.x0, mark.y0, mark.x1, mark.y1, mark.frame]
    return ["click", mark.x, mark.y, mark.positive, mark.frame]


def mark_from(told: Any) -> Mark:
    """The mark again."""
    kind, *values, frame = told
    frame = whole(frame, 0, LONGEST)
    if kind == "box":
        x0, y0, x1, y1 = map(real, values)
        return Box(x0, y0, x1, y1, frame)
    if kind == "click":
        x, y, positive = values
        return Click(real(x), real(y), flag(positive), frame)
    raise ValueError(f"a mark of the kind {kind!r:.40}")


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
