"""Where clips to learn from lie: files, folders of pictures, and folders of any of these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from peanut_studio.model.errors import InputError

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".exr"})
VIDEOS = frozenset({".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v", ".mpg", ".mpeg", ".ts", ".mts", ".y4m", ".ogv"})

FRAMES = "JPEGImages"
"""Where YouTube-VOS and DAVIS keep their frames; what lies beside it are masks and lists."""

PREFERRED = "480p"
"""DAVIS has every clip in two sizes; this is the one that is worked with."""


def clips_in(places: Sequence[Path]) -> tuple[Path, ...]:
    """The clips at these places, in order: a file or a folder of pictures is one; other folders are looked through.

    YouTube-VOS (`JPEGImages/CLIP`) and DAVIS (`JPEGImages/480p/CLIP`) are given by their own folder. Raises InputError
    for a place where there is none.
    """
    found: list[Path] = []
    for place in places:
        here = list(_inside(place)) if place.is_dir() else [place]
        if not here:
            raise InputError(f"{place} holds neither videos nor folders of pictures to learn from.")
        found += here
    return tuple(found)


def _inside(folder: Path) -> Iterator[Path]:
    entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    if any(entry.suffix.lower() in PICTURES and entry.is_file() for entry in entries):
        yield folder
        return
    yield from (entry for entry in entries if entry.suffix.lower() in VIDEOS and entry.is_file())
    folders = [entry for entry in entries if entry.is_dir()]
    only = [entry for entry in folders if entry.name in (FRAMES, PREFERRED)]
    for entry in only or folders:
        yield from _inside(entry)
