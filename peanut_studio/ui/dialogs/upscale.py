"""How much larger a clip gets, by what, and under which name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from peanut_studio.model.clip import Clip, Span
from peanut_studio.pipeline.offers import Offer
from peanut_studio.pipeline.upscale_plan import plan, sizes_for
from peanut_studio.ui.described import described
from peanut_studio.ui.dialogs.sizes import size_text
from peanut_studio.ui.dialogs.target_folder import folder_note, make_folder, show_note


@dataclass(frozen=True, eq=False)
class Enlargement:
    """What was chosen: the clip or its result, width and height, the engine, the film to write."""

    of_result: bool
    size: tuple[int, int]
    upscaler: str
    target: Path


class UpscaleDialog(QDialog):
    """Shows what would be made; `chosen` gives the `Enlargement` when it is to be done."""

    chosen = Signal(object)

    def __init__(
        self, clip: Clip, span: Span, result: Span | None, offers: tuple[Offer, ...], usual: str,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(self.tr("Upscale"))
        self._clip, self._span, self._result, self._offers = clip, span, result, offers
        self._make_widgets(usual)
        self._lay_out()
        self._offer_sizes()
        self.setMinimumWidth(560)

    def _make_widgets(self, usual: str) -> None:
        self.what = described(QComboBox(), name=self.tr("What to enlarge"))
        if self._result is not None:
            self.what.addItem(self.tr("The result  ({count} frames)").format(count=len(self._result)), True)
        self.what.addItem(self.tr("The clip, from in to out  ({count} frames)").format(count=len(self._span)), False)
        self.engine = described(QComboBox(), name=self.tr("Engine"))
        for offer in self._offers:
            text = offer.id if offer.ready else self.tr("{name}  (fetches {size})").format(
                name=offer.id, size=size_text(offer.size)
            )  # fmt: skip
            self.engine.addItem(text, offer.id)
            self.engine.setItemData(self.engine.count() - 1, offer.title, Qt.ItemDataRole.ToolTipRole)
        self.engine.setCurrentIndex(max(0, self.engine.findData(usual)))
        self.engine_told = QLabel(wordWrap=True)
        self.engine_told.setProperty("muted", True)
        self.sizes = described(QComboBox(), name=self.tr("Size"))
        self.target = described(QLineEdit(), name=self.tr("File"))
        self.browse = described(QPushButton(self.tr("&Browse…")), self.tr("Choose the file"))
        self.browse.setAutoDefault(False)
        self.estimate = QLabel(wordWrap=True)
        self.estimate.setProperty("muted", True)
        self.warning = QLabel(wordWrap=True)
        self.warning.setTextFormat(Qt.TextFormat.PlainText)
        self.warning.setProperty("bad", True)
        for told in (self.engine_told, self.estimate, self.warning):
            told.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        buttons = QDialogButtonBox()
        self.upscale = buttons.addButton(self.tr("&Upscale"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.upscale.setProperty("primary", True)
        self.upscale.setDefault(True)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons = buttons

    def _lay_out(self) -> None:
        file = QHBoxLayout()
        file.setSpacing(8)
        file.addWidget(self.target, 1)
        file.addWidget(self.browse)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self.tr("&Enlarge"), self.what)
        form.addRow(self.tr("E&ngine"), self.engine)
        form.addRow("", self.engine_told)
        form.addRow(self.tr("&Size"), self.sizes)
        file_name = QLabel(self.tr("&File"))
        file_name.setBuddy(self.target)
        form.addRow(file_name, file)
        form.addRow("", self.estimate)
        form.addRow("", self.warning)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(16)
        whole.addLayout(form)
        whole.addStretch(1)
        whole.addWidget(self.buttons)
        self.engine.currentIndexChanged.connect(self._offer_sizes)
        self.what.currentIndexChanged.connect(self._refresh)
        self.sizes.currentIndexChanged.connect(self._name)
        self.target.textChanged.connect(self._refresh)
        self.browse.clicked.connect(self._browse)
        self.buttons.accepted.connect(self._choose)
        self.buttons.rejected.connect(self.reject)

    @property
    def enlargement(self) -> Enlargement:
        """What is chosen."""
        target = Path(self.target.text()).expanduser()
        return Enlargement(bool(self.what.currentData()), self.sizes.currentData(), self.engine.currentData(), target)

    def _offer_sizes(self) -> None:
        before = self.sizes.currentData()
        clip = (self._clip.width, self._clip.height)
        self.sizes.blockSignals(True)
        self.sizes.clear()
        for size in sizes_for(clip, self.engine.currentData()):
            times = size[0] / clip[0]
            whole = f"{times:.0f}×" if size == (clip[0] * round(times), clip[1] * round(times)) else f"{times:.2f}×"
            self.sizes.addItem(f"{size[0]} × {size[1]}  ({whole})", size)
        at = [self.sizes.itemData(row) for row in range(self.sizes.count())]
        self.sizes.setCurrentIndex(at.index(before) if before in at else 0)
        self.sizes.blockSignals(False)
        self.engine_told.setText(next(offer.title for offer in self._offers if offer.id == self.engine.currentData()))
        self._name()

    def _name(self) -> None:
        folder = Path(self.target.text()).parent if self.target.text() else self._clip.path.absolute().parent
        width, height = self.sizes.currentData()
        self.target.setText(str(folder / f"{self._clip.title}-{width}x{height}.mp4"))
        self._refresh()

    def _refresh(self) -> None:
        chosen = self.enlargement
        span = self._result if chosen.of_result and self._result is not None else self._span
        clip = (self._clip.width, self._clip.height)
        told = plan(clip, len(span), chosen.size, chosen.upscaler)
        sentence = self.tr("Takes up to {disk} on the disk while it is made, and {memory} of memory.")
        text = sentence.format(disk=size_text(told.disk), memory=size_text(told.memory))
        if told.pieces > 1:
            text += " " + self.tr("Each frame is worked on in {count} pieces.").format(count=told.pieces)
        self.estimate.setText(text)
        self.upscale.setText(self.tr("&Upscale"))
        warning, able = "", True
        if note := folder_note(chosen.target.parent):
            warning = note
        elif chosen.target.absolute() == self._clip.path.absolute():
            warning, able = self.tr("That is the clip itself; choose another name."), False
        elif chosen.target.exists():
            warning = self.tr("{name} exists already and is replaced.").format(name=chosen.target.name)
            self.upscale.setText(self.tr("R&eplace"))
        show_note(self.warning, warning, is_bad=warning != note)
        self.upscale.setEnabled(able)

    def _browse(self) -> None:
        films = self.tr("Films (*.mp4 *.mov *.mkv)")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Upscale Into"), self.target.text(), films)
        if path:
            self.target.setText(path)

    def _choose(self) -> None:
        enlargement = self.enlargement
        if why := make_folder(enlargement.target.parent):
            show_note(self.warning, why, is_bad=True)
            return
        self.accept()
        self.chosen.emit(enlargement)
