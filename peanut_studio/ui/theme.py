"""Colours and shapes, in one place. The colours change with the theme: ask for `theme.TEXT` when painting."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

Wish: TypeAlias = Literal["dark", "light", "system"]
SHAPES = Path(__file__).parent / "shapes"


@dataclass(frozen=True)
class Palette:
    """The colours of a theme, '#rrggbb'. `stage` lies round the picture, `playhead` over the timeline."""

    stage: str
    back: str
    panel: str
    raised: str
    hover: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    bright: str
    on_accent: str
    good: str
    bad: str
    playhead: str
    marker: str
    sound: str


DARK = Palette(
    stage="#131417", back="#1c1e22", panel="#24272c", raised="#31353c", hover="#2a2e34", line="#3a3f47",
    text="#e8eaed", muted="#98a0ab", faint="#6b7280", accent="#f2a93b", bright="#ffbc57", on_accent="#231703",
    good="#4fc38a", bad="#ff6b6b", playhead="#ffffff", marker="#8ab4f8", sound="#5d8fa8",
)  # fmt: skip
LIGHT = Palette(
    stage="#d3d6da", back="#f3f4f6", panel="#fafbfc", raised="#e4e7eb", hover="#eef0f3", line="#c5cad1",
    text="#1d2126", muted="#59616c", faint="#979ea8", accent="#a85c00", bright="#c06c06", on_accent="#ffffff",
    good="#18794a", bad="#c02626", playhead="#1d2126", marker="#5b8fd6", sound="#5b8aa3",
)  # fmt: skip

STAGE, BACK, PANEL = QColor(DARK.stage), QColor(DARK.back), QColor(DARK.panel)
RAISED, HOVER, LINE = QColor(DARK.raised), QColor(DARK.hover), QColor(DARK.line)
TEXT, MUTED, FAINT = QColor(DARK.text), QColor(DARK.muted), QColor(DARK.faint)
ACCENT, BRIGHT, ON_ACCENT = QColor(DARK.accent), QColor(DARK.bright), QColor(DARK.on_accent)
GOOD, BAD, PLAYHEAD = QColor(DARK.good), QColor(DARK.bad), QColor(DARK.playhead)
MARKER, SOUND = QColor(DARK.marker), QColor(DARK.sound)

_shown = DARK


def shown() -> Palette:
    """The palette that is in use."""
    return _shown


def role_of(colour: QColor) -> str:
    """The name of a colour of the palette in use, empty for any other."""
    return next((one.name for one in fields(Palette) if getattr(_shown, one.name) == colour.name()), "")


def palette_for(wish: Wish) -> Palette:
    """The palette that somebody asked for; "system" is what the desktop has now."""
    if wish == "system":
        scheme = QGuiApplication.styleHints().colorScheme()
        return LIGHT if scheme == Qt.ColorScheme.Light else DARK
    return LIGHT if wish == "light" else DARK


def apply(application: QApplication, palette: Palette = DARK) -> None:
    """Give the whole application its look."""
    global _shown
    _shown = palette
    for one in fields(Palette):
        globals()[one.name.upper()] = QColor(getattr(palette, one.name))
    if application.style().objectName() != "fusion":
        style = QStyleFactory.create("Fusion")
        if style is not None:
            application.setStyle(style)
    application.setPalette(_roles())
    application.setStyleSheet(_sheet(palette))


def _roles() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, BACK), (role.Base, BACK), (role.AlternateBase, PANEL), (role.Button, RAISED),
        (role.WindowText, TEXT), (role.Text, TEXT), (role.ButtonText, TEXT), (role.BrightText, TEXT),
        (role.ToolTipBase, RAISED), (role.ToolTipText, TEXT), (role.PlaceholderText, FAINT),
        (role.Highlight, ACCENT), (role.HighlightedText, ON_ACCENT), (role.Link, ACCENT), (role.Mid, LINE),
        (role.Accent, ACCENT),
    ):  # fmt: skip
        palette.setColor(which, colour)
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, FAINT)
    return palette


def _arrow(way: str, p: Palette) -> str:
    # A sheet takes pictures from files only.
    return (SHAPES / f"{way}-{'light' if p is LIGHT else 'dark'}.svg").as_posix()


def _sheet(p: Palette) -> str:
    return f"""
