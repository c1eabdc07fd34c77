"""Figures as people and programs read them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from peanut_studio.media.unfinished import begin_file, discard, publish
from peanut_studio.model.errors import InputError
from peanut_studio.quality.frame_scores import MEASURES, Measure, Scores
from peanut_studio.trial.score import ScoreReport

BETTER = {"more": "more is better", "less": "less is better", "0": "0 is best", "1": "1 is best"}


def shown(measure: Measure, value: float) -> str:
    """A figure as a table has it; a dash for what is not known."""
    if math.isnan(value):
        return "-"
    return "equal" if math.isinf(value) else f"{value * measure.times:.{measure.digits}f}"


def measured(scores: Iterable[Scores]) -> tuple[Measure, ...]:
    """The measures of which at least one of some scores says something, in the order of tables."""
    known = {name for row in scores for name, value in row.items() if not math.isnan(value)}
    return tuple(measure for measure in MEASURES if measure.id in known)


def lines(means: Scores) -> list[tuple[str, str, str]]:
    """A table's rows: what was measured, the figure, and what is better."""
    return [(one.title, shown(one, means[one.id]), BETTER[one.better]) for one in measured([means])]


def plain(scores: Scores) -> dict[str, float | None]:
    """Scores as JSON can hold them: None for what is not known, and for the infinite PSNR of equal pictures."""
    return {name: value if math.isfinite(value) else None for name, value in scores.items()}


def facts_of(report: ScoreReport) -> dict[str, Any]:
    """A report for programs. Values are not multiplied as in tables."""
    return {
        "result": str(report.result),
        "reference": str(report.reference) if report.reference is not None else None,
        "first_frame": report.span.start,
        "frames": len(report.rows),
        "equal_frames": report.equal,
        "means": plain(report.means),
        "per_frame": [plain(row) for row in report.rows],
        "seconds": round(report.seconds, 3),
    }


def write_json(target: Path, facts: Mapping[str, Any] | Sequence[Any]) -> None:
    """Write facts as JSON; the file appears when complete. Raises InputError where it cannot be written."""
    write_text(target, json.dumps(facts, indent=1, allow_nan=False) + "\n")


def write_text(target: Path, text: str) -> None:
    """Write a file of UTF-8, which appears when complete. Raises InputError where that cannot be."""
    if not target.parent.is_dir():
        raise InputError(f"There is no folder {target.parent}; make it first.")
    part: Path | None = None
    try:
        part = begin_file(target)
        part.write_text(text, encoding="utf-8")
        publish(part, target)
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror or error}.") from error
    finally:
        if part is not None:
            discard(part)
