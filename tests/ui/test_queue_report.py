"""What waiting jobs may take is said beforehand; what became of them is a report among its results."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from peanut_studio.batch.estimate import FILLING, MEMORY, TRACKING, Ahead, Estimate, estimate_of
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.clip import Span
from peanut_studio.pipeline.deliver import Delivery
from peanut_studio.ui.job_words import expected_text
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.queue_report import report_of
from peanut_studio.ui.queued import State
from tests.ui.conftest import COUNT, Brake, click
from tests.ui.test_pauses import BLOCKED, Heartbeat


def pointed(qtbot: QtBot, window: MainWindow) -> MainWindow:
    document = window.desk.document
    click(qtbot, window, 30, 48)
    qtbot.waitUntil(lambda: document.selected is not None and document.track_on(document.selected, 0) is not None)
    return window


def delivery(window: MainWindow, target: Path) -> Delivery:
    project = window.desk.document.project
    assert project is not None
    return Delivery(project.clip.path, target, project.span, result=Path("to come"))


def test_a_waiting_job_says_what_it_may_take_and_again_when_the_range_changes(
    qtbot: QtBot, opened: MainWindow, brake: Brake
) -> None:
    window = pointed(qtbot, opened)
    window.worker.remove()
    qtbot.waitUntil(lambda: brake.count > 0)
    waiting = window.worker.track()

    def frames() -> int | None:
        job = window.worker.queue.find(waiting.number)
        assert job is not None
        assert job.state is State.WAITING
        return job.expected.frames if job.expected is not None else None

    qtbot.waitUntil(lambda: frames() == COUNT)
    row = window.jobs.row(waiting.number)
    qtbot.waitUntil(lambda: "24 frames, 128×96: at most 22 s and 944 MB" in row.text)
    export = window.worker.export(replace(delivery(window, Path("out.mp4")), span=Span(2, 7)))
    told = "5 frames, 128×96: how long it takes is not known"
    qtbot.waitUntil(lambda: told in window.jobs.row(export.number).text)
    window.worker.queue.cancel(export.number)
    window.desk.document.set_range(0, 10)
    qtbot.waitUntil(lambda: frames() == 10)
    window.worker.queue.cancel(waiting.number)
    window.worker.cancel()
    qtbot.waitUntil(lambda: not window.worker.is_running)


def test_the_estimate_is_that_of_the_batch() -> None:
    size = (1000, 1000)
    known = estimate_of(Ahead("remove", 10, size, "telea", has_masks=True))
    assert known == Estimate(10, size, 10 * sum(FILLING["telea"]), sum(MEMORY))
    tracked = estimate_of(Ahead("remove", 10, size, "telea"))
    assert tracked.seconds == pytest.approx(known.seconds + 10 * TRACKING)
    assert estimate_of(Ahead("remove", 10, size, "auto")) == estimate_of(Ahead("remove", 10, size, "propagation"))
    assert "not known" in expected_text(estimate_of(Ahead("upscale", 10, size)))
    assert "memory is not known" in expected_text(estimate_of(Ahead("remove", 10, (4000, 2000), "telea")))


def test_auto_is_not_guessed_where_a_network_may_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peanut_studio.batch.estimate.network_at_hand", lambda _weights: "e2fgvi")
    assert estimate_of(Ahead("remove", 10, (100, 100), "auto")).seconds is None


def test_the_list_goes_on_after_a_failure_and_a_report_says_so(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, good = pointed(qtbot, opened), tmp_path / "out.mp4"
    action = window.actions_by_id["show_report"]
    assert not action.isEnabled()
    assert window.jobs.report.isHidden()
    window.worker.remove()
    window.worker.export(replace(delivery(window, tmp_path / "no" / "such" / "out.mp4"), span=Span(0, COUNT)))
    window.worker.export(delivery(window, good))
    qtbot.waitUntil(lambda: not window.worker.is_running)
    qtbot.waitUntil(lambda: action.isEnabled())
    assert good.exists()
    assert not window.jobs.report.isHidden()
    place = window.projects.keeper.place
    assert place is not None
    page = report_of(place) / "report.html"
    assert window.queue_report.page == page
    jobs = json.loads((page.parent / "report.json").read_text())["jobs"]
    assert [job["state"] for job in jobs] == ["done", "failed", "done"]
    assert jobs[1]["said"]
    assert jobs[0]["facts"]["frames"] == COUNT
    assert jobs[0]["seconds"] > 0
    text = page.read_text()
    assert text.count("<img") == 10, "five frames before, five after"
    assert "Removing · ball.mp4" in text
    assert "1 failed" in window.messages.text
    seen: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", seen.append)
    window.messages.button.click()
    window.jobs.report.click()
    action.trigger()
    assert [url.toLocalFile() for url in seen] == [str(page)] * 3


def test_a_stopped_job_is_told_of_and_the_report_follows_the_project(
    qtbot: QtBot, opened: MainWindow, brake: Brake, tmp_path: Path
) -> None:
    window = pointed(qtbot, opened)
    window.worker.remove()
    qtbot.waitUntil(lambda: brake.count > 0)
    waiting = window.worker.track()
    window.worker.queue.cancel(waiting.number)
    window.worker.cancel()
    qtbot.waitUntil(lambda: window.queue_report.page is not None)
    named = tmp_path / "named.peanut"
    window.projects.keeper.save_as(named)
    page = report_of(named) / "report.html"
    qtbot.waitUntil(lambda: window.queue_report.page == page)
    jobs = json.loads((page.parent / "report.json").read_text())["jobs"]
    assert [(job["state"], job["title"]) for job in jobs] == [("stopped", "Removing · ball.mp4")]


def test_the_report_is_found_again_at_the_next_start(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    window = pointed(qtbot, opened)
    named = tmp_path / "named.peanut"
    window.projects.keeper.save_as(named)
    qtbot.waitUntil(lambda: window.projects.keeper.place == named)
    assert window.queue_report.page is None
    window.worker.track()
    qtbot.waitUntil(lambda: window.queue_report.page is not None)
    window.projects.stop()
    again = MainWindow(settings=window.settings)
    again.show()
    again.open(named)
    qtbot.waitUntil(lambda: again.queue_report.page == report_of(named) / "report.html")
    again.close()
    again.deleteLater()
    (report_of(named) / "report.html").write_text("<script>alert(1)</script>")
    third = MainWindow(settings=window.settings)
    third.show()
    third.open(named)
    qtbot.waitUntil(lambda: third.viewer.has_picture and third.projects.keeper.place == named)
    qtbot.wait(300)
    assert third.queue_report.page is None, "a page that was not written here is not opened"
    third.close()
    third.deleteLater()


def test_a_report_that_cannot_be_written_is_one_sentence(qtbot: QtBot, opened: MainWindow) -> None:
    window = pointed(qtbot, opened)
    qtbot.waitUntil(lambda: window.projects.keeper.place is not None and window.projects.keeper.place.exists())
    place = window.projects.keeper.place
    assert place is not None
    report_of(place).parent.mkdir(exist_ok=True)
    report_of(place).write_text("in the way")
    window.worker.track()
    qtbot.waitUntil(lambda: "cannot be made" in window.messages.text)
    assert window.queue_report.page is None
    assert not window.actions_by_id["show_report"].isEnabled()


@pytest.mark.alone
def test_neither_estimates_nor_a_report_hold_the_window_up(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path, ground = tmp_path / "large.mp4", np.full((1080, 1920, 3), 110, np.uint8)
    frames = [cv2.circle(ground.copy(), (400 + 20 * t, 500), 60, (220, 30, 30), -1) for t in range(6)]
    write_clip(path, frames, (1920, 1080), Fraction(25))
    window.open(path)
    document, heart = window.desk.document, Heartbeat()
    qtbot.waitUntil(lambda: document.project is not None and window.viewer.has_picture)
    click(qtbot, window, 400, 500)
    qtbot.waitUntil(lambda: document.selected is not None and document.track_on(document.selected, 0) is not None)
    window.worker.remove()
    qtbot.waitUntil(lambda: window.queue_report.page is not None)
    report, longest = window.queue_report, {"report": 9.0, "estimate": 9.0}
    for _ in range(4):
        report._show_page(None)
        report._write("page")
        longest["report"] = min(longest["report"], heart.during(qtbot, lambda: report.page is not None))
        job = window.worker.track(held=True)
        found = partial(window.worker.queue.find, job.number)
        longest["estimate"] = min(longest["estimate"], heart.during(qtbot, lambda: bool(found().expected)))  # noqa: B023
    assert max(longest.values()) < BLOCKED, longest
