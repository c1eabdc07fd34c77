"""Small copies of a clip's frames, made while the window is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from peanut_studio.media.planes import Planes
from peanut_studio.media.proxy import (
    SEGMENT,
    ProxyReader,
    chosen_long_side,
    segment_of,
    segment_path,
    small_planes,
    write_segment,
)
from peanut_studio.media.source import Source
from peanut_studio.model.progress import Job, Progress
from peanut_studio.store.proxy_folder import ProxyFolders

WORTH = 16_000_000
"""Pixels of all frames together from which small copies are worth their while; less is decoded in no time."""


def is_worth_it(source: Source) -> bool:
    """Whether a clip is large enough for small copies to help."""
    clip = source.clip
    return clip.width * clip.height * clip.frame_count > WORTH


def build_proxies(source: Source, folder: Path, playhead: Callable[[], int], folders: ProxyFolders) -> Job[bool]:
    """Make what is missing in `folder`, each time what comes next after the frame `playhead`. Yields after every
    frame. False when there is no more room for it. What is complete stays when the job is closed.

    `source` is opened once more and not touched.
    """
    count = source.clip.frame_count
    missing = [n for n in range(segment_of(count - 1) + 1) if not segment_path(folder, n).exists()]
    done = count - sum(min(count, (number + 1) * SEGMENT) - number * SEGMENT for number in missing)
    if not missing:
        return True
    own = source.reopen()
    try:
        while missing:
            here = segment_of(playhead())
            number = min(missing, key=lambda one: (one < here, one))
            missing.remove(number)
            if not folders.has_room(folder):
                return False
            for _ in write_segment(folder, number, _pictures(own, number)):
                done += 1
                yield Progress("proxy", done, count)
    finally:
        own.close()
    return True


def _pictures(source: Source, number: int) -> Iterator[Planes]:
    for frame in range(number * SEGMENT, min(source.clip.frame_count, (number + 1) * SEGMENT)):
        yield small_planes(source.planes(frame), source.clip.colour)


def proxies_of(source: Source, folders: ProxyFolders | None = None) -> tuple[Path | None, ProxyReader | None]:
    """The folder of a clip's small copies and what reads them; nothing where they do not help or cannot be kept."""
    if not is_worth_it(source):
        return None, None
    try:
        folder = (folders or ProxyFolders()).folder(source.clip.path, f"-{chosen_long_side()}")
    except OSError:
        return None, None
    return folder, ProxyReader.of(folder, source)
