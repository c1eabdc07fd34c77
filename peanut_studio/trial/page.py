"""A comparison as one HTML page that needs nothing but itself."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import Any

from peanut_studio.quality.frame_scores import Measure
from peanut_studio.trial.charts import Line, colours, line_chart
from peanut_studio.trial.compare import Comparison
from peanut_studio.trial.rival import HELD_OUT, Rival
from peanut_studio.trial.table import BETTER, measured, plain, shown

ORIGINAL = "the clip"
SLOWEST = 1000
"""Milliseconds for one picture of the players at most."""


def page(found: Comparison, frame_rate: float = 25.0) -> str:
    """The page's text."""
    title = f"{found.source.name}: which engine fills it best"
    shown_of = {ORIGINAL: found.original} if found.original.pictures else {}
    shown_of |= {rival.inpainter: rival.strip for rival in found.rivals if rival.strip and not rival.failed}
    strips = {name: strip.addresses() for name, strip in shown_of.items()}
    closer = {name: strip.closer_addresses() for name, strip in shown_of.items() if strip.closer}
    step = found.original.frames[1] - found.original.frames[0] if len(found.original.frames) > 1 else 1
    put = {
        "title": escape(title),
        "subtitle": escape(
            f"Frames {found.span.start} to {found.span.stop - 1}, {found.size[0]}x{found.size[1]}. {found.made}."
        ),
        "verdict": verdict(found),
        "table": _table(found),
        "legend": _legend(found),
        "plots": _plots(found),
        "method": _method(found),
        "strips": _script(strips),
        "closer": _script(closer),
        "count": str(len(found.span)),
        "frames": _script(list(found.original.frames)),
        "colours": _script(dict(zip((r.inpainter for r in found.rivals), colours(len(found.rivals)), strict=True))),
        "best": _script(found.best),
        "milliseconds": str(min(SLOWEST, round(1000 * step / frame_rate))),
    }
    text = (files("peanut_studio.trial") / "page.html").read_text(encoding="utf-8")
    for name, value in put.items():
        text = text.replace(f"@{name}@", value)
    return text


def facts_of(found: Comparison) -> dict[str, Any]:
    """A comparison for programs."""
    return {
        "source": str(found.source),
        "first_frame": found.span.start,
        "frames": len(found.span),
        "size": list(found.size),
        "best": found.best,
        "why": found.why,
        "moved_by": [found.offset.x, found.offset.y] if found.offset else None,
        "moved_known": round(found.offset.known, 4) if found.offset else None,
        "made": found.made,
        "engines": [_facts(rival) for rival in found.rivals],
    }


def verdict(found: Comparison) -> str:
    """What to take and why, as HTML."""
    chosen = f"Best here: <strong>{escape(found.best)}</strong>. " if found.best else ""
    return chosen + escape(found.why)


def _facts(rival: Rival) -> dict[str, Any]:
    return {
        "inpainter": rival.inpainter,
        "failed": rival.failed or None,
        "means": plain(rival.means),
        "seconds_per_frame": round(rival.seconds, 4),
        "seconds_setting_up": round(rival.setting_up, 4),
        "peak_ram": rival.ram,
        "peak_vram": rival.vram,
        "per_frame": [plain(row) for row in rival.rows],
    }


def _script(value: Any) -> str:
    """JSON that may stand in a script."""
    return json.dumps(value).replace("<", "\\u003c")


def _table(found: Comparison) -> str:
    measures = measured(rival.means for rival in found.rivals)
    heads = ["engine", *(_head(one) for one in measures), "seconds a frame", "peak memory, MB"]
    able = [rival for rival in found.rivals if not rival.failed]
    rows = []
    for rival, colour in zip(found.rivals, colours(len(found.rivals)), strict=True):
        name = f'<span class="dot" style="background:{colour}"></span>{escape(rival.inpainter)}'
        if rival.failed:
            cells = [f'<td class="failed" colspan="{len(heads) - 1}">{escape(rival.failed)}</td>']
        else:
            cells = [_cell(one, rival, able) for one in measures]
            cells += [f"<td>{rival.seconds:.2f}</td>", f"<td>{_megabytes(rival)}</td>"]
        chosen = ' class="chosen"' if rival.inpainter == found.best else ""
        rows.append(f"<tr{chosen}><td title='{escape(rival.title, quote=True)}'>{name}</td>{''.join(cells)}</tr>")
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _head(measure: Measure) -> str:
    if measure.id in HELD_OUT:
        return measure.title.replace("in the hole", "where the truth is known")
    return measure.title


def _cell(measure: Measure, rival: Rival, able: Sequence[Rival]) -> str:
    value = rival.means.get(measure.id, math.nan)
    others = [other.means[measure.id] for other in able if measure.id in other.means]
    is_best = len(others) > 1 and not math.isnan(value) and value == min(others, key=lambda one: _worse(measure, one))
    best = ' class="best"' if is_best else ""
    return f"<td{best}>{shown(measure, value)}</td>"


def _worse(measure: Measure, value: float) -> float:
    if measure.better in ("0", "1"):
        return abs(value - float(measure.better))
    return -value if measure.better == "more" else value


def _megabytes(rival: Rival) -> str:
    told = [f"{bytes_ / 1e6:.0f}{where}" for bytes_, where in ((rival.ram, ""), (rival.vram, " GPU")) if bytes_]
    return ", ".join(told) or "-"


def _legend(found: Comparison) -> str:
    measures = measured(rival.means for rival in found.rivals)
    return escape("; ".join(f"{_head(one)}: {BETTER[one.better]}" for one in measures) + ".") if measures else ""


def _plots(found: Comparison) -> str:
    figures = []
    for measure in measured(row for rival in found.rivals for row in rival.rows):
        lines = [
            Line(rival.inpainter, [measure.times * row.get(measure.id, math.nan) for row in rival.rows])
            for rival in found.rivals
        ]
        title = _head(measure)
        chart = line_chart(title, found.span.start, lines)
        figures.append(f'<figure class="sheet"><figcaption>{escape(title)}</figcaption>{chart}</figure>')
    return "".join(figures)


def _method(found: Comparison) -> str:
    told = [HIDDEN_FROM_VIEW]
    if found.offset is not None:
        told = [
            "Where the object was nobody knows the truth. So each engine also filled holes of the same shapes moved by "
            f"{found.offset.x} pixels to the right and {found.offset.y} down, together with the true ones; "
            f"{found.offset.known:.0%} of them lie in the picture and beside the object, and there what was filled in "
            "is held against the clip. The hidden pixels were black, grain was not added."
        ]
    return "".join(f"<p>{escape(text)}</p>" for text in (*told, OF_THE_REMOVAL, OF_TIME))


HIDDEN_FROM_VIEW = """The truth is not known anywhere: there was no place beside the object for holes of the same
shape, or none were asked for."""

OF_THE_REMOVAL = """Flicker, seam, sharpness and noise are of the removal itself, with grain, the hole against its
surroundings. Every measure is defined in docs/quality.md."""

OF_TIME = """Seconds are of the wall clock, for filling the removal, with decoding and without judging it. Memory is the
most that the whole process had meanwhile, its footage and what engines before left included."""
