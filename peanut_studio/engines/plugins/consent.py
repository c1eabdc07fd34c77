"""Which plugins the user allowed, each as it was when he did."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from peanut_studio.model.errors import InputError
from peanut_studio.store import place


def file() -> Path:
    """Where it is written down: plugins.json in the data folder."""
    return place.data_root() / "plugins.json"


def allowed() -> dict[str, str]:
    """Fingerprints of the allowed plugins by name. What cannot be read allows nothing."""
    try:
        content = json.loads(file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    found = content.get("allowed") if isinstance(content, dict) else None
    if not isinstance(found, dict):
        return {}
    return {name: mark for name, mark in found.items() if isinstance(name, str) and isinstance(mark, str)}


def allow(name: str, fingerprint: str) -> None:
    """Allow a plugin just as it is. Raises InputError when that cannot be written down."""
    _write({**allowed(), name: fingerprint})


def forbid(name: str) -> None:
    """Take the permission back. Raises InputError when there was none, or it cannot be written down."""
    known = allowed()
    if name not in known:
        raise InputError(f"The plugin '{name}' was not allowed; 'peanut-studio plugins list' shows all.")
    _write({other: mark for other, mark in known.items() if other != name})


def _write(content: Mapping[str, str]) -> None:
    path = file()
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps({"allowed": dict(sorted(content.items()))}, indent=2), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise InputError(f"Which plugins are allowed cannot be written to {path}: {error.strerror}.") from error
