"""The whole way: from a clip and what points at an object to a clip without it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.reader import ClipReader
from peanut_studio.media.target import check_apart
from peanut_studio.media.writer import ExportSettings
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import MaskTrack, TrackedMasks
from peanut_studio.model.phrase import Phrase
from peanut_studio.model.progress import Job, Progress
from peanut_studio.pipeline.ahead import fill_ahead, parts_of
from peanut_studio.pipeline.auto import choose, network_at_hand
from peanut_studio.pipeline.beside import beside
from peanut_studio.pipeline.choice import AUTO, Choices, Workshop
from peanut_studio.pipeline.export import check_export, export, keep_patches
from peanut_studio.pipeline.fill import Filler, Patch, context_of
from peanut_studio.pipeline.footage import Footage, check_free, look_again, notes_on_reading
from peanut_studio.pipeline.grain import with_grain
from peanut_studio.pipeline.handles import HandleWork, known_reach, track_handles, with_handles
from peanut_studio.pipeline.hole import Hole
from peanut_studio.pipeline.keep import KeptInpainter, telling
from peanut_studio.pipeline.masks import GivenMasks, take_masks
from peanut_studio.pipeline.pointing import Pointing
from peanut_studio.pipeline.refine import Refining, refine_tracks
from peanut_studio.pipeline.segment import Kept
from peanut_studio.pipeline.shadow import kept_shadows
from peanut_studio.pipeline.sharpness import as_sharp
from peanut_studio.pipeline.track import check_masks_target, check_told, follow, mask_key, numbered_after, write_tracks
from peanut_studio.store.mask_cache import MaskCache
from peanut_studio.store.result_cache import ResultCache


@dataclass(frozen=True, eq=False)
class RemoveRequest:
    """What to remove from which clip, how, and where the result goes.

    Either `objects` point at what is to be tracked, or `told` says it to a segmenter that follows words, or `masks` are
    given. `grow` and `feather` are pixels, None for what suits the clip's size. `shadows` says whether what the objects
    cast is removed with them, or of which object numbers; None: of tracked objects yes, of given masks no. `handles`
    frames on either side of the range are looked at as well, as far as it is known where the objects are on them; None:
    enough for a short range. `grain` says whether fills get the noise that they lack of their surroundings. The masks
    that were used are also written to `keep_masks`. With `as_patches` no film is written: `target` becomes a folder
    that keeps what was filled in, without loss, and opens as a clip. `refine` says how the masks are fitted to the
    pictures before. With `only_fill` nothing at all is written: the windows that begin on these frames, perhaps none,
    are filled and kept, for the same work without it to find them.
    """

    footage: Footage
    target: Path
    objects: tuple[Pointing, ...] = ()
    masks: GivenMasks | None = None
    grow: float | None = None
    feather: float | None = None
    shadows: bool | frozenset[int] | None = None
    grain: bool = True
    choices: Choices = field(default_factory=Choices)
    settings: ExportSettings = field(default_factory=ExportSettings)
    handles: int | None = None
    keep_masks: Path | None = None
    mask_format: str = "png"
    overwrite: bool = False
    as_patches: bool = False
    weights: WeightStore | None = None
    cache: MaskCache | None = None
    fills: ResultCache | None = None
    told: tuple[Phrase, ...] = ()
    refine: Refining = field(default_factory=Refining)
    only_fill: range | None = None


@dataclass(frozen=True, eq=False)
class RemoveReport:
    """What was done. Times are in seconds; frames are counted in the clip, `span` is what was written, and `reach` what
    it was filled from. Of the `windows` in which holes were filled `windows_made` were computed now; the others were
    kept from before. `parts` are told with `only_fill`: all windows that may be filled apart from each other.
    """

    source: Path
    target: Path
    span: Span
    reach: Span
    filled: int
    segmenter: str | None
    inpainter: str
    lost: tuple[Span, ...]
    unsure: tuple[Span, ...]
    concealed: int
    seconds_tracking: float
    seconds_filling: float
    tracks: tuple[MaskTrack, ...]
    windows: int = 0
    windows_made: int = 0
    parts: tuple[Span, ...] = ()


def remove(request: RemoveRequest) -> Job[RemoveReport]:
    """Remove objects from a clip. Whatever can be wrong is found before the work starts; see `model.errors`.

    The result appears under its name only when it is complete: a job that fails or is closed leaves nothing but the
    masks and fills that were finished, which the same work then need not make again.
    """
    _check_alone(request)
    request.refine.check()
    request.choices.check("segment", "flow", "inpaint", "upscale")
    if request.masks is None:
        check_told(request.choices, request.told)
    with request.footage.open() as (reader, span):
        if not request.as_patches:
            check_export(request.target, reader, span, request.settings)
        _check_places(request)
        prompts = [pointing.prompts(reader.clip, span) for pointing in request.objects]
        widest = with_handles(span, reader.clip.frame_count, request.handles)
        begun = time.monotonic()
        tracks: tuple[MaskTrack, ...] = ()
        if request.masks is not None:
            tracks = yield from take_masks(request.masks, reader.clip, span, widest)
            Hole(TrackedMasks(tracks), request.grow, request.feather).check(span)
        for warning in reader.clip.warnings:
            yield Progress("", 0, 0, note=warning)
        weights = request.weights or WeightStore()
        workshop = Workshop(request.choices, weights)
        choices = request.choices
        # A named engine is made at once, for whatever is wrong with it is to be found before the work starts.
        inpainter = workshop.inpainter() if choices.inpainter != AUTO else None
        if inpainter is not None and not context_of(inpainter.info):
            widest = span
        lost: tuple[Span, ...] = ()
        unsure: tuple[Span, ...] = ()
        segmenter = None
        if request.masks is None:
            made = workshop.segmenter()
            cache = request.cache or MaskCache()
            kept = Kept(cache, mask_key(request.footage, made, span, prompts, request.choices, request.told))
            followed = yield from follow(reader, span, prompts, made, kept, request.told)
            lost, unsure, segmenter = followed.lost, followed.unsure, followed.segmenter
            work = HandleWork(request.footage, made, request.choices, cache, numbered_after(prompts, request.told))
            tracks = yield from track_handles(reader, followed.tracks, span, widest, work)
            del made, work
        reach = known_reach(tracks, span, widest)
        how = request.refine.of(reader.size)
        tracks = yield from refine_tracks([(track, how) for track in tracks], reach, lambda: nullcontext(reader))
        casting = _casting(request, tracks)
        if casting and any(not TrackedMasks(casting).is_empty(frame) for frame in range(span.start, span.stop)):
            shadows = yield from kept_shadows(reader, casting, reach, request.footage, request.cache or MaskCache())
            tracks = (*tracks, replace(shadows, object_id=max(track.object_id for track in tracks) + 1))
        hole = Hole(TrackedMasks(tracks), request.grow, request.feather)
        hole.check(span)
        used = tuple(track.within(span) for track in tracks)
        if request.keep_masks is not None and request.only_fill is None:
            yield from write_tracks(request.keep_masks, used, request.mask_format)
        tracked = time.monotonic()
        parts: tuple[Span, ...] = ()
        with look_again(reader) as ahead:
            if inpainter is None:
                network = network_at_hand(weights)
                name, reason = choose(ahead, hole, span, workshop.flow().engine, network)
                if network is not None:
                    yield Progress("", 0, 0, note=reason)
                choices = replace(choices, inpainter=name)
                inpainter = Workshop(choices, weights).inpainter()
            for note in inpainter.notes:
                yield Progress("", 0, 0, note=note)
            keeping = KeptInpainter(inpainter, choices, weights, request.fills or ResultCache())
            if request.only_fill is not None:
                # What is kept was not enlarged yet.
                filler = Filler(keeping, inpainter.info, shrink=choices.reduce)
                parts = parts_of(filler, keeping, hole, span, reach)
                now = tuple(part for part in parts if part.start in request.only_fill)
                filling = fill_ahead(filler, ahead, hole, span, now)
            else:
                filler = Filler(keeping, inpainter.info, workshop.enlarge(), choices.reduce)
                # What comes after filling is done frame by frame, far behind what the engine reads, and beside it.
                behind = partial(_written, request, reader, span, hole.again())
                filling = beside(behind, filler.fill(ahead, hole, span, reach))
            yield from telling(filling, keeping, filler.notes)
        yield from notes_on_reading(reader, request.footage.source)
        return RemoveReport(
            source=request.footage.source,
            target=request.target,
            span=span,
            reach=reach,
            filled=sum(not hole.is_empty(frame) for frame in range(span.start, span.stop)),
            segmenter=segmenter,
            inpainter=inpainter.info.id,
            lost=lost,
            unsure=unsure,
            concealed=reader.concealed,
            seconds_tracking=tracked - begun,
            seconds_filling=time.monotonic() - tracked,
            tracks=used,
            windows=keeping.windows,
            windows_made=keeping.made,
            parts=parts,
        )


def _written(request: RemoveRequest, reader: ClipReader, span: Span, hole: Hole, patches: Iterator[Patch]) -> Job[None]:
    """Patches made as sharp and grainy as what is round them, and kept or laid over and encoded."""
    patches = as_sharp(patches, reader, hole)
    if request.grain:
        patches = with_grain(patches, reader, hole)
    if request.as_patches:
        return keep_patches(reader, request.target, request.footage, span, hole, patches)
    return export(reader, request.target, span, request.settings, hole, patches)


def _casting(request: RemoveRequest, tracks: tuple[MaskTrack, ...]) -> tuple[MaskTrack, ...]:
    """The tracks whose shadows are to go with them."""
    if isinstance(request.shadows, frozenset):
        return tuple(track for track in tracks if track.object_id in request.shadows)
    wanted = request.masks is None if request.shadows is None else request.shadows
    return tracks if wanted else ()


def _check_places(request: RemoveRequest) -> None:
    """Nothing that is read is written over, and nothing is written twice."""
    masks = [request.masks] if isinstance(request.masks, Path) else []
    check_apart(request.target, *masks)
    check_free(request.target, request.overwrite)
    if request.keep_masks is None:
        return
    if request.keep_masks.resolve() == request.target.resolve():
        raise InputError(
            f"{request.target} cannot hold both the result and its masks; give --keep-masks another place."
        )
    check_masks_target(request.keep_masks, request.mask_format, request.overwrite, request.footage.source, *masks)


def _check_alone(request: RemoveRequest) -> None:
    if request.objects and request.masks is not None:
        raise InputError("Give either masks, or points and boxes to be tracked, not both.")
    if not request.objects and not request.told and request.masks is None:
        raise InputError("Nothing says what to remove: give a text, a point or a box on the object, or its masks.")
