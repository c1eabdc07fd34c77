"""The stages as a window asks for them: what is needed of a project, and no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.writer import ExportSettings, check_target
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import MaskTrack, join_frames
from peanut_studio.model.progress import Job
from peanut_studio.model.project import ChosenObject, Mark, Project, Result
from peanut_studio.model.prompt import Click
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.footage import Footage
from peanut_studio.pipeline.pointing import Pointing
from peanut_studio.pipeline.remove import RemoveRequest, remove
from peanut_studio.pipeline.track import TrackRequest, track
from peanut_studio.pipeline.work_folder import WorkFolder
from peanut_studio.store.mask_cache import MaskCache

OnTracks = Callable[[Mapping[int, MaskTrack]], None]


@dataclass(frozen=True, eq=False)
class Tools:
    """With what a project is worked on. `on_tracks` is given masks, by object, about once a second as they come."""

    choices: Choices
    weights: WeightStore
    on_tracks: OnTracks = lambda _tracks: None


@dataclass(frozen=True, eq=False)
class TrackedObjects:
    """New tracks by object, over `span`; stretches on which something was lost or is unsure."""

    tracks: Mapping[int, MaskTrack]
    span: Span
    lost: tuple[Span, ...] = ()
    unsure: tuple[Span, ...] = ()


@dataclass(frozen=True, eq=False)
class Removed:
    """A film without the objects, and what had to be tracked for it."""

    tracked: TrackedObjects
    result: Result
    seconds: float


def track_chosen(project: Project, tools: Tools) -> Job[TrackedObjects]:
    """Track the objects that need it through the project's range. Raises InputError when nothing was pointed at."""
    wanted = project.untracked_objects
    if not project.marked_objects:
        raise InputError("Nothing has been pointed at yet: click the object in the picture first.")
    if not wanted:
        return TrackedObjects({}, project.span)
    for chosen in wanted:
        _check_marks(chosen, project.span)
    ids = [chosen.object_id for chosen in wanted]
    request = TrackRequest(
        footage=footage_of(project),
        objects=tuple(_pointing(chosen.marks) for chosen in wanted),
        choices=tools.choices,
        weights=tools.weights,
        cache=_Watched(lambda tracks: tools.on_tracks(_by_object(ids, tracks))),
    )
    report = yield from track(request)
    return TrackedObjects(_by_object(ids, report.tracks), project.span, report.lost, report.unsure)


def remove_chosen(project: Project, tools: Tools, folder: WorkFolder) -> Job[Removed]:
    """Track what is not tracked yet, then write a film without the objects into `folder`."""
    tracked = yield from track_chosen(project, tools)
    tools.on_tracks(tracked.tracks)
    tracks = tuple(
        track
        for chosen in project.marked_objects
        if (track := tracked.tracks.get(chosen.object_id, chosen.track)) is not None
    )
    request = RemoveRequest(
        footage=footage_of(project),
        target=_new_film(project.clip.path, folder),
        masks=tracks,
        shadows=True,
        choices=tools.choices,
        weights=tools.weights,
    )
    report = yield from remove(request)
    filled = [
        frame
        for frame in range(report.span.start, report.span.stop)
        if any(track.area(frame) > 0 for track in report.tracks)
    ]
    result = Result(report.target, report.span, tuple(join_frames(filled)), tracks)
    return Removed(tracked, result, report.seconds_tracking + report.seconds_filling)


def footage_of(project: Project) -> Footage:
    """The project's clip, cut to its range."""
    return Footage(project.clip.path, f"{project.span.start}f", f"{project.span.stop}f")


def _pointing(marks: Sequence[Mark]) -> Pointing:
    clicks = [mark for mark in marks if isinstance(mark, Click)]
    return Pointing(
        points=tuple((mark.x, mark.y, mark.frame) for mark in clicks if mark.positive),
        minus_points=tuple((mark.x, mark.y, mark.frame) for mark in clicks if not mark.positive),
        boxes=tuple((mark.x0, mark.y0, mark.x1, mark.y1, mark.frame) for mark in marks if not isinstance(mark, Click)),
    )


def _check_marks(chosen: ChosenObject, span: Span) -> None:
    for frame in chosen.marked_frames:
        if frame not in span:
            raise InputError(
                f"{chosen.name} was pointed at on frame {frame}, outside the range from {span.start} to "
                f"{span.stop - 1}: widen the range, or point at it inside."
            )
        here = chosen.marks_on(frame)
        if all(isinstance(mark, Click) and not mark.positive for mark in here):
            raise InputError(
                f"On frame {frame} there are only points beside {chosen.name}: click the object itself there too."
            )


def _new_film(source: Path, folder: WorkFolder) -> Path:
    film = folder.new_film(".mp4")
    try:
        check_target(film, source, ExportSettings())
    except InputError:
        # Sound that an MP4 cannot carry goes into Matroska, which takes any.
        return folder.new_film(".mkv")
    return film


def _by_object(ids: Sequence[int], tracks: Sequence[MaskTrack]) -> dict[int, MaskTrack]:
    return {number: replace(track, object_id=number) for number, track in zip(ids, tracks, strict=True)}


class _Watched(MaskCache):
    """The cache of masks, which tells what is put into it."""

    def __init__(self, on_saved: Callable[[Sequence[MaskTrack]], None]) -> None:
        super().__init__()
        self._on_saved = on_saved

    def save(self, key: str, tracks: Sequence[MaskTrack]) -> bool:
        self._on_saved(tracks)
        return super().save(key, tracks)
