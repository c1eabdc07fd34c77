"""A plugin put through what every engine must do. This runs its code."""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peanut_studio.engines import registry
from peanut_studio.engines.catalogue import Catalogue, built_in, merge
from peanut_studio.engines.conformance.checks import examine
from peanut_studio.engines.contract import EngineInfo
from peanut_studio.engines.plugins import importing
from peanut_studio.engines.plugins.content import Content
from peanut_studio.engines.plugins.found import read
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.errors import InputError, StudioError

PROGRAM = "peanut_studio"
PUBLIC = tuple(f"{PROGRAM}.{part}" for part in ("model", "ops", "nets", "engines.contract", "engines.kit"))
"""What a plugin may import of the program; the rest may change without notice."""


@dataclass(frozen=True)
class PluginFinding:
    """What came of a check of an engine ("task/id"), or of the plugin as a whole (""). `fault` is "" if all is well."""

    engine: str
    name: str
    fault: str = ""


def check(folder: Path, device: str = "cpu", weights: WeightStore | None = None) -> Iterator[PluginFinding]:
    """Check a plugin's imports, then each of its engines. Engines run on `device`, with their weights where these are
    here, else with those that their class's `untrained(folder)` writes. Raises InputError where there is no plugin.
    """
    plugin = read(folder.resolve())
    if plugin.content is None:
        raise InputError(plugin.fault)
    yield PluginFinding("", "it imports only what is public of the program", _private_imports(plugin.content))
    catalogue = merge([built_in(), plugin.catalogue])
    store = weights or WeightStore(catalogue=catalogue)
    with importing.offered(plugin.name, plugin.content):
        for engine in plugin.catalogue.engines:
            label = f"{engine.task}/{engine.id}"
            with tempfile.TemporaryDirectory(prefix="peanut-studio-check-") as scratch:
                try:
                    made = _make(engine, catalogue, store, device, Path(scratch))
                except StudioError as error:
                    yield PluginFinding(label, "it can be made", str(error))
                    continue
                yield PluginFinding(label, "it can be made")
                for finding in examine(made, engine):
                    yield PluginFinding(label, finding.name, finding.fault)
                del made


def _make(engine: EngineInfo, catalogue: Catalogue, store: WeightStore, device: str, scratch: Path) -> Any:
    info = registry.info(engine.task, engine.id, catalogue=catalogue)
    if registry.is_ready(info.task, info.id, store, catalogue=catalogue):
        return registry.create(info.task, info.id, device=device, weights=store, catalogue=catalogue)
    kind = registry.entry_class(info)
    if not hasattr(kind, "untrained"):
        missing = [name for name in info.weights if store.path(name) is None]
        raise InputError(
            f"It needs {missing[0]}, which is not here; fetch it, or give {kind.__name__} a class method "
            f"untrained(folder) that writes weights that were never trained."
        )
    try:
        kind.untrained(scratch)
        return kind({name: scratch / name for name in info.weights}, registry.place(info, device))
    except StudioError:
        raise
    except Exception as error:
        raise InputError(f"It cannot be made ({type(error).__name__}: {error}).") from error


def _private_imports(content: Content) -> str:
    """The sentence that names imports of what is not public, "" where there are none. Tests may import anything."""
    found = []
    for name, text in content.files.items():
        if not name.endswith(".py") or name.startswith("tests/"):
            continue
        try:
            parsed = ast.parse(text)
        except (SyntaxError, ValueError) as error:
            return f"{name} is no Python: {error}."
        found += [f"{module} in {name}" for module in _imported(parsed) if _is_private(module)]
    public = ", ".join(PUBLIC)
    return f"It imports {', '.join(sorted(found))}; public are only {public}." if found else ""


def _imported(parsed: ast.Module) -> Iterator[str]:
    for part in ast.walk(parsed):
        if isinstance(part, ast.Import):
            yield from (alias.name for alias in part.names)
        elif isinstance(part, ast.ImportFrom) and part.module and not part.level:
            yield from (f"{part.module}.{alias.name}" for alias in part.names)


def _is_private(module: str) -> bool:
    inside = module == PROGRAM or module.startswith(PROGRAM + ".")
    return inside and not any(module == public or module.startswith(public + ".") for public in PUBLIC)
