"""What to export, how, and under which name."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QWidget,
)

from peanut_studio.model.errors import StudioError
from peanut_studio.pipeline.deliver import Delivery
from peanut_studio.pipeline.file_name import USUAL, file_name
from peanut_studio.pipeline.presets import PRESETS, Preset
from peanut_studio.ui.dialogs.estimator import Estimator
from peanut_studio.ui.dialogs.export_form import ExportForm, Work
from peanut_studio.ui.dialogs.export_words import content_text, quality_text
from peanut_studio.ui.dialogs.sizes import size_text
from peanut_studio.ui.dialogs.target_folder import folder_note, make_folder, show_note
from peanut_studio.ui.words import preset_text


class ExportDialog(ExportForm):
    """Shows what would be written; `chosen` gives the `Delivery` when it is to be done."""

    chosen = Signal(object)

    def __init__(self, work: Work, settings: QSettings, estimator: Estimator, parent: QWidget | None = None) -> None:
        super().__init__(work, parent)
        self._settings, self.estimator = settings, estimator
        self._crf: dict[str, int] = {}
        self._connect()
        self._restore()
        self.resize(860, 560)

    def _connect(self) -> None:
        self.presets.currentRowChanged.connect(self._on_preset)
        self.content.currentIndexChanged.connect(self._refresh)
        self.range.currentIndexChanged.connect(self._refresh)
        self.quality.valueChanged.connect(self._on_quality)
        self.sound.toggled.connect(self._refresh)
        self.linear.toggled.connect(self._refresh)
        self.folder.textChanged.connect(self._refresh)
        self.pattern.textChanged.connect(self._refresh)
        self.ending.currentIndexChanged.connect(self._refresh)
        self.buttons.accepted.connect(self._choose)
        self.buttons.rejected.connect(self.reject)
        # No lambda: it would be called when the dialog is gone.
        self.estimator.began.connect(self._on_began)
        self.estimator.estimated.connect(self._on_estimated)
        self.estimator.failed.connect(self._on_unable)

    def _restore(self) -> None:
        kept = self._settings
        self.sound.setChecked(str(kept.value("export/sound", "true")) != "false")
        self.linear.setChecked(str(kept.value("export/linear", "true")) != "false")
        self.pattern.setText(str(kept.value("export/pattern", USUAL)))
        self.folder.setText(str(self.work.clip.path.absolute().parent))
        names = [preset.id for preset in PRESETS]
        for name in names:
            if str(crf := kept.value(f"export/crf-{name}", "")).isdigit():
                self._crf[name] = int(str(crf))
        last = str(kept.value("export/preset", names[0]))
        row = names.index(last) if last in names else 0
        usable = [n for n, preset in enumerate(PRESETS) if any(map(self.work.offers, preset.contents))]
        self.presets.setCurrentRow(row if row in usable else usable[0] if usable else 0)

    # --- what is chosen

    @property
    def preset(self) -> Preset:
        """The chosen preset."""
        return PRESETS[max(0, self.presets.currentRow())]

    @property
    def delivery(self) -> Delivery | None:
        """What would be written; None where the name makes no sense, which is then said."""
        preset, content, span = self.preset, self.content.currentData(), self.range.currentData()
        if content is None:
            return None
        try:
            today = datetime.now().astimezone().date()
            name = file_name(self.pattern.text(), name=self.work.clip.title, preset=preset.id, span=span, day=today)
        except StudioError as error:
            self._warn(str(error))
            return None
        settings = preset.settings(
            self._worst() - self.quality.value(), self.sound.isChecked(), self.linear.isChecked()
        )
        target = Path(self.folder.text()).expanduser() / f"{name}{self.ending.currentData() or ''}"
        work = self.work
        film, tracks, refined_by = work.result, work.tracks, work.refined_by
        return Delivery(work.clip.path, target, span, content, settings, film, tracks, refined_by, overwrite=True)

    def _worst(self) -> int:
        return self.preset.qualities[1] if self.preset.qualities else 0

    def _on_preset(self) -> None:
        preset = self.preset
        self.title.setText(preset_text(preset.title))
        self.use.setText(preset_text(preset.use))
        for box in (self.content, self.ending, self.quality):
            box.blockSignals(True)
        self.content.clear()
        for content in preset.contents:
            if self.work.offers(content):
                self.content.addItem(content_text(content), content)
        self.content.setEnabled(self.content.count() > 1)
        self.ending.clear()
        for ending in preset.endings:
            self.ending.addItem(ending or self.tr("folder"), ending)
        self.ending.setEnabled(self.ending.count() > 1)
        if preset.qualities is not None:
            usual, worst = preset.qualities
            self.quality.setRange(0, worst)
            self.quality.setPageStep(4)
            self.quality.setValue(worst - self._crf.get(preset.id, usual))
        for box in (self.content, self.ending, self.quality):
            box.blockSignals(False)
        self.form.setRowVisible(self.quality_row, preset.qualities is not None)
        self.form.setRowVisible(self.sound, preset.has_sound)
        self.form.setRowVisible(self.linear, preset.codec == "exr")
        self.sound.setEnabled(self.work.clip.has_audio)
        self._refresh()

    def _on_quality(self, value: int) -> None:
        self._crf[self.preset.id] = self._worst() - value
        self._refresh()

    def _refresh(self) -> None:
        self._warn("")
        if self.preset.qualities is not None:
            self.quality_told.setText(quality_text(self.preset, self._worst() - self.quality.value()))
        delivery = self.delivery
        self.export.setEnabled(delivery is not None)
        self.export.setText(self.tr("&Export"))
        self.size_told.clear()
        self.path_told.setText(str(delivery.target) if delivery else "")
        self.estimator.ask(None if self.work.is_coming else delivery)
        if delivery is None:
            return
        if self.work.is_coming:
            self.size_told.setText(self.tr("Begins when the removal is done"))
        if note := folder_note(delivery.target.parent):
            show_note(self.warning, note, is_bad=False)
        elif delivery.target.exists():
            self._warn(self.tr("{name} exists already and is replaced.").format(name=delivery.target.name))
            self.export.setText(self.tr("R&eplace"))

    def _on_began(self) -> None:
        self.size_told.setText(self.tr("Measuring the size…"))

    def _on_estimated(self, size: int) -> None:
        self.size_told.setText(self.tr("About {size}").format(size=size_text(size)))

    def _on_unable(self, sentence: str) -> None:
        self.size_told.clear()
        self._warn(sentence)
        self.export.setEnabled(False)

    def _warn(self, sentence: str) -> None:
        show_note(self.warning, sentence, is_bad=True)

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Export Into"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    # --- ending

    def _choose(self) -> None:
        delivery = self.delivery
        if delivery is None:
            return
        if why := make_folder(delivery.target.parent):
            self._warn(why)
            return
        kept = self._settings
        kept.setValue("export/preset", self.preset.id)
        kept.setValue("export/pattern", self.pattern.text())
        kept.setValue("export/sound", "true" if self.sound.isChecked() else "false")
        kept.setValue("export/linear", "true" if self.linear.isChecked() else "false")
        for name, crf in self._crf.items():
            kept.setValue(f"export/crf-{name}", crf)
        self.accept()
        self.chosen.emit(delivery)

    def done(self, result: int) -> None:
        """The dialog closes; nothing is measured any more."""
        self.estimator.ask(None)
        super().done(result)
