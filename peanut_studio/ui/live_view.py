"""A result that is looked at while it is being made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from peanut_studio.model.progress import Progress
from peanut_studio.ui.comparing import Comparing
from peanut_studio.ui.document import Document
from peanut_studio.ui.feed import Feed
from peanut_studio.ui.modes import Mode
from peanut_studio.ui.prints import JobFrame
from peanut_studio.ui.viewer import Viewer

if TYPE_CHECKING:
    from peanut_studio.pipeline.live import LiveResult

LOOK_EVERY = 100
"""Milliseconds between two looks whether the frame under the playhead is made. News of a job leave frames out."""


class LiveView(QObject):
    """Shows what the job in hand fills. `ask_pictures` has the pictures of the playhead's frame shown.

    Where results are shown alone it is each frame as it is filled, until somebody goes to another one; elsewhere the
    playhead's own as soon as it is there.
    """

    def __init__(
        self,
        viewer: Viewer,
        document: Document,
        feed: Feed,
        comparing: Comparing,
        ask_pictures: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._viewer, self._document, self._feed, self._comparing = viewer, document, feed, comparing
        self._ask_pictures = ask_pictures
        self._follows = self._shows = False
        self._lacks = -1
        self._timer = QTimer(self, interval=LOOK_EVERY)
        self._timer.timeout.connect(self.on_timeout)
        feed.converted.connect(self.on_converted)
        document.frame_moved.connect(self.on_frame_moved)
        document.opened.connect(self.end)

    def begin(self, live: LiveResult) -> None:
        """A result is being made; it can be looked at as far as it got."""
        self._follows = True
        self._comparing.take(None)
        self._feed.begin_live(live)
        self._timer.start()
        self._ask_pictures()

    def end(self) -> None:
        """The job makes no more frames."""
        self._follows = self._shows = False
        self._timer.stop()
        if self._feed.live is not None:
            self._feed.end_live(self._comparing.path)
        self._ask_pictures()

    def show_frame(self, progress: Progress) -> None:
        """A frame that the job has just filled, shown where results are, until somebody goes to another frame."""
        live = self._feed.live
        if live is not None and progress.preview is not None and self._follows and self._viewer.mode is Mode.RESULT:
            self._shows = True
            self._feed.convert(live.span.start + progress.done - 1, progress.preview)

    def asks_for(self, frame: int) -> None:
        """The pictures of a frame are about to be asked for; a result that is not there yet will be missed."""
        live = self._feed.live
        self._lacks = frame if live is not None and frame in live.span and not _is_made(live, frame) else -1

    def on_timeout(self) -> None:
        """Have the frame shown that was asked for before it was made."""
        live, frame = self._feed.live, self._document.frame
        is_due = live is not None and self._lacks == frame and _is_made(live, frame)
        if is_due and self._viewer.mode.has_result and not self._is_shown:
            self._ask_pictures()

    def on_frame_moved(self, _frame: int) -> None:
        """Somebody looks at another frame."""
        self._follows = self._shows = False

    def on_converted(self, made: JobFrame) -> None:
        """The job's frame as an image."""
        if self._is_shown:
            self._viewer.set_result(made.image, made.frame)

    @property
    def _is_shown(self) -> bool:
        return self._shows and self._viewer.mode is Mode.RESULT


def _is_made(live: LiveResult, frame: int) -> bool:
    return frame - live.span.start < live.done
