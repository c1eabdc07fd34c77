"""Which part of the window tells which other one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QShortcut

from peanut_studio.ui.availability import show_able

if TYPE_CHECKING:
    from peanut_studio.ui.main_window import MainWindow


def connect(window: MainWindow) -> None:
    """Connect the signals of a window's parts, once they are all there."""
    document = window.desk.document
    document.changed.connect(window.refresh)
    document.coming.connect(window.show_objects)
    document.opened.connect(window.on_opened)
    document.frame_moved.connect(window.on_frame_moved)
    window.desk.failed.connect(window.messages.complain)
    window.desk.said.connect(window.messages.note)
    window.desk.waiting_changed.connect(window.busy.setText)
    window.desk.player.rate_changed.connect(window.transport.show_rate)
    window.transport.time.wanted.connect(window.desk.go_to)
    window.transport.time.refused.connect(window.messages.complain)
    window.transport.time.left.connect(window.viewer.setFocus)
    window.transport.volume_changed.connect(window.desk.player.sound.set_volume)
    window.viewer.zoomed.connect(
        lambda scale: window.zoom.setText(f"{scale * 100:.0f} %" if document.project is not None else "")
    )
    window.viewer.hovered.connect(window.readout.point_at)
    window.desk.feed.shown.connect(window.readout.take_pictures)
    window.desk.flow.shown.connect(window.readout.take_flow)
    window.desk.mode_changed.connect(window.readout.set_mode)
    window.desk.mode_changed.connect(lambda _mode: window.view_bar.show_look(window.viewer.look))
    window.view_bar.look_changed.connect(window.desk.set_look)
    window.desk.look_changed.connect(window.show_look)
    window.finding.began.connect(window.desk.player.stop)
    window.finding.began.connect(window.show_answers)
    window.finding.follow_wanted.connect(window.worker.follow_words)
    window.finding.said.connect(window.messages.note)
    window.finding.failed.connect(window.messages.complain)
    window.viewer.escaped.connect(window.actions_by_id["tool_points"].trigger)
    window.viewer.escaped.connect(window.desk.prompter.give_up)
    window.desk.prompter.busy_changed.connect(lambda _busy: window.running.show_actions(window.actions_by_id))
    window.desk.prompter.patience.slow.connect(lambda plugin: offer_to_stop(window, plugin))
    window.timeline.object_pressed.connect(document.select)
    window.objects.selected.connect(document.select)
    window.objects.renamed.connect(document.rename_object)
    window.objects.recoloured.connect(document.colour_object)
    window.objects.eye_pressed.connect(document.show_object)
    window.objects.lock_pressed.connect(document.lock_object)
    window.objects.removal_pressed.connect(document.set_removed)
    window.objects.delete_pressed.connect(document.delete_object)
    window.desk.correcting.interpolation_wanted.connect(window.worker.interpolate)
    window.refine.refined.connect(window.desk.correcting.refine)
    window.viewer.brush_resized.connect(
        lambda width: window.brush_width.setText(
            QCoreApplication.translate("MainWindow", "Brush {width} px").format(width=f"{width:.0f}")
        )
    )
    window.viewer.tool_changed.connect(lambda _tool: show_brush(window))
    window.desk.mode_changed.connect(lambda _mode: show_brush(window))
    window.objects.add_pressed.connect(document.add_object)
    window.review.follow(window.desk)
    window.curves.follow(window.desk, lambda: window.worker.is_running)
    window.inspector.follow(window.desk, window.readout)
    window.projects.keeper.shelved.connect(lambda _shelf: window.unfinished.remember())
    window.projects.titled.connect(window.announcing.set_title)
    window.welcome.open_pressed.connect(window.ask_clip)
    window.welcome.folder_pressed.connect(window.ask_folder)
    window.welcome.recent_pressed.connect(lambda path: window.open(Path(path)))
    window.running.changed.connect(window.refresh)
    window.worker.queue.advanced.connect(window.show_objects)
    window.queue_report.changed.connect(lambda: show_able(window))
    window.queue_report.changed.connect(lambda: window.jobs.report.setVisible(window.queue_report.page is not None))
    window.jobs.report.clicked.connect(window.queue_report.show)
    window.queue_report.failed.connect(window.messages.complain)
    window.queue_report.offered.connect(lambda said: offer_report(window, said))
    window.running.follow(window.jobs, window.projects.show_clip)
    window.job_bar.list_pressed.connect(lambda: window.docks.show("jobs"))
    window.running.removed.connect(window.on_removed)
    for panel in (window.media_bin, window.objects):
        panel.filled.connect(lambda: QTimer.singleShot(0, window.workspaces, window.workspaces.fit))
    window.timeline.lanes_grew.connect(lambda: window.docks.grow("timeline"))
    window.workspaces.entered.connect(lambda one: window.actions_by_id[f"workspace_{one.name}"].setChecked(True))
    for number in range(1, 10):
        shortcut = QShortcut(str(number), window)
        shortcut.activated.connect(lambda number=number: window.select_row(number - 1))


def offer_to_stop(window: MainWindow, plugin: str) -> None:
    """Say that a plugin does not answer, with a button that gives it up."""
    text = QCoreApplication.translate("MainWindow", "The plugin '{plugin}' does not answer; Escape gives it up.")
    stop = QCoreApplication.translate("MainWindow", "Stop")
    window.messages.offer(text.format(plugin=plugin), stop, window.desk.prompter.give_up)


def offer_report(window: MainWindow, said: str) -> None:
    """Say that the jobs are over, with a button for what became of them."""
    action = window.actions_by_id["show_report"]
    window.messages.offer(said, action.text(), window.queue_report.show)


def show_brush(window: MainWindow) -> None:
    """How wide the brush is, said while there is one in the hand."""
    viewer = window.viewer
    window.brush_width.setVisible(viewer.tool.has_size and viewer.mode.edits)
