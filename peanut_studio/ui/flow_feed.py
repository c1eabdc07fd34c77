"""Motion for the viewer: measured in a thread of its own, of the frame that was asked for last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.ui.job_thread import LatestThread
from peanut_studio.ui.pictures import image_of
from peanut_studio.ui.tools import MakeTools

if TYPE_CHECKING:
    from peanut_studio.pipeline.motion_view import MotionPicture, MotionViewing

WHEEL = 192


@dataclass(frozen=True, eq=False)
class FlowShown:
    """Motion as an image, with the wheel that explains its colours; `completed` where it is that behind the objects."""

    motion: MotionPicture
    image: QImage
    wheel: QImage
    completed: bool = False


_Asked = tuple[object, ...]
_Answer = tuple[Path, FlowShown | None, _Asked]


class FlowFeed(QObject):
    """`shown` gives what was wanted last. Engine and file are opened when motion is first asked for."""

    shown = Signal(object)
    said = Signal(str)
    failed = Signal(str)

    def __init__(self, make_tools: MakeTools, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_tools = make_tools
        self._path: Path | None = None
        self._viewing: tuple[Path, MotionViewing] | None = None
        self._asked: _Asked = ()
        self._shown: _Asked = ()
        self._thread = LatestThread(self._close, self)
        self._thread.answered.connect(self.on_answered)
        self._thread.failed.connect(self.on_failed)

    @property
    def is_measuring(self) -> bool:
        """Whether what was asked for is still to come."""
        return self._shown != self._asked

    def load(self, path: Path) -> None:
        """From now on the motion in this clip is asked for."""
        self._path, self._asked, self._shown = path, (), ()

    def want(self, frame: int, tracks: tuple[MaskTrack, ...], arrows: bool, completed: bool = False) -> None:
        """Ask for a frame's motion, `completed` behind the masks or as it is, and how much there is round them.

        Nothing happens where that was done.
        """
        path, asked = self._path, (frame, *map(id, tracks), arrows, completed)
        if path is not None and asked != self._asked:
            self._asked = asked
            self._thread.ask("flow", self._question(path, frame, tracks, arrows, completed, asked))

    def forget(self) -> None:
        """Another engine is to measure from now on."""
        self._asked = ()
        self._thread.ask("forget", self._close)

    def stop(self) -> None:
        """End the thread and let go of the file."""
        self._thread.stop()

    def on_answered(self, _key: str, answer: _Answer | None) -> None:
        """Pass an answer on."""
        if answer is None or answer[0] != self._path:
            return
        _, shown, self._shown = answer
        if shown is not None:
            self.shown.emit(shown)

    def on_failed(self, _key: str, sentence: str) -> None:
        """Pass a failure on; the same may be asked again."""
        self._asked = ()
        self.failed.emit(sentence)

    def _question(
        self,
        path: Path,
        frame: int,
        tracks: tuple[MaskTrack, ...],
        arrows: bool,
        completed: bool,
        asked: _Asked,
    ) -> Callable[[], _Answer]:
        def measure() -> _Answer:
            from peanut_studio.ops.flow_colour import wheel_picture

            motion = self._open(path).picture(frame, tracks, arrows, completed)
            if motion is None:
                return path, None, asked
            behind = completed and any(track.area(frame) > 0 for track in tracks)
            return path, FlowShown(motion, image_of(motion.picture), image_of(wheel_picture(WHEEL)), behind), asked

        return measure

    def _open(self, path: Path) -> MotionViewing:
        from peanut_studio.pipeline.motion_view import MotionViewing

        if self._viewing is None or self._viewing[0] != path:
            self._close()
            tools = self._make_tools(self.said.emit, lambda _done, _total: None, lambda _tracks: None)
            self._viewing = path, MotionViewing(path, tools.choices, tools.weights)
        return self._viewing[1]

    def _close(self) -> None:
        if self._viewing is not None:
            self._viewing[1].close()
            self._viewing = None
