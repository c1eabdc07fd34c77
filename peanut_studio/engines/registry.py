"""Which engines there are, and how one is made."""

from __future__ import annotations

import difflib
import importlib.util
import inspect
from pathlib import Path
from typing import Any

from peanut_studio.engines import device as devices
from peanut_studio.engines.catalogue import Catalogue
from peanut_studio.engines.contract import EngineInfo, Task
from peanut_studio.engines.known import known as all_known
from peanut_studio.engines.known import not_allowed
from peanut_studio.engines.loading import load, load_torch
from peanut_studio.engines.memory import is_out_of_memory
from peanut_studio.engines.own_models import own_upscalers
from peanut_studio.engines.plugins.found import PACKAGE
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.errors import InputError, StudioError, WeightsError


def engines(task: Task | None = None, *, catalogue: Catalogue | None = None) -> list[EngineInfo]:
    """The engines of one task, or all: built in, then plugins', then the user's own. Data only: none is imported."""
    known = catalogue.engines if catalogue else _all_engines()
    return [engine for engine in known if task in (None, engine.task)]


def info(task: Task, engine_id: str, *, catalogue: Catalogue | None = None) -> EngineInfo:
    """The facts of one engine. Raises InputError, naming the ones there are, when there is none of that name."""
    known = {engine.id: engine for engine in engines(task, catalogue=catalogue)}
    if engine_id in known:
        return known[engine_id]
    plugin = None if catalogue else not_allowed(task, engine_id)
    if plugin is not None:
        raise InputError(
            f"The {task} engine '{engine_id}' comes with the plugin '{plugin.name}', which is not allowed yet; "
            f"'peanut-studio plugins allow {plugin.name}' shows its licence and allows it."
        )
    near = difflib.get_close_matches(engine_id.lower(), known, n=1, cutoff=0.5)
    hint = f"did you mean '{near[0]}'? Known" if near else "known"
    raise InputError(f"There is no {task} engine '{engine_id}'; {hint}: {', '.join(known) or 'none'}.")


def plugin_of(task: Task, engine_id: str) -> str:
    """The plugin that an engine comes with, "" where it is none's or is not known."""
    engine = next((engine for engine in engines(task) if engine.id == engine_id), None)
    return engine.entry.split(".")[1] if engine is not None and _is_a_plugins(engine) else ""


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
    build = entry_class(engine)
    try:
        inspect.signature(build).bind({}, target, **options)
    except TypeError as error:
        raise InputError(f"The {task} engine '{engine_id}' does not take these options: {error}.") from error
    store = weights or WeightStore(catalogue=catalogue or all_known())
    paths = {name: store.require(name) for name in engine.weights}
    if engine.file:
        paths[Path(engine.file).name] = Path(engine.file)
    for name in engine.optional_weights:
        try:
            paths[name] = store.require(name)
        except WeightsError as error:
            store.announce(f"'{engine_id}' works without {name}, less well: {error}")
    devices.leave_a_core()
    try:
        return build(paths, target, **options)
    except (StudioError, MemoryError):
        raise
    except Exception as error:
        if not _is_a_plugins(engine) or is_out_of_memory(error):
            raise
        raise InputError(_failed(engine, "cannot be made", error)) from error


def bring(task: Task, engine_id: str) -> None:
    """Import an engine's class and what it needs. Raises InputError."""
    entry_class(info(task, engine_id))


def is_ready(task: Task, engine_id: str, weights: WeightStore, *, catalogue: Catalogue | None = None) -> bool:
    """Whether an engine's files are all here, and the packages that it needs beside the program's own."""
    engine = info(task, engine_id, catalogue=catalogue)
    return not missing_packages(engine) and all(weights.path(name) is not None for name in engine.weights)


def missing_packages(engine: EngineInfo) -> tuple[str, ...]:
    """The Python packages that only this engine needs and that are not installed, as pip calls them."""
    return tuple(name.split(":")[0] for name in engine.packages if not _is_there(name.split(":")[-1]))


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        # A part of a package that is not there, or is another one of that name.
        return False


def _all_engines() -> tuple[EngineInfo, ...]:
    found = all_known().engines
    taken = {engine.id for engine in found if engine.task == "upscale"}
    return (*found, *(engine for engine in own_upscalers() if engine.id not in taken))


def place(engine: EngineInfo, device: str) -> str:
    """The concrete device that `engine` will run on when the user asks for `device`. Raises DeviceError."""
    if device == "auto" and engine.devices == ("cpu",):
        return "cpu"
    found = devices.resolve(device)
    return found if found.split(":")[0] in engine.devices else "cpu"


def entry_class(engine: EngineInfo) -> Any:
    """The class that its entry names, imported with what it needs. Raises InputError."""
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
    except Exception as error:
        if not _is_a_plugins(engine):
            raise
        raise InputError(_failed(engine, "cannot be loaded", error)) from error
    try:
        return getattr(module, class_name)
    except AttributeError as error:
        raise InputError(f"The {engine.task} engine '{engine.id}': {module_name} has no {class_name}.") from error


def _is_a_plugins(engine: EngineInfo) -> bool:
    return engine.entry.startswith(PACKAGE + ".")


def _failed(engine: EngineInfo, what: str, error: Exception) -> str:
    said = " ".join(str(error).split()).rstrip(".")
    reason = f"{type(error).__name__}: {said}" if said else type(error).__name__
    plugin = engine.entry.split(".")[1]
    return f"The {engine.task} engine '{engine.id}' of the plugin '{plugin}' {what} ({reason})."
