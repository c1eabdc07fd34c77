"""Numbered candidates over the picture: what a phrase may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from peanut_studio.model.chosen import COLOURS
from peanut_studio.ui.view_transform import ViewTransform

if TYPE_CHECKING:
    from peanut_studio.pipeline.seek import Thing


@dataclass(frozen=True, eq=False)
class Match:
    """A candidate: its outline and the place of its badge in pixels of the picture. Faint ones do not really fit."""

    number: int
    label: str
    outline: QPainterPath
    middle: QPointF
    faint: bool

    @property
    def colour(self) -> QColor:
        """Each number has its own."""
        return QColor(*COLOURS[(self.number - 1) % len(COLOURS)])


def match_of(thing: Thing) -> Match:
    """A candidate as it is drawn; can be made in any thread."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for line in thing.outlines:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in line]))
        path.closeSubpath()
    middle = QPointF(thing.middle[0] + 0.5, thing.middle[1] + 0.5)
    return Match(thing.number, f"{thing.score * 100:.0f} %", path, middle, not thing.fits)


def match_at(matches: Sequence[Match], pixel: QPointF) -> Match | None:
    """The smallest match that holds a pixel of the picture, given by its centre."""
    at = pixel + QPointF(0.5, 0.5)
    held = [match for match in matches if match.outline.contains(at)]
    return min(held, key=lambda match: _extent(match.outline), default=None)


def paint_matches(
    painter: QPainter,
    view: ViewTransform,
    pane: QRectF,
    size: QSizeF,
    matches: Sequence[Match],
    pointed: Match | None,
) -> None:
    """Outlines first, then badges, so that no outline crosses one; the match under the mouse is filled."""
    if not matches:
        return
    target = view.target(size, pane)
    to_screen = QTransform(
        target.width() / size.width(), 0, 0, target.height() / size.height(), target.left(), target.top()
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for match in reversed(matches):
        path = to_screen.map(match.outline)
        fill = QColor(match.colour)
        fill.setAlpha(110 if match is pointed else 0)
        painter.setBrush(fill)
        painter.setPen(QPen(QColor(0, 0, 0, 170), 4))
        painter.drawPath(path)
        style = Qt.PenStyle.DashLine if match.faint else Qt.PenStyle.SolidLine
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(match.colour, 2.2 if match is pointed else 1.6, style))
        painter.drawPath(path)
    taken: list[QRectF] = []
    for match in matches:
        taken.append(_paint_badge(painter, pane, to_screen.map(match.middle), match, taken))
    painter.restore()


def _paint_badge(painter: QPainter, pane: QRectF, at: QPointF, match: Match, taken: Sequence[QRectF]) -> QRectF:
    """The number and, beside it, the score, near a place of the pane, not over another badge. Gives where it is."""
    bold = QFont(painter.font())
    bold.setBold(True)
    number, label = str(match.number), match.label
    metrics, plain = QFontMetricsF(bold), QFontMetricsF(painter.font())
    height = metrics.height() + 6
    first = max(height, metrics.horizontalAdvance(number) + 10)
    badge = QRectF(0, 0, first + plain.horizontalAdvance(label) + 14, height)
    badge.moveCenter(at)
    for _ in range(20):
        hit = next((other for other in taken if other.intersects(badge)), None)
        if hit is None:
            break
        badge.moveTop(hit.bottom() + 2)
    badge.moveLeft(min(max(badge.left(), pane.left() + 2), pane.right() - badge.width() - 2))
    badge.moveTop(min(max(badge.top(), pane.top() + 2), pane.bottom() - badge.height() - 2))
    painter.setPen(QPen(QColor(0, 0, 0, 120), 1))
    painter.setBrush(QColor(20, 22, 26, 215))
    painter.drawRoundedRect(badge, height / 2, height / 2)
    disc = QRectF(badge.left(), badge.top(), first, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(match.colour)
    painter.drawRoundedRect(disc, height / 2, height / 2)
    font = painter.font()
    painter.setFont(bold)
    painter.setPen(QColor(20, 22, 26))
    painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, number)
    painter.setFont(font)
    painter.setPen(QColor(255, 255, 255, 150 if match.faint else 235))
    painter.drawText(QRectF(disc.right(), badge.top(), badge.right() - disc.right(), height),
                     Qt.AlignmentFlag.AlignCenter, label)  # fmt: skip
    return badge


def _extent(path: QPainterPath) -> float:
    box = path.boundingRect()
    return box.width() * box.height()
