"""What can be done at the moment: which actions are enabled, and what undo and redo are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from peanut_studio.ui.actions import SPECS
from peanut_studio.ui.exporting import can_export
from peanut_studio.ui.words import step_text

if TYPE_CHECKING:
    from peanut_studio.ui.main_window import MainWindow


def show_able(window: MainWindow) -> None:
    """Enable what makes sense with the project as it is."""
    actions, document = window.actions_by_id, window.desk.document
    project, history = document.project, document.history
    for spec in SPECS:
        actions[spec.id].setEnabled(project is not None or not spec.needs_clip)
    window.running.show_actions(actions)
    actions["show_report"].setEnabled(window.queue_report.page is not None)
    if project is None or history is None:
        return
    chosen = document.selected
    able = {
        "undo": bool(history.past),
        "redo": bool(history.future),
        "delete_object": chosen is not None and not chosen.locked,
        **dict.fromkeys(("copy_mask", "interpolate", "end_object"), chosen is not None),
        **dict.fromkeys(("track_on", "track_back", "track_both"), chosen is not None),
        "export": window.worker.is_coming or can_export(project),
        "compare_enlarged": window.upscaling.film is not None,
        **dict.fromkeys(("clear_results", "refill"), project.result is not None),
    }
    for name, enabled in able.items():
        actions[name].setEnabled(enabled)
    actions["compare_enlarged"].setChecked(window.desk.comparing.enlarged is not None)
    undo = QCoreApplication.translate("MainWindow", "Undo {step}")
    redo = QCoreApplication.translate("MainWindow", "Redo {step}")
    actions["undo"].setText(undo.format(step=step_text(history.undo_name)).strip())
    actions["redo"].setText(redo.format(step=step_text(history.redo_name)).strip())
