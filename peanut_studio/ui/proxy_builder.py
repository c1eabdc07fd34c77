"""Makes small copies of the open clip in the background, and keeps out of the way."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from peanut_studio.model.progress import Job
from peanut_studio.ui.background import Background

if TYPE_CHECKING:
    from peanut_studio.media.source import Source

PAUSE = 0.02
"""Seconds to wait after each frame while pictures are asked for."""


class ProxyBuilder(Background):
    """That it fails is nobody's business: the full pictures are there."""

    def __init__(self, is_busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_busy = is_busy
        self._needed: list[Callable[[], bool]] = []
        self._playhead = 0

    def stands_while(self, is_needed_elsewhere: Callable[[], bool]) -> None:
        """Make nothing at all while somebody waits for something else; asked in the builder's thread."""
        self._needed.append(is_needed_elsewhere)

    def set_playhead(self, frame: int) -> None:
        """Near which to begin."""
        self._playhead = frame

    def build(self, source: Source, folder: Path | None) -> None:
        """Make what is missing of a clip."""
        if folder is None:
            self.cancel()
        else:
            self.start(lambda: self._job(source, folder))

    def _job(self, source: Source, folder: Path) -> Job[bool]:
        from peanut_studio.pipeline.proxy import build_proxies
        from peanut_studio.store.proxy_folder import ProxyFolders

        job = build_proxies(source, folder, lambda: self._playhead, ProxyFolders())
        try:
            while True:
                try:
                    progress = next(job)
                except StopIteration as finished:
                    return bool(finished.value)
                yield progress
                while any(is_needed() for is_needed in self._needed):
                    time.sleep(PAUSE)
                    yield progress
                if self._is_busy():
                    time.sleep(PAUSE)
        finally:
            job.close()
