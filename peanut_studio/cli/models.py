"""`peanut-studio models`: the trained weights on this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.table import Table

from peanut_studio.engines.known import known, weight_files
from peanut_studio.engines.weights import WeightStore, megabytes
from peanut_studio.model.errors import StudioError, WeightsError

app = typer.Typer(help="The trained weights: what there is, fetch it, check it, where it lies.", no_args_is_help=True)

SMALL = ("mobile_sam.pt", "migan_pipeline_v2.onnx")
"""What the engines used by default need."""

WIDE = 200
"""Columns for output that no terminal shows, so that no name is broken in two."""

_STATES = {
    "here": "[green]here[/green]",
    "missing": "not fetched",
    "partial": "[yellow]partly fetched[/yellow]",
    "damaged": "[red]wrong size[/red]",
}

Names = Annotated[list[str] | None, typer.Argument(help="Names of weight files, or of engines.", show_default=False)]


@contextmanager
def store_with_progress(console: Console | None = None) -> Iterator[WeightStore]:
    """A weight store that tells a person on standard error what it fetches, with a progress bar while it does."""
    console = console or Console(stderr=True)
    columns = (TextColumn("  "), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:

        def announce(sentence: str) -> None:
            console.print(sentence, soft_wrap=True, highlight=False, markup=False)
            for task in bar.task_ids:
                bar.remove_task(task)
            bar.add_task("", total=None)

        def advance(done: int, total: int) -> None:
            bar.update(bar.task_ids[-1], completed=done, total=total or None)

        yield WeightStore(announce=announce, on_progress=advance)


@app.command("list")
def list_weights() -> None:
    """Show every weight file: size, licence, whether it is here, which engines use it."""
    store, catalogue = WeightStore(), known()
    table = Table("Name", "Size", "Licence", "State", "Used by")
    table.columns[0].overflow = table.columns[-1].overflow = "fold"
    notes = []
    for state in store.list():
        weight = state.info
        users = ", ".join(f"{engine.task}/{engine.id}" for engine in catalogue.users(weight.name))
        licence = f"[link={weight.licence_url}]{weight.licence}[/link]"
        table.add_row(weight.name, megabytes(weight.size), licence, _STATES[state.state], users or "-")
        if weight.note:
            notes.append(f"{weight.name}: {weight.note} {weight.licence_url}")
    console = Console()
    if not console.is_terminal:
        console.width = WIDE
    console.print(table)
    for note in notes:
        console.print(note, soft_wrap=True, highlight=False, markup=False)
    console.print(f"Kept in {store.root}", soft_wrap=True, highlight=False, markup=False)


@app.command()
def fetch(
    names: Names = None,
    everything: Annotated[bool, typer.Option("--all", help="Fetch every file of the catalogue.")] = False,
) -> None:
    """Fetch weights; without names, those that the default engines need. Files that are here are checked."""
    wanted = [weight.name for weight in known().weights] if everything else weight_files(names or SMALL, known())
    failures: list[StudioError] = []
    with store_with_progress() as store:
        for name in wanted:
            try:
                path = store.fetch(name)
            except WeightsError as error:
                failures.append(error)
            else:
                typer.echo(f"{name}: {path}")
    _raise_all(failures)


@app.command()
def verify(names: Names = None) -> None:
    """Compare files with their published SHA-256; without names, all that are here."""
    store = WeightStore()
    here = [state.info.name for state in store.list() if state.path.is_file()]
    failures: list[StudioError] = []
    for name in weight_files(names, known()) if names else here:
        try:
            store.verify(name)
        except WeightsError as error:
            failures.append(error)
        else:
            typer.echo(f"{name}: as published")
    if not names and not here:
        typer.echo(f"There are no weights in {store.root} yet.")
    _raise_all(failures)


@app.command()
def where(name: Annotated[str | None, typer.Argument(help="A weight file's name.", show_default=False)] = None) -> None:
    """Print the folder that keeps the weights, or the place of one file, where it can also be put by hand."""
    store = WeightStore()
    typer.echo(str(store.where(name) if name else store.root))


def _raise_all(failures: Sequence[StudioError]) -> None:
    """End with the last failure as the error; the others are told before it."""
    for failure in failures[:-1]:
        typer.echo(str(failure), err=True)
    if failures:
        raise failures[-1]
