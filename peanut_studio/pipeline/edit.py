"""The stages as a window asks for them: what is needed of a project, and no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from peanut_studio.engines import registry
from peanut_studio.engines.contract import LOST, UNSURE, Direction
from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.reader import open_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import Cancelled, InputError
from peanut_studio.model.mask_track import MaskTrack, join_frames
from peanut_studio.model.progress import Job, Progress
from peanut_studio.model.project import ChosenObject, Project, Result
from peanut_studio.model.refinement import Refinement
from peanut_studio.model.territory import join_spans
from peanut_studio.pipeline.annex import Annex
from peanut_studio.pipeline.choice import AUTO, Choices, Workshop
from peanut_studio.pipeline.fill import context_of
from peanut_studio.pipeline.footage import CACHE_BYTES, Footage
from peanut_studio.pipeline.handles import HandleWork, known_reach, track_handles, with_handles
from peanut_studio.pipeline.legs import Leg, legs_from, legs_needed
from peanut_studio.pipeline.part_made import part_made
from peanut_studio.pipeline.refine import refine_tracks
from peanut_studio.pipeline.remove import RemoveRequest, remove
from peanut_studio.pipeline.retrack import describe, retrack
from peanut_studio.pipeline.said import check_keys, is_fresh, pointing_of
from peanut_studio.pipeline.segment import Kept
from peanut_studio.pipeline.track import TrackRequest, mask_key, track
from peanut_studio.pipeline.words import track_by_words
from peanut_studio.pipeline.work_folder import WorkFolder
from peanut_studio.store.mask_cache import MaskCache, cache_key

NOTHING_POINTED_AT = "Nothing has been pointed at yet: click the object in the picture first."

OnTracks = Callable[[Mapping[int, MaskTrack]], None]


@dataclass(frozen=True, eq=False)
class Tools:
    """With what a project is worked on. `on_tracks` is given masks, by object, about once a second as they come;
    `on_tracked` what a removal had to track, once that is complete and before anything is filled, `on_stopped` what
    there is of a removal that is stopped. Jobs are done in the `working` process and masks of a frame found in the
    `pointing` one, where there are such.
    """

    choices: Choices
    weights: WeightStore
    on_tracks: OnTracks = lambda _tracks: None
    on_stopped: Callable[[Removed], None] = lambda _removed: None
    on_tracked: Callable[[TrackedObjects], None] = lambda _tracked: None
    working: Annex | None = None
    pointing: Annex | None = None


@dataclass(frozen=True, eq=False)
class TrackedObjects:
    """New tracks by object, over `span`; stretches on which something was lost or is unsure.

    `computed` counts the frames that were worked out, the others were right already. `settled` are the key frames
    that were taken into account, None for all.
    """

    tracks: Mapping[int, MaskTrack]
    span: Span
    lost: tuple[Span, ...] = ()
    unsure: tuple[Span, ...] = ()
    computed: int = 0
    settled: frozenset[int] | None = None


@dataclass(frozen=True, eq=False)
class Removed:
    """A clip without the objects, and what had to be tracked for it.

    Of the `windows` in which holes were filled `windows_made` were computed now; the others were kept from before.
    """

    tracked: TrackedObjects
    result: Result
    seconds: float
    windows: int = 0
    windows_made: int = 0


def track_chosen(project: Project, tools: Tools) -> Job[TrackedObjects]:
    """Track what needs it in the project's range. Raises InputError when nothing was pointed at."""
    return _track_wanted(project, project.untracked_objects, tools)


def track_from(project: Project, object_id: int, frame: int, direction: Direction, tools: Tools) -> Job[TrackedObjects]:
    """Track an object from its mask on a frame up to the next one of which something was said.

    Raises InputError when it has no mask there.
    """
    chosen = project.find(object_id)
    if chosen is None:
        raise InputError(NOTHING_POINTED_AT)
    check_keys(chosen, project.span)
    legs = legs_from(chosen, frame, direction, project.span)
    found = yield from _retrack(project, {object_id: legs}, tools)
    return replace(found, settled=frozenset({frame}))


