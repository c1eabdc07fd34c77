"""Engines from outside the program: where they lie, their licence, whether they may run."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
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

from peanut_studio.engines.known import Standing, standings
from peanut_studio.engines.plugins import consent
from peanut_studio.engines.plugins.found import user_folder
from peanut_studio.model.errors import InputError
from peanut_studio.ui import theme
from peanut_studio.ui.described import described
from peanut_studio.ui.dialogs.sizes import size_text

ROLE = Qt.ItemDataRole.UserRole


class PluginsDialog(QDialog):
    """Allows and forbids; `changed` tells that other engines can be chosen now. None of a plugin's code is run here."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Plugins"))
        self.resize(760, 440)
        self.box: QMessageBox | None = None
        self.intro = QLabel(self.tr("Engines from outside the program. Their code runs only when you allow it."))
        self.intro.setWordWrap(True)
        self.table = described(QTreeWidget(), name=self.tr("Plugins"))
        self.table.setRootIsDecorated(False)
        self.table.setAllColumnsShowFocus(True)
        self.table.setHeaderLabels([self.tr("Plugin"), self.tr("Licence"), self.tr("State")])
        header = self.table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.told = QLabel(wordWrap=True)
        self.told.setTextFormat(Qt.TextFormat.RichText)
        self.told.setOpenExternalLinks(True)
        self.told.setMinimumHeight(96)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.allow, self.forbid = QPushButton(self.tr("&Allow…")), QPushButton(self.tr("For&bid"))
        self.folder, self.close_button = QPushButton(self.tr("Open &Folder")), QPushButton(self.tr("Close"))
        row = QHBoxLayout()
        for button in (self.allow, self.forbid, self.folder):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        self.close_button.setDefault(True)
        below = QVBoxLayout(self)
        below.setContentsMargins(16, 14, 16, 14)
        for widget in (self.intro, self.table, self.told):
            below.addWidget(widget, 1 if widget is self.table else 0)
        below.addLayout(row)
        self.table.currentItemChanged.connect(lambda *_: self._refresh())
        self.allow.clicked.connect(self._ask)
        self.forbid.clicked.connect(self._forbid)
        self.folder.clicked.connect(self._open_folder)
        self.close_button.clicked.connect(self.reject)
        self.fill()

    def fill(self) -> None:
        """Look again what there is and how it stands."""
        before = self.current.plugin.name if self.current is not None else ""
        self.table.clear()
        for standing in standings():
            plugin = standing.plugin
            licences = ", ".join(dict.fromkeys(engine.licence for engine in plugin.catalogue.engines))
            item = QTreeWidgetItem([plugin.name, licences, self._state(standing)])
            item.setData(0, ROLE, standing)
            if plugin.fault:
                item.setForeground(2, theme.BAD)
            elif standing.takes_part:
                item.setForeground(2, theme.GOOD)
            self.table.addTopLevelItem(item)
            if plugin.name == before:
                self.table.setCurrentItem(item)
        if self.table.currentItem() is None and (first := self.table.topLevelItem(0)) is not None:
            self.table.setCurrentItem(first)
        self._refresh()

    @property
    def current(self) -> Standing | None:
        """The selected plugin."""
        item = self.table.currentItem()
        standing: Standing | None = item.data(0, ROLE) if item is not None else None
        return standing

    def _state(self, standing: Standing) -> str:
        if standing.plugin.fault:
            return self.tr("Left out")
        if standing.changed:
            return self.tr("Changed since it was allowed")
        return self.tr("Allowed") if standing.allowed else self.tr("Not allowed")

    def _refresh(self) -> None:
        standing = self.current
        usable = standing is not None and not standing.plugin.fault
        self.allow.setEnabled(usable and standing is not None and not standing.allowed)
        self.forbid.setEnabled(standing is not None and (standing.allowed or standing.changed))
        if standing is None:
            self.told.setText(self.tr("There are none. Your own go into the folder that the button opens."))
        else:
            self.told.setText("<br>".join(self._lines(standing)))

    def _lines(self, standing: Standing) -> list[str]:
        """What is known of a plugin. Its words are its makers', so they are shown as plain text."""
        plugin = standing.plugin
        if plugin.fault:
            return [escape(plugin.fault)]
        lines = [escape(engine.title) for engine in plugin.catalogue.engines]
        sources = dict.fromkeys(engine.source for engine in plugin.catalogue.engines)
        lines.append(self.tr("Made by:") + " " + ", ".join(_link(source) for source in sources))
        lines += [
            f"{escape(weight.name)}: {size_text(weight.size)}, {escape(weight.licence)}"
            for weight in plugin.catalogue.weights
        ]
        lines.append(self.tr("It lies in {folder}").format(folder=escape(str(plugin.folder))))
        return lines

    def _ask(self) -> None:
        standing = self.current
        if standing is None:
            return
        plugin = standing.plugin
        lines = [self.tr("Its code will run with your rights and can do whatever you can."), *self._lines(standing)]
        licences = dict.fromkeys(engine.licence for engine in plugin.catalogue.engines)
        lines.insert(1, self.tr("Licence:") + " " + escape(", ".join(licences)))
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Plugins"))
        box.setTextFormat(Qt.TextFormat.RichText)
        box.setText(self.tr("Allow the plugin {name}?").format(name=plugin.name))
        box.setInformativeText("<br>".join(lines))
        agree = box.addButton(self.tr("&Allow"), QMessageBox.ButtonRole.AcceptRole)
        refuse = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(refuse)
        self.box = box

        def on_finished() -> None:
            agreed = box.clickedButton() is agree
            self.box = None
            if agreed:
                # Just what was shown: what has been changed meanwhile is off again.
                self._write(lambda: consent.allow(plugin.name, plugin.fingerprint))

        box.finished.connect(on_finished)
        box.open()

    def _forbid(self) -> None:
        standing = self.current
        if standing is not None:
            self._write(lambda: consent.forbid(standing.plugin.name))

    def _write(self, change: Callable[[], None]) -> None:
        try:
            change()
        except InputError as error:
            self.told.setText(escape(str(error)))
            return
        self.fill()
        self.changed.emit()

    def _open_folder(self) -> None:
        folder = user_folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.told.setText(escape(f"{folder}: {error.strerror}"))
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _link(source: str) -> str:
    safe = escape(source)
    return f'<a href="{safe}">{safe}</a>' if source.startswith(("https://", "http://")) else safe
