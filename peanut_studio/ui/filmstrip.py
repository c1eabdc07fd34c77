"""Very small pictures and the sound's outline for the timeline, fetched for what is seen and kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from peanut_studio.model.clip import Clip
from peanut_studio.model.progress import Job
from peanut_studio.ops.pyramid import Pyramid
from peanut_studio.ui.background import Background
from peanut_studio.ui.job_thread import LatestThread
from peanut_studio.ui.pictures import image_of

if TYPE_CHECKING:
    from peanut_studio.media.source import Source
    from peanut_studio.pipeline.viewing import Thumbs

HEIGHT = 80
"""Pixels: twice what is shown, for dense screens."""

KEPT = 1500
GATHERED = 100
"""Milliseconds for which pictures that come are gathered before they are shown."""

PATIENCE = 700
"""Milliseconds until pictures are asked for again that were not there yet."""


class Filmstrip(QObject):
    """`changed` says that there are more pictures, which makes another `edition`, or that the sound is known."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self._wanted: list[int] = []
        self._missing: set[int] = set()
        self._round = 0
        self._thumbs: Thumbs | None = None
        self._thread = LatestThread(self._close, self)
        self._thread.answered.connect(self.on_answered)
        self._thread.failed.connect(self.on_failed)
        self._later = QTimer(self, singleShot=True, interval=PATIENCE)
        self._later.timeout.connect(self.on_later)
        self._hearing = Background(self)
        self._hearing.succeeded.connect(self.on_heard)
        self.peaks: Pyramid | None = None
        self.edition = 0
        self._soon = QTimer(self, singleShot=True, interval=GATHERED)
        self._soon.timeout.connect(self._tell)

    def load(self, source: Source, folder: Path | None) -> None:
        """Another clip, and where its small copies are, if it has any."""
        self._images.clear()
        self.edition += 1
        self._wanted, self.peaks = [], None
        self._missing.clear()
        self._round += 1
        self._thread.ask("load", lambda: self._load(source, folder))
        if source.clip.has_audio:
            self._hear(source.clip)
        else:
            self._hearing.cancel()

    def image(self, frame: int) -> QImage | None:
        """The picture of a frame, as far as it is there."""
        return self._images.get(frame)

    def want(self, frames: Sequence[int]) -> None:
        """Fetch these, instead of what was wanted before."""
        self._wanted = [frame for frame in frames if frame not in self._images and frame not in self._missing]
        self._ask_next()

    def stop(self) -> None:
        """End the threads."""
        self._later.stop()
        self._soon.stop()
        self._hearing.stop()
        self._thread.stop()

    def on_answered(self, key: str, answer: object) -> None:
        """A picture has come, or is not there yet."""
        if key != "thumb" or not isinstance(answer, tuple):
            return
        number, frame, image = answer
        if number != self._round:
            return
        if image is None:
            self._missing.add(frame)
            self._later.start()
        else:
            self._images[frame] = image
            while len(self._images) > KEPT:
                self._images.popitem(last=False)
            if not self._soon.isActive():
                self._soon.start()
        if frame in self._wanted:
            self._wanted.remove(frame)
        self._ask_next()

    def on_failed(self, _key: str, _sentence: str) -> None:
        """A picture that cannot be read stays grey."""
        if self._wanted:
            self._missing.add(self._wanted.pop(0))
            self._ask_next()

    def on_later(self) -> None:
        """Copies may have been made meanwhile."""
        if self._missing:
            self._missing.clear()
            self._tell()

    def on_heard(self, peaks: Pyramid) -> None:
        """The sound is known."""
        self.peaks = peaks
        self.changed.emit()

    def _tell(self) -> None:
        self.edition += 1
        self.changed.emit()

    def _ask_next(self) -> None:
        if self._wanted:
            number, frame = self._round, self._wanted[0]
            self._thread.ask("thumb", lambda: (number, frame, self._fetch(frame)))

    def _hear(self, clip: Clip) -> None:
        def job() -> Job[Pyramid]:
            from peanut_studio.pipeline.peaks import sound_peaks

            return (yield from sound_peaks(clip))

        self._hearing.start(job)

    # --- in the thread

    def _load(self, source: Source, folder: Path | None) -> None:
        from peanut_studio.pipeline.viewing import Thumbs

        self._close()
        self._thumbs = Thumbs(source, folder)

    def _fetch(self, frame: int) -> QImage | None:
        picture = self._thumbs.picture(frame, HEIGHT) if self._thumbs is not None else None
        return image_of(picture) if picture is not None else None

    def _close(self) -> None:
        if self._thumbs is not None:
            self._thumbs.close()
            self._thumbs = None
