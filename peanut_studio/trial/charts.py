"""Plots as SVG, written by hand so that a page needs nothing else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

COLOURS = ("#4c9be8", "#e8854c", "#4cb782", "#c46be0", "#d9b53c", "#e05a78", "#5fc7c7", "#9a8cf0")
WIDTH, HEIGHT = 560, 200
LEFT, RIGHT, TOP, BOTTOM = 52, 10, 10, 26


@dataclass(frozen=True)
class Line:
    """One curve: a name, and a value for each frame, NaN where there is none."""

    name: str
    values: Sequence[float]


def line_chart(title: str, first: int, lines: Sequence[Line]) -> str:
    """Curves over frames from `first` on, in the order of `COLOURS`. Where nothing is known it says so."""
    known = [value for line in lines for value in line.values if math.isfinite(value)]
    label = escape(title, quote=True)
    head = f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}" xmlns="http://www.w3.org/2000/svg">'
    if not known:
        return f'{head}<text x="{WIDTH / 2}" y="{HEIGHT / 2}" text-anchor="middle">nothing was measured</text></svg>'
    ticks = nice_ticks(min(known), max(known))
    low, high = ticks[0], ticks[-1]
    count = max(len(line.values) for line in lines)

    def x(frame: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * frame / max(1, count - 1)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / (high - low)

    # A line for a page's script to move, from `data-left` on and `data-width` long.
    parts = [
        head.replace(" xmlns", f' data-left="{LEFT}" data-width="{WIDTH - LEFT - RIGHT}" xmlns'),
        f'<line class="now" x1="{LEFT}" x2="{LEFT}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>',
    ]
    for tick in ticks:
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y(tick) + 4:.1f}" text-anchor="end">{tick:g}</text>')
    for frame in sorted({0, (count - 1) // 2, count - 1}):
        anchor = "start" if frame == 0 else "end" if frame == count - 1 and count > 1 else "middle"
        parts.append(f'<text x="{x(frame):.1f}" y="{HEIGHT - 8}" text-anchor="{anchor}">{first + frame}</text>')
    for line, colour in zip(lines, colours(len(lines)), strict=True):
        for stretch in stretches(line.values):
            points = " ".join(f"{x(frame):.1f},{y(line.values[frame]):.1f}" for frame in stretch)
            if len(stretch) == 1:
                parts.append(f'<circle cx="{points.split(",")[0]}" cy="{points.split(",")[1]}" r="2" fill="{colour}"/>')
            else:
                parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="1.6" points="{points}"/>')
    return "".join([*parts, "</svg>"])


def colours(count: int) -> list[str]:
    """So many colours; from the ninth on they come again."""
    return [COLOURS[number % len(COLOURS)] for number in range(count)]


def nice_ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers from at or under `low` to at or above `high`, at least two."""
    if high - low < 1e-9 * max(1.0, abs(high)):
        low, high = low - 0.5 * max(abs(low), 1e-3), high + 0.5 * max(abs(high), 1e-3)
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(times for times in (1, 2, 5, 10) if power * times >= rough)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [float(f"{number * step:.10g}") for number in range(first, max(last, first + 1) + 1)]


def stretches(values: Sequence[float]) -> list[list[int]]:
    """The runs of indices that have a finite value."""
    found: list[list[int]] = []
    for index, value in enumerate(values):
        if not math.isfinite(value):
            continue
        if found and found[-1][-1] == index - 1:
            found[-1].append(index)
        else:
            found.append([index])
    return found
