"""The page of all shortcuts, made from the table of actions."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from peanut_studio.ui import theme
from peanut_studio.ui.actions import MENUS, MOUSE, SPECS
from peanut_studio.ui.described import described
from peanut_studio.ui.shortcuts import keys_of, told_keys
from peanut_studio.ui.words import action_text, name_of


class KeyboardDialog(QDialog):
    """Keys on the left, what they do on the right."""

    def __init__(self, parent: QWidget | None = None, changed: Mapping[str, tuple[str, ...]] | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard"))
        self.resize(560, 640)
        self.table = described(QTableWidget(0, 2), name=self.tr("Shortcuts"))
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(0, 210)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setShowGrid(False)
        self._add_heading(self.tr("Mouse and held keys"))
        for keys, what in MOUSE:
            self._add(action_text(keys), action_text(what))
        for menu in MENUS:
            self._add_heading(action_text(menu))
            for spec in SPECS:
                own = keys_of(spec, changed or {})
                if spec.menu == menu and own:
                    self._add(told_keys(own), name_of(spec))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.table)
        column.addWidget(buttons)

    def _add(self, keys: str, what: str) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        first = QTableWidgetItem(keys)
        first.setForeground(theme.ACCENT)
        self.table.setItem(row, 0, first)
        self.table.setItem(row, 1, QTableWidgetItem(what))

    def _add_heading(self, text: str) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        item = QTableWidgetItem(text)
        item.setForeground(theme.MUTED)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.table.setItem(row, 0, item)
