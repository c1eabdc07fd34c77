"""Plugins found, allowed, loaded and left out."""

from __future__ import annotations

import importlib
import inspect
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from peanut_studio.engines import known, registry
from peanut_studio.engines.catalogue import built_in
from peanut_studio.engines.plugins import consent, content, found, skeleton
from peanut_studio.engines.plugins.check import check
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.errors import InputError
from peanut_studio.pipeline.offers import offers

Make = Callable[..., Path]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder of plugins, none beside the program, nothing allowed."""
    monkeypatch.setenv("PEANUT_STUDIO_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PEANUT_STUDIO_PLUGINS", str(tmp_path / "plugins"))
    monkeypatch.setattr(found, "beside_program", lambda: tmp_path / "beside")
    monkeypatch.setattr(found, "_installed", lambda: ())
    (tmp_path / "plugins").mkdir()
    return tmp_path / "plugins"


@pytest.fixture
def make(home: Path) -> Make:
    """Make a plugin out of the skeleton, allowed or not."""

    def made(name: str = "mine", task: str = "inpaint", *, allowed: bool = True, root: Path = home) -> Path:
        folder = skeleton.make(name, task, root)
        if allowed:
            consent.allow(name, content.read(folder).fingerprint)
        return folder

    return made


def ids() -> list[str]:
    return [engine.id for engine in registry.engines("inpaint")]


def test_nothing_changes_without_plugins() -> None:
    assert known.known() is built_in()


def test_a_plugin_is_off_until_it_is_allowed(make: Make) -> None:
    folder = make(allowed=False)
    assert "mine" not in ids()
    with pytest.raises(InputError, match="comes with the plugin 'mine', which is not allowed yet"):
        registry.create("inpaint", "mine")
    consent.allow("mine", content.read(folder).fingerprint)
    assert ids()[-1] == "mine"
    assert "mine" in [offer.id for offer in offers("inpaint")]
    engine = registry.create("inpaint", "mine", device="cpu")
    assert type(engine).__name__ == "Mine"
    assert inspect.getsourcefile(type(engine)) == str(folder / "engine.py")
    assert registry.info("inpaint", "mine").origin.startswith("plugin mine ")
    consent.forbid("mine")
    assert "mine" not in ids()
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("peanut_studio_plugins.mine.engine")
    with pytest.raises(InputError, match="was not allowed"):
        consent.forbid("mine")


def test_a_changed_plugin_must_be_allowed_again(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    folder = make()
    first = type(registry.create("inpaint", "mine", device="cpu"))
    (folder / "engine.py").write_text((folder / "engine.py").read_text().replace("mask, 8", "mask, 9"))
    with caplog.at_level(logging.WARNING):
        assert "mine" not in ids()
        assert "mine" not in ids()
    assert [
        record.getMessage() for record in caplog.records if "was changed since" in record.getMessage()
    ].__len__() == 1
    consent.allow("mine", content.read(folder).fingerprint)
    assert type(registry.create("inpaint", "mine", device="cpu")) is not first, "the new code runs"


@pytest.mark.parametrize("file", ["data.bin", "tests/more.py", "engine.toml", "nets/__init__.py"])
def test_any_file_counts(make: Make, file: str) -> None:
    folder = make()
    before = content.read(folder).fingerprint
    path = folder / file
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text() if path.exists() else "") + "\n# more\n")
    assert content.read(folder).fingerprint != before
    assert "mine" not in ids()


def test_bytecode_is_neither_read_nor_written(make: Make, tmp_path: Path) -> None:
    folder = make()
    trap = tmp_path / "trap.py"
    trap.write_text("raise RuntimeError('run from bytecode')")
    import py_compile

    (folder / "__pycache__").mkdir()
    cached = folder / "__pycache__" / f"engine.{sys.implementation.cache_tag}.pyc"
    py_compile.compile(str(trap), str(cached), invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    assert registry.create("inpaint", "mine", device="cpu")
    assert [path.name for path in folder.rglob("*.pyc")] == [cached.name]


def test_what_was_read_is_what_runs(make: Make) -> None:
    folder = make()
    known.known()
    (folder / "engine.py").write_text("raise RuntimeError('swapped')")
    module = importlib.import_module("peanut_studio_plugins.mine.engine")
    assert module.Mine


def test_listing_runs_no_code(make: Make) -> None:
    for name in ("mine", "yours"):
        folder = make(name)
        (folder / "engine.py").write_text("print('run')\nclass Mine: ...\nclass Yours: ...\n")
        (folder / "__init__.py").write_text("print('run')\n")
    consent.allow("mine", content.read(folder.with_name("mine")).fingerprint)
    program = "from peanut_studio.cli.app import run; run(['plugins', 'list']); run(['models', 'list'])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "changed since it was allowed" in done.stdout
    assert "run\n" not in done.stdout


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        ("engine.toml", "[[engine]", "is not valid TOML"),
        ("engine.toml", "", "has no [[engine]]"),
        ("engine.toml", "\xff", "is not valid TOML"),
        ("engine.toml", '[[engine]]\nid = "mine"', "lacks the key 'task'"),
        ("engine.toml", None, "which the folder lacks"),
        ("engine.py", "class Other: ...", "engine.py has no class Mine"),
        ("engine.py", "class Mine(:", "engine.py is no Python"),
    ],
)
def test_a_broken_plugin_is_named_and_left_out(
    make: Make, caplog: pytest.LogCaptureFixture, file: str, text: str | None, reason: str
) -> None:
    folder, other = make(), make("yours")
    if text is None:
        (folder / "engine.py").unlink()
    else:
        (folder / file).write_bytes(text.encode("latin-1"))
    consent.allow("mine", content.read(folder).fingerprint)
    (standing,) = [standing for standing in known.standings() if standing.plugin.name == "mine"]
    assert standing.plugin.fault.startswith(f"The plugin 'mine' in {folder} is left out: ")
    assert reason in standing.plugin.fault
    assert standing.plugin.fault.count("\n") == 0
    with caplog.at_level(logging.WARNING):
        assert "mine" not in ids()
    assert "yours" in ids(), "the program goes on"
    assert other.is_dir()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("raise ValueError('bad')\nclass Mine: ...", r"plugin 'mine' cannot be loaded \(ValueError: bad\)"),
        ("import surely_not_installed\nclass Mine: ...", "needs the Python package surely_not_installed"),
        ("from .gone import Mine", "peanut_studio_plugins.mine.gone, which does not exist|needs the Python package"),
        (
            "class Mine:\n    def __init__(self, weights, device):\n        raise KeyError('x')",
            r"'mine' of the plugin 'mine' cannot be made \(KeyError: 'x'\)",
        ),
    ],
)  # fmt: skip
def test_code_that_fails_is_one_sentence(make: Make, text: str, reason: str) -> None:
    folder = make()
    (folder / "engine.py").write_text(text)
    consent.allow("mine", content.read(folder).fingerprint)
    with pytest.raises(InputError, match=reason):
        registry.create("inpaint", "mine", device="cpu")
    assert registry.create("inpaint", "telea", device="cpu")


def test_names_of_others_are_not_taken(make: Make) -> None:
    folder = make("telea")
    assert "engine 'inpaint/telea' twice" in known.standings()[0].plugin.fault
    assert registry.info("inpaint", "telea").origin == "built-in"
    facts = (folder / "engine.toml").read_text().replace('id = "telea"', 'id = "mine"')
    weights = '\n[[weights]]\nname = "mobile_sam.pt"\ntitle = "X"\nsize = 1\nsha256 = ""\nlicence = "MIT"\n'
    weights += 'licence_url = "https://example.org"\npage = "https://example.org"\n'
    (folder / "engine.toml").write_text(facts + weights)
    assert "weights 'mobile_sam.pt' twice" in known.standings()[0].plugin.fault
    (folder / "engine.toml").write_text(facts + 'weights = ["nowhere.pt"]\n')
    assert "wants the weights 'nowhere.pt'" in known.standings()[0].plugin.fault
    (folder / "engine.toml").write_text(facts + 'weights = ["mobile_sam.pt"]\n')
    assert not known.standings()[0].plugin.fault


def test_of_two_plugins_of_one_name_the_users_counts(make: Make, tmp_path: Path) -> None:
    make(allowed=False)
    (tmp_path / "beside").mkdir()
    make(allowed=False, root=tmp_path / "beside")
    mine, other = known.standings()
    assert (mine.plugin.found, mine.plugin.fault) == ("your plugin folder", "")
    assert other.plugin.found == "beside the program"
    assert "there is one in" in other.plugin.fault


def test_links_and_large_files_are_refused(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make()
    (folder / "more.py").symlink_to(tmp_path / "elsewhere.py")
    assert "holds a link, more.py" in found.read(folder).fault
    (folder / "more.py").unlink()
    monkeypatch.setattr(content, "LARGEST", 100)
    assert "is larger than" in found.read(folder).fault


def test_weights_of_a_plugin_are_looked_after(make: Make, tmp_path: Path) -> None:
    folder = make()
    facts = (folder / "engine.toml").read_text() + 'weights = ["mine.pth"]\n'
    facts += '\n[[weights]]\nname = "mine.pth"\ntitle = "X"\nsize = 3\nsha256 = ""\nlicence = "MIT"\n'
    facts += 'licence_url = "https://example.org"\npage = "https://example.org"\n'
    (folder / "engine.toml").write_text(facts)
    consent.allow("mine", content.read(folder).fingerprint)
    store = WeightStore(tmp_path / "weights")
    assert store.state("mine.pth").state == "missing"
    said = [finding for finding in check(folder, weights=store) if finding.fault]
    assert "untrained(folder)" in said[0].fault
    text = (folder / "engine.py").read_text()
    method = "    @classmethod\n    def untrained(cls, folder):\n        (folder / 'mine.pth').write_bytes(b'')\n\n"
    (folder / "engine.py").write_text(text.replace("    def __init__", method + "    def __init__", 1))
    assert [finding for finding in check(folder) if finding.fault] == []


def test_a_package_brings_a_plugin(tmp_path: Path) -> None:
    """Of an installed package only the entry point and the place are looked at."""
    site = tmp_path / "site"
    skeleton.make("inner", "inpaint", site / "outer_package")
    (site / "outer_package" / "__init__.py").write_text("raise RuntimeError('imported')")
    facts = site / "outer_package-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: outer-package\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text(
        "[peanut_studio.plugins]\ninner = outer_package.inner\ngone = nowhere.at_all\n"
    )
    program = (
        f"import sys; sys.path.insert(0, {str(site)!r})\n"
        "from peanut_studio.engines import known, registry\n"
        "from peanut_studio.engines.plugins import consent\n"
        "found = {s.plugin.name: s.plugin for s in known.standings()}\n"
        "print(found['inner'].found, '|', found['gone'].fault)\n"
        "consent.allow('inner', found['inner'].fingerprint)\n"
        "print(type(registry.create('inpaint', 'inner', device='cpu')).__name__)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    first, second = done.stdout.strip().splitlines()
    assert first.startswith("the package outer-package 1.0 | The plugin 'gone' of the package outer-package 1.0")
    assert second == "Inner"


@pytest.mark.parametrize("task", skeleton.TASKS)
def test_a_skeleton_does_what_it_must(make: Make, task: str) -> None:
    folder = make("my_own", task)
    findings = list(check(folder))
    assert [finding for finding in findings if finding.fault] == []
    assert len(findings) > 4
    assert registry.info(task, "my_own").title  # type: ignore[arg-type]


def test_what_is_private_of_the_program_is_not_imported(make: Make) -> None:
    folder = make()
    text = (folder / "engine.py").read_text()
    (folder / "engine.py").write_text(
        "from peanut_studio.engines import registry\nimport peanut_studio.ui.app\n" + text
    )
    first = next(check(folder))
    assert "peanut_studio.engines.registry in engine.py, peanut_studio.ui.app in engine.py" in first.fault


def test_what_is_written_down_badly_allows_nothing(make: Make) -> None:
    make()
    for text in ("{", "[]", '{"allowed": []}', '{"allowed": {"mine": 3}}'):
        consent.file().write_text(text)
        assert consent.allowed() == {}
        assert "mine" not in ids()


@pytest.mark.parametrize("name", ["Mine", "a-b", "1st", "class", ""])
def test_a_plugin_needs_a_plain_name(home: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be called"):
        skeleton.make(name, "inpaint", home)
    with pytest.raises(InputError, match="no skeleton for the task 'paint'"):
        skeleton.make("mine", "paint", home)
