"""Whether a call means the window or the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import peanut_studio.__main__ as entry
from peanut_studio.cli import app


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    calls: list[tuple[str, Any]] = []

    def window(files: Sequence[Path] = ()) -> int:
        calls.append(("window", list(files)))
        return 0

    def commands(given: Sequence[str] | None = None) -> int:
        calls.append(("commands", given))
        return 0

    monkeypatch.setattr(app, "has_display", lambda: True)
    monkeypatch.setattr(app, "run", commands)
    monkeypatch.setattr(entry.importlib, "import_module", lambda _name: SimpleNamespace(run=window))
    return calls


def _call(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["peanut-studio", *arguments])
    return entry.main()


def test_files_open_in_the_window(
    called: list[tuple[str, Any]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    clips = [tmp_path / "a.mp4", tmp_path / "frames"]
    clips[0].write_bytes(b"")
    clips[1].mkdir()
    assert _call(monkeypatch, *map(str, clips)) == 0
    assert _call(monkeypatch) == 0
    assert called == [("window", clips), ("window", [])]


def test_commands_go_to_the_command_line_even_where_a_file_has_their_name(
    called: list[tuple[str, Any]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("doctor").write_bytes(b"")
    for arguments in (["doctor"], ["remove", "doctor"], ["--version"], ["missing.mp4"]):
        assert _call(monkeypatch, *arguments) == 0
    assert [kind for kind, _ in called] == ["commands"] * 4


def test_without_a_display_files_are_the_command_line_s_to_refuse(
    called: list[tuple[str, Any]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(app, "has_display", lambda: False)
    assert _call(monkeypatch, str(tmp_path)) == 0
    assert called == [("commands", None)]