def follow_words(project: Project, text: str, segmenter: str, tools: Tools) -> Job[TrackedObjects]:
    """Follow what a phrase means through the project's range by a segmenter that follows words; gives one track, 0.

    Raises InputError where the phrase cannot be read or means nothing on any frame.
    """
    request = TrackRequest(
        footage=footage_of(project),
        objects=(),
        choices=replace(tools.choices, segmenter=segmenter),
        weights=tools.weights,
    )
    report = yield from track_by_words(request, text)
    return TrackedObjects({0: report.tracks[0]}, project.span, report.lost, report.unsure, len(project.span))


def remove_chosen(project: Project, folder: WorkFolder, tools: Tools) -> Job[Removed]:
    """Track what is not tracked yet, then fill the objects away and keep that in `folder`."""
    tracked, masks, refined = yield from holes_of(project, tools)
    request = RemoveRequest(
        footage=footage_of(project),
        target=folder.new_result(),
        as_patches=True,
        masks=list(refined),
        feather=max((how.feather for _, how in masks if how.feather is not None), default=None),
        shadows=frozenset(track.object_id for track, how in masks if how.cast),
        choices=tools.choices,
        weights=tools.weights,
    )
    made_from = tuple(track for track, _ in masks)
    refined_by = tuple(how for _, how in masks)
    try:
        report = yield from remove(request)
    except (GeneratorExit, Cancelled):
        half = part_made(request.target, made_from, refined_by)
        # A whole result, be it an older one, is worth more than half of one.
        if half is not None and project.wants_result:
            tools.on_stopped(Removed(tracked, half, 0.0))
        raise
    filled = [
        frame
        for frame in range(report.span.start, report.span.stop)
        if any(track.area(frame) > 0 for track in report.tracks)
    ]
    result = Result(report.target, report.span, tuple(join_frames(filled)), made_from, refined_by)
    seconds = report.seconds_tracking + report.seconds_filling
    return Removed(tracked, result, seconds, report.windows, report.windows_made)


def holes_of(
    project: Project, tools: Tools
) -> Job[tuple[TrackedObjects, list[tuple[MaskTrack, Refinement]], tuple[MaskTrack, ...]]]:
    """Track what is to be removed and is not tracked yet.

    Gives what was tracked, each object's track with how it is refined, and the refined tracks, followed beyond a short
    range too. Raises InputError where nothing is to be removed.
    """
    wanted = project.removed_objects
    if project.marked_objects and not wanted:
        raise InputError("No object is set to be removed: turn removal on in the list of objects.")
    untracked = tuple(chosen for chosen in wanted if not chosen.is_tracked(project.span))
    tracked = yield from _track_wanted(project, untracked, tools)
    tools.on_tracks(tracked.tracks)
    if tracked.tracks:
        tools.on_tracked(tracked)
    masks = [
        (track, chosen.refinement)
        for chosen in wanted
        if (track := tracked.tracks.get(chosen.object_id, chosen.track)) is not None
    ]
    around, reach = yield from _with_handles(project, [track for track, _ in masks], tools)
    wished = [(track, how) for track, (_, how) in zip(around, masks, strict=True)]
    refined = yield from refine_tracks(wished, reach, lambda: open_clip(project.clip.path, cache_bytes=CACHE_BYTES))
    return tracked, masks, refined


def _track_wanted(project: Project, wanted: Sequence[ChosenObject], tools: Tools) -> Job[TrackedObjects]:
    """Objects of which nothing is known but their key frames are tracked together, the others where it is needed."""
    if not project.marked_objects:
        raise InputError(NOTHING_POINTED_AT)
    for chosen in wanted:
        check_keys(chosen, project.span)
    fresh = [chosen for chosen in wanted if is_fresh(chosen)]
    found = TrackedObjects({}, project.span)
    if fresh:
        found = yield from _track_together(project, fresh, tools)
    legs = {chosen.object_id: legs_needed(chosen, project.span) for chosen in wanted if not is_fresh(chosen)}
    if legs:
        more = yield from _retrack(project, legs, tools)
        found = TrackedObjects(
            {**found.tracks, **more.tracks},
            project.span,
            join_spans([*found.lost, *more.lost]),
            join_spans([*found.unsure, *more.unsure]),
            found.computed + more.computed,
        )
    return found


