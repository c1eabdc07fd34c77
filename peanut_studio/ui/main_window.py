"""The window: puts the parts together and passes on what they tell each other."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, QTimer, QUrl
from PySide6.QtGui import QActionGroup, QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QMainWindow

from peanut_studio.ui import recent
from peanut_studio.ui.actions import make_actions
from peanut_studio.ui.announcing import Announcing
from peanut_studio.ui.availability import show_able
from peanut_studio.ui.clearing import Clearing
from peanut_studio.ui.commands import commands, show_enlarged
from peanut_studio.ui.consent import Consent
from peanut_studio.ui.desk import Desk
from peanut_studio.ui.exporting import Exporting
from peanut_studio.ui.finding import Finding
from peanut_studio.ui.held_keys import HeldKeys
from peanut_studio.ui.helping import Helping
from peanut_studio.ui.modes import Look
from peanut_studio.ui.outlook import Outlook
from peanut_studio.ui.panels.curves import CurvesPanel
from peanut_studio.ui.panels.inspector import Inspector
from peanut_studio.ui.panels.job_bar import JobBar
from peanut_studio.ui.panels.jobs import JobsPanel
from peanut_studio.ui.panels.media_bin import MediaBin
from peanut_studio.ui.panels.message_bar import MessageBar
from peanut_studio.ui.panels.objects import ObjectsPanel
from peanut_studio.ui.panels.prompt_bar import PromptBar
from peanut_studio.ui.panels.readout import Readout
from peanut_studio.ui.panels.refine import RefinePanel
from peanut_studio.ui.panels.review import ReviewPanel
from peanut_studio.ui.panels.transport import Transport
from peanut_studio.ui.panels.view_bar import VIEWS, ViewBar
from peanut_studio.ui.panels.welcome import Welcome
from peanut_studio.ui.preferring import Preferring
from peanut_studio.ui.project_questions import FILMS
from peanut_studio.ui.projects import Projects
from peanut_studio.ui.queue_report import QueueReport
from peanut_studio.ui.refilling import Refilling
from peanut_studio.ui.running import Running
from peanut_studio.ui.step_button import StepButton
from peanut_studio.ui.steps import next_step, steps_done
from peanut_studio.ui.timeline import Timeline
from peanut_studio.ui.timeline_menu import TimelineMenu
from peanut_studio.ui.tool_bar import TOOLS
from peanut_studio.ui.tools import Annexes, MakeTools, usual_tools
from peanut_studio.ui.trying import Trying
from peanut_studio.ui.unfinished import Unfinished
from peanut_studio.ui.upscaling import Upscaling
from peanut_studio.ui.view_memory import ViewMemory
from peanut_studio.ui.viewer import Tool, Viewer
from peanut_studio.ui.window_layout import lay_out
from peanut_studio.ui.wiring import connect
from peanut_studio.ui.worker import Worker
from peanut_studio.ui.workspaces import WORKSPACES, Workspaces


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
        self.consent, self._annexes = Consent(self), Annexes()
        make_tools = make_tools or usual_tools(lambda: self.preferring.now, self.consent.may_fetch, self._annexes)
        self.viewer, self.timeline, self.messages = Viewer(), Timeline(), MessageBar()
        self.objects, self.welcome = ObjectsPanel(), Welcome()
        self.review, self.curves, self.media_bin = ReviewPanel(), CurvesPanel(), MediaBin()
        self.desk = Desk(self.viewer, self.timeline, make_tools, self)
        self.worker = Worker(self.desk.document, make_tools, self)
        self.worker.queue.stuck.connect(self._annexes.give_up)
        self.desk.prompter.patience.stuck.connect(self._annexes.give_up_pointing)
        self.projects = Projects(
            self.desk, self.worker, self.media_bin, self.welcome, self.messages, self.settings, self
        )
        self.queue_report = QueueReport(self.worker, self.desk.document, self.projects.keeper, self.settings, self)
        self.outlook = Outlook(self.worker.queue, self.desk.document, make_tools, self)
        self.actions_by_id = make_actions(self, commands(self))
        self.job_bar, self.jobs = JobBar(self.actions_by_id), JobsPanel(self.worker.queue)
        self.transport = Transport(self.actions_by_id)
        self.refine = RefinePanel(self.actions_by_id)
        self.busy = QLabel()
        self.zoom, self.brush_width, self.readout = QLabel(), QLabel(), Readout()
        self.inspector = Inspector()
        self.view_bar = ViewBar(self.actions_by_id)
        self.prompt_bar = PromptBar(self.actions_by_id["find_words"])
        document = self.desk.document
        self.finding = Finding(self.prompt_bar, self.viewer, document, make_tools, self.settings, self)
        self.finding.follower = lambda: self.preferring.now.follower
        self.helping = Helping(self, self.desk.document, self.messages, self.preferring, self.worker.queue)
        self.running = Running(self.desk, self.worker, self.messages, self.job_bar, self)
        self.announcing = Announcing(self.worker.queue, self.messages, lambda: self.preferring.now.notify, self)
        self.unfinished = Unfinished(self.desk.document, self.worker, self.messages, self.settings, self)
        self.held_keys = HeldKeys(self, self._show_original)
        laid = lay_out(self)
        self.docks, self._menus, self._pages = laid.docks, laid.menus, laid.pages
        self._steps = self.findChildren(StepButton)
        self.workspaces = Workspaces(self, self.docks, self.settings)
        self.timeline_menu = TimelineMenu(self.desk, self.actions_by_id, self)
        connect(self)
        self.clearing = Clearing(self.desk.document, self.worker, self.messages, self)
        self.refilling = Refilling(self.desk.document, self.worker, self.messages, self)
        self.exporting = Exporting(self.desk.document, self.worker, self.messages, self.settings, self)
        self.upscaling = Upscaling(self.desk, self.worker, self.projects, self.messages, self.preferring, self)
        self.upscaling.made_to_compare.connect(lambda: show_enlarged(self))
        self.trying = Trying(self.desk.document, self.worker, self.messages, self.preferring, self)
        self.tour = self.helping.make_tour(self.settings, self.actions_by_id, self.welcome.open, self.viewer)
        self.preferring.begin(self.actions_by_id)
        self.preferring.engines_changed.connect(self.desk.prompter.forget)
        self.preferring.engines_changed.connect(self.desk.flow.forget)
        self.preferring.engines_changed.connect(self.finding.seeking.forget)
        views = {mode: self.actions_by_id[name] for name, mode in VIEWS.items()}
        self.view_memory = ViewMemory(self.desk, views, self.settings, self)
        self._group(*TOOLS)
        self._group(*VIEWS)
        self._group(*(f"workspace_{one.name}" for one in WORKSPACES))
        self.welcome.show_recent(recent.paths(self.settings))
        geometry = self.settings.value("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self.workspaces.begin()
        self.projects.keeper.look_for_offers()
        self.refresh()

    def _group(self, *names: str) -> None:
        group = QActionGroup(self)
        for name in names:
            group.addAction(self.actions_by_id[name])
        self.actions_by_id[names[0]].setChecked(True)

    # --- opening and saving

    def open(self, path: Path) -> None:
        """Open a project, or a film or folder of images, which is then in the project."""
        self.projects.open(path)

    def ask_clip(self) -> None:
        """Ask which film to open."""
        kinds = self.tr("Films ({endings});;All files (*)").format(endings=FILMS)
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open a Clip"), recent.folder(self.settings), kinds)
        if name:
            self.open(Path(name))

    def ask_folder(self) -> None:
        """Ask which folder of images to open."""
        name = QFileDialog.getExistingDirectory(self, self.tr("Open a Folder of Images"), recent.folder(self.settings))
        if name:
            self.open(Path(name))

    def export_to(self, target: Path) -> None:
        """Export the result there, as the file's ending says."""
        self.exporting.to(target)

    def fill_recent_menu(self) -> None:
        """What was opened last."""
        menu = self._menus.recent
        menu.clear()
        for path in recent.paths(self.settings):
            menu.addAction(path).triggered.connect(lambda _checked=False, path=path: self.open(Path(path)))
        if menu.isEmpty():
            menu.addAction(self.tr("None yet")).setEnabled(False)

    # --- what the parts tell

    def on_removed(self) -> None:
        """Something was removed: show it."""
        if self.viewer.mode.edits:
            self.actions_by_id["view_wipe"].trigger()
            if (column := self.desk.document.column_of_removed) is not None:
                self.viewer.wipe_over(column)

    def on_opened(self) -> None:
        """A clip is open."""
        project = self.desk.document.project
        assert project is not None
        recent.add(self.settings, project.clip.path)
        self.welcome.show_recent(recent.paths(self.settings))
        self._pages.setCurrentWidget(self.viewer)
        self.transport.show_clip(project.clip)
        self.readout.load((project.clip.width, project.clip.height), project.clip.bit_depth)
        self.view_memory.recall()
        self.viewer.take_view(self.viewer.view)
        self.show_look(self.viewer.look)
        self.viewer.setFocus()
        QTimer.singleShot(0, self.workspaces, self.workspaces.fit)
        for warning in project.clip.warnings:
            self.messages.note(warning)

    def on_frame_moved(self, frame: int) -> None:
        """The playhead has moved."""
        if (project := self.desk.document.project) is not None:
            self.transport.show_frame(project.clip, frame)

    def refresh(self) -> None:
        """The project, or what is being done, is another."""
        document = self.desk.document
        project = document.project
        self.show_objects()
        self.refine.show_object(document.selected)
        self.view_bar.setVisible(project is not None)
        self.prompt_bar.setVisible(project is not None)
        done, due = steps_done(project), next_step(project)
        for button in self._steps:
            name = button.defaultAction().objectName()
            button.show_state(name in done, name == due)
        show_able(self)

    def show_objects(self) -> None:
        """The list of objects, with how far those are that are being tracked."""
        self.objects.show_project(self.desk.document.project, self.worker.in_hand)

    def show_look(self, look: Look) -> None:
        """How the viewer shows its picture, in the row over it and in the menu."""
        self.view_bar.show_look(look)
        self.actions_by_id["flow_completed"].setChecked(look.completed)

    def begin_phrase(self) -> None:
        """Let somebody type what should go, in a view in which it can be picked."""
        self.show_answers()
        self.prompt_bar.begin()

    def show_answers(self) -> None:
        """Go to a view in which what words find is seen and can be picked."""
        if not self.viewer.mode.edits:
            self.actions_by_id["view_edit"].trigger()

    def select_row(self, row: int) -> None:
        """Select an object, or pick a candidate, by its place in the list."""
        if self.finding.is_open:
            self.finding.pick(row + 1)
            return
        project = self.desk.document.project
        if project is not None and row < len(project.objects):
            self.desk.document.select(project.objects[row].object_id)

    def use_in_edit(self, tool: Tool) -> None:
        """Take a tool that changes masks, in a view in which they are seen."""
        if not self.viewer.mode.edits:
            self.actions_by_id["view_edit"].trigger()
        self.viewer.set_tool(tool)

    def shuttle(self, direction: int) -> None:
        """Play that way, faster each time; with K held, one frame."""
        if self.held_keys.steps:
            self.desk.step(direction)
        else:
            self.desk.shuttle(direction)

    def _show_original(self, shown: bool) -> None:
        self.viewer.set_original(shown and self.desk.document.project is not None)

    # --- events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            # Before it is shown there is no room to share.
            QTimer.singleShot(0, self.workspaces, lambda: self.workspaces.fit(sideways=True))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event.mimeData().urls()):
            self.welcome.set_dragging(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.welcome.set_dragging(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.welcome.set_dragging(False)
        paths = _dropped(event.mimeData().urls())
        if paths:
            event.acceptProposedAction()
            self.projects.open_all(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not (self.projects.may_close() and self.unfinished.may_close()):
            event.ignore()
            return
        self.settings.setValue("geometry", self.saveGeometry())
        self.workspaces.save()
        self.view_memory.keep_place()
        self.hide()
        self.announcing.stop()
        self.consent.stop()
        self.helping.stop()
        self.worker.stop()
        self._annexes.stop()
        self.finding.stop()
        self.exporting.stop()
        self.curves.stop()
        self.outlook.stop()
        self.queue_report.stop()
        self.projects.stop()
        self.desk.stop()
        event.accept()


def _dropped(urls: list[QUrl]) -> list[Path]:
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
