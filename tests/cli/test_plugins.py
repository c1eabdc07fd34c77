"""`peanut-studio plugins`, from making one to filling with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from peanut_studio.cli.plugins import app
from peanut_studio.engines import registry
from peanut_studio.engines.plugins import consent, found
from peanut_studio.model.errors import InputError


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PEANUT_STUDIO_DATA", str(tmp_path))
    monkeypatch.delenv("PEANUT_STUDIO_PLUGINS", raising=False)
    monkeypatch.setattr(found, "beside_program", lambda: tmp_path / "none")
    monkeypatch.setattr(found, "_installed", lambda: ())
    return tmp_path / "plugins"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_the_whole_way(home: Path) -> None:
    assert "There are no plugins." in run("list").stdout
    made = run("new", "mine", "--task", "flow")
    assert f"Made {home / 'mine'}" in made.stdout
    checked = run("check", str(home / "mine"))
    assert checked.exit_code == 0
    assert "FAULT" not in checked.stdout
    assert "ok     flow/mine: the same pair gives the same flow" in checked.stdout
    assert "not allowed" in run("list").stdout
    refused = run("allow", "mine")
    assert "licence MIT, from https://example.org/mine" in refused.stdout
    assert isinstance(refused.exception, InputError), "nobody is there to be asked"
    assert consent.allowed() == {}
    assert "Allowed" in run("allow", "mine", "--yes").stdout
    assert "allowed already" in run("allow", "mine").stdout
    assert registry.info("flow", "mine").licence == "MIT"
    assert run("forbid", "mine").exit_code == 0
    assert "not allowed" in run("list").stdout


def test_asked_in_person_no_is_no(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("new", "mine", "--task", "flow")
    monkeypatch.setattr("peanut_studio.cli.plugins._is_asked", lambda: True)
    assert CliRunner().invoke(app, ["allow", "mine"], input="n\n").exit_code != 0
    assert consent.allowed() == {}
    assert CliRunner().invoke(app, ["allow", "mine"], input="y\n").exit_code == 0
    assert "mine" in consent.allowed()


def test_faults_are_counted_and_named(home: Path) -> None:
    run("new", "mine", "--task", "inpaint")
    engine = home / "mine" / "engine.py"
    engine.write_text(engine.read_text().replace("filled = frame.copy()", "filled = frame.copy() // 2"))
    checked = run("check", str(home / "mine"))
    assert "changed outside its mask" in checked.stdout
    assert isinstance(checked.exception, InputError)
    (home / "mine" / "engine.toml").write_text("nothing")
    assert "is left out" in run("list").stdout
    assert isinstance(run("allow", "mine").exception, InputError)
    assert isinstance(run("check", str(home / "mine")).exception, InputError)
    assert isinstance(run("check", str(home / "none")).exception, InputError)


def test_a_name_that_is_unknown_is_answered_with_those_there_are() -> None:
    run("new", "mine", "--task", "flow")
    assert "known: mine" in str(run("allow", "yours").exception)
    assert "is there already" in str(run("new", "mine", "--task", "flow").exception)
