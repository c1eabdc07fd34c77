"""`peanut-studio compare`."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from peanut_studio.cli import options as opt
from peanut_studio.cli.work import run_shown

if TYPE_CHECKING:
    from peanut_studio.trial.compare import Comparison


def compare(
    source: opt.Source,
    mask: Annotated[
        Path, typer.Option(metavar="FOLDER|FILE", help="Where the object is: one mask for each frame, or one for all.")
    ],
    inpainters: Annotated[
        str, typer.Option(metavar="A,B,C", help="The engines; see 'peanut-studio models list'.")
    ] = "propagation,migan,plate,telea",
    target: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="A .html file, or a folder for page and figures (JSON)."),
    ] = None,
    begin: opt.Begin = None,
    end: opt.End = None,
    fps: opt.Rate = None,
    grow: Annotated[float | None, typer.Option(metavar="PX", help="Grow masks, as for 'remove'.", min=0)] = None,
    feather: Annotated[float | None, typer.Option(metavar="PX", help="Soft edge, as for 'remove'.", min=0)] = None,
    handles: Annotated[
        int | None, typer.Option(metavar="N", help="Frames round the range to look at as well.", min=0)
    ] = None,
    held_out: Annotated[
        bool, typer.Option(help="Also fill holes of the same shape where the truth is known; twice the time.")
    ] = True,
    reduce: Annotated[int, typer.Option(metavar="N", help="Fill at 1/N of the size.", min=1, max=16)] = 1,
    device: opt.Device = "auto",
    overwrite: opt.Overwrite = False,
    quiet: opt.Quiet = False,
) -> None:
    """Fill the same holes with several engines and say which does it best, by what measure.

    With -o a page is written that needs nothing but itself: players side by side, a wipe, every figure of every frame.
    """
    frame_rate = opt.parse_rate(fps)
    from peanut_studio.trial import api

    found = run_shown(
        lambda weights, on_progress: api.compare(
            source,
            mask,
            inpainters.split(","),
            target=target,
            start=begin,
            end=end,
            frame_rate=frame_rate,
            grow=grow,
            feather=feather,
            handles=handles,
            held_out=held_out,
            reduce=reduce,
            device=device,
            overwrite=overwrite,
            weights=weights,
            on_progress=on_progress,
        ),
        quiet,
    )
    if not quiet:
        _show(found, target)


def _show(found: Comparison, target: Path | None) -> None:
    from peanut_studio.trial.table import measured, shown

    measures = measured(rival.means for rival in found.rivals)
    able = [rival for rival in found.rivals if not rival.failed]
    table = Table(title=f"{found.source.name}, {len(found.span)} frames", title_justify="left")
    table.add_column("measure")
    for rival in able:
        table.add_column(rival.inpainter, justify="right")
    for one in measures:
        table.add_row(one.title, *(shown(one, rival.means.get(one.id, math.nan)) for rival in able))
    table.add_row("seconds a frame", *(f"{rival.seconds:.2f}" for rival in able))
    table.add_row("peak memory, MB", *(f"{rival.ram / 1e6:.0f}" if rival.ram else "-" for rival in able))
    console = Console()
    if able:
        console.print(table)
    for rival in found.rivals:
        if rival.failed:
            console.print(f"{rival.inpainter}: {rival.failed}", highlight=False, markup=False)
    console.print(f"{f'Best here: {found.best}. ' if found.best else ''}{found.why}", highlight=False)
    if target is not None:
        console.print(f"Written: {target}", highlight=False, markup=False)
