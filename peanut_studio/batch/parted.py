"""One order on many machines: its windows are filled by tasks of their own, and then it finds them all in the cache."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from peanut_studio.batch.order import ONLY_FILL, Order, Outcome

LEAST = 16
"""Frames that are worth the seconds in which the program is loaded."""
TASKS_EACH = 2
"""Tasks for each place of the cluster, for not all windows take as long."""
NOT_SHARED = (
    "Windows that other workers had filled were computed again: do the machines share PEANUT_STUDIO_CACHE? "
    "--whole leaves each job in one piece."
)


class Parted:
    """The steps of an order: it tracks and tells its windows, they are filled in groups, and it writes the film.

    `at_once` is how many tasks the cluster carries out at a time. A group that fails is no more than work that is left
    to the last step. An order with nothing to be divided is done in two steps, as the first one may have tracked.
    """

    def __init__(self, order: Order, at_once: int) -> None:
        self._order, self._at_once = order, at_once
        self._groups: tuple[Order, ...] = ()
        self._filled: list[Outcome] = []
        self._begun = 0.0

    def first(self) -> Order:
        """What to begin with."""
        return self._order if self._order.command != "remove" else _filling(self._order, 0, 0)

    def after(self, outcome: Outcome) -> Sequence[Order] | Outcome:
        """What is to be done next, perhaps nothing yet, or what became of the order."""
        if outcome.order == self._order:
            return self._told(outcome)
        if outcome.order in self._groups:
            self._filled.append(outcome)
            return [self._order] if len(self._filled) == len(self._groups) else ()
        self._begun = time.monotonic() - outcome.seconds
        if outcome.state != "done":
            return replace(outcome, order=self._order)
        groups = grouped(outcome.facts.get("parts", ()), self._at_once)
        self._groups = tuple(_filling(self._order, first, stop) for first, stop in groups)
        return self._groups or [self._order]

    def _told(self, outcome: Outcome) -> Outcome:
        """With the time since its first step began, and with who filled what."""
        if not self._begun:
            return outcome
        outcome = replace(outcome, seconds=time.monotonic() - self._begun)
        if not self._groups:
            return outcome
        told = {**outcome.facts, "filled_by": [_facts(one) for one in self._filled]}
        again = outcome.facts.get("windows_computed", 0) and all(one.state == "done" for one in self._filled)
        return replace(outcome, facts=told, said=f"{outcome.said} {NOT_SHARED}".strip() if again else outcome.said)


def grouped(windows: Sequence[Sequence[int]], at_once: int) -> list[tuple[int, int]]:
    """Windows (first, stop) put together, neighbours with neighbours, about as many frames in each group.

    There are so many groups that all of `at_once` places are busy to the end, if they are equally quick.
    Gives from where to where the windows of each begin; nothing where there would be one group only.
    """
    frames = sum(stop - first for first, stop in windows)
    count = min(TASKS_EACH * at_once, len(windows), frames // LEAST)
    count -= count % at_once if count > at_once else 0
    if count < 2:
        return []
    starts: list[int] = []
    done, share = 0, -1
    for first, stop in windows:
        # A window belongs to the share in which its middle lies.
        before, share = share, (2 * done + stop - first) * count // (2 * frames)
        if share != before:
            starts.append(first)
        done += stop - first
    stops = [*starts[1:], windows[-1][0] + 1]
    return list(zip(starts, stops, strict=True)) if len(starts) > 1 else []


def _filling(order: Order, first: int, stop: int) -> Order:
    return replace(order, words=(*order.words, ONLY_FILL, f"{first}:{stop}"))


def _facts(outcome: Outcome) -> dict[str, Any]:
    kept = ("worker", "windows", "windows_computed")
    return {
        "frames": outcome.order.words[-1],
        "state": outcome.state,
        "seconds": round(outcome.seconds, 2),
        **{name: outcome.facts[name] for name in kept if name in outcome.facts},
    }
