"""Where a clip is looked at and pointed into: document, playing, pictures, masks under the marks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from peanut_studio.model.clip import Clip, Span
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.project import Colour
from peanut_studio.model.refinement import Refinement
from peanut_studio.ui.comparing import Comparing
from peanut_studio.ui.correcting import Correcting
from peanut_studio.ui.document import Document
from peanut_studio.ui.feed import Feed, Shown, Wanted
from peanut_studio.ui.filmstrip import Filmstrip
from peanut_studio.ui.flow_feed import FlowFeed
from peanut_studio.ui.lane_list import LaneList
from peanut_studio.ui.live_view import LiveView
from peanut_studio.ui.modes import Look, Mode
from peanut_studio.ui.peeking import Peeking
from peanut_studio.ui.player import Player
from peanut_studio.ui.pointing import Pointing
from peanut_studio.ui.prompter import Prompter
from peanut_studio.ui.reviewer import Reviewer
from peanut_studio.ui.sound import Sound
from peanut_studio.ui.timeline import Timeline
from peanut_studio.ui.tools import MakeTools
from peanut_studio.ui.viewer import Viewer
from peanut_studio.ui.warming import Warming


class Desk(QObject):
    """Keeps viewer and timeline in step with the document."""

    failed = Signal(str)
    said = Signal(str)
    waiting_changed = Signal(str)
    mode_changed = Signal(object)
    look_changed = Signal(object)

    def __init__(
        self, viewer: Viewer, timeline: Timeline, make_tools: MakeTools, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.viewer, self.timeline = viewer, timeline
        self.document, self.player = Document(self), Player(Sound(parent=self), self)
        self.feed, self.prompter = Feed(self), Prompter(make_tools, self)
        self.film, self.reviewer = Filmstrip(self), Reviewer(self)
        self._lanes = LaneList(self.document, self.film, self)
        self.comparing = Comparing(viewer, self.document, self.feed, self)
        self.comparing.changed.connect(self._ask_pictures)
        self.live = LiveView(viewer, self.document, self.feed, self.comparing, self._ask_pictures, self)
        self.document.changed.connect(self.on_changed)
        self.document.coming.connect(self.on_coming)
        self.document.frame_moved.connect(self.on_frame_moved)
        self.document.opened.connect(self.on_document_opened)
        self.player.moved.connect(self.document.go_to)
        self.feed.opened.connect(self.on_opened)
        self.feed.result_opened.connect(lambda _clip: self._ask_pictures())
        self.feed.shown.connect(self.on_shown)
        self.feed.failed.connect(self.failed)
        self.feed.open_failed.connect(self.on_open_failed)
        self.prompter.said.connect(self.said)
        self.prompter.failed.connect(self.failed)
        self.prompter.busy_changed.connect(self.tell_what_next)
        self.document.changed.connect(self.tell_what_next)
        self.correcting = Correcting(viewer, self.document, self.feed, self._ask_pictures, self)
        self.correcting.failed.connect(self.failed)
        self.correcting.said.connect(self.said)
        self.pointing = Pointing(viewer, self.document, self.prompter, self)
        self.pointing.began.connect(self.player.stop)
        self.pointing.said.connect(self.said)
        self.flow = FlowFeed(make_tools, self)
        self.flow.shown.connect(viewer.set_flow)
        self.flow.said.connect(self.said)
        self.flow.failed.connect(self.failed)
        self.peeking = Peeking(viewer, self.document, self.prompter, self)
        self.warming = Warming(viewer, self.player, self.document, self.prompter, self)
        self.feed.builder.stands_while(lambda: self.prompter.is_working)
        viewer.painting_began.connect(self.player.stop)
        timeline.scrubbed.connect(self.go_to)
        timeline.range_dragged.connect(self.document.set_range)
        timeline.thumbs_wanted.connect(self.film.want)
        self.feed.looked_into.connect(self.film.load)
        self.film.changed.connect(self.show_lanes)
        self.reviewer.changed.connect(self.show_lanes)

    def open(self, path: Path) -> None:
        """Open a clip; what is open stays until that has worked."""
        self.player.stop()
        self.waiting_changed.emit(self.tr("Opening {name}…").format(name=path.name))
        self.feed.open(path)

    def stop(self) -> None:
        """End the threads."""
        self.player.stop()
        self.player.sound.close()
        self.correcting.stop()
        self.prompter.stop()
        self.film.stop()
        self.reviewer.stop()
        self.flow.stop()
        self.feed.stop()

    def set_mode(self, mode: Mode) -> None:
        """What the viewer shows."""
        self.viewer.set_mode(mode)
        self.mode_changed.emit(mode)
        self._ask_pictures()

    def set_look(self, look: Look) -> None:
        """How the viewer shows it."""
        self.viewer.set_look(look)
        self.look_changed.emit(look)
        self._ask_pictures()

    # --- moving

    def go_to(self, frame: int) -> None:
        """Put the playhead there and stand still."""
        self.player.stop()
        self.document.go_to(frame)

    def go_to_end(self) -> None:
        """To the last frame."""
        if (project := self.document.project) is not None:
            self.go_to(project.clip.frame_count - 1)

    def step(self, frames: int) -> None:
        """So many frames on."""
        self.go_to(self.document.frame + frames)

    def step_seconds(self, seconds: int) -> None:
        """So many seconds on, in the clip's own time."""
        if (project := self.document.project) is not None:
            clip = project.clip
            self.go_to(clip.frame_at(clip.time_of(self.document.frame) + seconds))

    def go_to_mark(self, step: int) -> None:
        """To the next frame that somebody pointed at."""
        if (frame := self.document.neighbour_mark(step)) is not None:
            self.go_to(frame)

    def go_to_marker(self, step: int) -> None:
        """To the next marker."""
        frames = [marker.frame for marker in (self.document.project.markers if self.document.project else ())]
        ahead = [frame for frame in frames if (frame - self.document.frame) * step > 0]
        if ahead:
            self.go_to(min(ahead) if step > 0 else max(ahead))

    def go_to_finding(self, step: int) -> None:
        """To the next suspicious frame, whose object is then selected."""
        finding = self.reviewer.neighbour(self.document.frame, step)
        if finding is None:
            self.said.emit(self.tr("There is no suspicious frame that way."))
        else:
            self.look_at(finding.worst, finding.object_id)

    def look_at(self, frame: int, object_id: int) -> None:
        """Go to a frame because of an object."""
        self.document.select(object_id)
        self.go_to(frame)

    def go_to_range_end(self, which: int) -> None:
        """To the first (-1) or last (1) frame of the range."""
        if (span := self.document.range) is not None:
            self.go_to(span.start if which < 0 else span.stop - 1)

    def toggle(self) -> None:
        """Play or stop."""
        self.player.toggle(self.document.frame)

    def shuttle(self, direction: int) -> None:
        """Play that way, faster each time."""
        self.player.shuttle(direction, self.document.frame)

    # --- showing

    def tell_what_next(self) -> None:
        """Say what is being waited for, or what there is to do."""
        project = self.document.project
        next_step = "" if project is None or project.objects else self.tr("Click what should go, or say it in words.")
        self.waiting_changed.emit(self.tr("Finding the object…") if self.prompter.is_busy else next_step)

    def on_opened(self, clip: Clip) -> None:
        """The clip could be opened."""
        self.comparing.forget()
        self.flow.load(clip.path)
        self.viewer.load(clip.width, clip.height, float(clip.sample_aspect_ratio))
        self.timeline.load(clip)
        self.player.load(clip)
        self.document.open(clip)

    def on_open_failed(self, sentence: str) -> None:
        """It could not."""
        self.tell_what_next()
        self.failed.emit(sentence)

    def on_document_opened(self) -> None:
        """Nothing of the last clip counts any more."""
        self._lanes.clear()

    def on_frame_moved(self, frame: int) -> None:
        """The playhead has moved."""
        self.timeline.set_frame(frame)
        self.feed.builder.set_playhead(frame)
        self._show_marks()
        self._ask_pictures()

    def on_changed(self) -> None:
        """The project is another one."""
        project = self.document.project
        if project is None:
            return
        self.player.set_range(project.span)
        self.reviewer.look_at(project)
        self.show_lanes()
        self._show_marks()
        self._ask_pictures()
        self.pointing.ask_masks(project)

    def on_coming(self) -> None:
        """Masks of a tracking that is going on are there."""
        self.show_lanes()
        self._ask_pictures()

    def show_lanes(self) -> None:
        """The timeline's rows, as they are now known."""
        if (project := self.document.project) is not None:
            rows = self._lanes.lanes(self.reviewer.findings)
            self.timeline.set_content(project.span, rows, project.markers)

    def show_enlarged(self, span: Span | None) -> None:
        """Frames of which there is a larger picture have a lane of their own."""
        if span != self._lanes.enlarged:
            self._lanes.enlarged = span
            self.show_lanes()

    def on_shown(self, shown: Shown) -> None:
        """Pictures have come."""
        self.viewer.set_pictures(shown.source, shown.result, shown.layers, shown.made, shown.rims, shown.standing)

    def _show_marks(self) -> None:
        project = self.document.project
        if project is not None:
            objects = tuple((chosen, chosen.object_id == project.selected) for chosen in project.objects)
            self.viewer.set_marks(objects, self.document.frame)

    def _ask_pictures(self) -> None:
        project = self.document.project
        if project is None:
            return
        frame, look = self.document.frame, self.viewer.look
        masks: list[tuple[MaskTrack, Colour, Refinement]] = []
        for chosen in project.objects if look.has_masks else ():
            track = self.document.track_on(chosen, frame)
            wanted = chosen.visible and not (self._is_alone(look) and chosen.object_id != project.selected)
            if track is not None and wanted:
                masks.append((track, chosen.colour, chosen.refinement))
        standing, start = self.comparing.on(frame)
        self.live.asks_for(frame)
        self.feed.want(Wanted(frame, True, start if look.mode.has_result else None, tuple(masks), look, standing))
        if look.mode is Mode.FLOW:
            self.flow.want(frame, tuple(track for track, _, _ in masks), look.arrows, look.completed)

    def _is_alone(self, look: Look) -> bool:
        return look.mode is Mode.MATTE and look.alone
