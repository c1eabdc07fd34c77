"""Whether what is measured got worse: `python -m tests.bench.regression OLD NEW [--threshold 3%]`.

OLD and NEW are files of `python -m tests.bench` (build/bench/*.json), or folders of them. A figure is worse where it
changed for the worse by more than the threshold, in per cent of what it was; seconds and memory have one of their own,
for they are taken beside other work. What is not measured any more counts as worse. Exit code 0: nothing is worse; 1:
something is; 2: the files cannot be compared.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MORE = frozenset(
    {"psnr", "ssim", "ssim_wide", "psnr_hole", "ssim_hole", "j", "f", "precision", "recall", "j_tracked", "tc"}
)
"""Figures of which more is better."""

LESS = frozenset({"warping_error", "vfid", "lpips", "epe", "bad", "rank", "lost"})
"""Figures of which less is better."""

COSTS = frozenset({"seconds", "peak_mb", "wall"})
"""Time and memory: less is better, and they have a threshold of their own."""

PAIRS = frozenset({"errors", "photometric"})
"""Of each named one the first of two numbers is a figure of which less is better."""

FLOOR = {
    "warping_error": 0.05,
    "vfid": 0.01,
    "lpips": 0.0005,
    "bad": 0.002,
    "epe": 0.005,
    "seconds": 0.02,
    "rank": 0.5,
    "lost": 0.5,
}
"""Changes up to so much are none, however small the figure was."""

ABOUT = frozenset({"commit", "date", "machine", "left_out", "note", "to_beat", "bar"})
"""What says how it was measured, or is no measurement."""


class NotComparable(Exception):
    """The files are no figures, or not of the same kind."""


@dataclass(frozen=True)
class Change:
    """One figure before and after; None where it was not, or is no longer, measured."""

    name: str
    kind: str
    old: float | None
    new: float | None

    @property
    def worse_by(self) -> float:
        """By what share of what it was it got worse; negative where it got better."""
        if self.old is None or self.new is None:
            return float("inf") if self.new is None else 0.0
        change = self.old - self.new if self.kind == "more" else self.new - self.old
        if abs(change) <= FLOOR.get(self.name.rpartition(" ")[2], 0.0):
            return 0.0
        return change / max(abs(self.old), 1e-9)


def figures(value: Any, name: str = "") -> Iterator[tuple[str, str, float]]:
    """The figures of a tree, as (name, "more" or "less" or "cost", value)."""
    if isinstance(value, Mapping):
        called = " ".join([name, *(str(part) for key, part in value.items() if _names(key, part))]).strip()
        # Rows of the window's figures say by themselves which way is better.
        better = value.get("least")
        for key, part in value.items():
            if key in ABOUT or _names(key, part):
                continue
            if key == "value" and isinstance(better, bool):
                yield f"{called} value", "more" if better else "cost", float(part)
            elif key in PAIRS and isinstance(part, Mapping):
                yield from ((f"{called} {key} {what}", "less", float(pair[0])) for what, pair in part.items())
            elif isinstance(part, Mapping | list):
                yield from figures(part, f"{called} {key}".strip() if key != "figures" else called)
            elif key in MORE | LESS | COSTS and isinstance(part, int | float) and not isinstance(part, bool):
                yield f"{called} {key}", "more" if key in MORE else "less" if key in LESS else "cost", float(part)
    elif isinstance(value, list):
        for part in value:
            yield from figures(part, name)


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """The changes of all figures, by name. Raises NotComparable where nothing was measured in both."""
    before = {name: (kind, value) for name, kind, value in figures(old)}
    after = {name: (kind, value) for name, kind, value in figures(new)}
    if not before.keys() & after.keys():
        raise NotComparable("they have no figure in common")
    changes = []
    for name in sorted(before.keys() | after.keys()):
        kind = (before.get(name) or after[name])[0]
        changes.append(Change(name, kind, *(side[name][1] if name in side else None for side in (before, after))))
    return changes


def worse(changes: list[Change], threshold: float, cost_threshold: float) -> list[Change]:
    """Those that are worse by more than is allowed."""
    return [one for one in changes if one.worse_by > (cost_threshold if one.kind == "cost" else threshold)]


def load(path: Path) -> dict[str, Any]:
    """A file of figures, or a folder of them by name. Raises NotComparable."""
    try:
        if path.is_dir():
            files = sorted(path.glob("*.json"))
            if not files:
                raise NotComparable(f"{path} holds no .json file")
            return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}
        return {path.stem: json.loads(path.read_text(encoding="utf-8"))}
    except OSError as error:
        raise NotComparable(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise NotComparable(f"{path} is not JSON") from error


def share(text: str) -> float:
    """'3%' or '3' as 0.03."""
    value = float(text.strip().removesuffix("%")) / 100
    if value < 0:
        raise ValueError(text)
    return value


def main(arguments: list[str] | None = None) -> int:
    """Print what changed; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--threshold", type=share, default=0.03, metavar="3%%", help="of quality")
    parser.add_argument("--cost-threshold", type=share, default=0.25, metavar="25%%", help="of time and memory")
    options = parser.parse_args(arguments)
    try:
        old, new = load(options.old), load(options.new)
        if len(old) == len(new) == 1:
            # Two files of one part may be called differently.
            old, new = ({"": next(iter(side.values()))} for side in (old, new))
        changes = compare(old, new)
    except NotComparable as error:
        sys.stderr.write(f"Nothing was compared: {error}.\n")
        return 2
    bad = worse(changes, options.threshold, options.cost_threshold)
    allowed = {"cost": options.cost_threshold}
    better = [one for one in changes if one.worse_by < -allowed.get(one.kind, options.threshold)]
    for title, some in (("Worse", bad), ("Better", better)):
        for one in some:
            told = ["-" if value is None else f"{value:.4g}" for value in (one.old, one.new)]
            change = "not measured any more" if one.new is None else f"{abs(one.worse_by):.1%}"
            sys.stdout.write(f"{title}: {one.name}: {told[0]} -> {told[1]} ({change})\n")
    sys.stdout.write(f"{len(changes)} figures: {len(bad)} worse, {len(better)} better.\n")
    return int(bool(bad))


def _names(key: str, part: Any) -> bool:
    """Whether an entry says what a row is about."""
    return key not in ABOUT and (isinstance(part, str) or key in ("frames", "count"))


if __name__ == "__main__":
    raise SystemExit(main())
