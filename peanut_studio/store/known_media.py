"""Which media the user brought into a project or agreed to: what one from elsewhere may read outside its folder."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from peanut_studio.store import place
from peanut_studio.store.project_media import MediaReference

MOST = 20_000
"""Media that are remembered; the oldest go."""


def file() -> Path:
    """Where it is written down: media.json in the data folder."""
    return place.data_root() / "media.json"


def known() -> Mapping[str, str]:
    """What is in the media, by their paths. What cannot be read knows nothing."""
    try:
        content = json.loads(file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    found = content.get("media") if isinstance(content, dict) else None
    if not isinstance(found, dict):
        return {}
    return {path: mark for path, mark in found.items() if isinstance(path, str) and isinstance(mark, str)}


def remember(media: Iterable[tuple[Path, MediaReference]]) -> None:
    """From now on these are known, each at a path; where the disk does not take that, they are asked about again."""
    before = known()
    now = {**before, **{os.path.normpath(path.absolute()): mark_of(one) for path, one in media}}
    if now == before:
        return
    path = file()
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps({"media": dict(list(now.items())[-MOST:])}, indent=1), encoding="utf-8")
        part.replace(path)


def mark_of(media: MediaReference) -> str:
    """What is in it, wherever it lies."""
    return f"{media.size} {media.fingerprint}"
