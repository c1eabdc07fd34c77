"""Which engines there are for a task, for people to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from peanut_studio.engines.catalogue import Catalogue
from peanut_studio.engines.contract import Task
from peanut_studio.engines.known import known as all_known
from peanut_studio.engines.registry import engines, missing_packages
from peanut_studio.engines.weights import WeightStore

CHOSEN_TASKS: tuple[Task, ...] = ("segment", "ground", "flow", "inpaint", "upscale")
"""Tasks for which `pipeline.choice.Choices` takes an engine."""


@dataclass(frozen=True)
class Offer:
    """An engine: `ready` says whether all its files and packages are here, `size` the bytes still to be fetched,
    `packages` which Python packages it lacks. Files of a `gated` one are given only to those who accepted its `licence`
    at `page`.
    """

    id: str
    title: str
    licence: str
    ready: bool
    size: int
    packages: tuple[str, ...] = ()
    gated: bool = False
    page: str = ""


def offers(
    task: Task, store: WeightStore | None = None, catalogue: Catalogue | None = None, *, words: bool = False
) -> tuple[Offer, ...]:
    """The engines of a task that prompts can be given to, or those that follow `words`.

    Looks at the sizes of files only; no engine is imported, nothing is read.
    """
    known = catalogue or all_known()
    weights = store or WeightStore(catalogue=known)
    found = []
    for engine in engines(task, catalogue=catalogue):
        if engine.words != words:
            continue
        missing = [state for name in engine.weights if (state := weights.state(name)).state != "here"]
        size = sum(state.info.size for state in missing)
        packages = missing_packages(engine)
        ready = not missing and not packages
        gated = next((state.info for state in missing if state.info.gated), None)
        page = gated.page if gated else ""
        licence = gated.licence if gated else engine.licence
        found.append(Offer(engine.id, engine.title, licence, ready, size, packages, gated is not None, page))
    return tuple(found)
