"""`peanut-studio score`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from peanut_studio.cli import options as opt
from peanut_studio.cli.work import run_shown

if TYPE_CHECKING:
    from peanut_studio.trial.score import ScoreReport


def score(
    result: Annotated[Path, typer.Argument(metavar="RESULT", help="What is judged: a video or a folder of pictures.")],
    reference: Annotated[
        Path | None, typer.Option(metavar="CLEAN", help="The same clip as it should be.", show_default=False)
    ] = None,
    mask: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER|FILE", help="Where the object was: one mask for each frame, or one for all."),
    ] = None,
    original: Annotated[
        Path | None,
        typer.Option(metavar="IN", help="The clip with the object: is it found again? Needs --mask."),
    ] = None,
    vfid: Annotated[
        bool, typer.Option("--vfid", help="VFID too: what a network (I3D, 51 MB, fetched once) sees differently.")
    ] = False,
    lpips: Annotated[
        bool, typer.Option("--lpips", help="LPIPS too, by torchmetrics and AlexNet (244 MB, fetched once).")
    ] = False,
    begin: opt.Begin = None,
    end: opt.End = None,
    segmenter: opt.Segmenter = "auto",
    device: opt.Device = "auto",
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write every figure of every frame there, as JSON.")
    ] = None,
    overwrite: opt.Overwrite = False,
    quiet: opt.Quiet = False,
) -> None:
    """Judge a result: against the clean clip (--reference), or by itself where it was filled (--mask).

    --in and --out say of which part of the reference and the masks the result is made. Every measure is defined in
    docs/quality.md.
    """
    from peanut_studio.pipeline.footage import check_free
    from peanut_studio.trial import api
    from peanut_studio.trial.table import facts_of, write_json

    if json_file is not None:
        check_free(json_file, overwrite)
    report = run_shown(
        lambda weights, on_progress: api.score(
            result,
            reference=reference,
            masks=mask,
            original=original,
            start=begin,
            end=end,
            vfid=vfid,
            lpips=lpips,
            segmenter=segmenter,
            device=device,
            weights=weights,
            on_progress=on_progress,
        ),
        quiet,
    )
    if json_file is not None:
        write_json(json_file, facts_of(report))
    if not quiet:
        _show(report)


def _show(report: ScoreReport) -> None:
    from peanut_studio.trial.table import lines

    table = Table(title=f"{report.result.name}, {len(report.rows)} frames", title_justify="left")
    table.add_column("measure")
    table.add_column("mean", justify="right")
    table.add_column("")
    for row in lines(report.means):
        table.add_row(*row)
    console = Console()
    console.print(table)
    if report.equal:
        console.print(f"{report.equal} frames are equal to the reference; they are left out of the mean PSNR.")
