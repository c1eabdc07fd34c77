"""What can be preferred. Every change counts at once; there is nothing to apply."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from peanut_studio.model.progress import Job
from peanut_studio.pipeline.housekeeping import clear_cache, measure_cache
from peanut_studio.pipeline.offers import CHOSEN_TASKS, Offer, offers
from peanut_studio.store import place
from peanut_studio.ui.described import described
from peanut_studio.ui.dialogs.key_editor import KeyEditor
from peanut_studio.ui.dialogs.sizes import size_text
from peanut_studio.ui.job_thread import JobThread
from peanut_studio.ui.languages import chosen
from peanut_studio.ui.preferences import FOLLOWING, LANGUAGES, PROXY_SIDES, Preferences

NAMES_OF_LANGUAGES = {"en": "English", "zh_CN": "简体中文", "zh_TW": "繁體中文"}


class PreferencesDialog(QDialog):
    """Pages on the right, their names on the left.

    `changed` gives the new preferences, `anew_pressed` asks for another window.
    """

    changed = Signal(object)
    anew_pressed = Signal()

    def __init__(self, preferences: Preferences, parent: QWidget | None = None, spoken: str = "") -> None:
        super().__init__(parent)
        self._spoken = chosen(spoken or preferences.language)
        self.setWindowTitle(self.tr("Preferences"))
        self.resize(780, 540)
        self.preferences = preferences
        self._thread: JobThread | None = None
        self.pages = QStackedWidget()
        self.names = described(QListWidget(), name=self.tr("Page"))
        self.names.setProperty("nav", True)
        self.names.setFixedWidth(170)
        self.names.ensurePolished()
        for name, page in (
            (self.tr("Look"), self._look()),
            (self.tr("Engines"), self._engines()),
            (self.tr("Memory and Disk"), self._room()),
            (self.tr("Keyboard"), self._keyboard()),
        ):
            self.names.addItem(name)
            self.pages.addWidget(self._titled(name, page))
        self.names.currentRowChanged.connect(self.pages.setCurrentIndex)
        self.names.setCurrentRow(0)
        buttons = QDialogButtonBox()
        close = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        right = QVBoxLayout()
        right.setContentsMargins(18, 14, 18, 14)
        right.addWidget(self.pages, 1)
        right.addWidget(buttons)
        halves = QHBoxLayout(self)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(0)
        halves.addWidget(self.names)
        halves.addLayout(right, 1)
        self._run(measure_cache, self._show_cache)

    # --- pages

    def _look(self) -> QFormLayout:
        form = _form()
        self.theme = self._choice(
            "theme", [("dark", self.tr("Dark")), ("light", self.tr("Light")), ("system", self.tr("As the system"))]
        )
        form.addRow(self.tr("&Theme"), self.theme)
        named = [(language, NAMES_OF_LANGUAGES.get(language) or self.tr("As the system")) for language in LANGUAGES]
        self.language = self._choice("language", named)
        form.addRow(self.tr("&Language"), self.language)
        self.anew = described(
            QPushButton(self.tr("&Open the Window Anew")),
            self.tr("Close the window and open the same project in one that speaks this language"),
        )
        self.anew.setAutoDefault(False)
        self.anew.clicked.connect(self._on_anew)
        self.language.currentIndexChanged.connect(lambda _row: self._show_anew())
        self._show_anew()
        hint = QLabel(self.tr("A new language counts from the next window on."), wordWrap=True)
        hint.setProperty("muted", True)
        row = QHBoxLayout()
        row.addWidget(hint, 1)
        row.addWidget(self.anew)
        form.addRow("", row)
        self.notify = QCheckBox(self.tr("&Notify me when a job is done while another window is in front"))
        self.notify.setChecked(self.preferences.notify)
        self.notify.toggled.connect(lambda wished: self._set(notify=wished))
        form.addRow(self.tr("Jobs"), self.notify)
        return form

    def _engines(self) -> QFormLayout:
        form = _form()
        other = ("mps", "Apple") if sys.platform == "darwin" else ("cuda", "NVIDIA (CUDA)")
        devices = [("auto", self.tr("The best there is")), ("cpu", self.tr("Processor")), other]
        self.device = self._choice("device", devices)
        form.addRow(self.tr("&Device"), self.device)
        words = {
            "segment": self.tr("&Tracking"), "ground": self.tr("&Words"), "flow": self.tr("&Motion"),
            "inpaint": self.tr("&Filling"), "upscale": self.tr("&Enlarging"),
        }  # fmt: skip
        self.engines: dict[str, QComboBox] = {}
        for task in CHOSEN_TASKS:
            choices = [("", self.tr("What suits best")), *((offer.id, self._said(offer)) for offer in offers(task))]
            if task == "ground":
                self._followers = offers("segment", words=True)
                choices += [(FOLLOWING + offer.id, self._said(offer)) for offer in self._followers]
            self.engines[task] = self._choice(task, choices)
            form.addRow(words[task], self.engines[task])
            if task == "ground":
                self.followed = QLabel(wordWrap=True, openExternalLinks=True)
                self.followed.setProperty("muted", True)
                form.addRow("", self.followed)
                self.engines[task].currentIndexChanged.connect(lambda _row: self._show_follower())
                self._form = form
                self._show_follower()
        hint = QLabel(self.tr("They are used from the next job on. Help > Models fetches what is missing."))
        hint.setWordWrap(True)
        hint.setProperty("muted", True)
        form.addRow(hint)
        return form

    def _room(self) -> QFormLayout:
        form = _form()
        self.memory = self._number("memory_gb", self.tr("No limit"), 256)
        form.addRow(self.tr("&Memory at most"), self.memory)
        self.cache_folder = described(QLineEdit(str(place.root())), name=self.tr("Cache folder"))
        self.cache_folder.setReadOnly(True)
        browse = described(QPushButton(self.tr("&Choose…")), self.tr("Choose the cache folder"))
        usual = described(QPushButton(self.tr("&Usual")), self.tr("Keep it in the user's cache folder"))
        browse.clicked.connect(self._choose_cache)
        usual.clicked.connect(lambda: self._set_cache(""))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.cache_folder, 1)
        for button in (browse, usual):
            button.setAutoDefault(False)
            button.setEnabled(not place.is_named())
            row.addWidget(button)
        form.addRow(self.tr("Cache in"), row)
        if place.is_named():
            told = QLabel(self.tr("The environment names this folder ({name}).").format(name=place.VARIABLE))
            told.setProperty("muted", True)
            form.addRow("", told)
        self.cache_gb = self._number("cache_gb", "", 2000)
        self.cache_gb.setMinimum(1)
        form.addRow(self.tr("Cache at mo&st"), self.cache_gb)
        self.cache_told = QLabel(self.tr("Measuring…"))
        self.clear = described(QPushButton(self.tr("C&lear")), self.tr("Take away masks and small copies kept so far"))
        self.clear.setAutoDefault(False)
        self.clear.clicked.connect(lambda: self._run(clear_cache, self._show_cleared))
        kept = QHBoxLayout()
        kept.addWidget(self.cache_told, 1)
        kept.addWidget(self.clear)
        form.addRow(self.tr("In use"), kept)
        sides = [(side, self.tr("{side} pixels wide").format(side=side)) for side in PROXY_SIDES]
        self.proxy = self._choice("proxy_side", sides)
        form.addRow(self.tr("Small co&pies"), self.proxy)
        hint = QLabel(
            self.tr("Small copies are shown while you scrub and play. A new size counts for clips opened next.")
        )
        hint.setWordWrap(True)
        hint.setProperty("muted", True)
        form.addRow(hint)
        return form

    def _show_anew(self) -> None:
        self.anew.setEnabled(chosen(self.language.currentData()) != self._spoken)

    def _on_anew(self) -> None:
        self.accept()
        self.anew_pressed.emit()

    def _keyboard(self) -> QVBoxLayout:
        self.keys = KeyEditor(self.preferences.shortcuts)
        self.keys.edited.connect(lambda shortcuts: self._set(shortcuts=shortcuts))
        column = QVBoxLayout()
        column.addWidget(self.keys)
        return column

    # --- parts

    def _choice(self, name: str, choices: Sequence[tuple[object, str]]) -> QComboBox:
        box = described(QComboBox(), name=name)
        for value, text in choices:
            box.addItem(text, value)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(24)
        box.setCurrentIndex(max(0, box.findData(getattr(self.preferences, name))))
        box.currentIndexChanged.connect(lambda _row: self._set(**{name: box.currentData()}))
        return box

    def _number(self, name: str, nothing: str, most: int) -> QSpinBox:
        box = described(QSpinBox(), name=name)
        box.setRange(0, most)
        box.setSuffix(" GB")
        box.setSpecialValueText(nothing)
        box.setValue(getattr(self.preferences, name))
        box.setMaximumWidth(140)
        box.lineEdit().setTextMargins(5, 0, 0, 0)
        box.valueChanged.connect(lambda value: self._set(**{name: value}))
        return box

    def _said(self, offer: Offer) -> str:
        if offer.ready:
            return offer.title
        if offer.packages:
            return self.tr("{title} (needs the Python package {name})").format(
                title=offer.title, name=", ".join(offer.packages)
            )
        return self.tr("{title} (to be fetched: {size})").format(title=offer.title, size=size_text(offer.size))

    def _show_follower(self) -> None:
        """Below the engine for words: what is special about one that follows them, and what it takes to have it."""
        name = str(self.engines["ground"].currentData())
        offer = next((one for one in self._followers if FOLLOWING + one.id == name), None)
        self._form.setRowVisible(self.followed, offer is not None)
        if offer is None:
            return
        told = [self.tr("A phrase makes an object with its masks through the whole range; there is nothing to pick.")]
        told.append(self.tr("Licence: {licence}.").format(licence=offer.licence))
        if offer.size:
            told.append(self.tr("{size} are still to be fetched.").format(size=size_text(offer.size)))
        if offer.gated:
            link = f'<a href="{offer.page}">{offer.page}</a>'
            text = self.tr("Its makers give the files only to those who accepted the licence at {page}.")
            told.append(text.format(page=link))
        self.followed.setText(" ".join(told))

    @staticmethod
    def _titled(name: str, inside: QFormLayout | QVBoxLayout) -> QWidget:
        page = QWidget()
        title = QLabel(name)
        title.setProperty("title", True)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(title)
        column.addLayout(inside, 1)
        return page

    # --- changes

    def _set(self, **values: object) -> None:
        self.preferences = replace(self.preferences, **values)  # type: ignore[arg-type]
        self.changed.emit(self.preferences)

    def _choose_cache(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Keep the Cache In"), self.cache_folder.text())
        if folder:
            self._set_cache(folder)

    def _set_cache(self, folder: str) -> None:
        self._set(cache_folder=folder)
        self.cache_folder.setText(str(place.root()))
        self._run(measure_cache, self._show_cache)

    def _show_cache(self, size: int) -> None:
        self.cache_told.setText(size_text(size))

    def _show_cleared(self, freed: int) -> None:
        self.cache_told.setText(self.tr("{size} freed").format(size=size_text(freed)))

    def _run(self, make: Callable[[], Job[int]], show: Callable[[int], None]) -> None:
        if self._thread is not None:
            return
        thread = JobThread(lambda _thread: make(), self)
        self._thread = thread
        self.clear.setEnabled(False)
        thread.succeeded.connect(show)
        thread.failed.connect(self.cache_told.setText)
        thread.finished.connect(self._on_finished)
        thread.start()

    def _on_finished(self) -> None:
        self._thread = None
        self.clear.setEnabled(True)

    def done(self, result: int) -> None:
        """The dialog closes, after what it was doing with the cache."""
        if self._thread is not None:
            self._thread.cancel()
            self._thread.wait()
        super().done(result)


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setVerticalSpacing(10)
    form.setHorizontalSpacing(14)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form
