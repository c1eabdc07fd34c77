"""Colours and shapes, in one place."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

STAGE = QColor("#131417")
BACK = QColor("#1c1e22")
PANEL = QColor("#24272c")
RAISED = QColor("#31353c")
LINE = QColor("#3a3f47")
TEXT = QColor("#e8eaed")
MUTED = QColor("#98a0ab")
FAINT = QColor("#6b7280")
ACCENT = QColor("#f2a93b")
ON_ACCENT = QColor("#231703")
GOOD = QColor("#4fc38a")
BAD = QColor("#ff6b6b")

SHEET = f"""
* {{ outline: none; }}
QMainWindow, QDialog {{ background: {BACK.name()}; }}
QToolTip {{ background: {RAISED.name()}; color: {TEXT.name()}; border: 1px solid {LINE.name()}; padding: 4px 6px; }}
QMenuBar {{ background: {BACK.name()}; padding: 2px 4px; }}
QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {RAISED.name()}; }}
QMenu {{ background: {PANEL.name()}; border: 1px solid {LINE.name()}; padding: 5px; }}
QMenu::item {{ padding: 5px 26px 5px 14px; border-radius: 4px; }}
QMenu::item:selected {{ background: {RAISED.name()}; }}
QMenu::item:disabled {{ color: {FAINT.name()}; }}
QMenu::separator {{ height: 1px; background: {LINE.name()}; margin: 5px 8px; }}
QToolBar {{ background: {PANEL.name()}; border: none; border-bottom: 1px solid {LINE.name()};
  padding: 6px 8px; spacing: 3px; }}
QToolBar::separator {{ width: 1px; background: {LINE.name()}; margin: 4px 7px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 6px; padding: 5px 9px; color: {TEXT.name()}; }}
QToolButton:hover {{ background: {RAISED.name()}; }}
QToolButton:pressed {{ background: {LINE.name()}; }}
QToolButton:checked {{ background: {RAISED.name()}; border-color: {ACCENT.name()}; color: {ACCENT.name()}; }}
QToolButton:disabled {{ color: {FAINT.name()}; }}
QToolButton:focus {{ border-color: {MUTED.name()}; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton {{ background: {RAISED.name()}; border: 1px solid {LINE.name()}; border-radius: 6px; padding: 6px 14px; }}
QPushButton:hover {{ border-color: {MUTED.name()}; }}
QPushButton:pressed {{ background: {LINE.name()}; }}
QPushButton:disabled {{ color: {FAINT.name()}; background: {PANEL.name()}; }}
QPushButton:focus {{ border-color: {ACCENT.name()}; }}
QPushButton[primary="true"], QToolButton[primary="true"] {{
  background: {ACCENT.name()}; color: {ON_ACCENT.name()}; border: 1px solid {ACCENT.name()}; font-weight: 600; }}
QPushButton[primary="true"]:hover, QToolButton[primary="true"]:hover {{ background: #ffbc57; }}
QPushButton[primary="true"]:disabled, QToolButton[primary="true"]:disabled {{
  background: {RAISED.name()}; color: {FAINT.name()}; border-color: {RAISED.name()}; }}
QLabel[muted="true"] {{ color: {MUTED.name()}; }}
QLabel[heading="true"] {{ font-weight: 600; }}
QFrame#panel {{ background: {PANEL.name()}; border: none; }}
QListWidget {{ background: {PANEL.name()}; border: none; }}
QListWidget::item {{ border-radius: 6px; margin: 1px 4px; }}
QListWidget::item:selected {{ background: {RAISED.name()}; }}
QListWidget::item:hover:!selected {{ background: #2a2e34; }}
QLineEdit {{ background: {BACK.name()}; border: 1px solid {LINE.name()}; border-radius: 5px; padding: 3px 6px; }}
QLineEdit:focus {{ border-color: {ACCENT.name()}; }}
QLineEdit[inlaid="true"] {{ background: transparent; border-color: transparent; padding: 3px 2px; }}
QLineEdit[inlaid="true"]:hover {{ border-color: {LINE.name()}; }}
QLineEdit[inlaid="true"]:focus {{ background: {BACK.name()}; border-color: {ACCENT.name()}; }}
QProgressBar {{ background: {RAISED.name()}; border: none; border-radius: 4px; max-height: 8px; min-height: 8px; }}
QProgressBar::chunk {{ background: {ACCENT.name()}; border-radius: 4px; }}
QStatusBar {{ background: {BACK.name()}; border-top: 1px solid {LINE.name()}; color: {MUTED.name()}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {MUTED.name()}; padding: 0 6px; }}
QSplitter::handle {{ background: {LINE.name()}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {LINE.name()}; border-radius: 3px; min-height: 24px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QTableWidget {{ background: {BACK.name()}; border: none; gridline-color: transparent; }}
"""


def apply(application: QApplication) -> None:
    """Give the whole application its look."""
    style = QStyleFactory.create("Fusion")
    if style is not None:
        application.setStyle(style)
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
    application.setPalette(palette)
    application.setStyleSheet(SHEET)
