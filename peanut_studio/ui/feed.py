"""Pictures for the viewer: decoded in a thread, the newest request first, the others forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Frame
from peanut_studio.model.project import Colour
from peanut_studio.ui.job_thread import LatestThread
from peanut_studio.ui.pictures import image_of, layer_of

if TYPE_CHECKING:
    from peanut_studio.media.reader import ClipReader

CACHE_BYTES = 96 << 20


@dataclass(frozen=True, eq=False)
class Wanted:
    """What is to be shown of a frame: the source, the result (whose frame 0 is `result_start`), masks in colours."""

    frame: int
    source: bool = True
    result: int | None = None
    masks: tuple[tuple[MaskTrack, Colour], ...] = ()


@dataclass(frozen=True, eq=False)
class Shown:
    """The pictures of a frame; None where they were not wanted or there are none."""

    frame: int
    source: QImage | None
    result: QImage | None
    layers: tuple[QImage, ...]


class Feed(QObject):
    """The readers of the source and of the result, in a thread of their own."""

    opened = Signal(object)
    result_opened = Signal(object)
    shown = Signal(object)
    converted = Signal(object)
    failed = Signal(str)
    open_failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._readers: dict[str, ClipReader] = {}
        self._thread = LatestThread(self._close_all, self)
        self._thread.answered.connect(self.on_answered)
        self._thread.failed.connect(self.on_failed)

    def open(self, path: Path) -> None:
        """Open a clip; `opened` gives its `Clip`. The one that was open stays if that fails."""
        self._thread.ask("open", lambda: self._open("source", path))

    def open_result(self, path: Path | None) -> None:
        """Open a written film beside the source, or none."""
        self._thread.ask("result", lambda: self._open("result", path) if path else self._close("result"))

    def want(self, wanted: Wanted) -> None:
        """Ask for the pictures of a frame; `shown` gives them unless another request comes first."""
        self._thread.ask("show", lambda: self._show(wanted))

    def convert(self, frame: Frame) -> None:
        """A frame that a job made, as an image; `converted` gives it."""
        self._thread.ask("job", lambda: image_of(frame))

    def stop(self) -> None:
        """Close the files and end the thread."""
        self._thread.stop()

    def on_answered(self, key: str, answer: object) -> None:
        """Pass an answer on."""
        if answer is None:
            return
        {"open": self.opened, "result": self.result_opened, "show": self.shown, "job": self.converted}[key].emit(answer)

    def on_failed(self, key: str, sentence: str) -> None:
        """Pass a failure on."""
        (self.open_failed if key == "open" else self.failed).emit(sentence)

    def _open(self, name: str, path: Path) -> object:
        from peanut_studio.media.reader import open_clip

        reader = open_clip(path, cache_bytes=CACHE_BYTES)
        try:
            reader[0]
        except BaseException:
            reader.close()
            raise
        if name == "source":
            self._close("result")
        self._close(name)
        self._readers[name] = reader
        return reader.clip

    def _close(self, name: str) -> None:
        if reader := self._readers.pop(name, None):
            reader.close()

    def _close_all(self) -> None:
        for name in tuple(self._readers):
            self._close(name)

    def _show(self, wanted: Wanted) -> Shown | None:
        source, result = self._readers.get("source"), self._readers.get("result")
        if source is None or not wanted.frame < len(source):
            return None
        first = image_of(source[wanted.frame]) if wanted.source else None
        second = None
        if result is not None and wanted.result is not None and 0 <= wanted.frame - wanted.result < len(result):
            second = image_of(result[wanted.frame - wanted.result])
        fitting = [(track, colour) for track, colour in wanted.masks if track.size == source.size]
        layers = tuple(
            layer_of(track.mask(wanted.frame), colour) for track, colour in fitting if track.area(wanted.frame)
        )
        return Shown(wanted.frame, first, second, layers)
