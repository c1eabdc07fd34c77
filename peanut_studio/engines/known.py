"""All that can be chosen: the built-in engines and those of the plugins that are allowed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

from peanut_studio.engines.catalogue import Catalogue, built_in, merge
from peanut_studio.engines.contract import Task
from peanut_studio.engines.plugins import consent, importing
from peanut_studio.engines.plugins.content import Content
from peanut_studio.engines.plugins.found import Plugin, find
from peanut_studio.model.errors import InputError

_log = logging.getLogger(__name__)
_lock = threading.RLock()
_warned: set[str] = set()


@dataclass(frozen=True)
class Standing:
    """A plugin and whether it takes part. `allowed`: as it is now; `changed`: it was, before it was changed."""

    plugin: Plugin
    allowed: bool
    changed: bool = False

    @property
    def takes_part(self) -> bool:
        """Whether its engines can be chosen."""
        return self.allowed and not self.plugin.fault


def known() -> Catalogue:
    """The built-in engines and weights, then those of the allowed plugins. Runs no code of theirs."""
    with _lock:
        if not consent.allowed():
            importing.offer({})
            return built_in()
        catalogue, contents = built_in(), dict[str, Content]()
        for standing in standings():
            plugin = standing.plugin
            if standing.allowed and plugin.fault:
                _warn(plugin.fault)
            elif standing.changed:
                _warn(
                    f"The plugin '{plugin.name}' was changed since it was allowed and is left out; look at it and say "
                    f"'peanut-studio plugins allow {plugin.name}' again."
                )
            elif standing.takes_part and plugin.content is not None:
                catalogue = merge([catalogue, plugin.catalogue])
                contents[plugin.name] = plugin.content
        importing.offer(contents)
        return catalogue


def standings() -> tuple[Standing, ...]:
    """Every plugin that is found; those whose names clash with engines or weights of others are at fault."""
    marks = consent.allowed()
    catalogue, found = built_in(), []
    for plugin in find():
        mark = marks.get(plugin.name)
        standing = Standing(
            plugin, bool(mark) and mark == plugin.fingerprint, bool(mark) and mark != plugin.fingerprint
        )
        if standing.takes_part or not plugin.fault:
            try:
                together = merge([catalogue, plugin.catalogue])
                _refuse_unknown_weights(together, plugin)
            except InputError as error:
                reason = str(error).rstrip(".")
                fault = f"The plugin '{plugin.name}' in {plugin.folder} is left out: {reason}."
                standing = replace(standing, plugin=replace(plugin, fault=fault))
            else:
                catalogue = together if standing.takes_part else catalogue
        found.append(standing)
    return tuple(found)


def not_allowed(task: Task, engine_id: str) -> Plugin | None:
    """The plugin that would bring an engine if it were allowed."""
    for standing in standings():
        for engine in standing.plugin.catalogue.engines:
            if (engine.task, engine.id) == (task, engine_id) and not standing.takes_part and not standing.plugin.fault:
                return standing.plugin
    return None


def _refuse_unknown_weights(catalogue: Catalogue, plugin: Plugin) -> None:
    names = {weight.name for weight in catalogue.weights}
    for engine in plugin.catalogue.engines:
        for name in (*engine.weights, *engine.optional_weights):
            if name not in names:
                raise InputError(
                    f"its engine '{engine.id}' wants the weights '{name}', of which there is no [[weights]]"
                )


def _warn(sentence: str) -> None:
    if sentence not in _warned:
        _warned.add(sentence)
        _log.warning("%s", sentence)


def weight_files(names: Sequence[str], catalogue: Catalogue) -> list[str]:
    """Weight file names for names of files or engines, each once. Raises InputError for an unknown name."""
    files_known = {weight.name for weight in catalogue.weights}
    by_engine = {engine.id: (*engine.weights, *engine.optional_weights) for engine in catalogue.engines}
    files: dict[str, None] = {}
    for name in names:
        if name not in files_known and name not in by_engine:
            raise InputError(f"There are no weights and no engine '{name}'; 'peanut-studio models list' shows all.")
        files.update(dict.fromkeys((name,) if name in files_known else by_engine[name]))
    return list(files)
