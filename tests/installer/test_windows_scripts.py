"""The scripts for Windows, as far as that can be checked elsewhere: their grammar, and that they match the others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tree_sitter_powershell
from tree_sitter import Language, Node, Parser

INSTALLER = Path(__file__).resolve().parents[2] / "installer"
SCRIPTS = sorted(INSTALLER.glob("*.ps1"))


def _mistakes(source: bytes) -> list[str]:
    parser = Parser(Language(tree_sitter_powershell.language()))
    found, waiting = [], [parser.parse(source).root_node]
    while waiting:
        node: Node = waiting.pop()
        if node.type == "ERROR" or node.is_missing:
            found.append(f"line {node.start_point.row + 1}: {source[node.start_byte : node.end_byte].decode()[:80]}")
        waiting += node.children
    return found


def test_a_mistake_would_be_found() -> None:
    assert _mistakes(b'if ($Done { Say "open" }')


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_it_is_powershell(script: Path) -> None:
    assert not _mistakes(script.read_bytes())


def test_each_script_has_its_twin() -> None:
    assert {script.stem for script in SCRIPTS} == {script.stem for script in INSTALLER.glob("*.sh")}


@pytest.mark.parametrize("name", ["run", "test"])
def test_twins_ask_for_the_same_packages_and_weights(name: str) -> None:
    def asked(suffix: str) -> tuple[set[str], set[str]]:
        text = (INSTALLER / f"{name}{suffix}").read_text(encoding="utf-8")
        extras = set(re.findall(r"(?:New-Environment|make_environment) \"?([a-z,]+)", text))
        engines = {
            word
            for line in re.findall(r"(?:Get-Weights|fetch_weights) (.*)", text)
            for word in re.findall(r"[a-z]+", line)
        }
        return extras, engines

    assert asked(".ps1") == asked(".sh")
    assert all(asked(".ps1"))
