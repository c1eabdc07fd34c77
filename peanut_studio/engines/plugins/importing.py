"""Plugins imported from the very bytes that were allowed; bytecode on disk is neither read nor written."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import ExecutionLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from peanut_studio.engines.plugins.content import Content
from peanut_studio.engines.plugins.found import PACKAGE

_contents: dict[str, Content] = {}
"""By plugin, what may be imported."""


class _Loader(ExecutionLoader):
    def __init__(self, content: Content, module: str) -> None:
        self._content, self._module = content, module

    def get_source(self, _fullname: str) -> str:
        found = self._content.source(self._module)
        return found[1].decode("utf-8") if found else ""

    def get_filename(self, _fullname: str) -> str:
        found = self._content.source(self._module)
        return str(self._content.folder / found[0]) if found else ""

    def is_package(self, _fullname: str) -> bool:
        return self._content.is_package(self._module)


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        top, _, rest = fullname.partition(".")
        if top != PACKAGE:
            return None
        if not rest:
            spec = ModuleSpec(PACKAGE, None, is_package=True)
            spec.submodule_search_locations = []
            return spec
        plugin, _, module = rest.partition(".")
        content = _contents.get(plugin)
        if content is None or (content.source(module) is None and not content.is_package(module)):
            return None
        loader = _Loader(content, module)
        file = loader.get_filename(fullname) or None
        spec = ModuleSpec(fullname, loader, origin=file, is_package=content.is_package(module))
        spec.has_location = file is not None  # Tracebacks and `inspect` look for `__file__`.
        return spec


def offer(contents: dict[str, Content]) -> None:
    """From now on just these plugins can be imported; of those that changed, what was imported is forgotten."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
    for name, before in list(_contents.items()):
        now = contents.get(name)
        if now is None or now.fingerprint != before.fingerprint:
            _forget(name)
            del _contents[name]
    _contents.update(contents)


@contextmanager
def offered(name: str, content: Content) -> Iterator[str]:
    """For as long as it lasts this plugin can be imported too; gives the name of its package."""
    before = dict(_contents)
    offer({**before, name: content})
    try:
        yield f"{PACKAGE}.{name}"
    finally:
        offer(before)


def _forget(name: str) -> None:
    package = f"{PACKAGE}.{name}"
    for module in [known for known in sys.modules if known == package or known.startswith(package + ".")]:
        del sys.modules[module]
