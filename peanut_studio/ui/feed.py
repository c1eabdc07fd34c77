"""Pictures for the viewer: the newest request first, small copies while things move, the full picture at rest."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from peanut_studio.model.picture import Frame
from peanut_studio.ui.job_thread import LatestThread
from peanut_studio.ui.pictures import image_of
from peanut_studio.ui.prints import JobFrame, Masks, NotYet, Shown, Wanted, developed
from peanut_studio.ui.proxy_builder import ProxyBuilder

if TYPE_CHECKING:
    from peanut_studio.media.proxy import ProxyReader
    from peanut_studio.model.clip import Clip
    from peanut_studio.pipeline.live import LiveResult
    from peanut_studio.pipeline.refined_view import RefinedView
    from peanut_studio.pipeline.viewing import Glance, Viewing

__all__ = ["Feed", "Shown", "Wanted"]

REST = 120
"""Milliseconds without a new request after which the full picture is fetched."""

AHEAD = 6
"""Frames that are made ready before they are due while a clip plays: what a hiccup of a fifth of a second needs."""

LEAP = 4
"""Frames by which a request may follow another one and still count as playing: some are left out after a hiccup."""

BUSY = 0.3
"""Seconds after a request in which proxies are built at half speed."""


@dataclass(frozen=True, eq=False)
class _Opened:
    clip: Clip
    viewing: Viewing
    proxies: ProxyReader | None
    folder: Path | None


class Feed(QObject):
    """Two threads: one looks into the clip and its result, one into their small copies and never waits for long."""

    opened = Signal(object)
    looked_into = Signal(object, object)
    result_opened = Signal(object)
    shown = Signal(object)
    converted = Signal(object)
    failed = Signal(str)
    open_failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._viewings: dict[str, Viewing] = {}
        self._glance: Glance | None = None
        self._refined_view: RefinedView | None = None
        self._lives: dict[Path, LiveResult] = {}
        self._running: LiveResult | None = None
        self._wanted: Wanted | None = None
        self._number = 0
        self._delivered = (0, False)
        self._last = self._rested = -2
        self._ahead: dict[int, tuple[Wanted, Shown]] = {}
        self._asked_at = 0.0
        self._full = LatestThread(self._close_full, self)
        self._quick = LatestThread(self._close_quick, self)
        for thread in (self._full, self._quick):
            thread.answered.connect(self.on_answered)
            thread.failed.connect(self.on_failed)
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self.on_rest)
        self.builder = ProxyBuilder(lambda: time.monotonic() - self._asked_at < BUSY, self)

    def open(self, path: Path) -> None:
        """Open a clip; `opened` gives its `Clip`. The one that was open stays if that fails."""
        self._full.ask("open", lambda: self._open(path))

    def open_result(self, path: Path | None) -> None:
        """Open a written film beside the source, or none."""
        live = self._lives.get(path) if path else None
        if self._running is None:
            self._quick.ask("live", lambda: self._set_live(live))
        self._full.ask("result", lambda: self._open_result(path) if path else self._close("result"))

    def begin_live(self, live: LiveResult) -> None:
        """A result is being made; it is shown as far as it got."""
        self._running = live
        self._quick.ask("live", lambda: self._set_live(live))

    def end_live(self, result: Path | None) -> None:
        """No result is being made any more; `result` is the film that is there, if any."""
        live, self._running = self._running, None
        if live is not None and live.film is not None:
            self._lives[live.film] = live
        shown = self._lives.get(result) if result else None
        self._quick.ask("live", lambda: self._set_live(shown))

    @property
    def live(self) -> LiveResult | None:
        """The result that is being made."""
        return self._running

    def want(self, wanted: Wanted) -> None:
        """Ask for the pictures of a frame; `shown` gives them unless another request comes first.

        Where there are small copies these come first, and the full pictures when nothing else is asked for a while.
        """
        self._number += 1
        self._wanted, number = wanted, self._number
        self._asked_at = time.monotonic()
        self._quick.ask("show", lambda: self._look_quickly(number, wanted))
        self._rest.start()

    @property
    def number(self) -> int:
        """The number of the last request, which its answers carry."""
        return self._number

    def convert(self, frame: int, picture: Frame) -> None:
        """The picture of a frame that a job made, as an image; `converted` gives the `JobFrame`."""
        self._quick.ask("job", lambda: JobFrame(frame, image_of(picture)))

    def stop(self) -> None:
        """Close the files and end the threads."""
        self._rest.stop()
        self.builder.stop()
        self._full.stop()
        self._quick.stop()

    # --- answers

    def on_answered(self, key: str, answer: object) -> None:
        """Pass an answer on."""
        if isinstance(answer, _Opened):
            self._wanted = None
            self._lives.clear()
            self._quick.ask("source", lambda: self._set_source(answer.proxies))
            self.builder.build(answer.viewing.reader.source, answer.folder)
            self.opened.emit(answer.clip)
            self.looked_into.emit(answer.viewing.reader.source, answer.folder)
        elif isinstance(answer, NotYet):
            if answer.number == self._number:
                self._full.ask("show", lambda: self._look_slowly(answer))
        elif isinstance(answer, Shown):
            if (answer.number, answer.full) > self._delivered:
                self._delivered = (answer.number, answer.full)
                self.shown.emit(answer)
                self._look_ahead(answer)
        elif answer is not None:
            {"result": self.result_opened, "job": self.converted}[key].emit(answer)

    def _look_ahead(self, shown: Shown) -> None:
        """While frames are asked for one after another, have the next ones ready before they are due."""
        step, self._last = shown.frame - self._last, shown.frame
        wanted = self._wanted
        if 0 < step <= LEAP and not shown.full and wanted is not None and wanted.frame >= shown.frame:
            self._quick.ask("ahead", self._prepare)

    def on_failed(self, key: str, sentence: str) -> None:
        """Pass a failure on."""
        (self.open_failed if key == "open" else self.failed).emit(sentence)

    def on_rest(self) -> None:
        """Nothing was asked for a while: the full picture, and on another frame what playing on needs first."""
        wanted, number = self._wanted, self._number
        if wanted is not None and wanted.frame != self._rested:
            self._rested = wanted.frame
            self._quick.ask("ahead", self._prepare)
        if wanted is not None and not self._is_coming(wanted) and self._delivered != (number, True):
            self._full.ask("show", lambda: self._look_fully(number, wanted))

    def _is_coming(self, wanted: Wanted) -> bool:
        """Whether the result is wanted and is being made there: a film that is open is an older one."""
        live = self._running
        return live is not None and wanted.result is not None and wanted.frame in live.span

    def _refined(self) -> RefinedView:
        """Made when pictures are, for its imports take a while."""
        from peanut_studio.pipeline.refined_view import RefinedView

        self._refined_view = self._refined_view or RefinedView()
        return self._refined_view

    # --- in the thread of the files

    def _open(self, path: Path) -> _Opened:
        from peanut_studio.pipeline.proxy import proxies_of
        from peanut_studio.pipeline.viewing import Viewing

        viewing = Viewing(path)
        self._close("result")
        self._close("source")
        self._viewings["source"] = viewing
        folder, proxies = proxies_of(viewing.reader.source)
        return _Opened(viewing.clip, viewing, proxies, folder)

    def _open_result(self, path: Path) -> object:
        from peanut_studio.pipeline.viewing import Viewing

        self._close("result")
        self._viewings["result"] = Viewing(path)
        return self._viewings["result"].clip

    def _look_fully(self, number: int, wanted: Wanted) -> Shown | None:
        """The full pictures."""
        source = self._viewings.get("source")
        if source is None or not wanted.frame < source.clip.frame_count:
            return None
        first = source.full(wanted.frame)
        result, place = self._place(wanted)
        second = first if wanted.is_as_it_was else result.full(place) if result is not None else None
        masks = Masks(self._refined(), source.reader, source.reader.size)
        return developed(wanted, first, second, 1, number, masks)

    def _look_slowly(self, asked: NotYet) -> Shown | None:
        """Small pictures out of the files themselves."""
        wanted, source = asked.wanted, self._viewings.get("source")
        if source is None or not wanted.frame < source.clip.frame_count:
            return None
        first = source.small(wanted.frame)
        second = first if asked.same or wanted.is_as_it_was else asked.result
        result, place = self._place(wanted)
        if second is None and result is not None and not self._is_coming(wanted):
            second = result.small(place)
        masks = Masks(self._refined(), size=source.reader.size)
        return developed(wanted, first, second, 2, asked.number, masks)

    def _place(self, wanted: Wanted) -> tuple[Viewing | None, int]:
        """The result, if it has the wanted frame, and where."""
        result = self._viewings.get("result")
        place = -1 if wanted.result is None else wanted.frame - wanted.result
        return (result, place) if result is not None and 0 <= place < result.clip.frame_count else (None, -1)

    def _close(self, name: str) -> None:
        if viewing := self._viewings.pop(name, None):
            viewing.close()

    def _close_full(self) -> None:
        for name in tuple(self._viewings):
            self._close(name)

    # --- in the thread of the small copies

    def _prepare(self) -> None:
        """Make one of the frames after the last request ready; what is asked for meanwhile comes before the next."""
        wanted = self._wanted
        if wanted is None:
            return
        coming = range(wanted.frame + 1, wanted.frame + 1 + AHEAD)
        self._ahead = {frame: ready for frame, ready in self._ahead.items() if frame in coming}
        frame = next((frame for frame in coming if frame not in self._ahead), None)
        if frame is None:
            return
        asked = replace(wanted, frame=frame)
        found = self._look(0, asked)
        if isinstance(found, Shown) and (found.result is not None or wanted.result is None):
            self._ahead[frame] = asked, found
            self._quick.ask("ahead", self._prepare)

    def _look_quickly(self, number: int, wanted: Wanted) -> Shown | NotYet:
        ready = self._ahead.pop(wanted.frame, None)
        if ready is not None and ready[0].asks_for(wanted):
            return replace(ready[1], number=number)
        self._ahead.clear()
        return self._look(number, wanted)

    def _look(self, number: int, wanted: Wanted) -> Shown | NotYet:
        """Small pictures out of what was made small."""
        glance = self._glance
        if glance is None:
            return NotYet(number, wanted)
        source = glance.source(wanted.frame)
        result = glance.result(wanted.frame) if wanted.result is not None else source if wanted.is_as_it_was else None
        if source is None:
            same = wanted.result is not None and glance.is_unchanged(wanted.frame)
            return NotYet(number, wanted, result, same)
        if wanted.result is not None and result is None and not glance.is_coming(wanted.frame):
            return NotYet(number, wanted)
        return developed(wanted, source, result, 2, number, Masks(self._refined()))

    def _set_source(self, proxies: ProxyReader | None) -> None:
        self._ahead.clear()
        from peanut_studio.pipeline.viewing import Glance

        self._glance = self._glance or Glance()
        self._glance.set_source(proxies)

    def _set_live(self, live: LiveResult | None) -> None:
        self._ahead.clear()
        if self._glance is not None:
            self._glance.set_result(live)

    def _close_quick(self) -> None:
        if self._glance is not None:
            self._glance.close()
