"""Which plugins the user allowed, each as it was when he did."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from peanut_studio.model.errors import InputError
from peanut_studio.store import marks, place

KEY = "allowed"


def file() -> Path:
    """Where it is written down: plugins.json in the data folder."""
    return place.data_root() / "plugins.json"


def allowed() -> dict[str, str]:
    """Fingerprints of the allowed plugins by name. What cannot be read allows nothing."""
    return marks.load(file(), KEY)


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
    try:
        marks.save(file(), KEY, dict(sorted(content.items())))
    except OSError as error:
        raise InputError(f"Which plugins are allowed cannot be written to {file()}: {error.strerror}.") from error
