"""What was done, for people or for programs."""

from __future__ import annotations

import json
from typing import Any

import typer


def show_report(sentence: str, facts: dict[str, Any], *, as_json: bool, quiet: bool) -> None:
    """Print the facts as one JSON object, or the sentence, on stdout."""
    if as_json:
        typer.echo(json.dumps(facts))
    elif not quiet:
        typer.echo(sentence)