def _track_together(project: Project, fresh: Sequence[ChosenObject], tools: Tools) -> Job[TrackedObjects]:
    ids = [chosen.object_id for chosen in fresh]
    request = TrackRequest(
        footage=footage_of(project),
        objects=tuple(pointing_of(chosen) for chosen in fresh),
        choices=tools.choices,
        weights=tools.weights,
        cache=_Watched(lambda tracks: tools.on_tracks(_by_object(ids, tracks))),
    )
    report = yield from track(request)
    found = _by_object(ids, report.tracks)
    tracks = {chosen.object_id: chosen.overlaid(found[chosen.object_id]) for chosen in fresh}
    return TrackedObjects(tracks, project.span, report.lost, report.unsure, len(project.span) * len(fresh))


def _with_handles(
    project: Project, tracks: Sequence[MaskTrack], tools: Tools
) -> Job[tuple[tuple[MaskTrack, ...], Span]]:
    """The tracks, followed beyond a range that is too short to be filled from itself, and how far they are known."""
    span = project.span
    widest = with_handles(span, project.clip.frame_count)
    inpainter = tools.choices.inpainter
    if widest == span or (inpainter != AUTO and not context_of(registry.info("inpaint", inpainter))):
        return tuple(tracks), span
    made = Workshop(tools.choices, tools.weights).segmenter()
    work = HandleWork(footage_of(project), made, tools.choices, MaskCache())
    with work.footage.open() as (reader, _):
        inside = [track.within(span) for track in tracks]
        followed = yield from track_handles(reader, inside, span, widest, work)
    return followed, known_reach(followed, span, widest)


def _retrack(project: Project, legs: Mapping[int, Sequence[Leg]], tools: Tools) -> Job[TrackedObjects]:
    tools.choices.check("segment", "flow")
    footage = footage_of(project)
    made = Workshop(tools.choices, tools.weights).segmenter()
    for note in made.notes:
        yield Progress("", 0, 0, note=note)
    tracks: dict[int, MaskTrack] = {}
    lost: list[Span] = []
    unsure: list[Span] = []
    count = 0
    with footage.open() as (reader, span):
        for number, ways in legs.items():
            chosen = project.find(number)
            assert chosen is not None
            work = cache_key(mask_key(footage, made, span, (), tools.choices), *describe(chosen, ways))
            done = yield from retrack(
                reader,
                chosen,
                ways,
                made.engine,
                Kept(MaskCache(), work),
                _teller(tools, number),
            )
            tracks[number] = chosen.overlaid(done.track)
            count += len(done.computed)
            sure = {frame: done.track.confidence.get(frame, 1.0) for frame in sorted(done.computed)}
            lost += join_frames(frame for frame, value in sure.items() if value < LOST)
            unsure += join_frames(frame for frame, value in sure.items() if LOST <= value < UNSURE)
    return TrackedObjects(tracks, project.span, join_spans(lost), join_spans(unsure), count)


def footage_of(project: Project) -> Footage:
    """The project's clip, cut to its range."""
    return Footage(project.clip.path, f"{project.span.start}f", f"{project.span.stop}f")


def _by_object(ids: Sequence[int], tracks: Sequence[MaskTrack]) -> dict[int, MaskTrack]:
    return {number: replace(track, object_id=number) for number, track in zip(ids, tracks, strict=True)}


def _teller(tools: Tools, number: int) -> Callable[[MaskTrack], None]:
    return lambda track: tools.on_tracks({number: track})


class _Watched(MaskCache):
    """The cache of masks, which tells what is put into it."""

    def __init__(self, on_saved: Callable[[Sequence[MaskTrack]], None]) -> None:
        super().__init__()
        self._on_saved = on_saved

    def save(self, key: str, tracks: Sequence[MaskTrack]) -> bool:
        self._on_saved(tracks)
        return super().save(key, tracks)
