"""The plugins that come with the project are whole, and docs/engines.md tells of every engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from peanut_studio.engines import known
from peanut_studio.engines.catalogue import built_in, merge
from peanut_studio.engines.plugins import found
from peanut_studio.engines.plugins.check import _private_imports

ROOT = Path(__file__).parents[3]
FOLDERS = sorted(path.parent for path in (ROOT / "plugins").glob("*/engine.toml"))


def test_there_are_some_and_the_program_finds_them() -> None:
    assert {folder.name for folder in FOLDERS} >= {"sttn", "vinet", "lama", "propainter", "tgfnet"}
    assert {plugin.folder for plugin in found.find()} >= set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_plugin_is_whole(folder: Path) -> None:
    plugin = found.read(folder)
    assert plugin.fault == ""
    assert plugin.content is not None
    assert _private_imports(plugin.content) == ""
    assert any(name.startswith("tests/test_") for name in plugin.content.files)
    weights = {weight.name for weight in plugin.catalogue.weights}
    for engine in plugin.catalogue.engines:
        assert engine.source.startswith("https://")
        assert {*engine.weights, *engine.optional_weights} <= weights
    for weight in plugin.catalogue.weights:
        assert all(home.startswith("https://") for home in weight.homes)
        assert weight.licence_url.startswith("https://")


def test_they_go_together() -> None:
    merge([built_in(), *(found.read(folder).catalogue for folder in FOLDERS)])
    assert not [standing.plugin.fault for standing in known.standings() if standing.plugin.folder in FOLDERS
                and standing.plugin.fault]  # fmt: skip


def test_the_page_tells_of_every_engine_that_fills_or_measures_motion() -> None:
    page = (ROOT / "docs" / "engines.md").read_text(encoding="utf-8")
    everything = merge([built_in(), *(found.read(folder).catalogue for folder in FOLDERS)]).engines
    wanted = {engine.id.removesuffix("-fast") for engine in everything if engine.task in ("inpaint", "flow")}
    assert not [name for name in sorted(wanted) if f"`{name}`" not in page]
