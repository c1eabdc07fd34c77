"""Masks made by hand, from the mouse to the document."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from peanut_studio.model.chosen import ChosenObject
from peanut_studio.model.refinement import Refinement
from peanut_studio.model.stroke import MaskEdit
from peanut_studio.ui.document import Document
from peanut_studio.ui.feed import Feed, Shown
from peanut_studio.ui.handwork import Handwork
from peanut_studio.ui.viewer import Viewer


class Correcting(QObject):
    """What can be done to the selected object's masks. `failed` and `said` carry sentences for the user.

    `interpolation_wanted` gives an object and two of its corrections: that takes long, and is a job.
    """

    failed = Signal(str)
    said = Signal(str)
    interpolation_wanted = Signal(int, object, object)

    def __init__(
        self, viewer: Viewer, document: Document, feed: Feed, ask_pictures: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._viewer, self._document, self._feed = viewer, document, feed
        self._ask_pictures = ask_pictures
        self._seen_with: int | None = None
        self.handwork = Handwork(document, self)
        self.handwork.failed.connect(self.failed)
        self.handwork.settled.connect(self.on_settled)
        viewer.painted.connect(self.on_painted)
        viewer.refused.connect(self.on_refused)
        feed.shown.connect(self.on_shown)

    def on_painted(self, edit: MaskEdit, frame: int) -> None:
        """Something was painted."""
        self._seen_with = None
        self.handwork.paint(frame, edit)

    def on_refused(self, name: str) -> None:
        """Somebody wanted to change a locked object."""
        self.said.emit(self.tr("{name} is locked: unlock it in the list of objects to change it.").format(name=name))

    def on_settled(self) -> None:
        """All that was painted is in the document; it is on the screen with the next pictures."""
        self._ask_pictures()
        self._seen_with = self._feed.number

    def on_shown(self, shown: Shown) -> None:
        """Pictures have come."""
        if self._seen_with is not None and shown.number >= self._seen_with:
            self._seen_with = None
            self._viewer.drop_strokes()

    def copy(self, count: int) -> None:
        """The mask of this frame on so many frames after it."""
        frame, chosen = self._document.frame, self._changeable()
        if chosen is None:
            return
        track = self._document.track_on(chosen, frame)
        if track is None or not track.area(frame):
            self.failed.emit(
                self.tr("{name} has no mask on this frame: point at it or paint it first.").format(name=chosen.name)
            )
            return
        self.handwork.copy(frame, count)

    def interpolate(self) -> None:
        """Masks between the corrected frames before and after this one."""
        frame, chosen = self._document.frame, self._changeable()
        if chosen is None:
            return
        before = [made for made in chosen.corrections if made.frame <= frame]
        after = [made for made in chosen.corrections if made.frame > frame]
        if not before or not after:
            self.failed.emit(
                self.tr("Interpolating needs a corrected frame before and one after this one: paint both first.")
            )
        elif after[0].frame - before[-1].frame < 2:
            self.failed.emit(
                self.tr("There is no frame between the corrected ones: go to where some are to be filled in.")
            )
        else:
            self.interpolation_wanted.emit(chosen.object_id, before[-1], after[0])

    def end_object(self) -> None:
        """The object's masks from this frame on are deleted."""
        chosen = self._changeable()
        if chosen is not None:
            self._document.end_object(chosen.object_id, self._document.frame)

    def refine(self, how: Refinement) -> None:
        """How the object's masks are shown and used."""
        chosen = self._document.selected
        if chosen is not None:
            self._document.refine(chosen.object_id, how)

    def stop(self) -> None:
        """End the thread."""
        self.handwork.stop()

    def _changeable(self) -> ChosenObject | None:
        chosen = self._document.selected
        if chosen is None:
            self.failed.emit(
                self.tr("No object is selected: select one in the list, or make one by clicking or painting it.")
            )
        elif chosen.locked:
            self.on_refused(chosen.name)
            return None
        return chosen
