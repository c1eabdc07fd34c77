"""What can be written after the commands, parsed."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from peanut_studio.model.errors import InputError

_NUMBER = r"-?\d+(?:\.\d+)?"
_POINT = re.compile(rf"\s*({_NUMBER})\s*,\s*({_NUMBER})\s*(?:@\s*(\d+)\s*)?")
_FRAMES = re.compile(r"(\d{1,9}):(\d{1,9})", re.ASCII)
_BOX = re.compile(rf"\s*({_NUMBER})\s*,\s*({_NUMBER})\s*,\s*({_NUMBER})\s*,\s*({_NUMBER})\s*(?:@\s*(\d+)\s*)?")

Source: TypeAlias = Annotated[Path, typer.Argument(metavar="IN", help="A video file, or a folder of pictures.")]
Points: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--point", metavar="X,Y[@FRAME]", help="A point on the object. May be given several times."),
]
MinusPoints: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--minus-point", metavar="X,Y[@FRAME]", help="A point that does not belong to the object."),
]
Boxes: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--box", metavar="X0,Y0,X1,Y1[@FRAME]", help="A box round the object. One for each frame."),
]
KeyMasks: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--key-mask", metavar="FILE[@FRAME]", help="The object's mask on a frame, a picture: a key frame."),
]
Text: TypeAlias = Annotated[
    str | None, typer.Option(metavar="PHRASE", help="Say which object: 'the red car on the left', '最大的狗'.")
]
Grounder: TypeAlias = Annotated[
    str, typer.Option(metavar="ENGINE", help="What finds the object of --text; auto is the best that is here.")
]
CandidateNumber: TypeAlias = Annotated[
    int | None, typer.Option("--candidate", metavar="N", help="Take candidate N of --list-candidates.")
]
ListCandidates: TypeAlias = Annotated[
    bool, typer.Option("--list-candidates", help="Only list what --text may mean; -o is then a .png to write.")
]
Begin: TypeAlias = Annotated[
    str | None, typer.Option("--in", metavar="TIME", help="Begin there: HH:MM:SS.mmm, seconds, or a frame as 57f.")
]
End: TypeAlias = Annotated[str | None, typer.Option("--out", metavar="TIME", help="End before there.")]
Rate: TypeAlias = Annotated[
    str | None, typer.Option("--fps", metavar="N", help="Frames a second of a folder of pictures: 24, 30000/1001.")
]
Segmenter: TypeAlias = Annotated[
    str, typer.Option(metavar="ENGINE", help="What tracks the object; auto is the best that is here.")
]
Flow: TypeAlias = Annotated[
    str | None, typer.Option("--flow", metavar="ENGINE", help="What measures motion, for engines that let you choose.")
]
Refine: TypeAlias = Annotated[
    str,
    typer.Option(
        "--refine",
        metavar="none|edges|alpha",
        help="Fit masks to the picture: to its edges, or with what is partly transparent, as hair and fur.",
    ),
]
Smooth: TypeAlias = Annotated[
    int, typer.Option("--smooth", metavar="N", help="Steady outlines over N frames on either side.", min=0)
]
Band: TypeAlias = Annotated[
    float | None,
    typer.Option(
        "--band", metavar="PX", help="How far from the outline --refine looks; at 854 pixels 6 for edges, 12 for alpha."
    ),
]
Device: TypeAlias = Annotated[str, typer.Option(metavar="auto|cpu|cuda|mps", help="Where engines compute.")]
Memory: TypeAlias = Annotated[
    float | None,
    typer.Option("--memory", metavar="GB", help="Main memory to stay under; work is cut smaller for it.", min=0.1),
]
Codec: TypeAlias = Annotated[
    str, typer.Option(metavar="NAME", help="h264, h265, av1, prores, prores4444, ffv1, vp9 or png.")
]
Crf: TypeAlias = Annotated[
    int | None, typer.Option(metavar="N", help="Quality of lossy codecs, lower is better; each has its default.")
]
Overwrite: TypeAlias = Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")]
OnlyFill: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--only-fill",
        metavar="A:B",
        help="For clusters: write nothing, but fill and keep the windows that begin on frames A to B - 1.",
        hidden=True,
    ),
]
Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="Only warnings and errors.")]
DryRun: TypeAlias = Annotated[
    bool, typer.Option("--dry-run", help="Only look whether everything is in order; write nothing.")
]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Report as JSON on stdout.")]


def required(target: Path | None) -> Path:
    """Where to write. Raises InputError when that was not said."""
    if target is None:
        raise InputError("Missing option '--output' / '-o': say what to write.")
    return target


def parse_point(text: str) -> tuple[float, float, int | None]:
    """`X,Y` or `X,Y@FRAME`. Raises InputError."""
    match = _POINT.fullmatch(text)
    if match is None:
        raise InputError(f"'{text}' is not a point; write X,Y in pixels, such as 430,250, or 430,250@12 for frame 12.")
    return float(match[1]), float(match[2]), _frame(match[3])


def parse_box(text: str) -> tuple[float, float, float, float, int | None]:
    """`X0,Y0,X1,Y1` or `X0,Y0,X1,Y1@FRAME`. Raises InputError."""
    match = _BOX.fullmatch(text)
    if match is None:
        raise InputError(
            f"'{text}' is not a box; write left, top, right and bottom in pixels, such as 300,120,620,430, "
            "or 300,120,620,430@12 for frame 12."
        )
    return float(match[1]), float(match[2]), float(match[3]), float(match[4]), _frame(match[5])


def parse_key_mask(text: str) -> tuple[Path, int | None]:
    """`FILE` or `FILE@FRAME`; a file of that whole name counts first."""
    name, at, frame = text.rpartition("@")
    if not at or not frame.isdigit() or Path(text).exists():
        return Path(text), None
    return Path(name), int(frame)


def parse_frames(text: str | None) -> range | None:
    """`A:B`, frames A to B - 1, perhaps none. Raises InputError."""
    if text is None:
        return None
    match = _FRAMES.fullmatch(text.strip())
    if match is None or int(match[1]) > int(match[2]):
        raise InputError(f"'{text}' is no range of frames; write the first one and the one after the last: 0:80.")
    return range(int(match[1]), int(match[2]))


def parse_rate(text: str | None) -> Fraction | None:
    """`24`, `23.976` or `30000/1001`. Raises InputError."""
    if text is None:
        return None
    try:
        rate = Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        rate = Fraction(0)
    if not 0 < rate <= 1000:
        raise InputError(f"'{text}' is not a frame rate; write frames a second, such as 24, 23.976 or 30000/1001.")
    return rate


def _frame(text: str | None) -> int | None:
    return int(text) if text is not None else None
