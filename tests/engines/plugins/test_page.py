"""docs/adding-an-engine.md is followed, step by step."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from peanut_studio.cli.app import app
from peanut_studio.engines import registry
from peanut_studio.engines.plugins import found

PAGE = Path(__file__).parents[3] / "docs" / "adding-an-engine.md"


def test_the_plugin_of_the_page_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_DATA", str(tmp_path))
    monkeypatch.setenv("PEANUT_STUDIO_PLUGINS", str(tmp_path / "plugins"))
    monkeypatch.setattr(found, "beside_program", lambda: tmp_path / "none")
    _, _, part = PAGE.read_text(encoding="utf-8").partition("\n## Outside the program: a plugin\n")
    folder = tmp_path / "plugins" / "mean"
    commands = re.findall(r"^peanut-studio (plugins .*?)(?: +#.*)?$", part, re.MULTILINE)
    assert [command.split()[1] for command in commands] == ["new", "check", "allow"]
    old, new = "dilated(mask, 8)", re.findall(r"`(dilated\(mask, \d+\))`", part)[0]
    for command in commands:
        words = [word.replace("mean-folder", str(folder)) for word in command.split()]
        done = CliRunner().invoke(app, [*words, "--yes"] if "allow" in words else words)
        assert done.exit_code == 0, done.output
        if "new" in words:
            listed = re.findall(r"^  (\S+)  ", part[: part.index("**2.")], re.MULTILINE)
            assert sorted(listed) == sorted(
                path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
            )
            text = (folder / "engine.py").read_text()
            assert old in text
            (folder / "engine.py").write_text(text.replace(old, new))
    assert type(registry.create("inpaint", "mean", device="cpu")).__name__ == "Mean"
