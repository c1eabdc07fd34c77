"""Collects what the window says and compiles its translations: `python installer/translations.py`.

The .ts files in peanut_studio/ui/translations are translated by hand or with Qt Linguist; the .qm files beside them are
what the program reads. Both are committed, for an installed wheel has neither lupdate nor lrelease to run.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "peanut_studio" / "ui"
FOLDER = SOURCES / "translations"
LANGUAGES = ("en", "zh_CN", "zh_TW")


def collect(folder: Path) -> None:
    """Bring the .ts files of a folder up to date with the sources. English has only what needs a plural."""
    with tempfile.TemporaryDirectory() as kept:
        tables = Path(kept) / "tables.py"
        tables.write_text(_as_literals(_listed()), encoding="utf-8")
        files = [str(path) for path in sorted(SOURCES.rglob("*.py"))]
        for language in LANGUAGES:
            plural = ["-pluralonly"] if language == "en" else []
            options = ["-silent", "-locations", "none", "-no-obsolete", *plural]
            target = ["-source-language", "en", "-target-language", language]
            target += ["-ts", str(folder / f"peanut_studio_{language}.ts")]
            _run("lupdate", *options, *files, str(tables), *target)


def compile_all(folder: Path) -> None:
    """Make the .qm files of a folder's .ts files."""
    for language in LANGUAGES:
        name = str(folder / f"peanut_studio_{language}")
        _run("lrelease", "-silent", f"{name}.ts", "-qm", f"{name}.qm")


def _listed() -> Mapping[str, tuple[str, ...]]:
    sys.path.insert(0, str(ROOT))
    from peanut_studio.ui.words import listed

    return listed()


def _as_literals(words: Mapping[str, tuple[str, ...]]) -> str:
    return "".join(f"translate({context!r}, {text!r})\n" for context, texts in words.items() for text in texts)


def _run(tool: str, *arguments: str) -> None:
    name = f"pyside6-{tool}"
    beside = Path(sys.executable).with_name(name)
    program = str(beside) if beside.exists() else shutil.which(name) or name
    subprocess.run([program, *arguments], check=True)


if __name__ == "__main__":
    collect(FOLDER)
    compile_all(FOLDER)
