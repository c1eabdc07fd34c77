"""The clips that were opened last, kept in the settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

KEY, MOST = "recent", 10


def paths(settings: QSettings) -> list[str]:
    """The last ones first."""
    kept = settings.value(KEY, [])
    if isinstance(kept, str):
        return [kept]
    return [str(path) for path in kept] if isinstance(kept, list) else []


def add(settings: QSettings, path: Path) -> None:
    """This one is now the last."""
    name = str(path.absolute())
    settings.setValue(KEY, [name, *(other for other in paths(settings) if other != name)][:MOST])


def folder(settings: QSettings) -> str:
    """Where to begin to look for the next one."""
    return str(Path(paths(settings)[0]).parent) if paths(settings) else str(Path.home())
