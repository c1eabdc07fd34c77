"""`peanut-studio flow`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from peanut_studio.cli import options as opt
from peanut_studio.cli.report import show_report
from peanut_studio.cli.work import run_shown


def flow(
    source: opt.Source,
    target: Annotated[Path, typer.Option("--output", "-o", metavar="OUT", help="The video or folder to write.")],
    begin: opt.Begin = None,
    end: opt.End = None,
    fps: opt.Rate = None,
    engine: Annotated[str, typer.Option("--flow", metavar="ENGINE", help="What measures motion.")] = "dis",
    file_format: Annotated[
        str,
        typer.Option("--format", metavar="NAME", help="video (hue is direction), or numbers: flo or png16 (folders)."),
    ] = "video",
    mask: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER|FILE", help="Complete the motion behind these masks, as they are filled with it afterwards."
        ),
    ] = None,
    inpainter: Annotated[
        str, typer.Option(metavar="ENGINE", help="Of --mask: how to complete; propagation, e2fgvi or e2fgvi-hq.")
    ] = "propagation",
    device: opt.Device = "auto",
    codec: opt.Codec = "h264",
    crf: opt.Crf = None,
    overwrite: opt.Overwrite = False,
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Show the motion from each frame to the next, in colours or in numbers; with --mask completed behind objects."""
    frame_rate = opt.parse_rate(fps)
    from peanut_studio.pipeline import api

    report = run_shown(
        lambda weights, on_progress: api.flow(
            source,
            target,
            start=begin,
            end=end,
            frame_rate=frame_rate,
            engine=engine,
            masks=mask,
            inpainter=inpainter,
            device=device,
            file_format=file_format,
            codec=codec,
            crf=crf,
            overwrite=overwrite,
            weights=weights,
            on_progress=on_progress,
        ),
        quiet,
    )
    facts = {
        "source": str(source),
        "target": str(target),
        "first_frame": report.span.start,
        "fields": report.fields,
        "engine": report.engine,
        "completed_by": report.completer,
        "scale_pixels": report.scale,
    }
    scaled = f", full colour is {report.scale:.1f} pixels a frame" if report.scale else ""
    completed = f", completed behind the masks by {report.completer}" if report.completer else ""
    sentence = f"{target}: {report.fields} flow fields by {report.engine}{completed}{scaled}."
    show_report(sentence, facts, as_json=json, quiet=quiet)
