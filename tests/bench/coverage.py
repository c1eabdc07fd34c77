"""Which registered engines can be measured here, and which cannot: what is not measured is said."""

from __future__ import annotations

from collections.abc import Callable

from peanut_studio.engines import registry
from peanut_studio.engines.contract import EngineInfo, Task
from peanut_studio.engines.weights import WeightStore

TASKS: tuple[Task, ...] = ("segment", "flow", "inpaint", "upscale")


def measurable(task: Task, suits: Callable[[EngineInfo], bool] = lambda _engine: True) -> tuple[str, ...]:
    """The engines of a task of which everything is here, the registry's order."""
    store = WeightStore()
    return tuple(one.id for one in registry.engines(task) if suits(one) and registry.is_ready(task, one.id, store))


def left_out() -> dict[str, list[str]]:
    """By task the engines that were not measured, for their weights or packages are not here."""
    return {task: [one.id for one in registry.engines(task) if one.id not in set(measurable(task))] for task in TASKS}
