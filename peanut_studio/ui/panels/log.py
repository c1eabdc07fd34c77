"""The log: time, level, who, what; filtered, copied, or put into a report."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from peanut_studio.ui import theme
from peanut_studio.ui.described import described
from peanut_studio.ui.log_book import LEVELS, Entry, LogBook

ROLE = Qt.ItemDataRole.UserRole


class LogPanel(QFrame):
    """New lines come as they are written; nothing is listed before it is seen."""

    def __init__(self, book: LogBook, make_report: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._book, self._is_listed = book, False
        self._make_report = make_report
        self.search = described(QLineEdit(), name=self.tr("Filter"))
        self.search.setPlaceholderText(self.tr("Filter"))
        self.search.setClearButtonEnabled(True)
        self.level = described(QComboBox(), name=self.tr("Least level"))
        words = (self.tr("Everything"), self.tr("Notes and worse"), self.tr("Warnings and worse"), self.tr("Errors"))
        for name, word in zip(LEVELS, words, strict=True):
            self.level.addItem(word, name)
        self.level.setCurrentIndex(1)
        self.table = described(QTreeWidget(), name=self.tr("Log"))
        self.table.setHeaderLabels([self.tr("Time"), self.tr("Level"), self.tr("From"), self.tr("What")])
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        for column, width in enumerate((80, 80, 130)):
            self.table.setColumnWidth(column, width)
        self.copy = QPushButton(self.tr("&Copy"))
        self.copy_report = QPushButton(self.tr("Copy &Report"))
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        for widget in (self.level, self.copy, self.copy_report):
            top.addWidget(widget)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(10, 4, 10, 8)
        column_.addLayout(top)
        column_.addWidget(self.table, 1)
        self.search.textChanged.connect(lambda _text: self._filter())
        self.level.currentIndexChanged.connect(lambda _row: self._filter())
        self.copy.clicked.connect(self._copy)
        self.copy_report.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._make_report()))

    def sizeHint(self) -> QSize:
        """A few lines."""
        return QSize(600, 180)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_listed:
            self._is_listed = True
            for entry in self._book.entries:
                self._add(entry)
            self._book.written.connect(self._add)

    @property
    def shown(self) -> list[str]:
        """The lines that pass the filter."""
        items = [self.table.topLevelItem(number) for number in range(self.table.topLevelItemCount())]
        return [item.data(0, ROLE).line for item in items if item is not None and not item.isHidden()]

    def _add(self, entry: Entry) -> None:
        clock = time.strftime("%H:%M:%S", time.localtime(entry.when))
        item = QTreeWidgetItem([clock, entry.level, entry.who, entry.text])
        item.setData(0, ROLE, entry)
        item.setToolTip(3, entry.text)
        if entry.level in ("error", "warning"):
            item.setForeground(1, theme.BAD if entry.level == "error" else theme.ACCENT)
        self.table.addTopLevelItem(item)
        item.setHidden(not self._passes(entry))
        self.table.scrollToItem(item)

    def _passes(self, entry: Entry) -> bool:
        wanted = self.search.text().casefold().strip()
        loud = LEVELS.index(entry.level) >= self.level.currentIndex()
        return loud and wanted in f"{entry.who} {entry.text}".casefold()

    def _filter(self) -> None:
        for number in range(self.table.topLevelItemCount()):
            item = self.table.topLevelItem(number)
            if item is not None:
                item.setHidden(not self._passes(item.data(0, ROLE)))

    def _copy(self) -> None:
        chosen = [item.data(0, ROLE).line for item in self.table.selectedItems()]
        QGuiApplication.clipboard().setText("\n".join(chosen or self.shown))
