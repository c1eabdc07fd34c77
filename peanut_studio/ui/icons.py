"""Icons, drawn as lines on a 24 x 24 field."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from peanut_studio.ui import theme

DRAWN = {
    "open": "M3 7v11a1 1 0 0 0 1 1h15l2-9H7l-3 9 M3 7V6a1 1 0 0 1 1-1h5l2 2h7a1 1 0 0 1 1 1v2",
    "points": "M12 3v5 M12 16v5 M3 12h5 M16 12h5 M12 11.5v1",
    "words": "M4 5h16v11H10l-4 4v-4H4z M8 9h8 M8 12h5",
    "box": "M4 6h16v12H4z",
    "hand": "M8 13V6a1.5 1.5 0 0 1 3 0v5 M11 11V4.5a1.5 1.5 0 0 1 3 0V11 M14 11V6a1.5 1.5 0 0 1 3 0v8c0 4-2 6-5 6"
    "s-4-1.5-7-7a1.5 1.5 0 0 1 3-1",
    "zoom": "M10.5 4a6.5 6.5 0 1 0 .01 0z M15.5 15.5L20 20 M10.5 8v5 M8 10.5h5",
    "edit": "M4 5h16v14H4z M8 14a4 3 0 1 1 8 0z",
    "result": "M4 5h16v14H4z M4 16l5-5 4 4 3-3 4 4",
    "side": "M3 6h8v12H3z M13 6h8v12h-8z",
    "wipe": "M4 5h16v14H4z M12 3v18",
    "flow": "M3 8h9 M9 5l3 3-3 3 M8 16h12 M17 13l3 3-3 3",
    "difference": "M9 6a6 6 0 1 0 .01 0z M15 6a6 6 0 1 0 .01 0z",
    "onion": "M3 9h12v11H3z M8 9V4h13v11h-6",
    "matte": "M4 5h16v14H4z M12 8.5a3.5 3.5 0 1 0 .01 0z M12 10.5v3 M10.5 12h3",
    "outline": "M6 15c-3-5 1-10 6-9s8 5 5 10-8 4-11-1z M3 3h.01 M21 3h.01 M3 21h.01 M21 21h.01",
    "fit": "M4 9V4h5 M15 4h5v5 M20 15v5h-5 M9 20H4v-5",
    "track": "M4 17c3-9 6 3 9-5 M13 12l6-4 M19 8l-4.5.5 M19 8l-2 4",
    "remove": "M5 19h14 M8 16l-3-3 8-8 6 6-5 5z",
    "export": "M12 4v11 M8 8l4-4 4 4 M5 14v5h14v-5",
    "first": "M6 5v14 M18 6l-8 6 8 6z",
    "back": "M15 6l-7 6 7 6",
    "play": "M8 5l11 7-11 7z",
    "pause": "M8 5v14 M16 5v14",
    "next": "M9 6l7 6-7 6",
    "last": "M18 5v14 M6 6l8 6-8 6z",
    "in": "M11 4H6v16h5 M10 12h9 M15 8l4 4-4 4",
    "out": "M13 4h5v16h-5 M14 12H5 M9 8l-4 4 4 4",
    "loop": "M5 12V9a2 2 0 0 1 2-2h11 M15 4l3 3-3 3 M19 12v3a2 2 0 0 1-2 2H6 M9 20l-3-3 3-3",
    "sound": "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z M15 9a4 4 0 0 1 0 6 M17.5 6.5a8 8 0 0 1 0 11",
    "muted": "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z M15.5 9.5l5 5 M20.5 9.5l-5 5",
    "eye": "M2 12c4-7 16-7 20 0-4 7-16 7-20 0z M12 9a3 3 0 1 0 .01 0z",
    "hidden": "M2 12c4-7 16-7 20 0-4 7-16 7-20 0z M4 20L20 4",
    "delete": "M5 7h14 M9 7V4h6v3 M7 7l1 13h8l1-13",
    "add": "M12 5v14 M5 12h14",
    "close": "M6 6l12 12 M18 6L6 18",
    "up": "M6 15l6-6 6 6",
    "down": "M6 9l6 6 6-6",
    "again": "M19 12a7 7 0 1 1-2.2-5.1 M17 3v4h-4",
    "folder": "M3 7v11a1 1 0 0 0 1 1h16a1 1 0 0 0 1-1V9a1 1 0 0 0-1-1h-8l-2-2H4a1 1 0 0 0-1 1z",
    "download": "M12 4v11 M8 11l4 4 4-4 M5 16v3h14v-3",
    "check": "M5 12.5l4.5 4.5L19 7",
    "scribble": "M4 17c2-8 5-11 6-9s-3 9 0 9 4-10 6-9-2 8 0 9 3-2 4-4",
    "brush": "M20 4c-5 2-9 6-11 10l2 2c4-2 8-6 9-12z M9 14c-3 0-3 4-6 5 3 2 8 1 8-3",
    "eraser": "M13 5l6 6-8 8H7l-3-3z M9 9l6 6 M11 19h9",
    "lasso": "M8 16c-4-1-5-5-3-8 3-4 11-5 14-1 2 4-2 8-8 8 M8 16a2 2 0 1 0 .01 0z M9 19c0 1 0 2-2 3",
    "fill": "M10 4l8 8-7 7-7-7z M4 12h14 M20 15c2 3 1 4 0 4s-2-1 0-4z",
    "copy": "M8 8h11v11H8z M5 16V5h11",
    "between": "M3 8h5v8H3z M16 8h5v8h-5z M10.5 12h.01 M12 12h.01 M13.5 12h.01",
    "end": "M4 12h9 M13 6v12 M16 9l5 6 M21 9l-5 6",
    "track_on": "M4 12h14 M13 7l5 5-5 5",
    "track_both": "M4 12h16 M8 7.5L3.5 12 8 16.5 M16 7.5l4.5 4.5-4.5 4.5",
    "track_back": "M20 12H6 M11 7l-5 5 5 5",
    "lock": "M6 11h12v9H6z M8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "unlocked": "M6 11h12v9H6z M8.5 11V8a3.5 3.5 0 0 1 6.8-1",
    "keep": "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z M9 12l2 2 4-4",
    "film": "M4 5h16v14H4z M8 5v14 M16 5v14 M4 9.5h4 M4 14.5h4 M16 9.5h4 M16 14.5h4",
}  # fmt: skip
FILLED = {"play", "first", "last"}


_drawn: dict[tuple[str, str, str], QIcon] = {}
"""Icons in colours of the theme, by name, role of the colour, role of the colour when checked."""


def icon(name: str, colour: QColor | None = None, checked: QColor | None = None) -> QIcon:
    """An icon by name, paler when disabled, in another colour when checked; it follows when the theme changes."""
    plain, chosen = theme.TEXT if colour is None else colour, theme.ACCENT if checked is None else checked
    key = (name, theme.role_of(plain), theme.role_of(chosen))
    if key in _drawn:
        return _drawn[key]
    made = QIcon()
    for mode, state, tint in (
        (QIcon.Mode.Normal, QIcon.State.Off, plain),
        (QIcon.Mode.Normal, QIcon.State.On, chosen),
        (QIcon.Mode.Disabled, QIcon.State.Off, theme.FAINT),
        (QIcon.Mode.Disabled, QIcon.State.On, theme.FAINT),
    ):
        for size in (20, 40, 64):
            made.addPixmap(pixmap(name, size, tint), mode, state)
    if key[1] and key[2]:
        _drawn[key] = made
    return made


def redraw_all(application: QApplication) -> None:
    """Draw every icon that a button or an action shows again, in the colours of now."""
    known = {made.cacheKey(): key for key, made in _drawn.items()}
    _drawn.clear()
    for widget in application.allWidgets():
        holders: list[QAction | QAbstractButton] = [*widget.actions()]
        if isinstance(widget, QAbstractButton):
            holders.append(widget)
        for holder in holders:
            key = known.get(holder.icon().cacheKey())
            if key is not None:
                holder.setIcon(icon(key[0], _colour(key[1]), _colour(key[2])))


def _colour(role: str) -> QColor:
    return QColor(getattr(theme.shown(), role))


def pixmap(name: str, size: int, colour: QColor) -> QPixmap:
    """An icon as a square picture of `size` device pixels."""
    fill = colour.name() if name in FILLED else "none"
    paths = f'<path d="{DRAWN[name]}"/>'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="{fill}" stroke="{colour.name()}" '
        f'stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">{paths}</svg>'
    )
    picture = QPixmap(QSize(size, size))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture
