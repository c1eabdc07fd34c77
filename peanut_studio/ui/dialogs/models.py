"""The engines: what each is for, its size, licence and source, and whether its files are here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from peanut_studio.engines.catalogue import Catalogue
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.progress import Job
from peanut_studio.pipeline.models import Model, delete_model, fetch_model, models, verify_model
from peanut_studio.ui import theme
from peanut_studio.ui.consent import question
from peanut_studio.ui.described import described
from peanut_studio.ui.dialogs.sizes import size_text
from peanut_studio.ui.job_queue import JobQueue
from peanut_studio.ui.job_thread import JobThread
from peanut_studio.ui.progress_bar import ProgressBar
from peanut_studio.ui.queued import Begun, Ending, QueuedJob, State, Work

ROLE = Qt.ItemDataRole.UserRole
KINDS = ("fetch", "verify", "delete")
"""Of work in the queue that is asked for here."""

STEPS = 1000
"""Of the bar: counts of bytes are too large for it."""


class ModelsDialog(QDialog):
    """Has files downloaded, verified and deleted by the `queue`, or one of its own; `fetched` tells that files came."""

    fetched = Signal()

    def __init__(
        self, parent: QWidget | None = None, catalogue: Catalogue | None = None, queue: JobQueue | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Models"))
        self.resize(860, 520)
        self._catalogue = catalogue
        self._store = WeightStore(catalogue=catalogue)
        self._own = JobQueue(self) if queue is None else None
        self._queue = queue or self._own or JobQueue(self)
        self._number = next((job.number for job in self._queue.unfinished if job.work.kind in KINDS), 0)
        self.box: QMessageBox | None = None
        self.table = described(QTreeWidget(), name=self.tr("Engines"))
        self.table.setRootIsDecorated(False)
        self.table.setAllColumnsShowFocus(True)
        headings = [self.tr("Engine"), self.tr("For"), self.tr("Size"), self.tr("Licence"), self.tr("State")]
        self.table.setHeaderLabels(headings)
        header = self.table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, 5):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.told = QLabel(wordWrap=True)
        self.told.setTextFormat(Qt.TextFormat.RichText)
        self.told.setOpenExternalLinks(True)
        self.told.setMinimumHeight(64)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.message = QLabel(wordWrap=True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = described(ProgressBar(), name=self.tr("Progress"))
        self.bar.hide()
        self.download = QPushButton(self.tr("&Download"))
        self.download.setProperty("primary", True)
        self.cancel = QPushButton(self.tr("&Cancel Download"))
        self.verify, self.delete = QPushButton(self.tr("&Verify")), QPushButton(self.tr("De&lete"))
        self.folder, self.close_button = QPushButton(self.tr("Open &Folder")), QPushButton(self.tr("Close"))
        row = QHBoxLayout()
        for button in (self.download, self.cancel, self.verify, self.delete, self.folder):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        self.close_button.setDefault(True)
        below = QVBoxLayout(self)
        below.setContentsMargins(16, 14, 16, 14)
        for widget in (self.table, self.told, self.message, self.bar):
            below.addWidget(widget, 1 if widget is self.table else 0)
        below.addLayout(row)
        self.table.currentItemChanged.connect(lambda *_: self._refresh())
        self.download.clicked.connect(self._ask)
        self.cancel.clicked.connect(self._cancel)
        self.verify.clicked.connect(lambda: self._run("verify", verify_model))
        self.delete.clicked.connect(lambda: self._run("delete", delete_model))
        self.folder.clicked.connect(self._open_folder)
        self.close_button.clicked.connect(self.reject)
        self._queue.changed.connect(self._show_job)
        self._queue.advanced.connect(self._show_job)
        self._queue.ended.connect(self._on_ended)
        self._queue.dropped.connect(self._on_dropped)
        self.fill()
        self._show_job()
        if (first := self.table.topLevelItem(0)) is not None:
            self.table.setCurrentItem(first)

    def fill(self) -> None:
        """Look again how everything stands."""
        current = self.current.engine if self.table.topLevelItemCount() else None
        self.table.clear()
        for model in models(self._store, self._catalogue):
            said = self._said(model)
            size = size_text(model.size) if model.files else ""
            item = QTreeWidgetItem([model.engine.title, self._task(model), size, self._licence(model), said])
            item.setToolTip(0, model.engine.title)
            item.setData(0, ROLE, model)
            if model.standing in ("damaged", "partial"):
                item.setForeground(4, theme.BAD)
            elif model.standing in ("here", "built in"):
                item.setForeground(4, theme.GOOD)
            self.table.addTopLevelItem(item)
            if current is not None and (model.engine.task, model.engine.id) == (current.task, current.id):
                self.table.setCurrentItem(item)
        self._refresh()

    @property
    def current(self) -> Model:
        """The selected engine."""
        item = self.table.currentItem() or self.table.topLevelItem(0)
        assert item is not None
        model: Model = item.data(0, ROLE)
        return model

    def choose(self, engine_id: str) -> None:
        """Select an engine."""
        for number in range(self.table.topLevelItemCount()):
            item = self.table.topLevelItem(number)
            if item is not None and item.data(0, ROLE).engine.id == engine_id:
                self.table.setCurrentItem(item)

    def _task(self, model: Model) -> str:
        words = {
            "segment": self.tr("Tracking"), "ground": self.tr("Finding by words"), "flow": self.tr("Motion"),
            "inpaint": self.tr("Filling"), "upscale": self.tr("Enlarging"),
        }  # fmt: skip
        return words[model.engine.task]

    def _said(self, model: Model) -> str:
        return {
            "built in": self.tr("Needs no files"), "here": self.tr("Here"), "missing": self.tr("Not downloaded"),
            "partial": self.tr("Partly downloaded"), "damaged": self.tr("Damaged"),
        }[model.standing]  # fmt: skip

    @staticmethod
    def _licence(model: Model) -> str:
        return ", ".join(dict.fromkeys([model.engine.licence, *(file.info.licence for file in model.files)]))

    def _refresh(self) -> None:
        if not self.table.topLevelItemCount():
            return
        model, busy = self.current, self._job is not None
        source = f'<a href="{model.engine.source}">{model.engine.source}</a>'
        lines = [self.tr("Made by:") + f" {source}"]
        if model.missing_packages:
            names = ", ".join(model.missing_packages)
            lines.append(self.tr("It also needs the Python package {name}, which is not installed.").format(name=names))
        for file in model.files:
            licence = f'<a href="{file.info.licence_url}">{file.info.licence}</a>'
            lines.append(
                f"{file.info.name}: {file.info.title}, {size_text(file.info.size)}, {licence} {file.info.note}"
            )
        self.told.setText("<br>".join(lines))
        self.download.setVisible(not busy)
        self.download.setText(self.tr("&Go On") if model.standing == "partial" else self.tr("&Download"))
        self.download.setEnabled(bool(model.missing))
        self.cancel.setVisible(busy)
        self.verify.setEnabled(not busy and any(file.path.is_file() for file in model.files))
        self.delete.setEnabled(not busy and any(file.state != "missing" for file in model.files))
        self.folder.setEnabled(bool(model.files))

    def _ask(self) -> None:
        box = self.box = question(self, self.current.missing)

        def on_finished() -> None:
            agreed = box.clickedButton() is box.defaultButton()
            self.box = None
            if agreed:
                self._run("fetch", fetch_model)

        box.finished.connect(on_finished)
        box.open()

    def _run(self, kind: str, work: Callable[[Model, WeightStore], Job[Model]]) -> None:
        if self._job is not None:
            return
        model, catalogue = self.current, self._catalogue

        def job(thread: JobThread) -> Job[Model]:
            store = WeightStore(catalogue=catalogue, announce=thread.say, on_progress=thread.on_bytes)
            return work(model, store)

        titles = {"fetch": self.tr("Downloading"), "verify": self.tr("Verifying"), "delete": self.tr("Deleting")}
        done = {
            "fetch": self.tr("Downloaded."), "verify": self.tr("The files are as they were published."),
            "delete": self.tr("Deleted."),
        }[kind]  # fmt: skip
        self.message.clear()
        begun = Begun(job, lambda _model: Ending(done))
        # Before what waits, which may need it.
        self._number = self._queue.add(Work(kind, titles[kind], model.engine.title, lambda: begun), first=True).number
        self._show_job()

    @property
    def _job(self) -> QueuedJob | None:
        job = self._queue.find(self._number)
        return None if job is None or job.state.is_over else job

    def _show_job(self) -> None:
        """How far what was asked for is."""
        job, first = self._job, self._queue.current
        self.bar.setVisible(job is not None and job.state.is_current)
        if job is not None and job.state.is_waiting and first is not None:
            told = self.tr("Begins when this is done: {work}. The dialog may be closed.")
            self.message.setText(told.format(work=first.name))
        elif job is not None:
            fraction = job.pace.fraction
            self.bar.show_value(round((fraction or 0.0) * STEPS), 0 if fraction is None else STEPS)
            parts = (job.pace.count_text, job.pace.rate_text, job.pace.left_text)
            self.message.setText("  ·  ".join(part for part in parts if part))
        self._refresh()

    def _on_ended(self, job: QueuedJob) -> None:
        if job.number == self._number:
            self.message.setText(job.said)
            self.fill()
            if job.work.kind == "fetch" and job.state is State.DONE:
                self.fetched.emit()

    def _on_dropped(self, job: QueuedJob) -> None:
        if job.number == self._number:
            self.message.setText(self.tr("Stopped; it can go on from there."))
            self.fill()

    def _cancel(self) -> None:
        self._queue.cancel(self._number)

    def _open_folder(self) -> None:
        self._store.root.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._store.root)))

    def done(self, result: int) -> None:
        """The dialog closes; what was asked for goes on in the list of jobs."""
        if self._own is not None:
            self._own.stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.done(0)
        super().closeEvent(event)
