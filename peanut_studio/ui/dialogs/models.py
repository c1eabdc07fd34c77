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
    QProgressBar,
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
from peanut_studio.ui.job_thread import JobThread

ROLE = Qt.ItemDataRole.UserRole


class ModelsDialog(QDialog):
    """Downloads, verifies and deletes; `fetched` tells that an engine's files have come."""

    fetched = Signal()

    def __init__(self, parent: QWidget | None = None, catalogue: Catalogue | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Models"))
        self.resize(860, 520)
        self._catalogue = catalogue
        self._store = WeightStore(catalogue=catalogue)
        self._thread: JobThread | None = None
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
        self.bar = described(QProgressBar(textVisible=False), name=self.tr("Progress"))
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
        self.verify.clicked.connect(lambda: self._run(verify_model, self.tr("The files are as they were published.")))
        self.delete.clicked.connect(lambda: self._run(delete_model, self.tr("Deleted.")))
        self.folder.clicked.connect(self._open_folder)
        self.close_button.clicked.connect(self.reject)
        self.fill()
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
        model, busy = self.current, self._thread is not None
        source = f'<a href="{model.engine.source}">{model.engine.source}</a>'
        lines = [self.tr("Made by:") + f" {source}"]
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
                self._run(fetch_model, self.tr("Downloaded."))

        box.finished.connect(on_finished)
        box.open()

    def _run(self, work: Callable[[Model, WeightStore], Job[Model]], done: str) -> None:
        if self._thread is not None:
            return
        model, catalogue = self.current, self._catalogue

        def job(thread: JobThread) -> Job[Model]:
            store = WeightStore(catalogue=catalogue, announce=thread.say, on_progress=thread.on_bytes)
            return work(model, store)

        thread = JobThread(job, self)
        self._thread = thread
        self.message.clear()
        self.bar.setRange(0, 0)
        self.bar.show()
        thread.fetched.connect(self._on_bytes)
        thread.succeeded.connect(lambda _model: self._end(done, is_fetched=work is fetch_model))
        thread.failed.connect(self._end)
        thread.cancelled.connect(lambda: self._end(self.tr("Stopped; it can go on from there.")))
        thread.start()
        self._refresh()

    def _on_bytes(self, done: int, total: int) -> None:
        if total > 0:
            # The bar's numbers are 32 bits wide.
            self.bar.setRange(0, total // 1024)
            self.bar.setValue(done // 1024)
            told = self.tr("{done} of {total}").format(done=size_text(done), total=size_text(total))
            self.message.setText(told)

    def _end(self, sentence: str, is_fetched: bool = False) -> None:
        if self._thread is not None:
            self._thread.wait()
            self._thread.deleteLater()
            self._thread = None
        self.bar.hide()
        self.message.setText(sentence)
        self.fill()
        if is_fetched:
            self.fetched.emit()

    def _cancel(self) -> None:
        if self._thread is not None:
            self._thread.cancel()

    def _open_folder(self) -> None:
        self._store.root.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._store.root)))

    def done(self, result: int) -> None:
        """The dialog closes; a download stops where it is."""
        if self._thread is not None:
            self._thread.cancel()
            self._thread.wait()
            self._thread = None
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.done(0)
        super().closeEvent(event)
