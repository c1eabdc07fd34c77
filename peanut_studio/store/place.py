"""Where the program keeps what it can make again, and how much of it."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

VARIABLE = "PEANUT_STUDIO_CACHE"
DATA_VARIABLE = "PEANUT_STUDIO_DATA"
USUAL_BYTES = 8 << 30

_chosen: dict[str, object] = {}


def use(folder: Path | None, kept_bytes: int = USUAL_BYTES) -> None:
    """From now on keep things in `folder`, None for the user's cache folder, and about so much of them."""
    _chosen.update(folder=folder, kept_bytes=kept_bytes)


def is_named() -> bool:
    """Whether the environment names the folder, which then counts."""
    return bool(os.environ.get(VARIABLE))


def root() -> Path:
    """The folder: $PEANUT_STUDIO_CACHE, else the one chosen, else the user's cache folder."""
    named, chosen = os.environ.get(VARIABLE), _chosen.get("folder")
    if named:
        return Path(named)
    return chosen if isinstance(chosen, Path) else platformdirs.user_cache_path("peanut-studio", appauthor=False)


def kept_bytes() -> int:
    """How much room small copies of footage may take."""
    chosen = _chosen.get("kept_bytes")
    return chosen if isinstance(chosen, int) else USUAL_BYTES


def data_root() -> Path:
    """Where the program keeps what cannot be made again: $PEANUT_STUDIO_DATA, else the user's data folder."""
    named = os.environ.get(DATA_VARIABLE)
    return Path(named) if named else platformdirs.user_data_path("peanut-studio", appauthor=False)
