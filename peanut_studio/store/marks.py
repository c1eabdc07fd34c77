"""A file of marks by name: what somebody agreed to, each as it was then."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path


def load(path: Path, key: str) -> dict[str, str]:
    """The marks that a file has under `key`, by their names. What cannot be read has none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    found = content.get(key) if isinstance(content, dict) else None
    if not isinstance(found, dict):
        return {}
    return {name: mark for name, mark in found.items() if isinstance(name, str) and isinstance(mark, str)}


def save(path: Path, key: str, marks: Mapping[str, str]) -> None:
    """Write marks to a file, which is there whole or as it was. Raises OSError."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    part.write_text(json.dumps({key: dict(marks)}, indent=1), encoding="utf-8")
    part.replace(path)
