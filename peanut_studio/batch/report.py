"""What became of a batch: figures for programs, a page with contact sheets for people."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from peanut_studio.batch.order import Order, Outcome, written_stamp
from peanut_studio.media.reader import open_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError, StudioError
from peanut_studio.trial.strip import Strip
from peanut_studio.trial.table import write_json, write_text

FIGURES, PAGE = "report.json", "report.html"
SHOWN = 5
"""Frames of a contact sheet."""


def kept_outcomes(folder: Path, orders: Sequence[Order]) -> dict[int, Outcome]:
    """Of the orders, by number, those that an earlier run has done and whose target is still as it was written."""
    try:
        jobs = json.loads((folder / FIGURES).read_text(encoding="utf-8"))["jobs"]
        done = {job["key"]: job for job in jobs if job["state"] in ("done", "kept")}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    kept = {}
    for order in orders:
        job = done.get(order.key)
        if job is not None and job.get("written") == written_stamp(order) != "not there":
            kept[order.number] = Outcome(order, "kept", str(job["said"]), float(job["seconds"]), dict(job["facts"]))
    return kept


def write_figures(folder: Path, outcomes: Iterable[Outcome]) -> Path:
    """Write down what is known by now, in one step. Raises InputError where that cannot be."""
    made = _folder(folder) / FIGURES
    write_json(made, facts_of(outcomes))
    return made


def write_page(folder: Path, outcomes: Sequence[Outcome], title: str) -> Path:
    """Write the page, which needs nothing but itself. Raises InputError where that cannot be."""
    put = {
        "title": escape(title),
        "subtitle": escape(f"{summary(outcomes)} {time.strftime('%Y-%m-%d %H:%M')}."),
        "jobs": "\n".join(_section(outcome) for outcome in outcomes),
    }
    text = (files("peanut_studio.batch") / "page.html").read_text(encoding="utf-8")
    for name, value in put.items():
        text = text.replace(f"@{name}@", value)
    made = _folder(folder) / PAGE
    write_text(made, text)
    return made


def summary(outcomes: Iterable[Outcome]) -> str:
    """How many jobs ended how, as a sentence."""
    counts: dict[str, int] = {}
    for outcome in outcomes:
        counts[outcome.state] = counts.get(outcome.state, 0) + 1
    words = {"done": "done", "kept": "kept from before", "failed": "failed", "stopped": "stopped"}
    told = [f"{counts[state]} {word}" for state, word in words.items() if state in counts]
    return f"{', '.join(told) or 'No jobs'}."


def facts_of(outcomes: Iterable[Outcome]) -> Mapping[str, Any]:
    """The same for programs."""
    return {"jobs": [_facts(outcome) for outcome in sorted(outcomes, key=lambda one: one.order.number)]}


def _facts(outcome: Outcome) -> dict[str, Any]:
    order = outcome.order
    return {
        "number": order.number,
        **({"title": order.title} if order.title else {}),
        "command": list(order.arguments),
        "state": outcome.state,
        "said": outcome.said,
        "seconds": round(outcome.seconds, 2),
        "facts": outcome.facts,
        "key": order.key,
        "written": written_stamp(order),
    }


def _section(outcome: Outcome) -> str:
    order = outcome.order
    figures = ", ".join(
        f"{name.replace('_', ' ')} {value}" for name, value in outcome.facts.items() if isinstance(value, int | float)
    )
    sheet = _sheet(outcome) if outcome.state in ("done", "kept") and order.command == "remove" else ""
    return (
        f'<section class="{outcome.state}"><h2>{order.number}. {escape(order.title or str(order.target))}</h2>'
        f"<p><b>{outcome.state}</b> in {outcome.seconds:.1f} s. {escape(outcome.said)}</p>"
        f"<p><code>{escape(' '.join(order.arguments))}</code></p><p>{escape(figures)}</p>{sheet}</section>"
    )


def _sheet(outcome: Outcome) -> str:
    """Frames before and after, below each other; empty where they cannot be read any more."""
    order = outcome.order
    first = outcome.facts.get("first_frame", 0)
    try:
        with ExitStack() as opened:
            before = opened.enter_context(open_clip(order.folder / order.source))
            after = opened.enter_context(open_clip(order.folder / order.target))
            count = min(len(after), len(before) - first)
            places = sorted({round(place * (count - 1) / (SHOWN - 1)) for place in range(SHOWN)})
            rows = [Strip(Span(place, place + 1)) for place in places], [Strip(Span(p, p + 1)) for p in places]
            for one, other, place in zip(*rows, places, strict=True):
                one.add(place, before[first + place])
                other.add(place, after[place])
    except (StudioError, OSError, IndexError, ValueError):
        return ""
    lines = ("".join(f'<img src="{a}" alt="">' for strip in row for a in strip.addresses()) for row in rows)
    return "".join(f"<div>{line}</div>" for line in lines)


def _folder(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"The folder {folder} cannot be made: {error.strerror}.") from error
    return folder
