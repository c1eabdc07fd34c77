"""`peanut-studio upscale`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from peanut_studio.cli import options as opt
from peanut_studio.cli.report import show_report
from peanut_studio.cli.work import run_shown
from peanut_studio.model.errors import InputError

_SIZE = re.compile(r"\s*(\d+)\s*[xX×]\s*(\d+)\s*")


def upscale(
    source: opt.Source,
    target: Annotated[Path, typer.Option("--output", "-o", metavar="OUT", help="The video to write.")],
    scale: Annotated[
        int | None, typer.Option(metavar="N", help="So many times as wide and high: 2 (default), 3 or 4.")
    ] = None,
    size: Annotated[
        str | None, typer.Option(metavar="WxH", help="Width and height instead, such as 1920x1080.")
    ] = None,
    upscaler: Annotated[
        str, typer.Option(metavar="ENGINE", help="What enlarges, or restores; see 'peanut-studio models list'.")
    ] = "basicvsr",
    begin: opt.Begin = None,
    end: opt.End = None,
    fps: opt.Rate = None,
    device: opt.Device = "auto",
    memory: opt.Memory = None,
    codec: opt.Codec = "h264",
    crf: opt.Crf = None,
    overwrite: opt.Overwrite = False,
    dry_run: opt.DryRun = False,
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Make a video larger, each frame with the detail of its neighbours.

    Sound and timing stay. Stopped work goes on where it stopped when the same command is given again.
    """
    frame_rate = opt.parse_rate(fps)
    wanted = parse_size(size)
    from peanut_studio.pipeline import api

    report = run_shown(
        lambda weights, on_progress: api.upscale(
            source,
            target,
            scale=scale,
            size=wanted,
            upscaler=upscaler,
            start=begin,
            end=end,
            frame_rate=frame_rate,
            device=device,
            codec=codec,
            crf=crf,
            overwrite=overwrite,
            weights=weights,
            on_progress=on_progress,
        ),
        quiet,
        dry_run,
        memory,
    )
    width, height = report.size
    facts = {
        "source": str(report.source),
        "target": str(report.target),
        "first_frame": report.span.start,
        "frames": len(report.span),
        "frames_made": report.made,
        "width": width,
        "height": height,
        "upscaler": report.upscaler,
        "seconds": round(report.seconds, 3),
    }
    again = len(report.span) - report.made
    kept = f", {again} of them from before" if again else ""
    sentence = (
        f"{report.target}: {len(report.span)} frames of {width}x{height} by {report.upscaler}{kept} "
        f"({report.seconds:.1f} s)."
    )
    show_report(sentence, facts, as_json=json, quiet=quiet)


def parse_size(text: str | None) -> tuple[int, int] | None:
    """`1920x1080`. Raises InputError."""
    if text is None:
        return None
    match = _SIZE.fullmatch(text)
    if match is None or not int(match[1]) or not int(match[2]):
        raise InputError(f"'{text}' is not a size; write width and height in pixels, such as 1920x1080.")
    return int(match[1]), int(match[2])
