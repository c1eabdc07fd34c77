"""The room that the program takes: its cache on the disk, its memory, the size of small copies."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from peanut_studio.engines import memory_limit
from peanut_studio.media import proxy
from peanut_studio.model.progress import Job, Progress
from peanut_studio.store import place

KINDS = ("masks", "fills", "flows", "proxies", "upscaled")
"""Folders of the cache that can be made again. Results lie beside the projects that show them and stay."""


@dataclass(frozen=True)
class Room:
    """How much the program may take. `cache` None is the user's own cache folder, `memory` 0 is no limit."""

    cache: Path | None = None
    cache_bytes: int = place.USUAL_BYTES
    memory: int = 0
    proxy_side: int = proxy.LONG_SIDE


_taken: list[Room] = []


def taken() -> Room | None:
    """What `take` was told last, None where it was told nothing yet."""
    return _taken[-1] if _taken else None


def take(room: Room) -> None:
    """Keep to it from now on."""
    _taken[:] = [room]
    place.use(room.cache, room.cache_bytes)
    memory_limit.set_limit(room.memory)
    proxy.choose_long_side(room.proxy_side)


def measure_cache() -> Job[int]:
    """The bytes of all that can be cleared."""
    total = 0
    for count, file in enumerate(_files(), start=1):
        try:
            total += file.stat().st_size
        except OSError:
            continue
        yield Progress("measuring", count, 0)
    return total


def clear_cache() -> Job[int]:
    """Take away what can be made again; gives the bytes that were freed. What is in use on Windows stays."""
    before = yield from measure_cache()
    for number, kind in enumerate(KINDS, start=1):
        shutil.rmtree(place.root() / kind, ignore_errors=True)
        yield Progress("clearing", number, len(KINDS))
    left = yield from measure_cache()
    return before - left


def _files() -> list[Path]:
    return [file for kind in KINDS for file in (place.root() / kind).rglob("*") if file.is_file()]
