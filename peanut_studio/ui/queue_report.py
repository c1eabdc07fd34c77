"""What became of the jobs of the list, as the page and the figures that `batch` writes as well."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from peanut_studio.ui.document import Document
from peanut_studio.ui.job_thread import LatestThread
from peanut_studio.ui.keeper import Keeper
from peanut_studio.ui.queued import QueuedJob, State
from peanut_studio.ui.worker import Worker

if TYPE_CHECKING:
    from peanut_studio.batch.order import Outcome
    from peanut_studio.batch.order import State as Became

WORTH_SAYING = 3
"""Jobs of a run after which the report is offered; of fewer only where one failed."""
LOOK, FIGURES, PAGE = "look", "figures", "page"
KEY, KEPT = "reports", 100
"""Pages that were written here are remembered: one that came along with a project from elsewhere is not opened."""


@dataclass(frozen=True, eq=False)
class _Over:
    """A job that is over: of which clip, how, after how many seconds."""

    job: QueuedJob
    source: Path | None
    became: Became
    seconds: float


@dataclass(frozen=True)
class _Page:
    """A page that was written here, and the hash of what is in it."""

    path: Path
    digest: str


class QueueReport(QObject):
    """Keeps a report among the project's results: the figures after each job, the page when nothing is left to do.

    It tells of the jobs of the open project that are on the list, and of all of the run. `offered` gives a sentence
    where somebody may want to see it.
    """

    changed = Signal()
    offered = Signal(str)
    failed = Signal(str)

    def __init__(
        self,
        worker: Worker,
        document: Document,
        keeper: Keeper,
        settings: QSettings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._worker, self._document, self._keeper = worker, document, keeper
        self._over: dict[int, _Over] = {}
        self._run: set[int] = set()
        self._begun_at = time.monotonic()
        self._place: Path | None = None
        self.page: Path | None = None
        self._thread = LatestThread(lambda: None, self)
        self._thread.answered.connect(self.on_answered)
        self._thread.failed.connect(self.on_failed)
        worker.queue.began.connect(self.on_began)
        worker.queue.ended.connect(lambda job: self._note(job, "done" if job.state is State.DONE else "failed"))
        worker.queue.dropped.connect(self.on_dropped)
        worker.queue.changed.connect(self.on_changed)
        keeper.shelved.connect(self.on_shelved)

    def show(self) -> None:
        """Open the page in the program that shows pages."""
        if self.page is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.page)))

    def stop(self) -> None:
        """Wait for what is being written."""
        self._thread.stop()

    # --- what the queue and the keeper tell

    def on_began(self, _job: QueuedJob) -> None:
        """A job is in hand."""
        self._begun_at = time.monotonic()
        if not self._run:
            listed = {job.number for job in self._worker.queue.jobs}
            self._over = {number: over for number, over in self._over.items() if number in listed}

    def on_dropped(self, job: QueuedJob) -> None:
        """A job was given up; one that had not begun is as if it had not been asked for."""
        if not job.state.is_waiting:
            self._note(job, "stopped")

    def on_changed(self) -> None:
        """Perhaps nothing is left to do."""
        if self._run and not self._worker.is_running:
            became = [self._over[number].became for number in self._run]
            self._run = set()
            self._write(PAGE)
            failed = became.count("failed")
            if len(became) >= WORTH_SAYING or (failed and len(became) > 1):
                told = self.tr("The jobs are over: {done} done, {failed} failed, {stopped} stopped.")
                counts = {"done": became.count("done"), "failed": failed, "stopped": became.count("stopped")}
                self.offered.emit(told.format(**counts))

    def on_shelved(self, _shelf: object) -> None:
        """The project's file may lie elsewhere, or be another one's."""
        place = self._keeper.place
        if place == self._place:
            return
        self._place = place
        self._show_page(None)
        if any(self._outcomes()) and not self._worker.is_running:
            self._write(PAGE)
        elif place is not None:
            self._thread.ask(LOOK, partial(_page_of, place, _known(self._settings)))

    def on_answered(self, key: str, answer: tuple[Path, _Page | None]) -> None:
        """Something is written, or was found."""
        place, page = answer
        if page is not None and key == PAGE:
            known = {**_known(self._settings), str(page.path): page.digest}
            self._settings.setValue(KEY, json.dumps(dict(list(known.items())[-KEPT:])))
        if key != FIGURES and place == self._keeper.place:
            self._show_page(page.path if page is not None else None)

    def on_failed(self, key: str, sentence: str) -> None:
        """It cannot be written; said once, when the page would be there."""
        if key == PAGE:
            self.failed.emit(sentence)

    # --- parts

    def _note(self, job: QueuedJob, became: Became) -> None:
        now = time.monotonic()
        project = self._document.project_of(job.work.slot)
        source = project.clip.path if project is not None else None
        seconds = now - self._begun_at if job.pace.stage or became == "stopped" else 0.0
        self._over[job.number] = _Over(job, source, became, seconds)
        self._run.add(job.number)
        self._write(FIGURES)

    def _write(self, key: str) -> None:
        place = self._keeper.place
        if place is not None:
            self._thread.ask(key, partial(_written, place, tuple(self._outcomes()), with_page=key == PAGE))

    def _outcomes(self) -> Iterable[_Over]:
        shown = self._document.slot
        for over in self._over.values():
            slot = over.job.work.slot
            if slot is None or shown is None or None in (slot.project, shown.project) or slot.project is shown.project:
                yield over

    def _show_page(self, page: Path | None) -> None:
        if page != self.page:
            self.page = page
            self.changed.emit()


def _outcome(over: _Over) -> Outcome:
    from peanut_studio.batch.order import Order, Outcome

    job, source = over.job, over.source or Path()
    command = "remove" if job.work.kind == "refill" else job.work.kind
    target = job.ending.film or job.ending.made or Path()
    order = Order(job.number, command, source, target, (), Path(), job.name)
    return Outcome(order, over.became, job.said, over.seconds, dict(job.ending.facts))


def _written(place: Path, jobs: tuple[_Over, ...], *, with_page: bool) -> tuple[Path, _Page | None]:
    from peanut_studio.batch.report import write_figures, write_page

    outcomes, folder = [_outcome(over) for over in jobs], report_of(place)
    if folder.is_symlink():
        return place, None
    write_figures(folder, outcomes)
    return place, _page(write_page(folder, outcomes, place.stem)) if with_page else None


def _page_of(place: Path, known: Mapping[str, str]) -> tuple[Path, _Page | None]:
    from peanut_studio.batch.report import PAGE

    try:
        page = _page(report_of(place) / PAGE)
    except OSError:
        return place, None
    return place, page if known.get(str(page.path)) == page.digest else None


def _page(path: Path) -> _Page:
    return _Page(path, hashlib.sha256(path.read_bytes()).hexdigest())


def _known(settings: QSettings) -> dict[str, str]:
    try:
        return dict(json.loads(str(settings.value(KEY, "{}"))))
    except (ValueError, TypeError):
        return {}


def report_of(place: Path) -> Path:
    """The folder of the report on the jobs of a project's file, in the folder of its results."""
    from peanut_studio.store.project_file import results_of

    return results_of(place) / "report"
