"""`peanut-studio plugins`: engines from outside the program, off until they are allowed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from peanut_studio.cli.models import WIDE
from peanut_studio.engines.known import Standing, standings
from peanut_studio.engines.plugins import consent, found, skeleton
from peanut_studio.engines.weights import megabytes
from peanut_studio.model.errors import Cancelled, InputError

app = typer.Typer(
    help="Engines from outside the program: what there is, make one, check it, allow or forbid it.",
    no_args_is_help=True,
)

Name = Annotated[str, typer.Argument(help="A plugin's name.", show_default=False)]


def _state(standing: Standing) -> str:
    if standing.plugin.fault:
        return "[red]left out[/red]"
    if standing.changed:
        return "[yellow]changed since it was allowed[/yellow]"
    return "[green]allowed[/green]" if standing.allowed else "not allowed"


@app.command("list")
def list_plugins() -> None:
    """Show every plugin: its engines, licence, where it lies, whether it is allowed. Runs none of their code."""
    console = Console()
    if not console.is_terminal:
        console.width = WIDE
    table = Table("Name", "Engines", "Licence", "Found", "State")
    everything = standings()
    for standing in everything:
        plugin = standing.plugin
        engines = ", ".join(f"{engine.task}/{engine.id}" for engine in plugin.catalogue.engines)
        licences = ", ".join(dict.fromkeys(engine.licence for engine in plugin.catalogue.engines))
        table.add_row(plugin.name, engines or "-", licences or "-", plugin.found, _state(standing))
    if everything:
        console.print(table)
    else:
        typer.echo("There are no plugins.")
    for standing in everything:
        if standing.plugin.fault:
            typer.echo(standing.plugin.fault)
    typer.echo(f"Your own go into {found.user_folder()}")


@app.command()
def new(
    name: Name,
    task: Annotated[str, typer.Option(help=f"What it does: {', '.join(skeleton.TASKS)}.")],
    folder: Annotated[
        Path | None, typer.Option("--in", help="Where to make it.", show_default="your plugin folder")
    ] = None,
) -> None:
    """Make a small plugin that works, to be made into another."""
    made = skeleton.make(name, task, folder or found.user_folder())
    typer.echo(f"Made {made}; its engine is in engine.py.")
    typer.echo(f"Next: peanut-studio plugins check {made}")
    if folder is None:
        typer.echo(f"Then: peanut-studio plugins allow {name}")


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="A plugin's folder.", show_default=False)],
    device: Annotated[str, typer.Option(help="Where its engines run.")] = "cpu",
) -> None:
    """Put a plugin through what every engine must do. This runs its code, also if it is not allowed."""
    from peanut_studio.engines.plugins.check import check as findings

    wrong = 0
    for finding in findings(folder, device):
        wrong += bool(finding.fault)
        subject = f"{finding.engine}: " if finding.engine else ""
        typer.echo(f"{'FAULT' if finding.fault else 'ok   '}  {subject}{finding.name}")
        if finding.fault:
            typer.echo(f"       {finding.fault}")
    if wrong:
        raise InputError(f"{wrong} of the checks of {folder} failed.")


@app.command()
def allow(
    name: Name, yes: Annotated[bool, typer.Option("--yes", help="Do not ask: you know licence and origin.")] = False
) -> None:
    """Show a plugin's licence and origin and allow it, just as it is now; a change takes that back."""
    standing = _named(name)
    plugin = standing.plugin
    if plugin.fault:
        raise InputError(plugin.fault)
    typer.echo(f"Plugin {plugin.name}, {plugin.found}: {plugin.folder}")
    for engine in plugin.catalogue.engines:
        typer.echo(f"  {engine.task}/{engine.id}: {engine.title}")
        typer.echo(f"    licence {engine.licence}, from {engine.source}")
    for weight in plugin.catalogue.weights:
        typer.echo(
            f"  weights {weight.name}, {megabytes(weight.size)}: licence {weight.licence} ({weight.licence_url})"
        )
    typer.echo(f"  fingerprint {plugin.fingerprint}")
    if standing.allowed:
        typer.echo("It is allowed already.")
        return
    if not yes:
        if not _is_asked():
            raise InputError(f"Nobody is there to be asked; 'peanut-studio plugins allow {name} --yes' allows it.")
        question = "Its code will run with your rights and can do whatever you can. Allow it?"
        if not typer.confirm(question):
            raise Cancelled(f"The plugin '{name}' was not allowed.")
    consent.allow(plugin.name, plugin.fingerprint)
    typer.echo(f"Allowed; 'peanut-studio plugins forbid {name}' takes it back.")


@app.command()
def forbid(name: Name) -> None:
    """Take back that a plugin may run."""
    consent.forbid(name)
    typer.echo(f"The plugin '{name}' runs no more.")


def _named(name: str) -> Standing:
    everything = standings()
    for standing in everything:
        if standing.plugin.name == name:
            return standing
    known = ", ".join(standing.plugin.name for standing in everything) or "none"
    raise InputError(f"There is no plugin '{name}'; known: {known}. Your own go into {found.user_folder()}.")


def _is_asked() -> bool:
    return sys.stdin.isatty()