* {{ outline: none; }}
QMainWindow, QDialog {{ background: {p.back}; }}
QToolTip {{ background: {p.raised}; color: {p.text}; border: 1px solid {p.line}; padding: 4px 6px; }}
QMenuBar {{ background: {p.back}; padding: 2px 4px; }}
QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {p.raised}; }}
QMenu {{ background: {p.panel}; border: 1px solid {p.line}; padding: 5px; }}
QMenu::item {{ padding: 5px 26px 5px 14px; border-radius: 4px; }}
QMenu::item:selected {{ background: {p.raised}; }}
QMenu::item:disabled {{ color: {p.faint}; }}
QMenu::separator {{ height: 1px; background: {p.line}; margin: 5px 8px; }}
QToolBar {{ background: {p.panel}; border: none; border-bottom: 1px solid {p.line};
  padding: 6px 8px; spacing: 3px; }}
QToolBar::separator {{ width: 1px; background: {p.line}; margin: 4px 7px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 6px; padding: 5px 9px; color: {p.text}; }}
QToolBar QToolButton {{ padding: 5px 6px; }}
QToolButton[option="true"] {{ border-color: {p.line}; padding: 3px 10px; }}
QToolButton[option="true"]:checked {{ border-color: {p.accent}; }}
QToolButton[wide="true"] {{ padding: 2px 9px; }}
QToolButton[abreast="true"] {{ padding: 2px 3px; }}
QToolButton:hover {{ background: {p.raised}; }}
QToolButton:pressed {{ background: {p.line}; }}
QToolButton:checked {{ background: {p.raised}; border-color: {p.accent}; color: {p.accent}; }}
QToolButton:disabled {{ color: {p.faint}; }}
QToolButton:focus {{ border-color: {p.muted}; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton {{ background: {p.raised}; border: 1px solid {p.line}; border-radius: 6px; padding: 6px 14px; }}
QPushButton:hover {{ border-color: {p.muted}; }}
QPushButton:pressed {{ background: {p.line}; }}
QPushButton:disabled {{ color: {p.faint}; background: {p.panel}; }}
QPushButton:focus {{ border-color: {p.accent}; }}
QPushButton[primary="true"], QToolButton[primary="true"] {{
  background: {p.accent}; color: {p.on_accent}; border: 1px solid {p.accent}; font-weight: 600; }}
QPushButton[primary="true"]:hover, QToolButton[primary="true"]:hover {{ background: {p.bright}; }}
QPushButton[primary="true"]:disabled, QToolButton[primary="true"]:disabled {{
  background: {p.raised}; color: {p.faint}; border-color: {p.raised}; }}
QLabel[muted="true"] {{ color: {p.muted}; }}
QLabel[heading="true"] {{ font-weight: 600; }}
QFrame#panel {{ background: {p.panel}; border: none; }}
QListWidget {{ background: {p.panel}; border: none; }}
QListWidget::item {{ border-radius: 6px; margin: 1px 4px; }}
QListWidget::item:selected {{ background: {p.raised}; color: {p.text}; }}
QListWidget::item:hover:!selected {{ background: {p.hover}; }}
QLineEdit, QComboBox, QSpinBox {{ background: {p.back}; border: 1px solid {p.line}; border-radius: 5px;
  padding: 3px 6px; min-height: 20px; }}
QComboBox {{ padding-left: 8px; }}
QSpinBox {{ padding: 0; }}
QLineEdit#qt_spinbox_lineedit {{ background: transparent; border: none; padding: 3px 0; }}
QSpinBox[low="true"] QLineEdit#qt_spinbox_lineedit {{ padding: 1px 0; }}
QComboBox:hover, QSpinBox:hover {{ border-color: {p.muted}; }}
QComboBox:focus, QComboBox:on, QSpinBox:focus {{ border-color: {p.accent}; }}
QComboBox:disabled, QLineEdit:disabled, QSpinBox:disabled {{ color: {p.faint}; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: url("{_arrow("down", p)}"); width: 12px; height: 12px; }}
QSpinBox::up-button, QSpinBox::down-button {{ border: none; width: 18px; border-radius: 4px; }}
QSpinBox::up-button:hover, QSpinBox::down-button:hover {{ background: {p.raised}; }}
QSpinBox::up-arrow {{ image: url("{_arrow("up", p)}"); width: 9px; height: 9px; }}
QSpinBox::down-arrow {{ image: url("{_arrow("down", p)}"); width: 9px; height: 9px; }}
QLineEdit:focus {{ border-color: {p.accent}; }}
QLineEdit[inlaid="true"] {{ background: transparent; border-color: transparent; padding: 3px 2px; }}
QLineEdit[inlaid="true"]:hover {{ border-color: {p.line}; }}
QLineEdit[inlaid="true"]:focus {{ background: {p.back}; border-color: {p.accent}; }}
QProgressBar {{ background: {p.raised}; border: none; border-radius: 4px; max-height: 8px; min-height: 8px; }}
QProgressBar::chunk {{ background: {p.accent}; border-radius: 4px; }}
QStatusBar {{ background: {p.back}; border-top: 1px solid {p.line}; color: {p.muted}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QPushButton {{ padding: 2px 10px; }}
QStatusBar QToolButton {{ padding: 1px 5px; }}
QStatusBar QLabel {{ color: {p.muted}; padding: 0 6px; }}
QSplitter::handle {{ background: {p.line}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {p.line}; border-radius: 3px; min-height: 24px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QTableWidget {{ background: {p.back}; border: none; gridline-color: transparent; }}
QFrame#message {{ background: {p.raised}; border-left: 4px solid {p.accent}; }}
QFrame#message[error="true"] {{ border-left-color: {p.bad}; }}
QPushButton[link="true"] {{ background: transparent; border: none; color: {p.accent}; }}
QPushButton[link="true"]:focus {{ text-decoration: underline; }}
QLabel[bad="true"] {{ color: {p.bad}; }}
QLabel[good="true"] {{ color: {p.good}; }}
QLabel[tone="plain"] {{ color: {p.muted}; }}
QLabel[tone="busy"], QLabel[tone="due"] {{ color: {p.accent}; }}
QLabel[tone="good"] {{ color: {p.good}; }}
QLabel[title="true"] {{ font-size: 15px; font-weight: 600; }}
QComboBox QAbstractItemView {{ background: {p.panel}; border: 1px solid {p.line};
  selection-background-color: {p.raised}; selection-color: {p.text}; padding: 4px; }}
QCheckBox {{ spacing: 8px; }}
QCheckBox::indicator, QTreeView::indicator {{
    width: 14px; height: 14px; border: 1px solid {p.muted}; border-radius: 4px; background: {p.back};
}}
QCheckBox::indicator:hover, QCheckBox::indicator:focus, QTreeView::indicator:hover {{ border-color: {p.accent}; }}
QCheckBox::indicator:checked, QTreeView::indicator:checked {{
    background: {p.accent}; border-color: {p.accent}; image: url("{_arrow("tick", p)}");
}}
QCheckBox::indicator:disabled {{ border-color: {p.line}; background: {p.panel}; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {p.faint}; }}
QCheckBox:focus, QRadioButton:focus {{ color: {p.accent}; }}
QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {p.line}; }}
QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {p.accent}; }}
QSlider::sub-page:horizontal:disabled {{ background: {p.line}; }}
QSlider::handle:horizontal {{ width: 14px; margin: -5px 0; border-radius: 7px; background: {p.text}; }}
QSlider::handle:horizontal:disabled {{ background: {p.faint}; }}
QSlider::handle:horizontal:focus {{ background: {p.accent}; }}
QListWidget[nav="true"] {{ border-right: 1px solid {p.line}; padding: 6px 2px; }}
QListWidget[nav="true"]::item {{ padding: 7px 10px; }}
QListWidget[nav="true"]::item:selected {{ color: {p.accent}; }}
QTableView, QTreeView {{ background: {p.back}; border: 1px solid {p.line}; border-radius: 6px;
  selection-background-color: {p.raised}; selection-color: {p.text}; }}
QTreeView::item {{ padding: 3px 2px; }}
QDockWidget::title {{ background: {p.panel}; padding: 5px 14px 3px 14px; }}
QHeaderView::section {{ background: {p.panel}; color: {p.muted}; border: none; border-bottom: 1px solid {p.line};
  padding: 5px 8px; }}
QPlainTextEdit, QTextEdit {{ background: {p.back}; border: 1px solid {p.line}; border-radius: 6px; padding: 4px; }}
QFrame#job {{ background: {p.panel}; border: none; border-bottom: 1px solid {p.line}; }}
QFrame#card {{ background: {p.panel}; border: 1px solid {p.line}; border-radius: 8px; }}
QFrame#hint {{ background: {p.accent}; border-radius: 8px; }}
QFrame#hint QLabel {{ color: {p.on_accent}; }}
QFrame#hint QPushButton {{ background: transparent; color: {p.on_accent}; border: 1px solid {p.on_accent}; }}
"""
