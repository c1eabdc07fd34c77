"""`peanut-studio batch`."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from peanut_studio.batch.estimate import estimate
from peanut_studio.batch.order import DRY_RUN, Order, Outcome
from peanut_studio.batch.report import facts_of, kept_outcomes, summary, write_figures, write_page
from peanut_studio.batch.running import run_alone
from peanut_studio.batch.workers import on_cluster, on_this_machine
from peanut_studio.cli import options as opt
from peanut_studio.cli.batch_file import read_orders
from peanut_studio.cli.work import run_shown
from peanut_studio.model.errors import StudioError

if TYPE_CHECKING:
    from peanut_studio.model.progress import Progress


def batch(
    jobs: Annotated[Path, typer.Argument(metavar="JOBS.toml", help="What to do: [[job]] with input, output, options.")],
    workers: Annotated[int, typer.Option(metavar="N", help="So many jobs at a time on this machine.", min=1)] = 1,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="On a Ray cluster: its address, auto, or local.")
    ] = None,
    gpus: Annotated[float, typer.Option(metavar="N", help="GPUs for each task on the cluster.", min=0)] = 0.0,
    whole: Annotated[
        bool, typer.Option("--whole", help="On the cluster, never divide a removal into tasks for its windows.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where the report goes; JOBS.report beside the file.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Also what an earlier run has done.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only look whether every job is in order, and tell how long it may take.")
    ] = False,
    quiet: opt.Quiet = False,
    as_json: opt.Json = False,
) -> None:
    """Do many jobs: remove, track or upscale, each with options of its own, also when some of them fail.

    Run again, the batch goes on: what is done is left alone, and of what was stopped the finished windows are kept.
    """
    orders = read_orders(jobs)
    if again:
        orders = tuple(order.replacing for order in orders)
    folder = report or jobs.with_suffix(".report")
    kept = {} if again else kept_outcomes(folder, orders)
    left = [order for order in orders if order.number not in kept]
    if dry_run:
        outcomes = list(_checked(left))
        _show_estimates(orders, kept, outcomes)
        raise typer.Exit(StudioError.exit_code if any(outcome.state == "failed" for outcome in outcomes) else 0)
    found = _work_through(left, list(kept.values()), folder, quiet, _workers(left, workers, cluster, gpus, whole))
    page = write_page(folder, sorted(found, key=lambda outcome: outcome.order.number), f"Batch {jobs.name}")
    if as_json:
        typer.echo(json.dumps(facts_of(found)))
    elif not quiet:
        typer.echo(f"{summary(found)} {page} shows them.")
    if any(outcome.state != "done" and outcome.state != "kept" for outcome in found):
        raise typer.Exit(StudioError.exit_code)


def _workers(
    orders: Sequence[Order], workers: int, cluster: str | None, gpus: float, whole: bool
) -> Generator[Outcome | None]:
    return on_this_machine(orders, workers) if cluster is None else on_cluster(orders, cluster, gpus, whole)


def _work_through(
    left: Sequence[Order],
    found: list[Outcome],
    folder: Path,
    quiet: bool,
    outcomes: Generator[Outcome | None],
) -> list[Outcome]:
    """All outcomes, written down as they come, so that a batch that is stopped knows what was done."""
    from peanut_studio.model.progress import Progress

    total = len(left)

    def work(_weights: object, on_progress: Callable[[Progress], None]) -> None:
        done = 0
        on_progress(Progress("jobs", done, total))
        with closing(outcomes):
            for outcome in outcomes:
                if outcome is None:
                    on_progress(Progress("", done, total))
                    continue
                done += 1
                found.append(outcome)
                write_figures(folder, found)
                said = f" {outcome.said}" if outcome.state == "failed" else ""
                note = f"{outcome.order.number}. {outcome.order.target}: {outcome.state}.{said}"
                on_progress(Progress("jobs", done, total, note=note if said or not quiet else ""))

    write_figures(folder, found)
    if left:
        run_shown(work, quiet)
    return found


def _checked(orders: Sequence[Order]) -> Iterator[Outcome]:
    """Each order looked through by the command itself."""
    for order in orders:
        yield replace(run_alone(replace(order, words=(*order.words, DRY_RUN))), order=order)


def _show_estimates(orders: Sequence[Order], kept: dict[int, Outcome], outcomes: Sequence[Outcome]) -> None:
    checked = {outcome.order.number: outcome for outcome in outcomes}
    table = Table(box=None, pad_edge=False)
    for column in ("job", "output", "frames", "size", "time at most", "memory at most", "in order"):
        table.add_column(column)
    for order in orders:
        if order.number in kept:
            table.add_row(str(order.number), str(order.target), "", "", "", "", "done before")
            continue
        outcome = checked[order.number]
        told = ["", "", "", ""]
        if outcome.state != "failed":
            try:
                told = _told(order)
            except StudioError as error:
                outcome = replace(outcome, state="failed", said=str(error))
        table.add_row(str(order.number), str(order.target), *told, outcome.said if outcome.state == "failed" else "yes")
    Console().print(table)
    typer.echo(
        "Times are those of two cores without a GPU, for an object that fills the frame; smaller ones take less."
    )


def _told(order: Order) -> list[str]:
    found = estimate(order)
    minutes = "not known" if found.seconds is None else f"{found.seconds / 60:.1f} min"
    memory = "not known" if found.memory is None else f"{found.memory / 1e9:.1f} GB"
    return [str(found.frames), f"{found.size[0]}x{found.size[1]}", minutes, memory]
