"""`peanut-studio`: the commands put together."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from peanut_studio import __version__
from peanut_studio.cli.demo import demo
from peanut_studio.cli.flow import flow
from peanut_studio.cli.guard import guarded
from peanut_studio.cli.remove import remove
from peanut_studio.cli.track import track
from peanut_studio.cli.upscale import upscale

LATE = {
    "train": ("peanut_studio.cli.train", "app", "Train the networks that can be trained."),
    "compare": ("peanut_studio.cli.compare", "compare", "Fill the same holes with several engines: which is best?"),
    "batch": ("peanut_studio.cli.batch", "batch", "Do many jobs that are written down in a file."),
    "score": ("peanut_studio.cli.score", "score", "Judge a result, against the clean clip or by itself."),
    "models": (
        "peanut_studio.cli.models",
        "app",
        "The trained weights: what there is, fetch it, check it, where it lies.",
    ),
    "plugins": (
        "peanut_studio.cli.plugins",
        "app",
        "Engines from outside the program: what there is, make one, check it, allow or forbid it.",
    ),
    "doctor": (
        "peanut_studio.cli.doctor",
        "doctor",
        "Check this machine: Python, packages, encoders, devices, weights.",
    ),
}
"""Commands whose modules take long to import: module, name in it, one line of help."""


class Commands(TyperGroup):
    """The commands; those of `LATE` are imported when they are called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0] if args else ""
        if name in LATE:
            self.commands[name] = _import_command(name)
        return super().resolve_command(ctx, args)


def _import_command(name: str) -> Any:
    module, attribute, _ = LATE[name]
    found = getattr(importlib.import_module(module), attribute)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False)
        alone.command(name)(found)
        return typer.main.get_command(alone)
    group = typer.main.get_group(found)
    group.name = name
    return group


app = typer.Typer(
    name="peanut-studio",
    cls=Commands,
    help="Remove things from video. Without a command: the window, or the demo where there is no display.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
EARLY = (remove, track, flow, upscale, demo)
for command in EARLY:
    app.command()(command)
for late, (_, _, line) in LATE.items():
    app.command(late, help=line)(lambda: None)

COMMANDS = frozenset({*(command.__name__ for command in EARLY), *LATE})


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"peanut-studio {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    pass


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code; without arguments the demo."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    return guarded(lambda: _run(given))


def _run(given: list[str]) -> int:
    ended = typer.main.get_command(app).main(given or ["demo"], prog_name="peanut-studio", standalone_mode=False)
    return ended if isinstance(ended, int) else 0


def has_display() -> bool:
    """Whether a window could be opened."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
