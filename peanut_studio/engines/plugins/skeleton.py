"""A new plugin that works already, to be made into another."""

from __future__ import annotations

import keyword
import shutil
from pathlib import Path

from peanut_studio.engines.contract import Task
from peanut_studio.engines.plugins.found import NAME
from peanut_studio.model.errors import InputError

SKELETONS = Path(__file__).with_name("skeletons")
TASKS: tuple[Task, ...] = ("inpaint", "flow", "segment", "upscale")
"""For which there is one."""


def make(name: str, task: str, root: Path) -> Path:
    """Write the plugin into a new folder of that name and give the folder. Raises InputError."""
    if not NAME.fullmatch(name) or keyword.iskeyword(name):
        raise InputError(
            f"A plugin cannot be called '{name}'; use small letters, digits and _, beginning with a letter."
        )
    if task not in TASKS:
        raise InputError(f"There is no skeleton for the task '{task}'; known: {', '.join(TASKS)}.")
    folder = root / name
    if folder.exists():
        raise InputError(f"{folder} is there already; choose another name or take it away.")
    part = folder.with_name(f".{name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        (part / "tests").mkdir(parents=True)
        for source in sorted((SKELETONS / task).iterdir()):
            if source.suffix in (".py", ".toml"):
                (part / source.name).write_text(_named(source.read_text(encoding="utf-8"), name), encoding="utf-8")
        test = (SKELETONS / "test_engine.py").read_text(encoding="utf-8")
        (part / "tests" / f"test_{name}.py").write_text(test, encoding="utf-8")
        part.replace(folder)
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}.") from error
    return folder


def _named(text: str, name: str) -> str:
    kind = "".join(part.capitalize() for part in name.split("_"))
    return text.replace("Skeleton", kind).replace("skeleton", name)
