"""Makes small copies of the open clip in the background, and keeps out of the way."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from peanut_studio.model.progress import Job
from peanut_studio.ui.job_thread import JobThread

if TYPE_CHECKING:
    from peanut_studio.media.source import Source

PAUSE = 0.02
"""Seconds to wait after each frame while pictures are asked for."""


class ProxyBuilder(QObject):
    """One job at a time; another clip ends it. That it fails is nobody's business: the full pictures are there."""

    progressed = Signal(object)
    ended = Signal()

    def __init__(self, is_busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_busy = is_busy
        self._thread: JobThread | None = None
        self._leaving: set[JobThread] = set()
        self._playhead = 0

    @property
    def is_running(self) -> bool:
        """Whether copies are being made."""
        return self._thread is not None

    def set_playhead(self, frame: int) -> None:
        """Near which to begin."""
        self._playhead = frame

    def build(self, source: Source, folder: Path | None) -> None:
        """Make what is missing of a clip."""
        self.cancel()
        if folder is None:
            return

        def make_job(_thread: JobThread) -> Job[object]:
            from peanut_studio.pipeline.proxy import build_proxies
            from peanut_studio.store.proxy_folder import ProxyFolders

            for progress in (job := build_proxies(source, folder, lambda: self._playhead, ProxyFolders())):
                try:
                    yield progress
                except GeneratorExit:
                    job.close()
                    raise
                if self._is_busy():
                    time.sleep(PAUSE)
            return None

        thread = JobThread(make_job, self)
        thread.progressed.connect(self.progressed)
        thread.finished.connect(lambda: self._forget(thread))
        self._thread = thread
        thread.start()

    def cancel(self) -> None:
        """Stop soon; what is complete stays."""
        if self._thread is not None:
            self._leaving.add(self._thread)
            self._thread.cancel()
            self._thread = None

    def stop(self) -> None:
        """Stop and wait for it."""
        self.cancel()
        for thread in self._leaving:
            thread.wait()

    def _forget(self, thread: JobThread) -> None:
        thread.wait()
        self._leaving.discard(thread)
        if self._thread is thread:
            self._thread = None
        thread.deleteLater()
        self.ended.emit()
