"""The window: puts the parts together and passes on what they tell each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QUrl
from PySide6.QtGui import (
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMainWindow,
    QMenu,
    QMessageBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from peanut_studio import __version__
from peanut_studio.model.project import Project
from peanut_studio.ui import recent
from peanut_studio.ui.actions import MENUS, SPECS, make_actions
from peanut_studio.ui.consent import Consent
from peanut_studio.ui.desk import Desk
from peanut_studio.ui.exporting import Exporting, can_export
from peanut_studio.ui.helping import Helping
from peanut_studio.ui.panels.job_bar import JobBar
from peanut_studio.ui.panels.keyboard import KeyboardDialog
from peanut_studio.ui.panels.message_bar import MessageBar
from peanut_studio.ui.panels.objects import ObjectsPanel
from peanut_studio.ui.panels.readout import Readout
from peanut_studio.ui.panels.refine import RefinePanel
from peanut_studio.ui.panels.review import ReviewPanel
from peanut_studio.ui.panels.transport import Transport
from peanut_studio.ui.panels.view_bar import VIEWS, ViewBar
from peanut_studio.ui.panels.welcome import Welcome
from peanut_studio.ui.preferring import Preferring
from peanut_studio.ui.timeline import Timeline
from peanut_studio.ui.timeline_menu import TimelineMenu
from peanut_studio.ui.tool_bar import TOOLS, tool_bar
from peanut_studio.ui.tools import MakeTools, usual_tools
from peanut_studio.ui.viewer import Tool, Viewer
from peanut_studio.ui.worker import Worker

if TYPE_CHECKING:
    from peanut_studio.engines.contract import Direction

FILMS = "Films (*.mp4 *.mov *.mkv *.webm *.avi *.m4v *.mpg *.mpeg *.ts *.mts *.wmv);;All files (*)"
SEPARATED = (
    "preferences",
    "export", "quit", "clear_marks", "brush_smaller", "copy_mask", "fit", "zoom_timeline_in", "loop", "remove",
)  # fmt: skip
SOURCE_CODE = "Apache-2.0"


class MainWindow(QMainWindow):
    """The only top level window. `settings` keeps what was opened last and the window's place."""

    def __init__(self, make_tools: MakeTools | None = None, settings: QSettings | None = None) -> None:
        super().__init__()
        self.setWindowTitle("Peanut Studio")
        self.setAcceptDrops(True)
        self.resize(1280, 800)
        self.setMinimumSize(900, 560)
        self.settings = settings or QSettings("Peanut Studio", "Peanut Studio")
        self.preferring = Preferring(self.settings, self)
        self.consent = Consent(self)
        make_tools = make_tools or usual_tools(lambda: self.preferring.now, self.consent.may_fetch)
        self.viewer, self.timeline, self.messages = Viewer(), Timeline(), MessageBar()
        self.objects, self.welcome, self.job_bar = ObjectsPanel(), Welcome(), JobBar()
        self.review = ReviewPanel()
        self.desk = Desk(self.viewer, self.timeline, make_tools, self)
        self.worker = Worker(self.desk.document, make_tools, self)
        self.actions_by_id = make_actions(self, self._handlers())
        self.transport = Transport(self.actions_by_id)
        self.refine = RefinePanel(self.actions_by_id)
        self._busy = QLabel()
        self._zoom, self._brush, self.readout = QLabel(), QLabel(), Readout()
        self.view_bar = ViewBar(self.actions_by_id)
        self._held: set[int] = set()
        self._build()
        self._connect()
        self.exporting = Exporting(self.desk.document, self.worker, self.messages, self.settings, self)
        self.helping = Helping(self, self.desk.document, self.messages, self.preferring)
        self.tour = self.helping.make_tour(self.settings, self.actions_by_id, self.welcome.open, self.viewer)
        self.preferring.begin(self.actions_by_id)
        self.preferring.engines_changed.connect(self.desk.prompter.forget)
        self.preferring.engines_changed.connect(self.desk.flow.forget)
        self._group(*TOOLS)
        self._group(*VIEWS)
        self.welcome.show_recent(recent.paths(self.settings))
        geometry = self.settings.value("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self._refresh()

    # --- building

    def _build(self) -> None:
        self._build_menus()
        self.addToolBar(tool_bar(self.actions_by_id))
        pages = QStackedWidget()
        pages.addWidget(self.welcome)
        pages.addWidget(self.viewer)
        self._pages = pages
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.messages)
        middle.addWidget(self.view_bar)
        middle.addWidget(pages, 1)
        above = QHBoxLayout()
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(1)
        side = QVBoxLayout()
        side.setSpacing(1)
        side.addWidget(self.objects, 1)
        side.addWidget(self.refine)
        above.addLayout(side)
        above.addLayout(middle, 1)
        above.addWidget(self.review)
        self.review.hide()
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addLayout(above, 1)
        column.addWidget(self.transport)
        column.addWidget(self.timeline)
        centre = QWidget()
        centre.setLayout(column)
        self.setCentralWidget(centre)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.job_bar)
        bar.addWidget(self._busy)
        bar.addPermanentWidget(self._brush)
        bar.addPermanentWidget(self.readout)
        bar.addPermanentWidget(self._zoom)

    def _build_menus(self) -> None:
        for name in MENUS:
            menu = self.menuBar().addMenu(name)
            for spec in SPECS:
                if spec.menu != name:
                    continue
                if spec.id in SEPARATED:
                    menu.addSeparator()
                menu.addAction(self.actions_by_id[spec.id])
                if spec.id == "open_folder":
                    self._recent_menu: QMenu = menu.addMenu("Open Recent")
                    self._recent_menu.aboutToShow.connect(self._fill_recent_menu)

    def _group(self, *names: str) -> None:
        group = QActionGroup(self)
        for name in names:
            group.addAction(self.actions_by_id[name])
        self.actions_by_id[names[0]].setChecked(True)

    def _handlers(self) -> Mapping[str, Callable[[], object]]:
        desk, document = self.desk, self.desk.document
        return {
            "open": self.ask_clip, "open_folder": self.ask_folder,
            "export": lambda: self.exporting.ask(), "quit": self.close,
            "preferences": lambda: self.preferring.ask(), "history": lambda: self.helping.toggle_history(),
            "models": lambda: self.helping.show_models(), "log": lambda: self.helping.show_log(),
            "copy_report": lambda: self.helping.copy_report(), "tour": lambda: self.tour.begin(again=True),
            "undo": document.undo, "redo": document.redo,
            "clear_marks": lambda: document.clear_marks(document.frame), "new_object": document.add_object,
            "delete_object": self._delete_selected,
            "tool_points": lambda: self.viewer.set_tool(Tool.POINTS), "tool_box": lambda: self._use_in_edit(Tool.BOX),
            "tool_scribble": lambda: self._use_in_edit(Tool.SCRIBBLE),
            "tool_brush": lambda: self._use_in_edit(Tool.BRUSH), "tool_eraser": lambda: self._use_in_edit(Tool.ERASER),
            "tool_lasso": lambda: self._use_in_edit(Tool.LASSO), "tool_fill": lambda: self._use_in_edit(Tool.FILL),
            "tool_hand": lambda: self.viewer.set_tool(Tool.HAND),
            "brush_smaller": lambda: self.viewer.resize_brush(-1), "brush_larger": lambda: self.viewer.resize_brush(1),
            "copy_mask": self._ask_copies, "interpolate": desk.correcting.interpolate,
            "end_object": desk.correcting.end_object,
            "track_on": lambda: self._track_from("forward"), "track_back": lambda: self._track_from("backward"),
            "track_both": lambda: self._track_from("both"),
            **{name: partial(desk.set_mode, mode) for name, mode in VIEWS.items()},
            "fit": self.viewer.fit, "actual": lambda: self.viewer.zoom_to(1.0),
            "zoom_timeline_in": lambda: self.timeline.zoom(1.5),
            "zoom_timeline_out": lambda: self.timeline.zoom(1 / 1.5), "fit_timeline": self.timeline.fit,
            "play": desk.toggle, "backward": lambda: self._shuttle(-1), "stop": desk.player.stop,
            "forward": lambda: self._shuttle(1), "step_back": lambda: desk.step(-1), "step_on": lambda: desk.step(1),
            "second_back": lambda: desk.step_seconds(-1), "second_on": lambda: desk.step_seconds(1),
            "first": lambda: desk.go_to(0), "last": desk.go_to_end,
            "mark_back": lambda: desk.go_to_mark(-1), "mark_on": lambda: desk.go_to_mark(1),
            "marker_back": lambda: desk.go_to_marker(-1), "marker_on": lambda: desk.go_to_marker(1),
            "add_marker": lambda: document.add_marker(document.frame),
            "suspicious_back": lambda: desk.go_to_finding(-1), "suspicious_on": lambda: desk.go_to_finding(1),
            "panel_review": lambda: self.review.setVisible(self.actions_by_id["panel_review"].isChecked()),
            "mute": lambda: desk.player.sound.set_muted(self.actions_by_id["mute"].isChecked()),
            "loop": self._set_loop, "set_in": document.set_in, "set_out": document.set_out,
            "go_in": lambda: desk.go_to_range_end(-1), "go_out": lambda: desk.go_to_range_end(1),
            "clear_range": document.clear_range,
            "track": self._track, "remove": self._remove, "cancel": self.worker.cancel,
            "keyboard": self.show_keyboard, "about": self._about,
        }  # fmt: skip

    def _connect(self) -> None:
        document = self.desk.document
        document.changed.connect(self._refresh)
        document.opened.connect(self._on_opened)
        document.frame_moved.connect(self._on_frame_moved)
        self.desk.failed.connect(self.messages.complain)
        self.desk.said.connect(self.messages.note)
        self.desk.waiting_changed.connect(self._busy.setText)
        self.desk.player.rate_changed.connect(self.transport.show_rate)
        self.transport.volume_changed.connect(self.desk.player.sound.set_volume)
        self.viewer.zoomed.connect(lambda scale: self._zoom.setText(f"{scale * 100:.0f} %"))
        self.viewer.hovered.connect(self.readout.point_at)
        self.desk.feed.shown.connect(self.readout.take_pictures)
        self.desk.flow.shown.connect(self.readout.take_flow)
        self.desk.mode_changed.connect(self.readout.set_mode)
        self.desk.mode_changed.connect(lambda _mode: self.view_bar.show_look(self.viewer.look))
        self.view_bar.look_changed.connect(self.desk.set_look)
        self.viewer.escaped.connect(self.actions_by_id["tool_points"].trigger)
        self.timeline.object_pressed.connect(document.select)
        self.objects.selected.connect(document.select)
        self.objects.renamed.connect(document.rename_object)
        self.objects.recoloured.connect(document.colour_object)
        self.objects.eye_pressed.connect(document.show_object)
        self.objects.lock_pressed.connect(document.lock_object)
        self.objects.removal_pressed.connect(document.set_removed)
        self.objects.delete_pressed.connect(document.delete_object)
        self.refine.refined.connect(self.desk.correcting.refine)
        self.viewer.brush_resized.connect(lambda width: self._brush.setText(f"Brush {width:.0f} px"))
        self.objects.add_pressed.connect(document.add_object)
        self.review.follow(self.desk)
        self.timeline_menu = TimelineMenu(self.desk, self.actions_by_id, self)
        self.welcome.open_pressed.connect(self.ask_clip)
        self.welcome.folder_pressed.connect(self.ask_folder)
        self.welcome.recent_pressed.connect(lambda path: self.open(Path(path)))
        self.job_bar.cancel_pressed.connect(self.worker.cancel)
        self.worker.began.connect(self._on_job_began)
        self.worker.progressed.connect(self.job_bar.report)
        self.worker.fetched.connect(self.job_bar.report_bytes)
        self.worker.previewed.connect(self.desk.show_job_frame)
        self.worker.live_began.connect(self.desk.begin_live)
        self.worker.stopping.connect(self.job_bar.say_stopping)
        self.worker.ended.connect(self._on_job_ended)
        self.worker.said.connect(self.messages.note)
        self.worker.failed.connect(self.messages.complain)
        self.worker.removed.connect(self._on_removed)
        for number in range(1, 10):
            shortcut = QShortcut(str(number), self)
            shortcut.activated.connect(lambda number=number: self._select_row(number - 1))
        self.installEventFilter(self)

    # --- opening and saving

    def open(self, path: Path) -> None:
        """Open a film or a folder of images, after asking about a result that would be lost."""
        if self.worker.is_running:
            self.messages.complain("Something is still being worked on; wait for it, or cancel it first.")
        elif self._may_leave("Opening another clip"):
            self.messages.clear()
            self.desk.open(path)

    def ask_clip(self) -> None:
        """Ask which film to open."""
        name, _ = QFileDialog.getOpenFileName(self, "Open a Clip", recent.folder(self.settings), FILMS)
        if name:
            self.open(Path(name))

    def ask_folder(self) -> None:
        """Ask which folder of images to open."""
        name = QFileDialog.getExistingDirectory(self, "Open a Folder of Images", recent.folder(self.settings))
        if name:
            self.open(Path(name))

    def export_to(self, target: Path) -> None:
        """Export the result there, as the file's ending says."""
        self.exporting.to(target)

    def _may_leave(self, doing: str) -> bool:
        if self.desk.document.is_saved:
            return True
        answer = QMessageBox.question(
            self,
            "Peanut Studio",
            f"The result has not been exported. {doing} throws it away.",
            QMessageBox.StandardButton.Discard | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        return answer == QMessageBox.StandardButton.Discard

    def _fill_recent_menu(self) -> None:
        self._recent_menu.clear()
        for path in recent.paths(self.settings):
            self._recent_menu.addAction(path).triggered.connect(lambda _checked=False, path=path: self.open(Path(path)))
        if self._recent_menu.isEmpty():
            self._recent_menu.addAction("None yet").setEnabled(False)

    # --- running

    def _track(self) -> None:
        project = self.desk.document.project
        if project is not None and self._can_run(project):
            if project.marked_objects and not project.untracked_objects:
                self.messages.note("All objects are tracked through the range already.")
                return
            self.worker.track(project)

    def _track_from(self, direction: Direction) -> None:
        project, chosen = self.desk.document.project, self.desk.document.selected
        if project is not None and self._can_run(project) and chosen is not None:
            self.worker.track_from(project, chosen.object_id, self.desk.document.frame, direction)

    def _ask_copies(self) -> None:
        count, wanted = QInputDialog.getInt(self, "Copy Mask", "To how many of the next frames?", 10, 1, 10000)
        if wanted:
            self.desk.correcting.copy(count)

    def _remove(self) -> None:
        project = self.desk.document.project
        if project is not None and self._can_run(project):
            self.worker.remove(project)

    def _can_run(self, project: Project) -> bool:
        if self.worker.is_running:
            return False
        if not project.marked_objects:
            self.messages.complain("Nothing has been pointed at yet: click the object in the picture first.")
            return False
        self.messages.clear()
        return True

    def _on_job_began(self, title: str) -> None:
        self.job_bar.begin(title)
        self._refresh()

    def _on_job_ended(self) -> None:
        self.job_bar.end()
        self.desk.end_job_frames()
        self._refresh()

    def _on_removed(self) -> None:
        if self.viewer.mode.edits:
            self.actions_by_id["view_wipe"].trigger()
        project = self.desk.document.project
        if project is not None and project.result is not None and self.desk.document.frame not in project.result.span:
            self.desk.go_to(project.result.span.start)

    # --- what the parts tell

    def _on_opened(self) -> None:
        project = self.desk.document.project
        assert project is not None
        recent.add(self.settings, project.clip.path)
        self.welcome.show_recent(recent.paths(self.settings))
        self.setWindowTitle(f"{project.clip.path.name} - Peanut Studio")
        self._pages.setCurrentWidget(self.viewer)
        self.transport.show_clip(project.clip)
        self.readout.load((project.clip.width, project.clip.height), project.clip.bit_depth)
        self.actions_by_id["view_edit"].trigger()
        self.viewer.setFocus()
        for warning in project.clip.warnings:
            self.messages.note(warning)

    def _on_frame_moved(self, frame: int) -> None:
        if (project := self.desk.document.project) is not None:
            self.transport.show_frame(project.clip, frame)

    def _refresh(self) -> None:
        document = self.desk.document
        project, history = document.project, document.history
        self.objects.show_project(project)
        self.refine.show_object(document.selected)
        running = self.worker.is_running
        for spec in SPECS:
            self.actions_by_id[spec.id].setEnabled(project is not None or not spec.needs_clip)
        if project is None or history is None:
            return
        chosen = document.selected
        able = {
            "undo": bool(history.past),
            "redo": bool(history.future),
            "delete_object": chosen is not None and not chosen.locked,
            **dict.fromkeys(("copy_mask", "interpolate", "end_object"), chosen is not None),
            **dict.fromkeys(("track_on", "track_back", "track_both"), not running and chosen is not None),
            "track": not running,
            "remove": not running,
            "export": not running and can_export(project),
            "cancel": running,
        }
        for name, enabled in able.items():
            self.actions_by_id[name].setEnabled(enabled)
        self.actions_by_id["undo"].setText(f"Undo {history.undo_name}".strip())
        self.actions_by_id["redo"].setText(f"Redo {history.redo_name}".strip())

    def _select_row(self, row: int) -> None:
        project = self.desk.document.project
        if project is not None and row < len(project.objects):
            self.desk.document.select(project.objects[row].object_id)

    def _delete_selected(self) -> None:
        project = self.desk.document.project
        if project is not None and project.selected is not None:
            self.desk.document.delete_object(project.selected)

    def _use_in_edit(self, tool: Tool) -> None:
        if not self.viewer.mode.edits:
            self.actions_by_id["view_edit"].trigger()
        self.viewer.set_tool(tool)

    def _set_loop(self) -> None:
        self.desk.player.loops = self.actions_by_id["loop"].isChecked()

    def _shuttle(self, direction: int) -> None:
        if Qt.Key.Key_K.value in self._held:
            self.desk.step(direction)
        else:
            self.desk.shuttle(direction)

    def show_keyboard(self) -> None:
        """The page of shortcuts."""
        dialog = KeyboardDialog(self, self.preferring.now.shortcuts)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _about(self) -> None:
        text = f"Peanut Studio {__version__}\n\nRemoves things from video.\n{SOURCE_CODE}"
        box = QMessageBox(QMessageBox.Icon.NoIcon, "About Peanut Studio", text, QMessageBox.StandardButton.Close, self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    # --- events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """K and backslash count for as long as they are held."""
        if isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            pressed = event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
            if event.key() == Qt.Key.Key_K:
                (self._held.add if pressed else self._held.discard)(Qt.Key.Key_K.value)
            elif event.key() == Qt.Key.Key_Backslash:
                self.viewer.set_original(pressed and self.desk.document.project is not None)
        elif event.type() == QEvent.Type.WindowDeactivate:
            self._held.clear()
            self.viewer.set_original(False)
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event.mimeData().urls()) is not None:
            self.welcome.set_dragging(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.welcome.set_dragging(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.welcome.set_dragging(False)
        path = _dropped(event.mimeData().urls())
        if path is not None:
            event.acceptProposedAction()
            self.open(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave("Closing the window"):
            event.ignore()
            return
        self.settings.setValue("geometry", self.saveGeometry())
        self.hide()
        self.consent.stop()
        self.helping.stop()
        self.worker.stop()
        self.exporting.stop()
        self.desk.stop()
        event.accept()


def _dropped(urls: list[QUrl]) -> Path | None:
    return next((Path(url.toLocalFile()) for url in urls if url.isLocalFile()), None)
