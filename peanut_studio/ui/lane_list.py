"""Which rows the timeline has, out of what is known of the project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QColor

from peanut_studio.engines.contract import LOST
from peanut_studio.model.clip import Span
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.project import ChosenObject, Project, Result
from peanut_studio.ops.pyramid import Pyramid
from peanut_studio.ops.track_levels import TrackLevels
from peanut_studio.ui import theme
from peanut_studio.ui.document import Document
from peanut_studio.ui.filmstrip import Filmstrip
from peanut_studio.ui.lanes import AnyLane, FilmLane, Lane, ReviewLane, SoundLane

if TYPE_CHECKING:
    from peanut_studio.quality.review import Finding

PEAKS_A_FRAME = 8


@dataclass(frozen=True, eq=False)
class _Known:
    result: Result
    filled: Pyramid


class LaneList(QObject):
    """Keeps what takes long to work out for as long as it holds."""

    def __init__(self, document: Document, film: Filmstrip, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._film = document, film
        self._levels: dict[int, TrackLevels] = {}
        self._filled: _Known | None = None
        self.enlarged: Span | None = None
        self._enlarged: tuple[Span, Pyramid] | None = None
        self._review: tuple[Sequence[Finding], ReviewLane] | None = None

    def clear(self) -> None:
        """Another clip."""
        self._levels.clear()
        self._filled = self._review = self._enlarged = None

    def lanes(self, findings: Sequence[Finding] = ()) -> tuple[AnyLane, ...]:
        """The rows from the top."""
        project = self._document.project
        if project is None:
            return ()
        clip = project.clip
        shape = float(clip.width * clip.sample_aspect_ratio / clip.height)
        rows: list[AnyLane] = [FilmLane(self._film.image, shape, self._film.edition)]
        if clip.has_audio:
            rows.append(SoundLane(self._film.peaks, PEAKS_A_FRAME))
        if findings:
            # Over the objects: with many of them it would be out of sight.
            rows.append(self._review_lane(findings, clip.frame_count))
        rows += [self._lane(chosen, chosen.object_id == project.selected) for chosen in project.objects]
        if project.result is not None:
            rows.append(self._result_lane(project, project.result))
        if self.enlarged is not None:
            rows.append(self._enlarged_lane(self.enlarged, clip.frame_count))
        return tuple(rows)

    def _lane(self, chosen: ChosenObject, selected: bool) -> Lane:
        colour, track = QColor(*chosen.colour), self._document.track_of(chosen)
        marked, number, corrected = chosen.marked_frames, chosen.object_id, chosen.corrected_frames
        if track is None:
            return Lane(chosen.name, colour, marked=marked, selected=selected, object_id=number)
        levels = self._levels_of(number, track)
        changed = chosen.stale_over(Span(0, track.frame_count)) if track is chosen.track else ()
        return Lane(chosen.name, colour, levels, None, marked, False, selected, number, corrected, changed)

    def _levels_of(self, object_id: int, track: MaskTrack) -> TrackLevels:
        known = self._levels.get(object_id)
        if known is None or known.track is not track:
            known = self._levels[object_id] = TrackLevels.of(track, LOST)
        return known

    def _result_lane(self, project: Project, result: Result) -> Lane:
        if self._filled is None or self._filled.result is not result:
            spans = [(span.start, span.stop) for span in result.filled]
            self._filled = _Known(result, Pyramid.of_spans(spans, project.clip.frame_count))
        stale = project.is_result_stale
        name = QCoreApplication.translate("Lanes", "Removed")
        if stale:
            name = QCoreApplication.translate("Lanes", "Removed (changed since)")
        elif not result.whole:
            name = QCoreApplication.translate("Lanes", "Partly removed")
        return Lane(name, QColor(theme.GOOD), filled=self._filled.filled, stale=stale)

    def _enlarged_lane(self, span: Span, count: int) -> Lane:
        if self._enlarged is None or self._enlarged[0] is not span:
            self._enlarged = (span, Pyramid.of_spans([(span.start, span.stop)], count))
        name = QCoreApplication.translate("Lanes", "Enlarged")
        return Lane(name, QColor(theme.ACCENT), filled=self._enlarged[1])

    def _review_lane(self, findings: Sequence[Finding], count: int) -> ReviewLane:
        if self._review is None or self._review[0] is not findings:
            rows: Mapping[bool, list[tuple[int, int]]] = {True: [], False: []}
            for finding in findings:
                rows[finding.is_bad].append((finding.span.start, finding.span.stop))
            lane = ReviewLane(Pyramid.of_spans(rows[False], count), Pyramid.of_spans(rows[True], count))
            self._review = (findings, lane)
        return self._review[1]
