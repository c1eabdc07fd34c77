"""Candidates for a phrase, listed instead of being worked on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from peanut_studio.cli.work import run_shown
from peanut_studio.model.errors import InputError

if TYPE_CHECKING:
    from peanut_studio.pipeline.ground import Grounded


def list_candidates(
    source: Path,
    text: str | None,
    picture: Path | None,
    *,
    as_json: bool,
    quiet: bool,
    **options: Any,
) -> None:
    """Print what a phrase may mean, with scores; with a `picture`, write the frame with them numbered.

    `options` go to `api.find`. Raises InputError where there is no phrase.
    """
    if text is None:
        raise InputError("--list-candidates needs a phrase: give it with --text, such as --text 'the red car'.")
    from peanut_studio.pipeline import api

    found = run_shown(
        lambda weights, on_progress: api.find(
            source, text, picture=picture, weights=weights, on_progress=on_progress, **options
        ),
        quiet,
    )
    if as_json:
        typer.echo(json.dumps(_facts(source, found)))
        return
    matches, meant = len(found.matches), {one.number for one in found.meant}
    typer.echo(f"'{found.phrase.text}' on frame {found.frame}, by {found.grounder}:")
    for one in found.candidates:
        x0, y0, x1, y1 = (round(side) for side in one.box)
        note = "taken" if one.number in meant else "" if one.number <= matches else "no match"
        typer.echo(f"  {one.number}  score {one.score:.2f}  {x0},{y0} to {x1},{y1}  {note}".rstrip())
    if not found.candidates:
        typer.echo("  nothing there looks like a thing of its own")


def _facts(source: Path, found: Grounded) -> dict[str, Any]:
    meant = {one.number for one in found.meant}
    return {
        "source": str(source),
        "text": found.phrase.text,
        "frame": found.frame,
        "grounder": found.grounder,
        "notes": list(found.notes),
        "candidates": [
            {
                "number": one.number,
                "score": round(one.score, 4),
                "box": [round(side, 1) for side in one.box],
                "taken": one.number in meant,
            }
            for one in found.candidates
        ],
    }
