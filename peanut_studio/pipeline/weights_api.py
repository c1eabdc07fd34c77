"""Weights and the demo, as functions of `import peanut_studio`."""

from __future__ import annotations

from pathlib import Path

from peanut_studio.engines.known import known, weight_files
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.progress import run_job
from peanut_studio.pipeline.api import OnProgress, Place, quiet
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.demo import DemoReport, DemoRequest
from peanut_studio.pipeline.demo import demo as _demo


def fetch(*names: str, weights: WeightStore | None = None) -> dict[str, Path]:
    """Fetch weights by the names of files or engines; what is here is checked. Gives each file's place by its name.

    Raises InputError for an unknown name, WeightsError where a file cannot be had or is not as published.
    """
    store = weights or WeightStore()
    return {name: store.fetch(name) for name in weight_files(names, known())}


def verify(*names: str, weights: WeightStore | None = None) -> tuple[str, ...]:
    """Compare weights with what was published; without names, all that are here. Gives those that are right.

    Raises InputError for an unknown name, WeightsError for the first file that is missing or another one.
    """
    store = weights or WeightStore()
    here = [state.info.name for state in store.list() if state.path.is_file()]
    files = weight_files(names, known()) if names else here
    for name in files:
        store.verify(name)
    return tuple(files)


def demo(
    folder: Place,
    *,
    segmenter: str = "auto",
    flow: str | None = None,
    inpainter: str = "propagation",
    device: str = "auto",
    weights: WeightStore | None = None,
    on_progress: OnProgress = quiet,
) -> DemoReport:
    """Make a clip with a rolling ball in a folder, remove the ball by one click, and compare with the truth."""
    choices = Choices(segmenter=segmenter, flow=flow, inpainter=inpainter, device=device)
    return run_job(_demo(DemoRequest(Path(folder), choices, weights=weights)), on_progress)
