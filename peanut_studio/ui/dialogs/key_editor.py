"""A table of actions and their keys, in which keys can be changed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from peanut_studio.ui.actions import MENUS, SPECS, ActionSpec
from peanut_studio.ui.described import described
from peanut_studio.ui.shortcuts import keys_of, owner_of, told_keys
from peanut_studio.ui.words import action_text, name_of

Changed = Mapping[str, tuple[str, ...]]
ROLE = Qt.ItemDataRole.UserRole


class KeyEditor(QWidget):
    """Shows `changed` over the usual keys; `edited` gives the new mapping, in which no key has two uses."""

    edited = Signal(object)

    def __init__(self, changed: Changed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._changed: dict[str, tuple[str, ...]] = dict(changed)
        self.search = described(QLineEdit(), name=self.tr("Search actions"))
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.table = described(QTreeWidget(), name=self.tr("Actions and their keys"))
        self.table.setHeaderLabels([self.tr("Action"), self.tr("Keys")])
        self.table.setRootIsDecorated(False)
        self.table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.header().setStretchLastSection(False)
        self.table.header().resizeSection(1, 190)
        self.keys = described(QKeySequenceEdit(), name=self.tr("New keys"))
        self.keys.setClearButtonEnabled(True)
        self.keys.setMaximumSequenceLength(1)
        self.told = QLabel(wordWrap=True)
        self.told.setProperty("bad", True)
        self.take = QPushButton(self.tr("&Take It Anyway"))
        self.usual = QPushButton(self.tr("&Usual Keys"))
        self.all_usual = QPushButton(self.tr("Reset &All"))
        for button in (self.take, self.usual, self.all_usual):
            button.setAutoDefault(False)
        label = QLabel(self.tr("New &keys"))
        label.setBuddy(self.keys)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (label, self.keys, self.usual, self.all_usual):
            row.addWidget(widget, 1 if widget is self.keys else 0)
        warning = QHBoxLayout()
        warning.addWidget(self.told, 1)
        warning.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        column.addLayout(warning)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._fill()
        self.search.textChanged.connect(self._filter)
        self.table.currentItemChanged.connect(lambda *_: self._show_current())
        self.keys.keySequenceChanged.connect(self._on_keys)
        self.take.clicked.connect(self._take_anyway)
        self.usual.clicked.connect(self._reset_one)
        self.all_usual.clicked.connect(self._reset_all)
        self.table.setCurrentItem(self._items[SPECS[0].id])

    @property
    def changed(self) -> Changed:
        """The actions whose keys are not the usual ones."""
        return dict(self._changed)

    @property
    def current(self) -> ActionSpec:
        """The selected action."""
        item = self.table.currentItem()
        name = item.data(0, ROLE) if item is not None else None
        return next((spec for spec in SPECS if spec.id == name), SPECS[0])

    def choose(self, name: str) -> None:
        """Select an action by its id."""
        self.table.setCurrentItem(self._items[name])

    def _fill(self) -> None:
        for menu in MENUS:
            heading = QTreeWidgetItem([action_text(menu), ""])
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            heading.setData(0, ROLE, "")
            font = heading.font(0)
            font.setBold(True)
            heading.setFont(0, font)
            self.table.addTopLevelItem(heading)
            for spec in SPECS:
                if spec.menu == menu:
                    item = QTreeWidgetItem([f"    {name_of(spec)}", ""])
                    item.setData(0, ROLE, spec.id)
                    self._items[spec.id] = item
                    self.table.addTopLevelItem(item)
        self._show_keys()

    def _show_keys(self) -> None:
        for spec in SPECS:
            item = self._items[spec.id]
            item.setText(1, told_keys(keys_of(spec, self._changed)))
            font = item.font(1)
            font.setBold(spec.id in self._changed)
            item.setFont(1, font)

    def _filter(self, text: str) -> None:
        wanted = text.casefold().strip()
        for number in range(self.table.topLevelItemCount()):
            item = self.table.topLevelItem(number)
            if item is not None:
                said = f"{item.text(0)} {item.text(1)}".casefold()
                heading = not item.data(0, ROLE)
                item.setHidden(bool(wanted) and (heading or wanted not in said))

    def _show_current(self) -> None:
        self._warn("")
        keys = keys_of(self.current, self._changed)
        self.keys.blockSignals(True)
        self.keys.setKeySequence(QKeySequence(keys[0]) if keys else QKeySequence())
        self.keys.blockSignals(False)
        self.usual.setEnabled(self.current.id in self._changed)
        self.all_usual.setEnabled(bool(self._changed))

    def _on_keys(self, sequence: QKeySequence) -> None:
        key = sequence.toString(QKeySequence.SequenceFormat.PortableText)
        owner = owner_of(key, self._changed, self.current.id) if key else None
        if isinstance(owner, str):
            self._warn(self.tr("{key} is kept for '{use}'; choose another.").format(key=key, use=action_text(owner)))
        elif owner is not None:
            name = name_of(owner)
            self._warn(self.tr("{key} belongs to '{name}' already.").format(key=key, name=name), can_take=True)
        else:
            self._set(self.current, (key,) if key else ())

    def _take_anyway(self) -> None:
        key = self.keys.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        owner = owner_of(key, self._changed, self.current.id)
        if isinstance(owner, ActionSpec):
            rest = tuple(one for one in keys_of(owner, self._changed) if QKeySequence(one) != QKeySequence(key))
            self._keep(owner, rest)
        self._set(self.current, (key,))

    def _reset_one(self) -> None:
        spec = self.current
        for key in spec.keys:
            owner = owner_of(key, self._changed, spec.id)
            if isinstance(owner, ActionSpec):
                name = name_of(owner)
                self._warn(self.tr("{key} belongs to '{name}' now; change that first.").format(key=key, name=name))
                return
        self._set(spec, spec.keys)

    def _reset_all(self) -> None:
        self._changed.clear()
        self._tell()

    def _set(self, spec: ActionSpec, keys: tuple[str, ...]) -> None:
        self._keep(spec, keys)
        self._tell()

    def _keep(self, spec: ActionSpec, keys: tuple[str, ...]) -> None:
        if keys == spec.keys:
            self._changed.pop(spec.id, None)
        else:
            self._changed[spec.id] = keys

    def _tell(self) -> None:
        self._show_keys()
        self._show_current()
        self.edited.emit(self.changed)

    def _warn(self, sentence: str, can_take: bool = False) -> None:
        self.told.setText(sentence)
        self.take.setVisible(can_take)
