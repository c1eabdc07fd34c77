"""Where plugins lie and what they say of themselves. None of their code is run."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from peanut_studio.engines.catalogue import Catalogue, parse_catalogue
from peanut_studio.engines.plugins import content
from peanut_studio.engines.plugins.content import FACTS, Content
from peanut_studio.model.errors import InputError
from peanut_studio.store import place

GROUP = "peanut_studio.plugins"
"""Of entry points: an installed package names there the module that holds `engine.toml`."""

FOLDER_VARIABLE = "PEANUT_STUDIO_PLUGINS"
PACKAGE = "peanut_studio_plugins"
"""The package that plugins are imported into."""

NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Plugin:
    """One plugin. `fault` is the sentence that says why it cannot be used, else ""; it then has no `content`.

    `found` tells where: "your plugin folder", "beside the program" or "the package NAME". The entries of `catalogue`
    name modules of the package that it would be imported into.
    """

    name: str
    folder: Path
    found: str
    catalogue: Catalogue = field(default_factory=Catalogue)
    content: Content | None = None
    fault: str = ""

    @property
    def fingerprint(self) -> str:
        """Of all its files, "" where they cannot be read."""
        return self.content.fingerprint if self.content else ""


def user_folder() -> Path:
    """Where the user puts plugins: $PEANUT_STUDIO_PLUGINS, else `plugins` in the data folder."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named).expanduser() if named else place.data_root() / "plugins"


def beside_program() -> Path:
    """The folder `plugins` next to the program."""
    program = Path(sys.executable) if getattr(sys, "frozen", False) else Path(__file__).parents[2]
    return program.parent / "plugins"


def find() -> tuple[Plugin, ...]:
    """All plugins, also those that are broken; of two with one name the first counts, the other is at fault."""
    found: dict[str, Plugin] = {}
    twins: list[Plugin] = []
    for plugin in _everywhere():
        if plugin.name in found:
            fault = f"The plugin '{plugin.name}' in {plugin.folder} is left out: there is one in {{}} already."
            twins.append(
                Plugin(plugin.name, plugin.folder, plugin.found, fault=fault.format(found[plugin.name].folder))
            )
        else:
            found[plugin.name] = plugin
    return (*found.values(), *twins)


_read: dict[tuple[Path, str], tuple[object, Plugin]] = {}
_lock = threading.Lock()


def look(folder: Path, found: str, name: str = "") -> Plugin:
    """What lies in a folder, called after it; it is read again only when one of its files has changed."""
    name = name or folder.name
    try:
        seen = content.stamp(folder)
    except OSError:
        seen = ()
    with _lock:
        before = _read.get((folder, name))
        if before is None or before[0] != seen:
            before = (seen, read(folder, found, name))
            _read[folder, name] = before
        return replace(before[1], found=found)


def read(folder: Path, found: str = "a folder", name: str = "") -> Plugin:
    """Read a plugin, whether or not it was read before."""
    plugin = Plugin(name or folder.name, folder, found)
    try:
        if not NAME.fullmatch(plugin.name):
            raise InputError("its name must be small letters, digits and _, beginning with a letter")
        whole = content.read(folder)
        return replace(plugin, content=whole, catalogue=_catalogue(plugin.name, whole))
    except InputError as error:
        reason = str(error).rstrip(".")
        return replace(plugin, fault=f"The plugin '{plugin.name}' in {folder} is left out: {reason}.")


def _everywhere() -> Iterator[Plugin]:
    places = [(user_folder(), "your plugin folder"), (beside_program(), "beside the program")]
    for root, found in places:
        try:
            folders = sorted(entry for entry in root.iterdir() if (entry / FACTS).is_file())
        except OSError:
            continue
        for folder in folders:
            yield look(folder, found)
    for name, package, lies in _installed():
        found = f"the package {package}"
        if lies is None:
            yield Plugin(
                name, Path(), found, fault=f"The plugin '{name}' of {found} is left out: it is not to be found."
            )
        else:
            yield look(lies, found, name)


@lru_cache(maxsize=1)
def _installed() -> tuple[tuple[str, str, Path | None], ...]:
    found = []
    for point in metadata.entry_points(group=GROUP):
        package = f"{point.dist.name} {point.dist.version}" if point.dist else point.value
        found.append((point.name, package, _folder(point.module)))
    return tuple(found)


def _folder(module: str) -> Path | None:
    """Where a package lies. Only its outermost part is looked for, which imports nothing."""
    top, *rest = module.split(".")
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return None
    for place_ in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place_, *rest)
        if (folder / FACTS).is_file():
            return folder
    return None


def _catalogue(name: str, whole: Content) -> Catalogue:
    """The plugin's entries, as those of the package that it is imported into. Raises InputError."""
    path = whole.folder / FACTS
    if FACTS not in whole.files:
        raise InputError(f"it lacks {FACTS}")
    mark = f"plugin {name} {whole.fingerprint[:16]}"
    said = parse_catalogue(whole.files[FACTS], path, mark)
    if not said.engines:
        raise InputError(f"{path} has no [[engine]]")
    engines = []
    for engine in said.engines:
        module, kind = engine.entry.split(":")
        _must_define(whole, module, kind)
        engines.append(replace(engine, entry=f"{PACKAGE}.{name}.{module}:{kind}"))
    return Catalogue(tuple(engines), said.weights)


def _must_define(whole: Content, module: str, kind: str) -> None:
    source = whole.source(module)
    if source is None:
        raise InputError(f"engine.toml names the module '{module}', which the folder lacks")
    try:
        parsed = ast.parse(source[1])
    except (SyntaxError, ValueError) as error:
        raise InputError(f"{source[0]} is no Python: {error}") from error
    names = {part.name for part in parsed.body if isinstance(part, ast.ClassDef)}
    names |= {
        other.asname or other.name for part in parsed.body if isinstance(part, ast.ImportFrom) for other in part.names
    }
    if kind not in names:
        raise InputError(f"{source[0]} has no class {kind}, which engine.toml names")
