"""For the tests of the plugins: reference values, and a plugin's modules though it is not allowed."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType

import pytest

from peanut_studio.engines.plugins import content, importing

HERE = Path(__file__).resolve().parent
PARITY = HERE.parents[1] / "shared" / "parity"

Imported = Callable[[str], ModuleType]


@pytest.fixture(scope="session")
def parity() -> Path:
    """The folder of reference values of published networks."""
    if not PARITY.is_dir():
        pytest.skip("needs the reference values of ../shared/parity")
    return PARITY


@pytest.fixture(scope="session")
def recipe(parity: Path) -> ModuleType:
    """The module that makes synthetic weights and inputs."""
    spec = importlib.util.spec_from_file_location("parity_recipe", parity / "recipe.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def imported(request: pytest.FixtureRequest) -> Iterator[Imported]:
    """Imports a module, by its name, of the plugin whose test this is."""
    folder = request.path.parents[1]
    with ExitStack() as stack:
        package = stack.enter_context(importing.offered(folder.name, content.read(folder)))
        yield lambda module: importlib.import_module(f"{package}.{module}")
