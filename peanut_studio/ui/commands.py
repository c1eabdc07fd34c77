"""What each action does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from peanut_studio.ui.actions import SPECS
from peanut_studio.ui.docks import PANEL
from peanut_studio.ui.modes import Mode, Tool
from peanut_studio.ui.panels.view_bar import VIEWS
from peanut_studio.ui.project_questions import which_masks
from peanut_studio.ui.workspaces import WORKSPACES

if TYPE_CHECKING:
    from peanut_studio.ui.main_window import MainWindow


def commands(window: MainWindow) -> Mapping[str, Callable[[], object]]:
    """By the ids of the actions. What is made later than the actions is asked for when it is needed."""
    desk, document, viewer = window.desk, window.desk.document, window.viewer
    return {
        "open": window.ask_clip, "open_folder": window.ask_folder,
        "add_clips": lambda: window.projects.ask_clips(), "open_project": lambda: window.projects.ask_project(),
        "save": lambda: window.projects.save(),
        "save_project": lambda: window.projects.ask_name(), "collect": lambda: window.projects.ask_collect(),
        "import_masks": lambda: ask_masks(window),
        "export": lambda: window.exporting.ask(), "quit": window.close,
        "preferences": lambda: window.preferring.ask(),
        "models": lambda: window.helping.show_models(), "plugins": lambda: window.helping.show_plugins(),
        "copy_report": lambda: window.helping.copy_report(), "tour": lambda: window.tour.begin(again=True),
        "undo": document.undo, "redo": document.redo,
        "clear_marks": lambda: document.clear_marks(document.frame), "new_object": document.add_object,
        "delete_object": document.delete_selected,
        "tool_points": lambda: viewer.set_tool(Tool.POINTS), "tool_box": lambda: window.use_in_edit(Tool.BOX),
        "tool_scribble": lambda: window.use_in_edit(Tool.SCRIBBLE),
        "tool_brush": lambda: window.use_in_edit(Tool.BRUSH), "tool_eraser": lambda: window.use_in_edit(Tool.ERASER),
        "tool_lasso": lambda: window.use_in_edit(Tool.LASSO), "tool_fill": lambda: window.use_in_edit(Tool.FILL),
        "tool_hand": lambda: viewer.set_tool(Tool.HAND), "tool_zoom": lambda: viewer.set_tool(Tool.ZOOM),
        "find_words": window.begin_phrase,
        "brush_smaller": lambda: viewer.resize_brush(-1), "brush_larger": lambda: viewer.resize_brush(1),
        "copy_mask": lambda: window.running.ask_copies(), "interpolate": desk.correcting.interpolate,
        "end_object": desk.correcting.end_object,
        "track_on": lambda: window.running.track_from("forward"),
        "track_back": lambda: window.running.track_from("backward"),
        "track_both": lambda: window.running.track_from("both"),
        **{name: partial(desk.set_mode, mode) for name, mode in VIEWS.items()},
        "fit": viewer.fit, "actual": lambda: viewer.zoom_to(1.0),
        "zoom_timeline_in": lambda: window.timeline.zoom(1.5),
        "zoom_timeline_out": lambda: window.timeline.zoom(1 / 1.5), "fit_timeline": window.timeline.fit,
        "play": desk.toggle, "backward": lambda: window.shuttle(-1), "stop": desk.player.stop,
        "forward": lambda: window.shuttle(1), "step_back": lambda: desk.step(-1), "step_on": lambda: desk.step(1),
        "second_back": lambda: desk.step_seconds(-1), "second_on": lambda: desk.step_seconds(1),
        "first": lambda: desk.go_to(0), "last": desk.go_to_end,
        "go_to_time": lambda: window.transport.time.begin(),
        "mark_back": lambda: desk.go_to_mark(-1), "mark_on": lambda: desk.go_to_mark(1),
        "marker_back": lambda: desk.go_to_marker(-1), "marker_on": lambda: desk.go_to_marker(1),
        "add_marker": lambda: window.timeline_menu.mark(document.frame),
        "delete_marker": lambda: document.delete_marker(document.frame),
        "suspicious_back": lambda: desk.go_to_finding(-1), "suspicious_on": lambda: desk.go_to_finding(1),
        "mute": lambda: desk.player.sound.set_muted(window.actions_by_id["mute"].isChecked()),
        "loop": lambda: set_loop(window), "set_in": document.set_in, "set_out": document.set_out,
        "go_in": lambda: desk.go_to_range_end(-1), "go_out": lambda: desk.go_to_range_end(1),
        "clear_range": document.clear_range,
        "track": lambda: window.running.track(), "remove": lambda: window.running.remove(),
        "upscale": lambda: window.upscaling.ask(), "compare_enlarged": lambda: compare_enlarged(window),
        "flow_completed": lambda: complete_flow(window),
        "try_engines": lambda: window.trying.ask(),
        "pause_job": window.worker.pause, "cancel": partial(cancel, window),
        "show_report": lambda: window.queue_report.show(),
        "refill": lambda: window.refilling.ask(),
        "clear_results": lambda: window.clearing.ask(),
        "keyboard": lambda: window.helping.show_keyboard(), "about": lambda: window.helping.show_about(),
        **{f"workspace_{one.name}": partial(enter, window, one.name) for one in WORKSPACES},
        "reset_workspace": lambda: window.workspaces.reset(),
        **{spec.id: partial(show_panel, window, spec.id) for spec in SPECS if spec.id.startswith(PANEL)},
    }  # fmt: skip


def cancel(window: MainWindow) -> None:
    """Stop the work in hand; where there is none, finding the mask that somebody waits for."""
    if window.worker.queue.current is not None:
        window.worker.cancel()
    else:
        window.desk.prompter.give_up()


def enter(window: MainWindow, name: str) -> None:
    """Go to a workspace, and to its view where there is something to be seen in it."""
    window.workspaces.enter(name)
    view = window.workspaces.current.view
    project = window.desk.document.project
    if project is not None and (project.result is not None or not VIEWS[view].has_result):
        window.actions_by_id[view].trigger()


def show_panel(window: MainWindow, action: str) -> None:
    """Open or close the panel of an action, as the action is checked."""
    window.docks.show(action.removeprefix(PANEL), window.actions_by_id[action].isChecked())


def compare_enlarged(window: MainWindow) -> None:
    """Hold the clip against its larger film, in a view that compares, or against the result again."""
    wanted = window.actions_by_id["compare_enlarged"].isChecked()
    window.upscaling.compare(wanted)
    shown = window.desk.comparing.enlarged is not None
    window.actions_by_id["compare_enlarged"].setChecked(shown)
    if shown and not window.viewer.mode.has_result:
        window.actions_by_id["view_wipe"].trigger()


def ask_masks(window: MainWindow) -> None:
    """Ask for masks that were made elsewhere, and read them."""
    if (path := which_masks(window, window.settings)) is not None:
        window.worker.import_masks(path)


def complete_flow(window: MainWindow) -> None:
    """Show motion as it is completed behind the objects, in the view for it, or as it is measured again."""
    look = replace(window.viewer.look, completed=window.actions_by_id["flow_completed"].isChecked())
    window.desk.set_look(look)
    if look.completed and look.mode is not Mode.FLOW:
        window.actions_by_id["view_flow"].trigger()


def show_enlarged(window: MainWindow) -> None:
    """The same, where it is not so already."""
    window.actions_by_id["compare_enlarged"].setChecked(True)
    compare_enlarged(window)


def set_loop(window: MainWindow) -> None:
    """Repeat the range when it plays, or no more."""
    window.desk.player.loops = window.actions_by_id["loop"].isChecked()
