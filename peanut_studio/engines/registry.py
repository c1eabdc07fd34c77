"""Which engines there are, and how one is made."""

from __future__ import annotations

import difflib
import importlib.util
import inspect
from pathlib import Path
from typing import Any

from peanut_studio.engines import device as devices
from peanut_studio.engines.catalogue import Catalogue, built_in
from peanut_studio.engines.contract import EngineInfo, Task
from peanut_studio.engines.loading import load, load_torch
from peanut_studio.engines.own_models import own_upscalers
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.errors import InputError, WeightsError


def engines(task: Task | None = None, *, catalogue: Catalogue | None = None) -> list[EngineInfo]:
    """The engines of one task, or all of them, the user's own last. Data only: no engine is imported, nothing read."""
    known = catalogue.engines if catalogue else (*built_in().engines, *_not_built_in())
    return [engine for engine in known if task in (None, engine.task)]


def info(task: Task, engine_id: str, *, catalogue: Catalogue | None = None) -> EngineInfo:
    """The facts of one engine. Raises InputError, naming the ones there are, when there is none of that name."""
    known = {engine.id: engine for engine in engines(task, catalogue=catalogue)}
    if engine_id in known:
        return known[engine_id]
    near = difflib.get_close_matches(engine_id.lower(), known, n=1, cutoff=0.5)
    hint = f"did you mean '{near[0]}'? Known" if near else "known"
    raise InputError(f"There is no {task} engine '{engine_id}'; {hint}: {', '.join(known) or 'none'}.")


def create(
    task: Task,
    engine_id: str,
    *,
    device: str = "auto",
    weights: WeightStore | None = None,
    catalogue: Catalogue | None = None,
    **options: Any,
) -> Any:
    """Make an engine: find its device, have its weights at hand (fetching what is missing), build its class.

    An engine runs on the CPU when it cannot use the asked-for device, which must exist all the same. `options` go to
    the engine's class. Raises InputError (no such engine or option, a Python package is missing), DeviceError and
    WeightsError.
    """
    engine = info(task, engine_id, catalogue=catalogue)
    target = place(engine, device)
    build = _load(engine)
    try:
        inspect.signature(build).bind({}, target, **options)
    except TypeError as error:
        raise InputError(f"The {task} engine '{engine_id}' does not take these options: {error}.") from error
    store = weights or WeightStore(catalogue=catalogue or built_in())
    paths = {name: store.require(name) for name in engine.weights}
    if engine.file:
        paths[Path(engine.file).name] = Path(engine.file)
    for name in engine.optional_weights:
        try:
            paths[name] = store.require(name)
        except WeightsError as error:
            store.announce(f"'{engine_id}' works without {name}, less well: {error}")
    devices.leave_a_core()
    return build(paths, target, **options)


def bring(task: Task, engine_id: str) -> None:
    """Import an engine's class and what it needs. Raises InputError."""
    _load(info(task, engine_id))


def is_ready(task: Task, engine_id: str, weights: WeightStore) -> bool:
    """Whether an engine's files are all here, and the packages that it needs beside the program's own."""
    engine = info(task, engine_id)
    return not missing_packages(engine) and all(weights.path(name) is not None for name in engine.weights)


def missing_packages(engine: EngineInfo) -> tuple[str, ...]:
    """The Python packages that only this engine needs and that are not installed."""
    return tuple(name for name in engine.packages if importlib.util.find_spec(name) is None)


def _not_built_in() -> tuple[EngineInfo, ...]:
    taken = {engine.id for engine in built_in().engines if engine.task == "upscale"}
    return tuple(engine for engine in own_upscalers() if engine.id not in taken)


def place(engine: EngineInfo, device: str) -> str:
    """The concrete device that `engine` will run on when the user asks for `device`. Raises DeviceError."""
    if device == "auto" and engine.devices == ("cpu",):
        return "cpu"
    found = devices.resolve(device)
    return found if found.split(":")[0] in engine.devices else "cpu"


def _load(engine: EngineInfo) -> Any:
    module_name, class_name = engine.entry.split(":")
    if engine.devices != ("cpu",):
        # What can use a card uses torch.
        load_torch()
    try:
        module = load(module_name)
    except ModuleNotFoundError as error:
        missing = error.name or module_name
        if missing == module_name or module_name.startswith(missing + "."):
            sentence = f"The {engine.task} engine '{engine.id}' names the module {missing}, which does not exist"
        else:
            sentence = f"The {engine.task} engine '{engine.id}' needs the Python package {missing}; install it with pip"
        raise InputError(sentence + ".") from error
    try:
        return getattr(module, class_name)
    except AttributeError as error:
        raise InputError(f"The {engine.task} engine '{engine.id}': {module_name} has no {class_name}.") from error
