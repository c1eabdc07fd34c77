"""Which media the user brought into a project or agreed to: what one from elsewhere may read outside its folder."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from peanut_studio.store import marks, place
from peanut_studio.store.project_media import MediaReference

KEY = "media"
MOST = 20_000
"""Media that are remembered; the oldest go."""


def file() -> Path:
    """Where it is written down: media.json in the data folder."""
    return place.data_root() / "media.json"


def known() -> Mapping[str, str]:
    """What is in the media, by their paths. What cannot be read knows nothing."""
    return marks.load(file(), KEY)


def remember(media: Iterable[tuple[Path, MediaReference]]) -> None:
    """From now on these are known, each at a path; where the disk does not take that, they are asked about again."""
    before = known()
    now = {**before, **{os.path.normpath(path.absolute()): mark_of(one) for path, one in media}}
    if now == before:
        return
    with contextlib.suppress(OSError):
        marks.save(file(), KEY, dict(list(now.items())[-MOST:]))


def mark_of(media: MediaReference) -> str:
    """What is in it, wherever it lies."""
    return f"{media.size} {media.fingerprint}"
